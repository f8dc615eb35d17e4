//! Lists that grow over several words and shrink again, element by element: they keep the order of
//! a set in which the last element moves into the gap.

use crate::{
    chance::Chance as _,
    stage::{Stage, nth},
};
use alloy_primitives::Address;
use anyhow::{Context as _, Result, ensure};
use surety_abi::IAllocationManager as api;
use surety_tests::twins::Dice;

/// More than a record and a word behind it hold of anything.
const MOST: u8 = 14;
const STEPS: u32 = 150;

/// Adds what is missing, or removes what is there, of a list that should be `kept`.
fn toggle(kept: &mut Vec<u8>, dice: &mut Dice, step: u32) -> (u8, bool) {
    let full = (step / 30).is_multiple_of(2);
    let all: Vec<u8> = (0..MOST).collect();
    loop {
        let item = dice.of(&all);
        match kept.iter().position(|kept| *kept == item) {
            Some(at) if !full || dice.once_in(4) => {
                kept.swap_remove(at);
                return (item, false);
            }
            None if full || dice.once_in(4) || kept.is_empty() => {
                kept.push(item);
                return (item, true);
            }
            _ => {}
        }
    }
}

/// Plays both ways; `turn` makes the change, `list` asks for what is there.
fn play(
    stage: &mut Stage,
    seed: u64,
    turn: impl Fn(&mut Stage, u8, bool) -> Result<()>,
    list: impl Fn(&mut Stage) -> Result<Vec<u8>>,
) -> Result<()> {
    let (mut dice, mut kept, mut longest) = (Dice(seed), Vec::new(), 0);
    for step in 0..STEPS {
        let (item, there) = toggle(&mut kept, &mut dice, step);
        turn(stage, item, there).with_context(|| format!("step {step}"))?;
        let found = list(stage)?;
        ensure!(found == kept, "step {step}: {found:?} instead of {kept:?}");
        longest = longest.max(kept.len());
    }
    ensure!(longest > 10, "no more than {longest} at a time");
    Ok(())
}

fn numbers(accounts: &[Address]) -> Vec<u8> {
    accounts.iter().map(|account| account[19]).collect()
}

#[test]
fn strategies_of_a_set_keep_their_order() -> Result<()> {
    let mut stage = Stage::set_up(&[])?;
    let turn = |stage: &mut Stage, item: u8, there: bool| {
        let (avs, manager, strategies) = (stage.avs, stage.manager, vec![nth(item)]);
        if there {
            let call = api::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies };
            stage.twins.must(avs, manager, &call)?;
            let error = stage.twins.refused(avs, manager, &call)?;
            ensure!(error == "StrategyAlreadyInOperatorSet()", "{error}");
        } else {
            let call = api::removeStrategiesFromOperatorSetCall { avs, operatorSetId: 1, strategies };
            stage.twins.must(avs, manager, &call)?;
            let error = stage.twins.refused(avs, manager, &call)?;
            ensure!(error == "StrategyNotInOperatorSet()", "{error}");
        }
        Ok(())
    };
    play(&mut stage, 1, turn, |stage| Ok(numbers(&stage.strategies()?)))
}

#[test]
fn allocated_strategies_keep_their_order() -> Result<()> {
    let mut stage = Stage::set_up(&[])?;
    // The operator is no member of the set: what it takes back is free at once.
    let turn = |stage: &mut Stage, item: u8, there: bool| {
        stage.allocate(&[nth(item)], u64::from(there) * 1_000)?;
        Ok(())
    };
    play(&mut stage, 2, turn, |stage| {
        let call =
            api::getAllocatedStrategiesCall { operator: stage.operator, operatorSet: stage.set.clone() };
        Ok(numbers(&stage.twins.ask(stage.manager, &call)?))
    })
}

#[test]
fn sets_of_an_operator_keep_their_order() -> Result<()> {
    let mut stage = Stage::set_up(&[])?;
    for id in (0..MOST).filter(|id| *id != 1) {
        stage.create(id.into(), &[])?;
    }
    let turn = |stage: &mut Stage, item: u8, there: bool| {
        let (operator, avs, manager) = (stage.operator, stage.avs, stage.manager);
        stage.set.id = u32::from(item);
        stage.allocate(&[nth(1)], u64::from(there) * 1_000)?;
        if there {
            stage.join(operator, &[item.into()])?;
            return Ok(());
        }
        let params = api::DeregisterParams { operator, avs, operatorSetIds: vec![item.into()] };
        stage.twins.must(operator, manager, &api::deregisterFromOperatorSetsCall { params })?;
        stage.twins.mine(11);
        Ok(())
    };
    let ids = |sets: Vec<api::OperatorSet>| sets.iter().map(|set| set.id as u8).collect::<Vec<_>>();
    play(&mut stage, 3, turn, move |stage| {
        let (operator, manager) = (stage.operator, stage.manager);
        let registered = ids(stage.twins.ask(manager, &api::getRegisteredSetsCall { operator })?);
        stage.twins.compare(manager, &api::getAllocatedSetsCall { operator })?;
        Ok(registered)
    })
}
