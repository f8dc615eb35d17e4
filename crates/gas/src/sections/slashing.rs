//! Slashes, what becomes of slashed shares, views, and a withdrawal that was slashed in the queue.

use super::{
    views,
    withdrawals::{complete, queue, queue_call, queued},
    world::DELAY,
};
use crate::{GasError, stage::Stage};
use alloy_primitives::U256;
use surety_abi::IStrategyManager as sm;

/// Percent of operator1's magnitude that each of avs1's sets has in A, B and C.
const ALLOCATED: u64 = 25;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin_with_sets()?;
    stage.join("operator1", &[1, 2, 3])?;
    for set in 1..=3 {
        let call = stage.allocation("operator1", set, "ABC", ALLOCATED)?;
        stage.send("operator1", "am", &call)?;
    }
    stage.deposit("staker1", "A", 100)?;
    stage.delegate("staker1", "operator1")?;

    slash(stage, "1 strategy, first slash of the operator", 1, "A")?;
    slash(stage, "1 strategy, second slash", 1, "A")?;
    let call = queue_call(stage, "A", 10)?;
    let roots = stage.send("staker1", "dm", &call)?;
    let withdrawal = queued("staker1", &roots)?;
    slash(stage, "1 strategy, with slashable shares in the queue", 1, "A")?;
    slash(stage, "3 strategies, first for the set", 2, "ABC")?;
    slash(stage, "3 strategies, second", 2, "ABC")?;
    slash(stage, "redistributing set, 1 strategy, first", 3, "A")?;
    slash(stage, "redistributing set, 1 strategy, second", 3, "A")?;
    slash(stage, "redistributing set, 3 strategies", 3, "ABC")?;
    clear(stage)?;
    views::play(stage)?;
    stage.mine(DELAY);
    complete(stage, "as tokens, 1 strategy, slashed during the delay", withdrawal, "A", true)?;
    queue(stage, "1 strategy, full, delegated, operator slashed before", "staker1", "A", 90)?;
    Ok(())
}

fn slash(stage: &mut Stage<'_, '_>, variant: &str, set: u32, letters: &str) -> Result<(), GasError> {
    let call = stage.slash(set, letters)?;
    stage.measure(variant, "avs1", "am", &call)?;
    Ok(())
}

/// Sends slashed shares where they belong, as anybody may.
fn clear(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    let avs = stage.at("avs1")?;
    for (variant, id, slash) in [
        ("burn, 1 strategy, first tokens to the burn address", 1, 1),
        ("burn, 1 strategy, steady", 1, 2),
        ("burn, 1 strategy, last pending of the set", 1, 3),
        ("burn, 3 strategies", 2, 1),
        ("redistribution, 1 strategy, first tokens to the recipient", 3, 1),
        ("redistribution, 1 strategy, steady", 3, 2),
    ] {
        let operatorSet = sm::OperatorSet { avs, id };
        let call = sm::clearBurnOrRedistributableSharesCall { operatorSet, slashId: U256::from(slash) };
        stage.measure(variant, "other", "sm", &call)?;
    }
    let call = sm::clearBurnOrRedistributableSharesByStrategyCall {
        operatorSet: sm::OperatorSet { avs, id: 3 },
        slashId: U256::from(3),
        strategy: stage.at("strategyA")?,
    };
    stage.measure("redistribution, 1 of 3 strategies", "other", "sm", &call)?;
    Ok(())
}
