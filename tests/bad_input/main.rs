//! Bad input, on the real WASM: every error, malformed calldata, hostile tokens and hostile hooks.

mod calldata;
mod errors;
mod hooks;
mod hostile;
