//! Slashing, with everything that follows in the delegation manager and the strategy manager.

use super::at_most;
use crate::stage::{Stage, nth};
use anyhow::{Result, ensure};
use surety_abi::IAllocationManager as api;

#[test]
fn slashing_costs_half() -> Result<()> {
    let mut stage = Stage::without_set()?;
    let slashed = stage.delegate()?;
    stage.create(1, &slashed)?;
    stage.join(stage.operator, &[1])?;
    stage.allocate(&slashed, 500_000_000_000_000_000)?;
    stage.twins.mine(11);
    at_most(43, "first slash", stage.slash(&slashed[..1])?, 390_967)?;
    stage.twins.mine(1);
    let second = stage.slash(&slashed[..1])?;
    ensure!(second.used <= 140_000, "the second slash costs {}", second.used);
    at_most(32, "second slash", second, 277_936)?;
    stage.twins.mine(1);
    at_most(37, "3 strategies, 2 for the first time", stage.slash(&slashed)?, 694_033)?;
    stage.twins.mine(1);
    at_most(35, "3 strategies", stage.slash(&slashed)?, 583_746)
}

#[test]
fn slashing_for_a_recipient_costs_half() -> Result<()> {
    let mut stage = Stage::without_set()?;
    let slashed = stage.delegate()?;
    let (avs, manager) = (stage.avs, stage.manager);
    let create = api::createRedistributingOperatorSets_0Call {
        avs,
        params: vec![api::CreateSetParams { operatorSetId: 1, strategies: slashed.clone() }],
        redistributionRecipients: vec![nth(0xbb)],
    };
    stage.twins.must(avs, manager, &create)?;
    stage.join(stage.operator, &[1])?;
    stage.allocate(&slashed, 500_000_000_000_000_000)?;
    stage.twins.mine(11);
    at_most(46, "first slash for a recipient", stage.slash(&slashed[..1])?, 362_255)?;
    stage.twins.mine(1);
    at_most(32, "second slash for a recipient", stage.slash(&slashed[..1])?, 280_682)?;
    stage.slash(&slashed[1..])?;
    stage.twins.mine(1);
    at_most(38, "3 strategies for a recipient", stage.slash(&slashed)?, 583_746)
}
