//! The chain from outside.

mod accounts;
mod contexts;
mod create;
mod differential;
mod evm;
mod fragments;
mod gas;
mod node;
mod precompiles;
mod program_cache;
mod snapshots;
mod support;
mod trace;
mod typed;
mod vectors;
mod versions;
