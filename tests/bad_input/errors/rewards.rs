//! Errors of the rewards coordinator.

use super::provoker::Provoker;
use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeSet;
use surety_abi::IRewardsCoordinator as rc;
use surety_scenario::{
    merkle::{Tree, earner_leaf, token_leaf},
    story::cast::default_params,
};
use surety_suite::SuiteError;
use surety_tests::worlds;

const RC: &str = "IRewardsCoordinator";
/// Seconds.
const DAY: u32 = 86_400;
/// More than a submission may be for.
fn too_much() -> U256 {
    U256::from(10).pow(U256::from(38))
}

/// A day of rewards, from the day that began `days` days ago.
fn submission(p: &Provoker, days: u32) -> Result<rc::RewardsSubmission> {
    let weigh = |letter: &str| -> Result<_> {
        let strategy = p.at(&format!("strategy{letter}"))?;
        Ok(rc::StrategyAndMultiplier { strategy, multiplier: alloy_primitives::Uint::from(1) })
    };
    let now = u32::try_from(p.twins.timestamp())?;
    Ok(rc::RewardsSubmission {
        strategiesAndMultipliers: vec![weigh("A")?, weigh("B")?],
        token: p.at("tokenC")?,
        amount: U256::from(1_000),
        startTimestamp: now / DAY * DAY - days * DAY,
        duration: DAY,
    })
}

/// Submissions, splits and settings.
pub(super) fn submissions(p: &mut Provoker) -> Result<()> {
    let [avs, other, owner, at] = [p.at("avs1")?, p.at("other")?, p.at("owner")?, p.at("rc")?];
    let good = submission(p, 1)?;
    let bad: [(&str, fn(&mut rc::RewardsSubmission)); 11] = [
        ("InputArrayLengthZero", |s| s.strategiesAndMultipliers.clear()),
        ("DurationExceedsMax", |s| s.duration = 6_048_001),
        ("InvalidDurationRemainder", |s| s.duration += 1),
        ("DurationIsZero", |s| s.duration = 0),
        ("InvalidStartTimestampRemainder", |s| s.startTimestamp += 1),
        ("StartTimestampTooFarInPast", |s| s.startTimestamp -= 91 * DAY),
        ("StartTimestampTooFarInFuture", |s| s.startTimestamp += 32 * DAY),
        ("StrategyNotWhitelisted", |s| s.strategiesAndMultipliers[0].strategy = Address::ZERO),
        ("StrategiesNotInAscendingOrder", |s| s.strategiesAndMultipliers.swap(0, 1)),
        ("AmountIsZero", |s| s.amount = U256::ZERO),
        ("AmountExceedsMax", |s| s.amount = too_much()),
    ];
    for (error, ruin) in bad {
        let mut submission = good.clone();
        ruin(&mut submission);
        let call = rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission] };
        p.provokes((RC, error), avs, at, &call)?;
    }
    directed(p, &good)?;
    p.announce_avs()?;
    let operator_set = rc::OperatorSet { avs, id: 9 };
    let call =
        rc::createUniqueStakeRewardsSubmissionCall { operatorSet: operator_set, rewardsSubmissions: vec![] };
    p.provokes((RC, "InvalidOperatorSet"), avs, at, &call)?;
    p.provokes((RC, "InvalidPermissions"), other, at, &call)?;
    let split = |split| rc::setOperatorPISplitCall { operator: other, split };
    p.provokes((RC, "SplitExceedsMax"), other, at, &split(10_001))?;
    p.must(other, at, &split(1))?;
    p.provokes((RC, "PreviousSplitPending"), other, at, &split(2))?;
    let fee = rc::setFeeRecipientCall { feeRecipient: Address::ZERO };
    p.provokes((RC, "InvalidAddressZero"), owner, at, &fee)
}

fn directed(p: &mut Provoker, good: &rc::RewardsSubmission) -> Result<()> {
    let (avs, at) = (p.at("avs1")?, p.at("rc")?);
    let directed = |operators: [u8; 2], days_later: u32| rc::createOperatorDirectedAVSRewardsSubmissionCall {
        avs,
        operatorDirectedRewardsSubmissions: vec![rc::OperatorDirectedRewardsSubmission {
            strategiesAndMultipliers: good.strategiesAndMultipliers.clone(),
            token: good.token,
            operatorRewards: operators
                .map(|last| rc::OperatorReward {
                    operator: Address::with_last_byte(last),
                    amount: U256::from(1),
                })
                .to_vec(),
            startTimestamp: good.startTimestamp - DAY + days_later * DAY,
            duration: DAY,
            description: String::new(),
        }],
    };
    p.provokes((RC, "OperatorsNotInAscendingOrder"), avs, at, &directed([2, 1], 0))?;
    p.provokes((RC, "InvalidAddressZero"), avs, at, &directed([0, 1], 0))?;
    p.provokes((RC, "SubmissionNotRetroactive"), avs, at, &directed([1, 2], 2))
}

