//! Rules of operator sets and allocations that no recorded scenario reaches.

use crate::stage::{Stage, WAD, nth};
use alloy_primitives::{Address, U256};
use anyhow::{Result, ensure};
use surety_abi::IAllocationManager as api;
use surety_tests::worded::Twins;

/// Storage is initialised once; a second time nobody gets in.
#[test]
fn initialize_reverts_when_called_again() -> Result<()> {
    let mut twins = Twins::deploy()?;
    let (manager, owner) = (twins.at("am")?, twins.at("owner")?);
    let call = api::initializeCall { initialPausedStatus: U256::ZERO };
    let error = twins.refused(owner, manager, &call)?;
    ensure!(error.contains("Initializable: contract is already initialized"), "{error}");
    Ok(())
}

/// Removing a strategy moves the last one into its place, wherever it stood; also the zero address.
#[test]
fn strategies_keep_the_order_of_an_enumerable_set() -> Result<()> {
    for gone in 0..5 {
        let mut expected: Vec<Address> = (0..5).map(nth).collect();
        let mut stage = Stage::set_up(&expected)?;
        let avs = stage.avs;
        let strategies = vec![expected[gone]];
        let call = api::removeStrategiesFromOperatorSetCall {
            avs,
            operatorSetId: 1,
            strategies: strategies.clone(),
        };
        stage.twins.must(avs, stage.manager, &call)?;
        expected.swap_remove(gone);
        ensure!(stage.strategies()? == expected, "without number {gone}");
        let call =
            api::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: strategies.clone() };
        stage.twins.must(avs, stage.manager, &call)?;
        expected.extend(&strategies);
        ensure!(stage.strategies()? == expected, "with number {gone} again");
        let error = stage.twins.refused(avs, stage.manager, &call)?;
        ensure!(error == "StrategyAlreadyInOperatorSet()", "{error}");
    }
    Ok(())
}

/// A set can lose all its strategies and begin anew.
#[test]
fn strategies_can_all_be_removed_and_added_again() -> Result<()> {
    let mut stage = Stage::set_up(&[nth(1), nth(2), nth(3)])?;
    let avs = stage.avs;
    let strategies = vec![nth(2), nth(3), nth(1)];
    let call = api::removeStrategiesFromOperatorSetCall { avs, operatorSetId: 1, strategies };
    stage.twins.must(avs, stage.manager, &call)?;
    ensure!(stage.strategies()?.is_empty(), "some are left");
    let error = stage.twins.refused(avs, stage.manager, &call)?;
    ensure!(error == "StrategyNotInOperatorSet()", "{error}");
    let strategies = vec![nth(3), nth(1)];
    let call = api::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: strategies.clone() };
    stage.twins.must(avs, stage.manager, &call)?;
    ensure!(stage.strategies()? == strategies, "not those that were added");
    Ok(())
}

