//! What contracts have in common, asked of each of them, on the WASM and on the model: an owner,
//! a map of pauses.

mod corners;
mod doors;
mod plumbing;

use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue as _, sol};
use anyhow::{Result, ensure};
use surety_scenario::story::cast::default_params;
use surety_tests::twins::Twins;

sol! {
    function owner() external view returns (address);
    function transferOwnership(address newOwner) external;
    function renounceOwnership() external;

    function paused() external view returns (uint256);
    function paused(uint8 index) external view returns (bool);
    function pause(uint256 newPausedStatus) external;
    function pauseAll() external;
    function unpause(uint256 newPausedStatus) external;

    function setIsPauser(address newPauser, bool canPause) external;
    function setUnpauser(address newUnpauser) external;
    function isPauser(address account) external view returns (bool);
    function unpauser() external view returns (address);
}

const PAUSABLE: [&str; 7] = ["$dm", "$sm", "$am", "$sf", "$rc", "$avsd", "$strategyA"];
const OWNED: [&str; 5] = ["$sm", "$sf", "$rc", "$avsd", "$tm"];

fn twins() -> Result<Twins> {
    surety_tests::twins::deploy(&default_params())
}

/// Asserts that a transaction reverts, in the same way on both.
fn refused(twins: &mut Twins, from: Address, to: Address, call: &impl SolCall) -> Result<()> {
    ensure!(!twins.act(from, to, call)?.success, "{to} lets {from} do {}", hex(call));
    Ok(())
}

fn hex(call: &impl SolCall) -> String {
    alloy_primitives::hex::encode_prefixed(call.abi_encode())
}

#[test]
fn ownership_passes_on_and_ends() -> Result<()> {
    let mut twins = twins()?;
    let [owner, heir, other] = [twins.at("$owner")?, twins.at("$staker1")?, twins.at("$staker2")?];
    for symbol in OWNED {
        let at = twins.at(symbol)?;
        let is_owned_by = |twins: &mut Twins, who: Address| -> Result<()> {
            let outcome = twins.view(at, &ownerCall {})?;
            ensure!(outcome.output == who.abi_encode(), "{symbol} is owned by {}", outcome.output);
            Ok(())
        };
        is_owned_by(&mut twins, owner)?;
        for from in [other, heir] {
            refused(&mut twins, from, at, &transferOwnershipCall { newOwner: from })?;
            refused(&mut twins, from, at, &renounceOwnershipCall {})?;
        }
        refused(&mut twins, owner, at, &transferOwnershipCall { newOwner: Address::ZERO })?;
        twins.must(owner, at, &transferOwnershipCall { newOwner: heir })?;
        is_owned_by(&mut twins, heir)?;
        refused(&mut twins, owner, at, &transferOwnershipCall { newOwner: owner })?;
        refused(&mut twins, owner, at, &renounceOwnershipCall {})?;
        twins.must(heir, at, &renounceOwnershipCall {})?;
        is_owned_by(&mut twins, Address::ZERO)?;
        refused(&mut twins, heir, at, &transferOwnershipCall { newOwner: heir })?;
    }
    Ok(())
}

#[test]
fn pauses_are_set_bit_by_bit_and_lifted_by_another() -> Result<()> {
    let mut twins = twins()?;
    let [pauser, unpauser, other] = [twins.at("$pauser")?, twins.at("$unpauser")?, twins.at("$staker1")?];
    for symbol in PAUSABLE {
        let at = twins.at(symbol)?;
        let shows = |twins: &mut Twins, map: U256| -> Result<()> {
            let outcome = twins.view(at, &paused_0Call {})?;
            ensure!(outcome.output == map.abi_encode(), "{symbol} shows {}", outcome.output);
            for index in [0, 1, 2, 3, 8, 255] {
                let outcome = twins.view(at, &paused_1Call { index })?;
                ensure!(outcome.output == map.bit(index.into()).abi_encode(), "{symbol}: bit {index}");
            }
            Ok(())
        };
        let to = |map: u64| U256::from(map);
        shows(&mut twins, U256::ZERO)?;
        for from in [unpauser, other] {
            refused(&mut twins, from, at, &pauseCall { newPausedStatus: to(5) })?;
            refused(&mut twins, from, at, &pauseAllCall {})?;
        }
        twins.must(pauser, at, &pauseCall { newPausedStatus: to(5) })?;
        shows(&mut twins, to(5))?;
        // Pausing only adds, lifting only takes away.
        refused(&mut twins, pauser, at, &pauseCall { newPausedStatus: to(4) })?;
        refused(&mut twins, unpauser, at, &unpauseCall { newPausedStatus: to(7) })?;
        for from in [pauser, other] {
            refused(&mut twins, from, at, &unpauseCall { newPausedStatus: to(4) })?;
        }
        twins.must(unpauser, at, &unpauseCall { newPausedStatus: to(4) })?;
        shows(&mut twins, to(4))?;
        twins.must(pauser, at, &pauseAllCall {})?;
        shows(&mut twins, U256::MAX)?;
        twins.must(unpauser, at, &unpauseCall { newPausedStatus: U256::ZERO })?;
        shows(&mut twins, U256::ZERO)?;
    }
    Ok(())
}

#[test]
fn unpauser_names_pausers_and_its_successor() -> Result<()> {
    let mut twins = twins()?;
    let registry = twins.at("$pauserRegistry")?;
    let [pauser, unpauser, heir] = [twins.at("$pauser")?, twins.at("$unpauser")?, twins.at("$staker1")?];
    let is_unpauser = |twins: &mut Twins, who: Address| -> Result<()> {
        let found = twins.ask(registry, &unpauserCall {})?;
        ensure!(found == who, "{found} is the unpauser");
        Ok(())
    };
    is_unpauser(&mut twins, unpauser)?;
    for from in [pauser, heir] {
        refused(&mut twins, from, registry, &setIsPauserCall { newPauser: heir, canPause: true })?;
        refused(&mut twins, from, registry, &setUnpauserCall { newUnpauser: heir })?;
    }
    refused(&mut twins, unpauser, registry, &setIsPauserCall { newPauser: Address::ZERO, canPause: true })?;
    refused(&mut twins, unpauser, registry, &setUnpauserCall { newUnpauser: Address::ZERO })?;
    for can_pause in [true, false] {
        twins.must(unpauser, registry, &setIsPauserCall { newPauser: heir, canPause: can_pause })?;
        ensure!(twins.ask(registry, &isPauserCall { account: heir })? == can_pause);
    }
    twins.must(unpauser, registry, &setUnpauserCall { newUnpauser: heir })?;
    is_unpauser(&mut twins, heir)?;
    refused(&mut twins, unpauser, registry, &setUnpauserCall { newUnpauser: unpauser })?;
    refused(&mut twins, unpauser, registry, &setIsPauserCall { newPauser: pauser, canPause: false })?;
    twins.must(heir, registry, &setIsPauserCall { newPauser: pauser, canPause: false })?;
    let dm = twins.at("$dm")?;
    refused(&mut twins, pauser, dm, &pauseAllCall {})
}
