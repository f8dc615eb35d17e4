//! The rewards coordinator, on the real WASM.
//!
//! Every transaction and view goes to the model as well, and both have to answer the same.

mod claims;
mod cost;
mod rules;
mod stage;
