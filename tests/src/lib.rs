//! Tests of the whole suite on the real WASM.
