//! Submissions, roots, splits and settings: each refusal, and what each kind leaves behind.

use crate::stage::{DAY, Stage};
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use surety_abi::{IPauserRegistry, IRewardsCoordinator as rc};

/// 1e38, the first amount that is too large.
fn too_much() -> U256 {
    U256::from(10).pow(U256::from(38))
}

fn create(submission: rc::RewardsSubmission) -> rc::createAVSRewardsSubmissionCall {
    rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission] }
}

fn for_unique_stake(
    set: rc::OperatorSet,
    all: Vec<rc::RewardsSubmission>,
) -> rc::createUniqueStakeRewardsSubmissionCall {
    rc::createUniqueStakeRewardsSubmissionCall { operatorSet: set, rewardsSubmissions: all }
}

fn for_total_stake(
    set: rc::OperatorSet,
    all: Vec<rc::RewardsSubmission>,
) -> rc::createTotalStakeRewardsSubmissionCall {
    rc::createTotalStakeRewardsSubmissionCall { operatorSet: set, rewardsSubmissions: all }
}

fn for_all(all: Vec<rc::RewardsSubmission>) -> rc::createRewardsForAllSubmissionCall {
    rc::createRewardsForAllSubmissionCall { rewardsSubmissions: all }
}

fn for_all_earners(all: Vec<rc::RewardsSubmission>) -> rc::createRewardsForAllEarnersCall {
    rc::createRewardsForAllEarnersCall { rewardsSubmissions: all }
}

/// Lets the account of that name submit for all.
fn allow_for_all(stage: &mut Stage) -> Result<()> {
    let submitter = stage.twins.at("forAllSubmitter")?;
    stage.must_by("owner", &rc::setRewardsForAllSubmitterCall { submitter, newValue: true })?;
    Ok(())
}

#[test]
fn submission_fails_with_the_first_thing_wrong() -> Result<()> {
    let mut stage = Stage::set_up()?;
    allow_for_all(&mut stage)?;
    let (good, set) = (stage.submission("AB")?, stage.set(1));
    let ruin: [(&str, fn(&mut rc::RewardsSubmission)); 12] = [
        ("InputArrayLengthZero()", |s| s.strategiesAndMultipliers.clear()),
        ("DurationExceedsMax()", |s| s.duration = 6_048_001),
        ("InvalidDurationRemainder()", |s| s.duration += 1),
        ("DurationIsZero()", |s| s.duration = 0),
        ("InvalidStartTimestampRemainder()", |s| s.startTimestamp += 1),
        ("StartTimestampTooFarInPast()", |s| s.startTimestamp -= 91 * DAY),
        ("StartTimestampTooFarInPast()", |s| s.startTimestamp = 0),
        ("StrategyNotWhitelisted()", |s| s.strategiesAndMultipliers[1].strategy = Address::ZERO),
        ("StrategiesNotInAscendingOrder()", |s| s.strategiesAndMultipliers.swap(0, 1)),
        ("AmountIsZero()", |s| s.amount = U256::ZERO),
        ("AmountExceedsMax()", |s| s.amount = too_much()),
        ("StartTimestampTooFarInFuture()", |s| s.startTimestamp += 31 * DAY),
    ];
    for (error, ruin) in ruin {
        let mut bad = good.clone();
        ruin(&mut bad);
        let all = vec![good.clone(), bad.clone()];
        stage.fails("avs1", &create(bad), error)?;
        stage.fails("avs1", &for_unique_stake(set.clone(), all.clone()), error)?;
        stage.fails("avs1", &for_total_stake(set.clone(), all.clone()), error)?;
        stage.fails("forAllSubmitter", &for_all(all.clone()), error)?;
        stage.fails("forAllSubmitter", &for_all_earners(all), error)?;
    }
    let twice = vec![good.strategiesAndMultipliers[0].clone(), good.strategiesAndMultipliers[0].clone()];
    let bad = rc::RewardsSubmission { strategiesAndMultipliers: twice, ..good.clone() };
    stage.fails("avs1", &create(bad), "StrategiesNotInAscendingOrder()")?;
    for days in [-89_i64, 30] {
        let start = u32::try_from(i64::from(good.startTimestamp) + days * i64::from(DAY))?;
        stage.must(&create(rc::RewardsSubmission { startTimestamp: start, ..good.clone() }))?;
    }
    // The virtual strategy of native stake counts, though nobody whitelisted it.
    let strategy = stage.ask(&rc::beaconChainETHStrategyCall {})?;
    let mut native = good;
    native.strategiesAndMultipliers.truncate(1);
    native.strategiesAndMultipliers[0].strategy = strategy;
    stage.must(&create(native))?;
    Ok(())
}

