//! Every order of slashes, deposits, delegations, queueings, completions and payouts in a range of
//! blocks, on the real WASM with the model in step: what must not depend on the order does not, and
//! what may depends on it by no more than docs/order.md proves.
//!
//! The case: OtterSec's audit of Symbiotic in 2024 found that what slashes take depends on the order in which
//! they are executed.

mod act;
mod books;
mod families;
mod judge;
mod orders;
mod prices;
mod span;
mod stage;
mod state;
mod table;
