//! Submissions of every kind, roots and claims, and the owner's settings.

use crate::bench::{Bench, ONE};
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::{SolError, SolValue as _};
use surety_abi::{IERC20, IRewardsCoordinator as rc};
use surety_scenario::merkle::RewardTree;

const DAY: u32 = 86_400;

fn now(bench: &Bench) -> u32 {
    u32::try_from(bench.time()).unwrap()
}

fn weights(bench: &Bench, letters: &str) -> Vec<rc::StrategyAndMultiplier> {
    let weight = |letter| rc::StrategyAndMultiplier {
        strategy: bench.at(&format!("strategy{letter}")),
        multiplier: alloy_primitives::Uint::from(1_u8),
    };
    letters.chars().map(weight).collect()
}

fn submission(bench: &Bench) -> rc::RewardsSubmission {
    rc::RewardsSubmission {
        strategiesAndMultipliers: weights(bench, "AB"),
        token: bench.at("tokenC"),
        amount: U256::from(1_004),
        startTimestamp: now(bench) - DAY,
        duration: DAY,
    }
}

fn directed(bench: &Bench) -> rc::OperatorDirectedRewardsSubmission {
    let reward =
        |who: &str, amount: u64| rc::OperatorReward { operator: bench.at(who), amount: U256::from(amount) };
    rc::OperatorDirectedRewardsSubmission {
        strategiesAndMultipliers: weights(bench, "AB"),
        token: bench.at("tokenC"),
        operatorRewards: vec![reward("operator1", 1_004), reward("operator2", 9)],
        startTimestamp: now(bench) - 2 * DAY,
        duration: DAY,
        description: "d".to_owned(),
    }
}

fn set(bench: &Bench) -> rc::OperatorSet {
    rc::OperatorSet { avs: bench.at("avs1"), id: 1 }
}

fn create(all: Vec<rc::RewardsSubmission>) -> rc::createAVSRewardsSubmissionCall {
    rc::createAVSRewardsSubmissionCall { rewardsSubmissions: all }
}

#[test]
fn submission_fails_with_the_first_thing_wrong() {
    let mut bench = Bench::new();
    let good = submission(&bench);
    let mut refused = |change: &dyn Fn(&mut rc::RewardsSubmission), error: Vec<u8>| {
        let mut bad = good.clone();
        change(&mut bad);
        let call = alloy_sol_types::SolCall::abi_encode(&create(vec![bad]));
        let to = bench.at("rc");
        assert_eq!(bench.try_send("avs1", to, call), Err(error.into()));
    };
    let max = U256::from(10).pow(U256::from(38));
    refused(&|s| s.strategiesAndMultipliers.clear(), rc::InputArrayLengthZero {}.abi_encode());
    refused(&|s| s.duration = 6_048_000 + 1, rc::DurationExceedsMax {}.abi_encode());
    refused(&|s| s.duration += 1, rc::InvalidDurationRemainder {}.abi_encode());
    refused(&|s| s.duration = 0, rc::DurationIsZero {}.abi_encode());
    refused(&|s| s.startTimestamp += 1, rc::InvalidStartTimestampRemainder {}.abi_encode());
    refused(&|s| s.startTimestamp -= 90 * DAY, rc::StartTimestampTooFarInPast {}.abi_encode());
    refused(
        &|s| s.strategiesAndMultipliers[1].strategy = Address::ZERO,
        rc::StrategyNotWhitelisted {}.abi_encode(),
    );
    refused(&|s| s.strategiesAndMultipliers.reverse(), rc::StrategiesNotInAscendingOrder {}.abi_encode());
    refused(&|s| s.amount = U256::ZERO, rc::AmountIsZero {}.abi_encode());
    refused(&|s| s.amount = max, rc::AmountExceedsMax {}.abi_encode());
    refused(&|s| s.startTimestamp += 32 * DAY, rc::StartTimestampTooFarInFuture {}.abi_encode());
    // At the edges of the allowed period.
    for days in [-89_i64, 31] {
        let start = u32::try_from(i64::from(good.startTimestamp) + days * i64::from(DAY)).unwrap();
        bench.send(
            "avs1",
            "rc",
            create(vec![rc::RewardsSubmission { startTimestamp: start, ..good.clone() }]),
        );
    }
}

