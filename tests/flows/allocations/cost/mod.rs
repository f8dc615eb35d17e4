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
use anyhow::{Result, ensure};
use surety_scenario::world::GasUse;

/// Asserts that a transaction costs at most `percent` of what the peer's does.
fn at_most(percent: u64, what: &str, gas: GasUse, peer: u64) -> Result<()> {
    let ours = gas.used - gas.intrinsic;
    println!("{what}: {ours} of {peer}, {} %", (ours * 100).div_ceil(peer));
    ensure!(ours * 100 <= peer * percent, "{what}: {ours} is more than {percent} % of {peer}");
    Ok(())
}

/// Addresses for strategies that nobody asks anything.
fn strategies(from: u8, count: u8) -> Vec<Address> {
    (from..from + count).map(crate::stage::nth).collect()
}
