//! The other functions that move tokens: batches of what the table has, and the other ways to submit
//! rewards.

use super::{
    doors::{Attempt, Door, Remake, completion},
    stage::{AMOUNT, Stage},
    token::TOKEN,
};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Context as _, Result};
use surety_abi::{IDelegationManager as dm, IRewardsCoordinator as rc};

/// A function, and the door of the table that it is like.
pub(crate) struct Alike {
    /// What the docs call it.
    pub(crate) name: &'static str,
    pub(crate) door: Door,
    pub(crate) remake: Remake,
}

pub(crate) const ALIKE: [Alike; 9] = [
    Alike { name: "`completeQueuedWithdrawals`", door: Door::Withdraw, remake: complete_batch },
    Alike { name: "`processClaims`", door: Door::Claim, remake: claim_batch },
    Alike { name: "`createEigenDARewardsSubmission`", door: Door::Reward, remake: for_an_avs },
    Alike { name: "`createRewardsForAllSubmission`", door: Door::Reward, remake: for_all },
    Alike { name: "`createRewardsForAllEarners`", door: Door::Reward, remake: for_all_earners },
    Alike {
        name: "`createOperatorDirectedAVSRewardsSubmission`",
        door: Door::Reward,
        remake: directed_by_the_avs,
    },
    Alike {
        name: "`createOperatorDirectedOperatorSetRewardsSubmission`",
        door: Door::Reward,
        remake: directed_in_a_set,
    },
    Alike { name: "`createUniqueStakeRewardsSubmission`", door: Door::Reward, remake: for_unique_stake },
    Alike { name: "`createTotalStakeRewardsSubmission`", door: Door::Reward, remake: for_total_stake },
];

fn complete_batch(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    let one = completion(stage, 0, true);
    let call = dm::completeQueuedWithdrawalsCall {
        withdrawals: vec![one.withdrawal],
        tokens: vec![one.tokens],
        receiveAsTokens: vec![true],
    };
    attempt.data = call.abi_encode().into();
    Ok(())
}

fn claim_batch(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    let claims = vec![stage.claims.first().cloned().context("a claim")?];
    let call = rc::processClaimsCall { claims, recipient: attempt.recipient };
    attempt.data = call.abi_encode().into();
    Ok(())
}

fn submissions(stage: &mut Stage) -> Result<Vec<rc::RewardsSubmission>> {
    Ok(stage.submission(AMOUNT)?.rewardsSubmissions)
}

fn for_an_avs(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    attempt.from = stage.at("emissions")?;
    let call = rc::createEigenDARewardsSubmissionCall {
        avs: stage.at("avs1")?,
        rewardsSubmissions: submissions(stage)?,
    };
    attempt.data = call.abi_encode().into();
    Ok(())
}

/// Lets somebody submit for all, as the owner may.
fn submitter(stage: &mut Stage) -> Result<Address> {
    let [owner, coordinator, submitter] = [stage.at("owner")?, stage.at("rc")?, stage.at("forAllSubmitter")?];
    let call = rc::setRewardsForAllSubmitterCall { submitter, newValue: true };
    stage.must(owner, coordinator, &call)?;
    Ok(submitter)
}

fn for_all(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    attempt.from = submitter(stage)?;
    let call = rc::createRewardsForAllSubmissionCall { rewardsSubmissions: submissions(stage)? };
    attempt.data = call.abi_encode().into();
    Ok(())
}

fn for_all_earners(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    attempt.from = submitter(stage)?;
    let call = rc::createRewardsForAllEarnersCall { rewardsSubmissions: submissions(stage)? };
    attempt.data = call.abi_encode().into();
    Ok(())
}

/// The same amount, for two operators.
fn directed(stage: &mut Stage) -> Result<Vec<rc::OperatorDirectedRewardsSubmission>> {
    let one = submissions(stage)?.into_iter().next().context("a submission")?;
    let mut operators = [stage.at("operator1")?, stage.at("operator2")?];
    operators.sort_unstable();
    let part = |operator| rc::OperatorReward { operator, amount: U256::from(AMOUNT / 2) };
    Ok(vec![rc::OperatorDirectedRewardsSubmission {
        strategiesAndMultipliers: one.strategiesAndMultipliers,
        token: TOKEN,
        operatorRewards: operators.map(part).into(),
        startTimestamp: one.startTimestamp,
        duration: one.duration,
        description: String::new(),
    }])
}

fn directed_by_the_avs(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    let call = rc::createOperatorDirectedAVSRewardsSubmissionCall {
        avs: stage.at("avs1")?,
        operatorDirectedRewardsSubmissions: directed(stage)?,
    };
    attempt.data = call.abi_encode().into();
    Ok(())
}

fn set(stage: &Stage) -> Result<rc::OperatorSet> {
    Ok(rc::OperatorSet { avs: stage.at("avs1")?, id: 1 })
}

fn directed_in_a_set(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    let call = rc::createOperatorDirectedOperatorSetRewardsSubmissionCall {
        operatorSet: set(stage)?,
        operatorDirectedRewardsSubmissions: directed(stage)?,
    };
    attempt.data = call.abi_encode().into();
    Ok(())
}

fn for_unique_stake(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    let call = rc::createUniqueStakeRewardsSubmissionCall {
        operatorSet: set(stage)?,
        rewardsSubmissions: submissions(stage)?,
    };
    attempt.data = call.abi_encode().into();
    Ok(())
}

fn for_total_stake(stage: &mut Stage, attempt: &mut Attempt) -> Result<()> {
    let call = rc::createTotalStakeRewardsSubmissionCall {
        operatorSet: set(stage)?,
        rewardsSubmissions: submissions(stage)?,
    };
    attempt.data = call.abi_encode().into();
    Ok(())
}