#[test]
fn opted_in_caller_pays_a_fifth_to_the_protocol() {
    let mut bench = Bench::new();
    let (avs, token) = (bench.at("avs1"), bench.at("tokenC"));
    let opt_in = |value| rc::setOptInForProtocolFeeCall { submitter: avs, optInForProtocolFee: value };
    bench.fails("avs2", "rc", opt_in(true), rc::InvalidPermissions {});
    bench.send("avs1", "rc", opt_in(true));
    let event = bench.event::<rc::OptInForProtocolFeeSet>();
    assert_eq!((event.oldValue, event.newValue), (false, true));
    let sent = submission(&bench);
    bench.send("avs1", "rc", create(vec![sent.clone()]));
    let event = bench.event::<rc::AVSRewardsSubmissionCreated>();
    // The event and the hash carry what is left: 1004 - floor(1004 / 5).
    let net = rc::RewardsSubmission { amount: U256::from(804), ..sent };
    assert_eq!(event.rewardsSubmission, net);
    assert_eq!(event.rewardsSubmissionHash, keccak256((avs, U256::ZERO, net).abi_encode_params()));
    let known = rc::isAVSRewardsSubmissionHashCall { avs, hash: event.rewardsSubmissionHash };
    assert!(bench.view("rc", known));
    let balance = |bench: &mut Bench, who: &str| {
        let account = bench.at(who);
        bench.view("tokenC", IERC20::balanceOfCall { account })
    };
    assert_eq!(balance(&mut bench, "feeRecipient"), U256::from(200));
    assert_eq!(balance(&mut bench, "rc"), U256::from(804));
    bench.send("avs1", "rc", opt_in(false));
    assert!(bench.event::<rc::OptInForProtocolFeeSet>().oldValue);
    // Without the fee the transfer is the only one.
    let sent = submission(&bench);
    bench.send("avs1", "rc", create(vec![sent]));
    assert_eq!(bench.logs.iter().filter(|log| log.emitter == token).count(), 1);
    assert_eq!(bench.view("rc", rc::submissionNonceCall { avs }), U256::from(2));
}

#[test]
fn each_kind_has_its_own_event_and_register() {
    let mut bench = Bench::new();
    bench.create_set("avs1", "A");
    let (avs, emissions) = (bench.at("avs1"), bench.at("emissions"));
    let all = vec![submission(&bench)];
    let call = rc::createEigenDARewardsSubmissionCall { avs, rewardsSubmissions: all.clone() };
    bench.fails("avs1", "rc", call.clone(), rc::UnauthorizedCaller {});
    bench.send("emissions", "rc", call);
    let hash = bench.event::<rc::AVSRewardsSubmissionCreated>().rewardsSubmissionHash;
    assert!(bench.view("rc", rc::isAVSRewardsSubmissionHashCall { avs, hash }));
    assert!(!bench.view("rc", rc::isAVSRewardsSubmissionHashCall { avs: emissions, hash }));

    let call = rc::createUniqueStakeRewardsSubmissionCall {
        operatorSet: set(&bench),
        rewardsSubmissions: all.clone(),
    };
    bench.fails("avs2", "rc", call.clone(), rc::InvalidPermissions {});
    bench.send("avs1", "rc", call);
    let event = bench.event::<rc::UniqueStakeRewardsSubmissionCreated>();
    assert_eq!(event.submissionNonce, U256::ONE, "one sequence for all kinds");
    let hash = event.rewardsSubmissionHash;
    assert!(bench.view("rc", rc::isUniqueStakeRewardsSubmissionHashCall { avs, hash }));
    assert!(!bench.view("rc", rc::isTotalStakeRewardsSubmissionHashCall { avs, hash }));

    let call = rc::createTotalStakeRewardsSubmissionCall {
        operatorSet: set(&bench),
        rewardsSubmissions: all.clone(),
    };
    bench.send("avs1", "rc", call);
    let hash = bench.event::<rc::TotalStakeRewardsSubmissionCreated>().rewardsSubmissionHash;
    assert!(bench.view("rc", rc::isTotalStakeRewardsSubmissionHashCall { avs, hash }));
    let unknown = rc::OperatorSet { id: 2, ..set(&bench) };
    let call = rc::createTotalStakeRewardsSubmissionCall { operatorSet: unknown, rewardsSubmissions: all };
    bench.fails("avs1", "rc", call, rc::InvalidOperatorSet {});
}

