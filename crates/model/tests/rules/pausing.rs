//! Every bit stops exactly its functions, before anything else is checked.

use crate::bench::Bench;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::{SolCall, SolError};
use surety_abi::{
    IAVSDirectory as avsd, IAllocationManager as am, IDelegationManager as dm, IPauserRegistry as registry,
    IRewardsCoordinator as rc, IStrategyFactory as sf, IStrategyManager as sm, IStrategyVault as vault,
};

const ZERO: Address = Address::ZERO;

/// Contract, bit, caller, and a call that fails for some other reason or succeeds when not paused.
fn guarded(bench: &Bench) -> Vec<(&'static str, u8, &'static str, Vec<u8>)> {
    let set = rc::OperatorSet { avs: bench.at("avs1"), id: 1 };
    let directed = Vec::new;
    let claim = || rc::RewardsMerkleClaim {
        rootIndex: 0,
        earnerIndex: 0,
        earnerTreeProof: Bytes::new(),
        earnerLeaf: rc::EarnerTreeMerkleLeaf { earner: ZERO, earnerTokenRoot: B256::ZERO },
        tokenIndices: vec![],
        tokenTreeProofs: vec![],
        tokenLeaves: vec![],
    };
    let operator = bench.at("operator1");
    let avs = bench.at("avs1");
    vec![
        (
            "dm",
            0,
            "staker2",
            dm::registerAsOperatorCall {
                initDelegationApprover: ZERO,
                allocationDelay: 0,
                metadataURI: String::new(),
            }
            .abi_encode(),
        ),
        ("dm", 0, "staker1", bench.delegation_to("operator1").abi_encode()),
        ("dm", 1, "staker1", dm::queueWithdrawalsCall { params: vec![] }.abi_encode()),
        (
            "dm",
            2,
            "staker1",
            dm::completeQueuedWithdrawalsCall {
                withdrawals: vec![],
                tokens: vec![],
                receiveAsTokens: vec![],
            }
            .abi_encode(),
        ),
        (
            "sm",
            0,
            "staker1",
            sm::depositIntoStrategyCall { strategy: ZERO, token: ZERO, amount: U256::ZERO }.abi_encode(),
        ),
        (
            "sm",
            0,
            "staker1",
            sm::depositIntoStrategyWithSignatureCall {
                strategy: ZERO,
                token: ZERO,
                amount: U256::ZERO,
                staker: ZERO,
                expiry: U256::ZERO,
                signature: Bytes::new(),
            }
            .abi_encode(),
        ),
        ("strategyA", 0, "staker1", vault::depositCall { token: ZERO, amount: U256::ZERO }.abi_encode()),
        (
            "strategyA",
            1,
            "staker1",
            vault::withdrawCall { recipient: ZERO, token: ZERO, amountShares: U256::ZERO }.abi_encode(),
        ),
        ("sf", 0, "other", sf::deployNewStrategyCall { token: bench.at("tokenA") }.abi_encode()),
        ("am", 0, "other", am::modifyAllocationsCall { operator, params: vec![] }.abi_encode()),
        (
            "am",
            0,
            "other",
            am::clearDeallocationQueueCall { operator, strategies: vec![], numToClear: vec![1] }.abi_encode(),
        ),
        (
            "am",
            1,
            "other",
            am::slashOperatorCall {
                avs,
                params: am::SlashingParams {
                    operator,
                    operatorSetId: 1,
                    strategies: vec![],
                    wadsToSlash: vec![U256::ONE],
                    description: String::new(),
                },
            }
            .abi_encode(),
        ),
        (
            "am",
            2,
            "other",
            am::registerForOperatorSetsCall {
                operator,
                params: am::RegisterParams { avs, operatorSetIds: vec![], data: Bytes::new() },
            }
            .abi_encode(),
        ),
        (
            "am",
            2,
            "other",
            am::deregisterFromOperatorSetsCall {
                params: am::DeregisterParams { operator, avs, operatorSetIds: vec![] },
            }
            .abi_encode(),
        ),
        ("rc", 0, "avs1", rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![] }.abi_encode()),
        (
            "rc",
            0,
            "avs1",
            rc::createEigenDARewardsSubmissionCall { avs, rewardsSubmissions: vec![] }.abi_encode(),
        ),
        ("rc", 1, "avs1", rc::createRewardsForAllSubmissionCall { rewardsSubmissions: vec![] }.abi_encode()),
        ("rc", 2, "avs1", rc::processClaimCall { claim: claim(), recipient: ZERO }.abi_encode()),
        ("rc", 2, "avs1", rc::processClaimsCall { claims: vec![], recipient: ZERO }.abi_encode()),
        (
            "rc",
            3,
            "avs1",
            rc::submitRootCall { root: B256::ZERO, rewardsCalculationEndTimestamp: 0 }.abi_encode(),
        ),
        ("rc", 3, "avs1", rc::disableRootCall { rootIndex: 0 }.abi_encode()),
        ("rc", 4, "avs1", rc::createRewardsForAllEarnersCall { rewardsSubmissions: vec![] }.abi_encode()),
        (
            "rc",
            5,
            "other",
            rc::createOperatorDirectedAVSRewardsSubmissionCall {
                avs,
                operatorDirectedRewardsSubmissions: directed(),
            }
            .abi_encode(),
        ),
        ("rc", 6, "other", rc::setOperatorAVSSplitCall { operator, avs, split: 0 }.abi_encode()),
        ("rc", 7, "other", rc::setOperatorPISplitCall { operator, split: 0 }.abi_encode()),
        (
            "rc",
            8,
            "other",
            rc::setOperatorSetSplitCall { operator, operatorSet: set.clone(), split: 0 }.abi_encode(),
        ),
        (
            "rc",
            9,
            "other",
            rc::createOperatorDirectedOperatorSetRewardsSubmissionCall {
                operatorSet: set.clone(),
                operatorDirectedRewardsSubmissions: directed(),
            }
            .abi_encode(),
        ),
        (
            "rc",
            10,
            "other",
            rc::createUniqueStakeRewardsSubmissionCall {
                operatorSet: set.clone(),
                rewardsSubmissions: vec![],
            }
            .abi_encode(),
        ),
        (
            "rc",
            11,
            "other",
            rc::createTotalStakeRewardsSubmissionCall { operatorSet: set, rewardsSubmissions: vec![] }
                .abi_encode(),
        ),
        (
            "avsd",
            0,
            "avs1",
            avsd::registerOperatorToAVSCall {
                operator,
                operatorSignature: avsd::SignatureWithSaltAndExpiry {
                    signature: Bytes::new(),
                    salt: B256::ZERO,
                    expiry: U256::ZERO,
                },
            }
            .abi_encode(),
        ),
        ("avsd", 0, "avs1", avsd::deregisterOperatorFromAVSCall { operator }.abi_encode()),
    ]
}