/// A scheduled slasher waits 15 full blocks; the same one again changes nothing, another one
/// begins the wait anew, and the one in force can be scheduled, too.
#[test]
fn slasher_changes_after_the_configuration_delay() -> Result<()> {
    let mut stage = Stage::set_up(&[])?;
    let (avs, manager) = (stage.avs, stage.manager);
    let [first, second] = [nth(0xa1), nth(0xa2)];
    let update = |slasher| api::updateSlasherCall { operatorSet: api::OperatorSet { avs, id: 1 }, slasher };
    let in_force = api::getSlasherCall { operatorSet: stage.set.clone() };
    let waiting = api::getPendingSlasherCall { operatorSet: stage.set.clone() };
    let twins = &mut stage.twins;

    ensure!(twins.ask(manager, &in_force)? == avs, "the AVS slashes by default");
    let effect = twins.block() + 16;
    twins.must(avs, manager, &update(first))?;
    twins.mine(4);
    let again = twins.send(avs, manager, &update(first))?;
    ensure!(again.success && again.logs.is_empty(), "the same slasher again is silent");
    ensure!(twins.ask(manager, &waiting)?.effectBlock == effect, "and does not wait anew");

    twins.must(avs, manager, &update(second))?;
    let effect = twins.block() + 16;
    let pending = twins.ask(manager, &waiting)?;
    ensure!((pending.pendingSlasher, pending.effectBlock) == (second, effect), "another one does");
    twins.mine(15);
    ensure!(twins.ask(manager, &in_force)? == avs, "in the last block of the wait");
    twins.mine(1);
    ensure!(twins.ask(manager, &in_force)? == second, "after the wait");
    ensure!(twins.ask(manager, &waiting)?.pendingSlasher.is_zero(), "nobody waits any more");

    let outcome = twins.send(avs, manager, &update(second))?;
    ensure!(outcome.success && outcome.logs.len() == 1, "the one in force can be scheduled");
    twins.must(avs, manager, &update(avs))?;
    ensure!(twins.ask(manager, &in_force)? == second, "what was ripe is in force while another waits");
    twins.mine(16);
    ensure!(twins.ask(manager, &in_force)? == avs, "back to the AVS");
    let error = twins.refused(avs, manager, &update(Address::ZERO))?;
    ensure!(error == "InputAddressZero()", "{error}");
    Ok(())
}

/// Sets of one AVS change their slashers independently; a slasher who is given at creation, too.
#[test]
fn slashers_of_several_sets_are_kept_apart() -> Result<()> {
    let mut stage = Stage::set_up(&[])?;
    let (avs, manager) = (stage.avs, stage.manager);
    stage.create(2, &[])?;
    let params = vec![api::CreateSetParamsV2 { operatorSetId: 3, strategies: vec![], slasher: nth(0xa0) }];
    stage.twins.must(avs, manager, &api::createOperatorSets_1Call { avs, params })?;
    let set = |id| api::OperatorSet { avs, id };
    for round in 0..3 {
        for id in [2, 1, 3] {
            let slasher = nth(0xb0 + 16 * round + id as u8);
            stage.twins.must(avs, manager, &api::updateSlasherCall { operatorSet: set(id), slasher })?;
            stage.twins.mine(1);
        }
        for wait in [8, 5, 1, 1, 1] {
            stage.twins.mine(wait);
            for id in 1..=3 {
                stage.twins.compare(manager, &api::getSlasherCall { operatorSet: set(id) })?;
                stage.twins.compare(manager, &api::getPendingSlasherCall { operatorSet: set(id) })?;
            }
        }
        let found = stage.twins.ask(manager, &api::getSlasherCall { operatorSet: set(3) })?;
        ensure!(found == nth(0xb3 + 16 * round), "{found} slashes for set 3 in round {round}");
    }
    Ok(())
}

/// A wish beyond 64 bits fails as the original's cast does, one beyond what is there otherwise.
#[test]
fn allocation_reverts_when_it_exceeds_what_there_is() -> Result<()> {
    let mut stage = Stage::set_up(&[nth(1)])?;
    stage.allocate(&[nth(1)], WAD / 2)?;
    let (operator, manager) = (stage.operator, stage.manager);
    stage.create(2, &[])?;
    stage.set.id = 2;
    let call = stage.allocation(&[nth(1)], WAD / 2 + 1);
    let error = stage.twins.refused(operator, manager, &call)?;
    ensure!(error == "InsufficientMagnitude()", "{error}");
    let call = stage.allocation(&[nth(1)], u64::MAX);
    let error = stage.twins.refused(operator, manager, &call)?;
    ensure!(error.contains("SafeCast: value doesn't fit in 64 bits"), "{error}");
    stage.allocate(&[nth(1)], WAD / 2)?;
    Ok(())
}