/// Roots and claims against them.
pub(super) fn roots_and_claims(p: &mut Provoker) -> Result<()> {
    let [updater, other, earner, at] =
        [p.at("rewardsUpdater")?, p.at("other")?, p.at("staker1")?, p.at("rc")?];
    let token = p.at("tokenC")?;
    let tokens = Tree::new(vec![token_leaf(token, U256::from(5))]);
    let tree = Tree::new(vec![earner_leaf(earner, tokens.root())]);
    let now = u32::try_from(p.twins.timestamp())?;
    let submit = |root, end| rc::submitRootCall { root, rewardsCalculationEndTimestamp: end };
    p.provokes((RC, "UnauthorizedCaller"), other, at, &submit(tree.root(), 1))?;
    p.provokes((RC, "RewardsEndTimestampNotElapsed"), updater, at, &submit(tree.root(), u32::MAX))?;
    p.must(updater, at, &submit(tree.root(), now - 3 * DAY))?;
    let again = submit(tree.root(), now - 3 * DAY);
    p.provokes((RC, "NewRootMustBeForNewCalculatedPeriod"), updater, at, &again)?;
    p.must(updater, at, &submit(B256::ZERO, now - 2 * DAY))?;
    p.must(updater, at, &submit(tree.root(), now - DAY))?;
    let disable = |index| rc::disableRootCall { rootIndex: index };
    p.provokes((RC, "InvalidRootIndex"), updater, at, &disable(3))?;
    p.must(updater, at, &disable(2))?;
    p.provokes((RC, "RootDisabled"), updater, at, &disable(2))?;
    p.ask_in_vain((RC, "InvalidRoot"), at, &rc::getRootIndexFromHashCall { rootHash: B256::repeat_byte(9) })?;

    let good = rc::RewardsMerkleClaim {
        earnerLeaf: rc::EarnerTreeMerkleLeaf { earner, earnerTokenRoot: tokens.root() },
        tokenIndices: vec![0],
        tokenTreeProofs: vec![Bytes::new()],
        tokenLeaves: vec![rc::TokenTreeMerkleLeaf { token, cumulativeEarnings: U256::from(5) }],
        ..Default::default()
    };
    let process = |claim| rc::processClaimCall { claim, recipient: earner };
    p.provokes((RC, "RootNotActivated"), earner, at, &process(good.clone()))?;
    p.twins.mine(7_200 / 12);
    p.provokes((RC, "RootAlreadyActivated"), updater, at, &disable(0))?;
    let bad: [(&str, fn(&mut rc::RewardsMerkleClaim)); 6] = [
        ("InputArrayLengthMismatch", |c| c.tokenIndices.clear()),
        ("InvalidEarnerLeafIndex", |c| c.earnerIndex = 1),
        ("EmptyRoot", |c| c.rootIndex = 1),
        ("InvalidProofLength", |c| c.earnerTreeProof = vec![0; 31].into()),
        ("InvalidClaimProof", |c| c.earnerTreeProof = vec![0; 32].into()),
        ("InvalidTokenLeafIndex", |c| c.tokenIndices[0] = 1),
    ];
    for (error, ruin) in bad {
        let mut claim = good.clone();
        ruin(&mut claim);
        p.provokes((RC, error), earner, at, &process(claim))?;
    }
    let (avs, create) = (p.at("avs1")?, submission(p, 1)?);
    p.must(avs, at, &rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![create] })?;
    p.must(earner, at, &process(good.clone()))?;
    p.provokes((RC, "EarningsNotGreaterThanClaimed"), earner, at, &process(good))?;
    let claimer = rc::setClaimerFor_1Call { earner: other, claimer: other };
    p.provokes((RC, "InvalidEarner"), other, at, &claimer)
}

/// Parameters that no coordinator is initialised with; answers the errors. There is no model of a
/// deployment that fails.
pub(super) fn unsound_parameters() -> Result<BTreeSet<(String, String)>> {
    let (mut interval, mut genesis) = (default_params(), default_params());
    interval.calculation_interval_secs += 1;
    genesis.genesis_rewards_timestamp += 1;
    let errors = super::interfaces()?.remove(RC).context("no such interface")?;
    let mut met = BTreeSet::new();
    for (error, params) in [
        ("InvalidCalculationIntervalSecondsRemainder", interval),
        ("InvalidGenesisRewardsTimestampRemainder", genesis),
    ] {
        let expected = errors.get(error).context("no such error")?;
        match worlds()?.wasm(&params) {
            Err(SuiteError::Failed { receipt, .. }) if *receipt.output == *expected.as_slice() => {}
            other => ensure!(false, "{error} was expected: {:?}", other.err()),
        }
        met.insert((RC.to_owned(), error.to_owned()));
    }
    Ok(met)
}
