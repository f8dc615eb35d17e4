//! Tasks on the WASM and on the model: creation, answer, refund; every error; what the AVS's hook and
//! the certificate verifiers are asked, and what they can spoil.

mod errors;
mod hooks;
mod hostile;
mod lifecycle;
mod random;
mod stage;