#[test]
fn directed_submission_fails_with_the_first_thing_wrong() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let (good, avs) = (stage.directed("AB", 3)?, stage.avs);
    let call = |submission| rc::createOperatorDirectedAVSRewardsSubmissionCall {
        avs,
        operatorDirectedRewardsSubmissions: vec![submission],
    };
    let ruin: [(&str, fn(&mut rc::OperatorDirectedRewardsSubmission)); 10] = [
        ("DurationIsZero()", |s| s.duration = 0),
        ("InputArrayLengthZero()", |s| s.operatorRewards.clear()),
        ("SubmissionNotRetroactive()", |s| s.duration += DAY),
        ("InvalidAddressZero()", |s| s.operatorRewards[0].operator = Address::ZERO),
        ("OperatorsNotInAscendingOrder()", |s| s.operatorRewards.swap(0, 1)),
        ("OperatorsNotInAscendingOrder()", |s| s.operatorRewards[1] = s.operatorRewards[0].clone()),
        ("AmountIsZero()", |s| s.operatorRewards[2].amount = U256::ZERO),
        ("AmountExceedsMax()", |s| s.operatorRewards[2].amount = too_much()),
        ("Panic(17)", |s| s.operatorRewards[2].amount = U256::MAX),
        // Its fee overflows, though nobody asks for one.
        ("Panic(17)", |s| s.operatorRewards[0].amount = U256::MAX / U256::from(2_000) + U256::ONE),
    ];
    for (error, ruin) in ruin {
        let mut bad = good.clone();
        ruin(&mut bad);
        stage.fails("avs1", &call(bad), error)?;
    }
    stage.fails("avs2", &call(good.clone()), "InvalidPermissions()")?;
    for pays_fee in [false, true] {
        let call_in = rc::setOptInForProtocolFeeCall { submitter: avs, optInForProtocolFee: pays_fee };
        stage.must(&call_in)?;
        stage.must(&call(good.clone()))?;
    }
    let submissions = vec![good];
    let in_set = |stage: &Stage, id| rc::createOperatorDirectedOperatorSetRewardsSubmissionCall {
        operatorSet: stage.set(id),
        operatorDirectedRewardsSubmissions: submissions.clone(),
    };
    stage.fails("avs1", &in_set(&stage, 2), "InvalidOperatorSet()")?;
    stage.fails("avs2", &in_set(&stage, 2), "InvalidPermissions()")?;
    stage.must(&in_set(&stage, 1))?;
    ensure!(stage.ask(&rc::submissionNonceCall { avs })? == U256::from(3));
    Ok(())
}

#[test]
fn each_kind_asks_who_may() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let (avs, all) = (stage.avs, vec![stage.submission("A")?]);
    let emissions = rc::createEigenDARewardsSubmissionCall { avs, rewardsSubmissions: all.clone() };
    stage.fails("avs1", &emissions, "UnauthorizedCaller()")?;
    stage.must_by("emissions", &emissions)?;
    let (stakers, earners) = (for_all(all.clone()), for_all_earners(all.clone()));
    stage.fails("forAllSubmitter", &stakers, "UnauthorizedCaller()")?;
    stage.fails("forAllSubmitter", &earners, "UnauthorizedCaller()")?;
    let submitter = stage.twins.at("forAllSubmitter")?;
    allow_for_all(&mut stage)?;
    // Its choice to pay a fee means nothing here.
    stage.must_by(
        "forAllSubmitter",
        &rc::setOptInForProtocolFeeCall { submitter, optInForProtocolFee: true },
    )?;
    stage.must_by("forAllSubmitter", &stakers)?;
    stage.must_by("forAllSubmitter", &earners)?;
    ensure!(stage.ask(&rc::submissionNonceCall { avs: submitter })? == U256::from(2));
    for id in [1, 2] {
        let unique = for_unique_stake(stage.set(id), all.clone());
        let total = for_total_stake(stage.set(id), all.clone());
        stage.fails("other", &unique, "InvalidPermissions()")?;
        stage.fails("other", &total, "InvalidPermissions()")?;
        if id == 1 {
            stage.must(&unique)?;
            stage.must(&total)?;
        } else {
            stage.fails("avs1", &unique, "InvalidOperatorSet()")?;
            stage.fails("avs1", &total, "InvalidOperatorSet()")?;
        }
    }
    Ok(())
}