/// An allocation to a set of which the operator is no member can be lowered at once.
#[test]
fn deallocation_waits_only_when_it_can_be_slashed() -> Result<()> {
    let mut stage = Stage::set_up(&[nth(1)])?;
    let (operator, manager) = (stage.operator, stage.manager);
    let allocation = api::getAllocationCall { operator, operatorSet: stage.set.clone(), strategy: nth(1) };
    stage.allocate(&[nth(1)], WAD)?;
    stage.allocate(&[nth(1)], WAD / 2)?;
    let found = stage.twins.ask(manager, &allocation)?;
    ensure!((found.currentMagnitude, found.pendingDiff) == (WAD / 2, 0), "freed at once");

    stage.join(operator, &[1])?;
    stage.allocate(&[nth(1)], 0)?;
    let found = stage.twins.ask(manager, &allocation)?;
    ensure!(found.effectBlock == stage.twins.block() + 11, "slashable for ten blocks more");
    stage.twins.mine(10);
    ensure!(stage.twins.ask(manager, &allocation)?.currentMagnitude == WAD / 2, "in the last of them");
    stage.twins.mine(1);
    ensure!(stage.twins.ask(manager, &allocation)?.currentMagnitude == 0, "freed");
    Ok(())
}

/// Seven deallocations wait in one queue, each a block longer than the one before; they become ripe
/// in that order, and clearing takes the ripe ones from the front.
#[test]
fn deallocation_queue_is_first_in_first_out() -> Result<()> {
    let mut stage = Stage::set_up(&[nth(1)])?;
    let (operator, manager) = (stage.operator, stage.manager);
    for id in 2..=7 {
        stage.create(id, &[nth(1)])?;
    }
    stage.join(operator, &[1, 2, 3, 4, 5, 6, 7])?;
    for id in 1..=7 {
        stage.set.id = id;
        stage.allocate(&[nth(1)], WAD / 7)?;
    }
    let first = stage.twins.block();
    for id in 1..=7 {
        stage.set.id = id;
        stage.allocate(&[nth(1)], 0)?;
        stage.twins.mine(1);
    }
    let encumbered = api::getEncumberedMagnitudeCall { operator, strategy: nth(1) };
    let clear = |limit| api::clearDeallocationQueueCall {
        operator,
        strategies: vec![nth(1)],
        numToClear: vec![limit],
    };
    let mut cleared = 0;
    for ripe in 1..=7 {
        let wait = first + 10 + ripe - stage.twins.block();
        stage.twins.mine(wait);
        let found = stage.twins.ask(manager, &encumbered)?;
        ensure!(found == WAD / 7 * u64::from(7 - ripe), "{found} encumbered with {ripe} ripe");
        let limit = match ripe {
            3 => 2,
            5 => 9,
            7 => 1,
            _ => 0,
        };
        let logs = stage.twins.send(operator, manager, &clear(limit))?.logs.len();
        let expected = u32::from(limit).min(ripe - cleared);
        ensure!(logs == expected as usize, "{logs} were cleared, not {expected}");
        cleared += expected;
        let sets = stage.twins.ask(manager, &api::getAllocatedSetsCall { operator })?;
        ensure!(sets.len() == (7 - cleared) as usize, "{} sets are left", sets.len());
    }
    // Another allocation clears what is left.
    stage.allocate(&[nth(1)], WAD)?;
    stage.allocate(&[nth(1)], 0)?;
    stage.twins.mine(11);
    ensure!(stage.twins.ask(manager, &encumbered)? == 0, "the queue begins anew");
    ensure!(stage.twins.send(operator, manager, &clear(9))?.logs.len() == 1, "one was waiting");
    Ok(())
}

/// The views are answered by the program that says so.
#[test]
fn view_implementation_is_the_slasher() -> Result<()> {
    let mut twins = Twins::deploy()?;
    let manager = twins.at("am")?;
    let program = twins.program_named_by(manager, &api::viewImplementationCall {})?;
    ensure!(program.as_deref() == Some("slasher"), "{program:?}");
    Ok(())
}