#[test]
fn for_all_kinds_need_a_listed_submitter_and_announce_before_they_pay() {
    let mut bench = Bench::new();
    let submitter = bench.at("forAllSubmitter");
    let all = vec![submission(&bench)];
    let stakers = rc::createRewardsForAllSubmissionCall { rewardsSubmissions: all.clone() };
    let earners = rc::createRewardsForAllEarnersCall { rewardsSubmissions: all };
    bench.fails("forAllSubmitter", "rc", stakers.clone(), rc::UnauthorizedCaller {});
    bench.fails("forAllSubmitter", "rc", earners.clone(), rc::UnauthorizedCaller {});
    bench.send("owner", "rc", rc::setRewardsForAllSubmitterCall { submitter, newValue: true });
    bench.send("forAllSubmitter", "rc", stakers);
    assert_eq!(bench.logs[0].emitter, bench.at("rc"));
    let hash = bench.event::<rc::RewardsSubmissionForAllCreated>().rewardsSubmissionHash;
    assert!(bench.view("rc", rc::isRewardsSubmissionForAllHashCall { avs: submitter, hash }));
    bench.send("forAllSubmitter", "rc", earners);
    assert_eq!(bench.logs[1].emitter, bench.at("tokenC"));
    let hash = bench.event::<rc::RewardsSubmissionForAllEarnersCreated>().rewardsSubmissionHash;
    assert!(bench.view("rc", rc::isRewardsSubmissionForAllEarnersHashCall { avs: submitter, hash }));
}

#[test]
fn operator_directed_submission_is_for_the_past_and_fee_is_per_operator() {
    let mut bench = Bench::new();
    bench.create_set("avs1", "A");
    let avs = bench.at("avs1");
    let good = directed(&bench);
    let call = |submission| rc::createOperatorDirectedAVSRewardsSubmissionCall {
        avs,
        operatorDirectedRewardsSubmissions: vec![submission],
    };
    let mut bad = good.clone();
    bad.operatorRewards.clear();
    bench.fails("avs1", "rc", call(bad), rc::InputArrayLengthZero {});
    let mut bad = good.clone();
    bad.startTimestamp += DAY;
    bench.fails("avs1", "rc", call(bad), rc::SubmissionNotRetroactive {});
    let mut bad = good.clone();
    bad.operatorRewards[0].operator = Address::ZERO;
    bench.fails("avs1", "rc", call(bad), rc::InvalidAddressZero {});
    let mut bad = good.clone();
    bad.operatorRewards.reverse();
    bench.fails("avs1", "rc", call(bad), rc::OperatorsNotInAscendingOrder {});
    let mut bad = good.clone();
    bad.operatorRewards[1].amount = U256::ZERO;
    bench.fails("avs1", "rc", call(bad), rc::AmountIsZero {});
    let mut bad = good.clone();
    bad.operatorRewards[1].amount = U256::from(10).pow(U256::from(38));
    bench.fails("avs1", "rc", call(bad), rc::AmountExceedsMax {});

    let opt_in = rc::setOptInForProtocolFeeCall { submitter: avs, optInForProtocolFee: true };
    bench.send("avs1", "rc", opt_in);
    bench.send("avs1", "rc", call(good.clone()));
    let event = bench.event::<rc::OperatorDirectedAVSRewardsSubmissionCreated>();
    let net: Vec<_> =
        event.operatorDirectedRewardsSubmission.operatorRewards.iter().map(|r| r.amount).collect();
    assert_eq!(net, [U256::from(804), U256::from(8)]);
    let account = bench.at("feeRecipient");
    assert_eq!(bench.view("tokenC", IERC20::balanceOfCall { account }), U256::from(201));
    let hash = event.operatorDirectedRewardsSubmissionHash;
    assert!(bench.view("rc", rc::isOperatorDirectedAVSRewardsSubmissionHashCall { avs, hash }));

    let call = rc::createOperatorDirectedOperatorSetRewardsSubmissionCall {
        operatorSet: set(&bench),
        operatorDirectedRewardsSubmissions: vec![good],
    };
    bench.send("avs1", "rc", call);
    let event = bench.event::<rc::OperatorDirectedOperatorSetRewardsSubmissionCreated>();
    let hash = event.operatorDirectedRewardsSubmissionHash;
    assert!(bench.view("rc", rc::isOperatorDirectedOperatorSetRewardsSubmissionHashCall { avs, hash }));
    assert_eq!(event.submissionNonce, U256::ONE);
}