/// How many of the topics are known as submissions of an account, of all kinds together.
fn known(stage: &mut Stage, account: Address, topics: &BTreeSet<B256>) -> Result<usize> {
    let mut count = 0;
    for hash in topics.iter().copied() {
        macro_rules! ask {
            ($($call:ident)*) => {
                $( count += usize::from(stage.ask(&rc::$call { avs: account, hash })?); )*
            };
        }
        ask! {
            isAVSRewardsSubmissionHashCall isOperatorDirectedAVSRewardsSubmissionHashCall
            isOperatorDirectedOperatorSetRewardsSubmissionHashCall isRewardsSubmissionForAllEarnersHashCall
            isRewardsSubmissionForAllHashCall isTotalStakeRewardsSubmissionHashCall
            isUniqueStakeRewardsSubmissionHashCall
        }
    }
    Ok(count)
}

/// Of each number of submissions, odd and even, every one is known once: to its account, as its kind.
#[test]
fn each_submission_is_known_by_its_hash_to_its_account_and_kind() -> Result<()> {
    let mut stage = Stage::set_up()?;
    allow_for_all(&mut stage)?;
    let (avs, submitter) = (stage.avs, stage.twins.at("forAllSubmitter")?);
    let (all, set) = (vec![stage.submission("A")?], stage.set(1));
    let directed = vec![stage.directed("A", 2)?];
    let calls: [(Address, Vec<u8>); 7] = [
        (avs, create(stage.submission("A")?).abi_encode()),
        (submitter, for_all(all.clone()).abi_encode()),
        (avs, for_unique_stake(set.clone(), all.clone()).abi_encode()),
        (avs, for_total_stake(set.clone(), all.clone()).abi_encode()),
        (submitter, for_all_earners(all).abi_encode()),
        (
            avs,
            rc::createOperatorDirectedAVSRewardsSubmissionCall {
                avs,
                operatorDirectedRewardsSubmissions: directed.clone(),
            }
            .abi_encode(),
        ),
        (
            avs,
            rc::createOperatorDirectedOperatorSetRewardsSubmissionCall {
                operatorSet: set,
                operatorDirectedRewardsSubmissions: directed,
            }
            .abi_encode(),
        ),
    ];
    let (mut topics, mut made) = (BTreeSet::new(), BTreeMap::from([(avs, 0), (submitter, 0)]));
    for (from, data) in calls {
        let outcome = stage.twins.send_data(from, stage.coordinator, data)?;
        ensure!(outcome.success, "{}", outcome.output);
        topics.extend(outcome.logs.iter().flat_map(|log| log.data.topics()).copied());
        *made.entry(from).or_default() += 1;
        for (account, made) in &made {
            ensure!(known(&mut stage, *account, &topics)? == *made, "{made} of {account} are known");
        }
    }
    Ok(())
}

/// The fee is the caller's own choice, a fifth of what it pays in, rounded down.
#[test]
fn caller_that_opted_in_pays_the_fee_out_of_its_submission() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let (avs, token) = (stage.avs, stage.twins.at("tokenC")?);
    let recipient = stage.ask(&rc::feeRecipientCall {})?;
    let held = |stage: &mut Stage, account: Address| {
        stage.twins.ask(token, &surety_abi::IERC20::balanceOfCall { account })
    };
    let coordinator = stage.coordinator;
    let amount = stage.submission("A")?.amount;
    let choose = |opted: bool| rc::setOptInForProtocolFeeCall { submitter: avs, optInForProtocolFee: opted };
    for (opted, fee) in [(false, 0), (true, 200_001), (false, 0_u64)] {
        stage.must(&choose(opted))?;
        ensure!(stage.ask(&rc::isOptedInForProtocolFeeCall { submitter: avs })? == opted);
        let submission = stage.submission("A")?;
        let (set, unique) = (stage.set(1), vec![submission.clone()]);
        let before = [held(&mut stage, recipient)?, held(&mut stage, coordinator)?];
        stage.must(&create(submission))?;
        stage.must(&for_unique_stake(set.clone(), unique.clone()))?;
        stage.must(&for_total_stake(set, unique))?;
        let paid = held(&mut stage, recipient)? - before[0];
        ensure!(paid == U256::from(3 * fee), "paid {paid}");
        let kept = held(&mut stage, coordinator)? - before[1];
        ensure!(kept == amount * U256::from(3) - paid, "kept {kept}");
    }
    Ok(())
}

