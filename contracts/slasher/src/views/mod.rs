//! What the allocation manager answers.
//!
//! Changes whose block has come are counted as made, without a transaction that makes them: every
//! view goes through the rule that the flows go through.

use surety_common::{
    abi::Address,
    pause::{self, Implementation},
};

pub(crate) mod allocations;
pub(crate) mod operators;
pub(crate) mod sets;
pub(crate) mod stake;

/// This program's place among the proxy's programs; the AVS registry is the first.
const PROGRAM: u32 = 1;

/// The program that answers views: this one.
pub(crate) fn implementation() -> Address {
    pause::implementation(PROGRAM).get::<Implementation>().program
}
