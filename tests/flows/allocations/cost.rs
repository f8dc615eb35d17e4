//! What operator sets, allocations and slashes cost, beside the peer's contracts.
//!
//! The peer's figures are execution gas (without the transaction's base price and calldata), as
//! measured in the same situations.

use crate::stage::{Stage, nth};
use alloy_primitives::{Address, U256};
use anyhow::{Result, ensure};
use surety_abi::{IAllocationManager as api, IDelegationManager, IStrategyManager};
use surety_scenario::world::GasUse;

/// Asserts that a transaction costs at most `percent` of what the peer's does.
fn at_most(percent: u64, what: &str, gas: GasUse, peer: u64) -> Result<()> {
    let ours = gas.used - gas.intrinsic;
    println!("{what}: {ours} of {peer}, {} %", ours * 100 / peer);
    ensure!(ours * 100 <= peer * percent, "{what}: {ours} is more than {percent} % of {peer}");
    Ok(())
}

fn strategies(from: u8, count: u8) -> Vec<Address> {
    (from..from + count).map(nth).collect()
}

#[test]
fn creating_sets_costs_half() -> Result<()> {
    let mut stage = Stage::without_set()?;
    at_most(50, "first set, 1 strategy", stage.create(1, &strategies(1, 1))?, 212_717)?;
    at_most(50, "second set, 3 strategies", stage.create(2, &strategies(1, 3))?, 290_036)?;
    let avs = stage.avs;
    let params = |id, slasher| {
        vec![api::CreateSetParamsV2 { operatorSetId: id, strategies: strategies(1, 3), slasher }]
    };
    let call = api::createOperatorSets_1Call { avs, params: params(3, nth(0xaa)) };
    at_most(50, "3 strategies and a slasher", stage.twins.must(avs, stage.manager, &call)?, 287_864)?;
    at_most(50, "fourth set, 5 strategies", stage.create(4, &strategies(1, 5))?, 384_455)?;
    let recipients = vec![nth(0xbb)];
    let call = api::createRedistributingOperatorSets_1Call {
        avs,
        params: params(5, avs),
        redistributionRecipients: recipients.clone(),
    };
    at_most(50, "redistributing, 3 strategies", stage.twins.must(avs, stage.manager, &call)?, 315_350)?;
    let call = api::createRedistributingOperatorSets_1Call {
        avs,
        params: params(6, nth(0xaa)),
        redistributionRecipients: recipients,
    };
    // A recipient and a slasher are two slots that hardly any set has together.
    at_most(55, "redistributing with a slasher", stage.twins.must(avs, stage.manager, &call)?, 313_130)
}

#[test]
fn joining_and_leaving_costs_half() -> Result<()> {
    let mut stage = Stage::set_up(&[nth(1)])?;
    for id in 2..=3 {
        stage.create(id, &[nth(1)])?;
    }
    let (operator, manager, avs) = (stage.operator, stage.manager, stage.avs);
    at_most(50, "first set, first member", stage.join(operator, &[1])?, 206_298)?;
    let other = stage.twins.at("operator2")?;
    stage.become_operator(other)?;
    at_most(50, "second member", stage.join(other, &[1])?, 189_198)?;
    at_most(50, "two further sets", stage.join(operator, &[2, 3])?, 330_337)?;
    let leave = |operator| {
        let params = api::DeregisterParams { operator, avs, operatorSetIds: vec![1] };
        api::deregisterFromOperatorSetsCall { params }
    };
    at_most(90, "leaving", stage.twins.must(operator, manager, &leave(operator))?, 63_868)?;
    at_most(90, "being removed", stage.twins.must(avs, manager, &leave(other))?, 61_022)?;
    stage.twins.mine(11);
    at_most(50, "joining again", stage.join(operator, &[1])?, 172_098)
}

#[test]
fn allocating_costs_half() -> Result<()> {
    let mut stage = Stage::set_up(&strategies(1, 5))?;
    let operator = stage.operator;
    stage.join(operator, &[1])?;
    let first = stage.allocate(&strategies(1, 1), 100)?;
    ensure!(first.used <= 130_000, "the first allocation costs {}", first.used);
    at_most(50, "first allocation", first, 227_897)?;
    at_most(60, "increase", stage.allocate(&strategies(1, 1), 200)?, 64_751)?;
    at_most(50, "deallocation, queued", stage.allocate(&strategies(1, 1), 150)?, 102_584)?;
    stage.twins.mine(11);
    at_most(60, "allocation that clears one", stage.allocate(&strategies(1, 1), 200)?, 71_993)?;
    at_most(55, "5 strategies, 4 for the first time", stage.allocate(&strategies(1, 5), 300)?, 618_900)?;
    at_most(50, "5 deallocations, queued", stage.allocate(&strategies(1, 5), 150)?, 372_164)?;
    stage.twins.mine(11);
    let clear = api::clearDeallocationQueueCall { operator, strategies: vec![nth(1)], numToClear: vec![1] };
    let gas = stage.twins.must(operator, stage.manager, &clear)?;
    at_most(60, "clearing one", gas, 34_812)
}

/// Slashing with everything that follows in the delegation manager and the strategy manager.
#[test]
fn slashing_costs_half() -> Result<()> {
    let mut stage = Stage::without_set()?;
    let mut slashed = Vec::new();
    let (operator, staker) = (stage.operator, stage.twins.at("staker1")?);
    let (delegation, deposits) = (stage.twins.at("dm")?, stage.twins.at("sm")?);
    for letter in ["A", "B", "C"] {
        let strategy = stage.twins.at(&format!("strategy{letter}"))?;
        let token = stage.twins.at(&format!("token{letter}"))?;
        let amount = U256::from(1_000_000_000_000_u64);
        let call = IStrategyManager::depositIntoStrategyCall { strategy, token, amount };
        stage.twins.must(staker, deposits, &call)?;
        slashed.push(strategy);
    }
    let signature = IDelegationManager::SignatureWithExpiry { signature: vec![].into(), expiry: U256::ZERO };
    let call = IDelegationManager::delegateToCall {
        operator,
        approverSignatureAndExpiry: signature,
        approverSalt: alloy_primitives::B256::ZERO,
    };
    stage.twins.must(staker, delegation, &call)?;
    stage.create(1, &slashed)?;
    stage.join(operator, &[1])?;
    stage.allocate(&slashed, 500_000_000_000_000_000)?;
    stage.twins.mine(11);
    at_most(60, "first slash", stage.slash(&slashed[..1])?, 390_967)?;
    stage.twins.mine(1);
    let second = stage.slash(&slashed[..1])?;
    ensure!(second.used <= 140_000, "the second slash costs {}", second.used);
    at_most(50, "second slash", second, 277_936)?;
    stage.twins.mine(1);
    at_most(60, "3 strategies", stage.slash(&slashed)?, 583_746)
}
