//! The proxies in EVM bytecode: their code, their slots and what they append to calldata.
//!
//! Proxy and program agree on two things, and both are written down here once: the implementation
//! slots ([`slots`]) and the tail that each contract's proxy appends to the calldata ([`tail`]).
//! Programs use those without the `assembler` feature; deployment uses the assembler.

#![no_std]
#![forbid(unsafe_code)]

pub mod slots;
pub mod tail;