#[test]
fn root_is_disabled_only_before_it_is_active() {
    let mut bench = Bench::new();
    let submit =
        |root, end| rc::submitRootCall { root: B256::repeat_byte(root), rewardsCalculationEndTimestamp: end };
    let end = now(&bench) - 2;
    bench.fails("other", "rc", submit(1, end), rc::UnauthorizedCaller {});
    let present = now(&bench);
    bench.fails("rewardsUpdater", "rc", submit(1, present), rc::RewardsEndTimestampNotElapsed {});
    bench.send("rewardsUpdater", "rc", submit(1, end));
    bench.fails("rewardsUpdater", "rc", submit(2, end), rc::NewRootMustBeForNewCalculatedPeriod {});
    bench.send("rewardsUpdater", "rc", submit(2, end + 1));
    let disable = |index| rc::disableRootCall { rootIndex: index };
    bench.fails("other", "rc", disable(1), rc::UnauthorizedCaller {});
    bench.fails("rewardsUpdater", "rc", disable(2), rc::InvalidRootIndex {});
    bench.send("rewardsUpdater", "rc", disable(1));
    bench.fails("rewardsUpdater", "rc", disable(1), rc::RootDisabled {});
    assert!(bench.view("rc", rc::getCurrentClaimableDistributionRootCall {}).root.is_zero());
    bench.wait(7_200);
    bench.fails("rewardsUpdater", "rc", disable(0), rc::RootAlreadyActivated {});
    let claimable = bench.view("rc", rc::getCurrentClaimableDistributionRootCall {});
    assert_eq!(claimable.root, B256::repeat_byte(1), "not the newer, disabled one");
    assert_eq!(bench.view("rc", rc::getRootIndexFromHashCall { rootHash: B256::repeat_byte(2) }), 1);
    let unknown = rc::getRootIndexFromHashCall { rootHash: B256::repeat_byte(9) };
    bench.fails("other", "rc", unknown, rc::InvalidRoot {});
}

