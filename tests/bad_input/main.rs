//! Bad input, on the real WASM: every error, malformed calldata, hostile tokens and hostile hooks.

mod errors;
mod hostile;
