//! What the tests share.

pub(crate) mod mini_chain;
pub(crate) mod vectors;