#[test]
fn roots_ascend_and_are_disabled_only_before_they_count() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let root = B256::repeat_byte;
    stage.compare(&rc::getCurrentDistributionRootCall {})?;
    stage.compare(&rc::getCurrentClaimableDistributionRootCall {})?;
    let submit = |end| rc::submitRootCall { root: root(9), rewardsCalculationEndTimestamp: end };
    stage.fails("other", &submit(1), "UnauthorizedCaller()")?;
    stage.fails("rewardsUpdater", &submit(0), "NewRootMustBeForNewCalculatedPeriod()")?;
    stage.fails("rewardsUpdater", &submit(u32::MAX), "RewardsEndTimestampNotElapsed()")?;
    // More than one word of times.
    for i in 1..=10_u8 {
        stage.publish(root(i.min(9)), 20 - u32::from(i))?;
    }
    stage.fails("rewardsUpdater", &submit(1), "NewRootMustBeForNewCalculatedPeriod()")?;
    let disable = |index| rc::disableRootCall { rootIndex: index };
    stage.fails("other", &disable(3), "UnauthorizedCaller()")?;
    stage.fails("rewardsUpdater", &disable(10), "InvalidRootIndex()")?;
    for index in [3, 4, 9] {
        stage.must_by("rewardsUpdater", &disable(index))?;
        stage.fails("rewardsUpdater", &disable(index), "RootDisabled()")?;
    }
    ensure!(stage.ask(&rc::getRootIndexFromHashCall { rootHash: root(9) })? == 9, "the newest");
    stage.compare(&rc::getRootIndexFromHashCall { rootHash: root(0xaa) })?;
    for step in 0..2 {
        for index in 0..11_u32 {
            let call = rc::getDistributionRootAtIndexCall { index: U256::from(index) };
            stage.compare(&call)?;
        }
        stage.compare(&rc::getCurrentDistributionRootCall {})?;
        let claimable = stage.ask(&rc::getCurrentClaimableDistributionRootCall {})?;
        ensure!(claimable.root == if step == 0 { B256::ZERO } else { root(9) });
        ensure!(claimable.activatedAt == 0 || !claimable.disabled);
        stage.wait(7_200)?;
    }
    stage.fails("rewardsUpdater", &disable(5), "RootAlreadyActivated()")
}

#[test]
fn split_waits_for_its_time_and_default_stands_in() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let (operator, avs) = (stage.operator, stage.avs);
    let in_avs = |split| rc::setOperatorAVSSplitCall { operator, avs, split };
    let incentives = |split| rc::setOperatorPISplitCall { operator, split };
    let in_set = |stage: &Stage, id, split| rc::setOperatorSetSplitCall {
        operator,
        operatorSet: stage.set(id),
        split,
    };
    stage.fails("other", &in_avs(1), "InvalidPermissions()")?;
    stage.fails("other", &incentives(1), "InvalidPermissions()")?;
    stage.fails("other", &in_set(&stage, 2, 1), "InvalidPermissions()")?;
    stage.fails("operator1", &in_avs(10_001), "SplitExceedsMax()")?;
    stage.fails("operator1", &incentives(10_001), "SplitExceedsMax()")?;
    stage.fails("operator1", &in_set(&stage, 2, 1), "InvalidOperatorSet()")?;
    let all = |stage: &mut Stage| -> Result<[u16; 3]> {
        let set = stage.set(1);
        Ok([
            stage.ask(&rc::getOperatorAVSSplitCall { operator, avs })?,
            stage.ask(&rc::getOperatorPISplitCall { operator })?,
            stage.ask(&rc::getOperatorSetSplitCall { operator, operatorSet: set })?,
        ])
    };
    ensure!(all(&mut stage)? == [1_000; 3]);
    for (round, expected) in [[0, 10_000, 1], [10_000, 0, 2], [7, 8, 9]].into_iter().enumerate() {
        let before = all(&mut stage)?;
        stage.must_by("operator1", &in_avs(expected[0]))?;
        stage.must_by("operator1", &incentives(expected[1]))?;
        stage.must_by("operator1", &in_set(&stage, 1, expected[2]))?;
        stage.fails("operator1", &in_avs(5), "PreviousSplitPending()")?;
        ensure!(all(&mut stage)? == before, "round {round}: too early");
        if round == 0 {
            stage.must_by("owner", &rc::setDefaultOperatorSplitCall { split: 777 })?;
            ensure!(all(&mut stage)? == [777; 3], "the default of the time of reading");
        }
        stage.wait(7_200)?;
        ensure!(all(&mut stage)? == expected, "round {round}: in force");
        stage.fails("operator1", &in_avs(5), "PreviousSplitPending()")?;
        stage.twins.mine(1);
    }
    Ok(())
}

