//! The allocation manager's two programs, on the real WASM.
//!
//! Every transaction and view goes to the model as well, and both have to answer the same.

mod chance;
mod cost;
mod histories;
mod large;
mod lists;
mod numbers;
mod rules;
mod stage;