#[test]
fn claim_pays_the_difference_to_what_was_claimed() {
    let mut bench = Bench::new();
    let (earner, token) = (bench.at("staker1"), bench.at("tokenC"));
    let all = submission(&bench);
    bench.send("avs1", "rc", create(vec![rc::RewardsSubmission { amount: ONE, ..all }]));
    let mut paid = Vec::new();
    for (round, total) in [(1_u32, 300_u64), (2, 500)] {
        let total = U256::from(total);
        let tree =
            RewardTree::new(vec![(earner, vec![(token, total)]), (bench.at("staker2"), vec![(token, ONE)])]);
        let root = tree.tree.root();
        let end = now(&bench) - 10 + round;
        bench.send("rewardsUpdater", "rc", rc::submitRootCall { root, rewardsCalculationEndTimestamp: end });
        let claim = rc::RewardsMerkleClaim {
            rootIndex: round - 1,
            earnerIndex: 0,
            earnerTreeProof: tree.tree.proof(0).unwrap().into(),
            earnerLeaf: rc::EarnerTreeMerkleLeaf { earner, earnerTokenRoot: tree.earners[0].tree.root() },
            tokenIndices: vec![0],
            tokenTreeProofs: vec![alloy_primitives::Bytes::new()],
            tokenLeaves: vec![rc::TokenTreeMerkleLeaf { token, cumulativeEarnings: total }],
        };
        let process = rc::processClaimCall { claim: claim.clone(), recipient: bench.at("other") };
        bench.fails("staker1", "rc", process.clone(), rc::RootNotActivated {});
        bench.wait(7_200);
        bench.fails("other", "rc", process.clone(), rc::UnauthorizedCaller {});
        assert!(bench.view("rc", rc::checkClaimCall { claim }));
        bench.send("staker1", "rc", process.clone());
        paid.push(bench.event::<rc::RewardsClaimed>().claimedAmount);
        bench.fails("staker1", "rc", process, rc::EarningsNotGreaterThanClaimed {});
    }
    assert_eq!(paid, [U256::from(300), U256::from(200)]);
}

#[test]
fn claimer_for_another_needs_an_operator_or_an_avs() {
    let mut bench = Bench::new();
    let claimer = bench.at("claimer1");
    let for_staker = rc::setClaimerFor_1Call { earner: bench.at("staker1"), claimer };
    bench.fails("staker1", "rc", for_staker, rc::InvalidEarner {});
    bench.send("staker1", "rc", rc::setClaimerFor_0Call { claimer });
    bench.register_operator("operator1");
    let for_operator = rc::setClaimerFor_1Call { earner: bench.at("operator1"), claimer };
    bench.fails("staker1", "rc", for_operator.clone(), rc::InvalidPermissions {});
    bench.send("operator1", "rc", for_operator);
    bench.create_set("avs1", "A");
    let for_avs = rc::setClaimerFor_1Call { earner: bench.at("avs1"), claimer };
    bench.send("avs1", "rc", for_avs);
    assert_eq!(bench.event::<rc::ClaimerForSet>().claimer, claimer);
}

#[test]
fn owners_settings_take_effect_at_once() {
    let mut bench = Bench::new();
    let other = bench.at("other");
    bench.send("owner", "rc", rc::setActivationDelayCall { activationDelay: 5 });
    assert_eq!(bench.event::<rc::ActivationDelaySet>().oldActivationDelay, 7_200);
    assert_eq!(bench.view("rc", rc::activationDelayCall {}), 5);
    bench.fails("owner", "rc", rc::setDefaultOperatorSplitCall { split: 10_001 }, rc::SplitExceedsMax {});
    bench.send("owner", "rc", rc::setDefaultOperatorSplitCall { split: 10_000 });
    assert_eq!(bench.event::<rc::DefaultOperatorSplitBipsSet>().oldDefaultOperatorSplitBips, 1_000);
    let operator = bench.at("operator1");
    assert_eq!(bench.view("rc", rc::getOperatorPISplitCall { operator }), 10_000);
    bench.send("owner", "rc", rc::setRewardsUpdaterCall { rewardsUpdater: other });
    assert_eq!(bench.view("rc", rc::rewardsUpdaterCall {}), other);
    let none = rc::setFeeRecipientCall { feeRecipient: Address::ZERO };
    bench.fails("owner", "rc", none, rc::InvalidAddressZero {});
    bench.send("owner", "rc", rc::setFeeRecipientCall { feeRecipient: other });
    assert_eq!(bench.event::<rc::FeeRecipientSet>().newFeeRecipient, other);
}
