//! The proxies in EVM bytecode: their code, their slots and what they append to calldata.
//!
//! Proxy and program agree on two things, and both are written down here once: the implementation
//! slots ([`slots`]) and the tail that each contract's proxy appends to the calldata ([`tail`]).
//! Programs use those without the `assembler` feature; deployment uses [`router`] and [`clone`].
//! The reasons are in `docs/adr/0005-proxies-and-upgrades.md`.

#![no_std]
#![forbid(unsafe_code)]

#[cfg(feature = "assembler")]
extern crate alloc;

#[cfg(feature = "assembler")]
mod assembler;
#[cfg(feature = "assembler")]
pub mod clone;
#[cfg(feature = "assembler")]
pub mod nursery;
#[cfg(feature = "assembler")]
pub mod router;
pub mod slots;
pub mod tail;
