//! Views, as transactions.

use super::at_most;
use crate::stage::Stage;
use anyhow::Result;
use surety_abi::IAllocationManager as api;

#[test]
fn looking_costs_less() -> Result<()> {
    let mut stage = Stage::without_set()?;
    let strategies = stage.delegate()?;
    stage.create(1, &strategies)?;
    let (manager, operator, set) = (stage.manager, stage.operator, stage.set.clone());
    stage.join(operator, &[1])?;
    stage.allocate(&strategies, 500_000_000_000_000_000)?;
    stage.twins.mine(11);
    for _ in 0..2 {
        stage.slash(&strategies)?;
        stage.twins.mine(1);
    }
    stage.allocate(&strategies, 100_000_000_000_000_000)?;
    let anybody = stage.twins.at("staker1")?;
    let block = stage.twins.block() + 20;
    let stake = |strategies: &[_]| api::getMinimumSlashableStakeCall {
        operatorSet: set.clone(),
        operators: vec![operator],
        strategies: strategies.to_vec(),
        futureBlock: block,
    };
    let Some(strategy) = strategies.first().copied() else { return Ok(()) };
    let ask = |percent, what: &str, gas: Result<_>, peer| at_most(percent, what, gas?, peer);
    let twins = &mut stage.twins;
    ask(50, "slashable stake", twins.must(anybody, manager, &stake(&[strategy])), 46_845)?;
    ask(47, "slashable stake of 3", twins.must(anybody, manager, &stake(&strategies)), 77_834)?;
    let call = api::getAllocatedStakeCall {
        operatorSet: set.clone(),
        operators: vec![operator],
        strategies: strategies.clone(),
    };
    ask(49, "allocated stake of 3", twins.must(anybody, manager, &call), 74_763)?;
    let call = api::isOperatorSlashableCall { operator, operatorSet: set };
    ask(74, "is slashable", twins.must(anybody, manager, &call), 10_643)?;
    let call = api::getMaxMagnitudeCall { operator, strategy };
    ask(51, "max magnitude", twins.must(anybody, manager, &call), 15_533)?;
    let call = api::getAllocatableMagnitudeCall { operator, strategy };
    ask(49, "allocatable magnitude", twins.must(anybody, manager, &call), 20_398)
}
