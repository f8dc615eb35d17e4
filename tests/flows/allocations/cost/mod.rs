//! What operator sets, allocations and slashes cost, beside the peer's contracts.
//!
//! The peer's figures are execution gas (without the transaction's base price and calldata), as
//! measured in the same situations. Each bound is what is reached, rounded up to a percent.

mod allocations;
mod members;
mod sets;
mod slashes;
mod vaults;
mod views;

use alloy_primitives::Address;
use surety_tests::cost::at_most;

/// Addresses for strategies that nobody asks anything.
fn strategies(from: u8, count: u8) -> Vec<Address> {
    (from..from + count).map(crate::stage::nth).collect()
}
