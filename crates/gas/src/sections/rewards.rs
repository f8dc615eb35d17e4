//! Rewards: submissions, roots, claims, splits.

use super::claims;
use crate::{
    GasError,
    stage::{Stage, tokens},
};
use alloy_primitives::{Address, Uint};
use surety_abi::IRewardsCoordinator as rc;
use surety_scenario::story::cast::default_params;

/// Seconds; also the calculation interval.
const DAY: u32 = 86_400;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin_with_sets()?;
    let avs = stage.at("avs1")?;
    let operatorSet = rc::OperatorSet { avs, id: 1 };
    let submit = |stage: &mut Stage<'_, '_>, variant, letters| {
        let rewardsSubmissions = vec![submission(stage, letters, "A")?];
        stage.measure(variant, "avs1", "rc", &rc::createAVSRewardsSubmissionCall { rewardsSubmissions })
    };
    submit(stage, "1 submission, 1 strategy, first of the AVS", "A")?;
    submit(stage, "1 submission, 1 strategy, steady", "A")?;
    submit(stage, "1 submission, 5 strategies, steady", "ABCDE")?;
    for (variant, letters, operators) in [
        ("1 submission, 1 strategy, 1 operator", "A", 1),
        ("1 submission, 3 strategies, 5 operators", "ABC", 5),
    ] {
        let call = rc::createOperatorDirectedOperatorSetRewardsSubmissionCall {
            operatorSet: operatorSet.clone(),
            operatorDirectedRewardsSubmissions: vec![directed(stage, letters, operators)?],
        };
        stage.measure(variant, "avs1", "rc", &call)?;
    }
    let call = rc::createOperatorDirectedAVSRewardsSubmissionCall {
        avs,
        operatorDirectedRewardsSubmissions: vec![directed(stage, "A", 1)?],
    };
    stage.measure("1 submission, 1 strategy, 1 operator", "avs1", "rc", &call)?;
    let rewardsSubmissions = vec![submission(stage, "A", "A")?];
    let call = rc::createUniqueStakeRewardsSubmissionCall {
        operatorSet: operatorSet.clone(),
        rewardsSubmissions: rewardsSubmissions.clone(),
    };
    stage.measure("1 submission, 1 strategy", "avs1", "rc", &call)?;
    let call = rc::createTotalStakeRewardsSubmissionCall {
        operatorSet: operatorSet.clone(),
        rewardsSubmissions: rewardsSubmissions.clone(),
    };
    stage.measure("1 submission, 1 strategy", "avs1", "rc", &call)?;
    let call = rc::setOptInForProtocolFeeCall { submitter: avs, optInForProtocolFee: true };
    stage.send("avs1", "rc", &call)?;
    submit(stage, "1 submission, 1 strategy, protocol fee on", "A")?;
    for letter in ["B", "C", "D", "E"] {
        let rewardsSubmissions = vec![submission(stage, "A", letter)?];
        stage.send("avs1", "rc", &rc::createAVSRewardsSubmissionCall { rewardsSubmissions })?;
    }
    claims::play(stage)?;
    settings(stage, operatorSet)
}

fn settings(stage: &mut Stage<'_, '_>, operatorSet: rc::OperatorSet) -> Result<(), GasError> {
    for (variant, claimer) in [("first", "claimer1"), ("change", "claimer2")] {
        let claimer = stage.at(claimer)?;
        stage.measure(variant, "staker3", "rc", &rc::setClaimerFor_0Call { claimer })?;
    }
    let (operator, avs, split) = (stage.at("operator1")?, stage.at("avs1")?, 500);
    let by = "operator1";
    stage.measure("first", by, "rc", &rc::setOperatorAVSSplitCall { operator, avs, split })?;
    stage.measure("first", by, "rc", &rc::setOperatorSetSplitCall { operator, operatorSet, split })?;
    stage.measure("first", by, "rc", &rc::setOperatorPISplitCall { operator, split })?;
    Ok(())
}

/// The day at which the world began, seconds.
pub(super) fn today() -> u32 {
    u32::try_from(default_params().start.timestamp).unwrap_or(u32::MAX)
}

/// So many days before the world began, seconds.
pub(super) fn days_ago(days: u32) -> u32 {
    today().saturating_sub(days.saturating_mul(DAY))
}

fn weights(stage: &Stage<'_, '_>, letters: &str) -> Result<Vec<rc::StrategyAndMultiplier>, GasError> {
    let weight = |strategy: Address| rc::StrategyAndMultiplier { strategy, multiplier: Uint::from(WEIGHT) };
    Ok(stage.strategies(letters)?.into_iter().map(weight).collect())
}

/// Weight of each strategy: one, with 18 decimals.
const WEIGHT: u64 = crate::stage::WAD;

/// A day of rewards, in the token of a letter.
fn submission(stage: &Stage<'_, '_>, letters: &str, token: &str) -> Result<rc::RewardsSubmission, GasError> {
    Ok(rc::RewardsSubmission {
        strategiesAndMultipliers: weights(stage, letters)?,
        token: stage.at(&format!("token{token}"))?,
        amount: tokens(100),
        startTimestamp: today(),
        duration: DAY,
    })
}

/// A past day of rewards for operators.
fn directed(
    stage: &Stage<'_, '_>,
    letters: &str,
    operators: u8,
) -> Result<rc::OperatorDirectedRewardsSubmission, GasError> {
    let reward = |i: u8| rc::OperatorReward { operator: Address::repeat_byte(i), amount: tokens(10) };
    Ok(rc::OperatorDirectedRewardsSubmission {
        strategiesAndMultipliers: weights(stage, letters)?,
        token: stage.at("tokenA")?,
        operatorRewards: (1..=operators).map(reward).collect(),
        startTimestamp: days_ago(2),
        duration: DAY,
        description: "a day of work".to_owned(),
    })
}