#[test]
fn owner_sets_and_nobody_else() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let refused = "Error(\"Ownable: caller is not the owner\")";
    let other = stage.twins.at("other")?;
    let delay = rc::setActivationDelayCall { activationDelay: 60 };
    stage.fails("other", &delay, refused)?;
    stage.fails("other", &rc::setDefaultOperatorSplitCall { split: 1 }, refused)?;
    stage.fails("other", &rc::setRewardsUpdaterCall { rewardsUpdater: other }, refused)?;
    stage.fails("other", &rc::setRewardsForAllSubmitterCall { submitter: other, newValue: true }, refused)?;
    stage.fails("other", &rc::setFeeRecipientCall { feeRecipient: other }, refused)?;
    stage.fails("owner", &rc::setDefaultOperatorSplitCall { split: 10_001 }, "SplitExceedsMax()")?;
    stage.fails("owner", &rc::setFeeRecipientCall { feeRecipient: Address::ZERO }, "InvalidAddressZero()")?;
    stage.must_by("owner", &delay)?;
    ensure!(stage.ask(&rc::activationDelayCall {})? == 60);
    // Both that use it see it: a root and a split.
    stage.publish(B256::repeat_byte(1), 1)?;
    let (operator, avs) = (stage.operator, stage.avs);
    stage.must_by("operator1", &rc::setOperatorAVSSplitCall { operator, avs, split: 3 })?;
    stage.wait(60)?;
    ensure!(stage.ask(&rc::getOperatorAVSSplitCall { operator, avs })? == 3);
    ensure!(!stage.ask(&rc::getCurrentClaimableDistributionRootCall {})?.root.is_zero());
    stage.must_by("owner", &rc::setFeeRecipientCall { feeRecipient: other })?;
    stage.must_by("owner", &rc::setRewardsUpdaterCall { rewardsUpdater: other })?;
    for value in [true, true, false] {
        stage.must_by("owner", &rc::setRewardsForAllSubmitterCall { submitter: other, newValue: value })?;
        let call = rc::setOptInForProtocolFeeCall { submitter: other, optInForProtocolFee: value };
        stage.fails("owner", &call, "InvalidPermissions()")?;
        stage.must_by("other", &call)?;
        ensure!(stage.ask(&rc::isRewardsForAllSubmitterCall { submitter: other })? == value);
        ensure!(stage.ask(&rc::isOptedInForProtocolFeeCall { submitter: other })? == value);
    }
    ensure!(stage.ask(&rc::feeRecipientCall {})? == other && stage.ask(&rc::rewardsUpdaterCall {})? == other);
    let again = rc::initializeCall {
        initialOwner: other,
        initialPausedStatus: U256::ZERO,
        rewardsUpdater: other,
        activationDelay: 0,
        defaultSplitBips: 0,
        feeRecipient: other,
    };
    let already = "Error(\"Initializable: contract is already initialized\")";
    stage.fails("other", &again, already)
}

/// Which bit shuts which function is asked of all contracts in `tests/flows/everywhere`; here, that what is
/// not shut goes through.
#[test]
fn each_bit_lets_the_other_functions_through() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let (avs, operator) = (stage.avs, stage.operator);
    let operator_set = stage.set(1);
    let pauser = stage.twins.at("pauser")?;
    let registry = stage.twins.at("pauserRegistry")?;
    ensure!(stage.twins.ask(registry, &IPauserRegistry::isPauserCall { pauser })?);
    stage.must_by("pauser", &rc::pauseAllCall {})?;
    let paused = "CurrentlyPaused()";
    let none = Vec::new;
    let stopped = |bits: u32| U256::from(bits);
    stage.must_by("unpauser", &rc::unpauseCall { newPausedStatus: stopped(0xfff & !(1 << 6)) })?;
    stage.must_by("operator1", &rc::setOperatorAVSSplitCall { operator, avs, split: 1 })?;
    stage.fails("operator1", &rc::setOperatorPISplitCall { operator, split: 1 }, paused)?;
    let in_set = rc::setOperatorSetSplitCall { operator, operatorSet: operator_set.clone(), split: 1 };
    stage.fails("operator1", &in_set, paused)?;
    stage.must_by("unpauser", &rc::unpauseCall { newPausedStatus: stopped(1 << 9 | 1 << 11) })?;
    stage.must(&for_unique_stake(operator_set.clone(), none()))?;
    stage.fails("avs1", &for_total_stake(operator_set.clone(), none()), paused)?;
    let directed = rc::createOperatorDirectedOperatorSetRewardsSubmissionCall {
        operatorSet: operator_set,
        operatorDirectedRewardsSubmissions: vec![],
    };
    stage.fails("avs1", &directed, paused)?;
    ensure!(stage.ask(&rc::paused_1Call { index: 9 })? && !stage.ask(&rc::paused_1Call { index: 10 })?);
    Ok(())
}
