//! Reference model of the core on plain maps.
//!
//! The model says what the contracts must do, as plainly as it can: maps for storage, no packing,
//! no gas, one file per contract or flow, the same verbs as the contracts, and all mathematics
//! from [`surety_accounting`]. It speaks calldata and answers with return data, revert data and
//! logs, so that it can be compared with the WASM contracts byte by byte.
//!
//! What it leaves out on purpose: reentrancy locks (its tokens and registrars cannot call back),
//! proxies and their administration, and ether.

mod addresses;
mod allocation;
mod answer;
mod avs_directory;
mod chain;
mod delegation;
mod deploy;
mod factory;
pub mod hostile_hook;
pub mod hostile_token;
mod keys;
mod lists;
mod mailbox;
mod ownership;
mod pausing;
mod permissions;
mod puppet;
mod registrar;
mod registry;
mod releases;
mod revert;
mod rewards;
mod signatures;
mod strategy;
mod strategy_manager;
mod token;
mod vault;
mod world;

pub use world::{Model, ModelError};
