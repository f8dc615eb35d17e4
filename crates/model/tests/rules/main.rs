//! Rules of the core that no recording exercises, one module per matter, on the model alone.

mod bench;
mod factory;
mod garbage;
mod hostile_tokens;
mod invariants;
mod keys;
mod ownership;
mod pausing;
mod rewards;
mod signatures;
mod slashing;
mod tokens;
