//! Gas beside the peer's, in tests.

use anyhow::{Result, ensure};
use surety_scenario::world::GasUse;

/// Asserts that a transaction costs at most `percent` of the execution gas (without the transaction's
/// base price and calldata) that the peer's contracts take for the same.
///
/// # Errors
/// If it costs more.
pub fn at_most(percent: u64, what: &str, gas: GasUse, peer: u64) -> Result<()> {
    let ours = gas.used - gas.intrinsic;
    println!("{what}: {ours} of {peer}, {} %", (ours * 100).div_ceil(peer));
    ensure!(ours * 100 <= peer * percent, "{what}: {ours} is more than {percent} % of {peer}");
    Ok(())
}