#[test]
fn functions_stop_under_their_bit_and_no_other() {
    let mut fresh = Bench::new();
    fresh.register_operator("operator1");
    let stopped = Bytes::from(dm::CurrentlyPaused {}.abi_encode());
    for (contract, bit, caller, call) in guarded(&fresh) {
        let mut bench = Bench { model: fresh.model.clone(), logs: Vec::new() };
        let to = bench.at(contract);
        bench.send("pauser", contract, dm::pauseCall { newPausedStatus: U256::ONE << bit });
        assert_eq!(bench.try_send(caller, to, call.clone()), Err(stopped.clone()), "{contract} {bit}");
        let mut bench = Bench { model: fresh.model.clone(), logs: Vec::new() };
        bench.send("pauser", contract, dm::pauseCall { newPausedStatus: U256::MAX ^ (U256::ONE << bit) });
        assert_ne!(bench.try_send(caller, to, call), Err(stopped.clone()), "{contract} all but {bit}");
    }
}

#[test]
fn undelegating_stops_when_the_queue_is_paused() {
    let mut bench = Bench::new();
    bench.register_operator("operator1");
    let call = bench.delegation_to("operator1");
    bench.send("staker1", "dm", call);
    bench.send("pauser", "dm", dm::pauseCall { newPausedStatus: U256::from(2) });
    let staker = bench.at("staker1");
    bench.fails("staker1", "dm", dm::undelegateCall { staker }, dm::CurrentlyPaused {});
    // What makes it impossible anyway comes first.
    let staker = bench.at("staker2");
    bench.fails("staker2", "dm", dm::undelegateCall { staker }, dm::NotActivelyDelegated {});
}

#[test]
fn pausing_only_sets_bits_and_unpausing_only_clears_them() {
    let mut bench = Bench::new();
    let pause = |bits: u64| dm::pauseCall { newPausedStatus: U256::from(bits) };
    let unpause = |bits: u64| dm::unpauseCall { newPausedStatus: U256::from(bits) };
    bench.fails("other", "dm", pause(1), dm::OnlyPauser {});
    bench.send("pauser", "dm", pause(5));
    assert_eq!(bench.event::<dm::Paused>().newPausedStatus, U256::from(5));
    bench.fails("pauser", "dm", pause(1), dm::InvalidNewPausedStatus {});
    bench.fails("pauser", "dm", unpause(1), dm::OnlyUnpauser {});
    bench.fails("unpauser", "dm", unpause(7), dm::InvalidNewPausedStatus {});
    bench.send("unpauser", "dm", unpause(4));
    assert_eq!(bench.event::<dm::Unpaused>().newPausedStatus, U256::from(4));
    assert!(bench.view("dm", dm::paused_1Call { index: 2 }));
    assert!(!bench.view("dm", dm::paused_1Call { index: 0 }));
    bench.send("pauser", "dm", dm::pauseAllCall {});
    assert_eq!(bench.view("dm", dm::paused_0Call {}), U256::MAX);
    assert_eq!(bench.view("sm", dm::paused_0Call {}), U256::ZERO);
}

#[test]
fn registry_is_run_by_the_unpauser() {
    let mut bench = Bench::new();
    let other = bench.at("other");
    let appoint = |who, can| registry::setIsPauserCall { newPauser: who, canPause: can };
    bench.fails("pauser", "pauserRegistry", appoint(other, true), registry::OnlyUnpauser {});
    bench.fails("unpauser", "pauserRegistry", appoint(ZERO, true), registry::InputAddressZero {});
    bench.send("unpauser", "pauserRegistry", appoint(other, true));
    assert!(bench.view("pauserRegistry", registry::isPauserCall { pauser: other }));
    bench.send("other", "dm", dm::pauseAllCall {});
    bench.send("unpauser", "pauserRegistry", appoint(other, false));
    bench.fails("other", "sm", dm::pauseAllCall {}, dm::OnlyPauser {});
    let hand_over = |who| registry::setUnpauserCall { newUnpauser: who };
    bench.fails("unpauser", "pauserRegistry", hand_over(ZERO), registry::InputAddressZero {});
    bench.send("unpauser", "pauserRegistry", hand_over(other));
    bench.fails("unpauser", "dm", dm::unpauseCall { newPausedStatus: U256::ZERO }, dm::OnlyUnpauser {});
    bench.send("other", "dm", dm::unpauseCall { newPausedStatus: U256::ZERO });
}
