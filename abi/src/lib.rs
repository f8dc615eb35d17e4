//! Alloy bindings of the suite's ABI, from the interfaces beside this crate
