//! Every custom error that a call can meet, and the order in which they are met.
//!
//! Not among them: InvalidCurveType, InvalidConsensusType and InvalidTaskCreator, which the original
//! declares and no call can meet either.

use crate::stage::{
    BN254, ECDSA, Manner, RESULT, SLA_SECS, Stage, TABLE, certificate, certificate_over, must_fail,
};
use alloy_primitives::{Address, B256, Bytes, U256, aliases::U96, keccak256};
use alloy_sol_types::{Panic, PanicKind, Revert, SolError as _, SolValue as _};
use anyhow::Result;
use surety_abi::{
    IAVSTaskHook as hook, IBN254CertificateVerifier as bn254, IECDSACertificateVerifier as ecdsa,
    ITaskMailbox as tm,
};

fn status(expected: u8, actual: u8) -> tm::InvalidTaskStatus {
    tm::InvalidTaskStatus { expected, actual }
}

#[test]
fn configuration_is_refused_when_it_is_not_whole() -> Result<()> {
    let mut stage = Stage::begin()?;
    let whole = stage.config(ECDSA, Some(10_000))?;
    let call = |stage: &Stage, config: tm::ExecutorOperatorSetTaskConfig| {
        tm::setExecutorOperatorSetTaskConfigCall { operatorSet: stage.set(), config }
    };
    let consensus = |consensus_type: u8, value: Vec<u8>| tm::Consensus {
        consensusType: consensus_type,
        value: value.into(),
    };
    let avs = stage.avs;
    for config in [
        tm::ExecutorOperatorSetTaskConfig { curveType: 0, ..whole.clone() },
        tm::ExecutorOperatorSetTaskConfig { taskHook: Address::ZERO, ..whole.clone() },
        tm::ExecutorOperatorSetTaskConfig { taskSLA: U96::ZERO, ..whole.clone() },
    ] {
        stage.refused(avs, &call(&stage, config), tm::ExecutorOperatorSetTaskConfigNotSet {})?;
    }
    let long = tm::ExecutorOperatorSetTaskConfig {
        taskSLA: U96::from(604_801),
        consensus: consensus(0, vec![1]),
        ..whole.clone()
    };
    stage.refused(avs, &call(&stage, long), tm::TaskSLAExceedsMaximum {})?;
    for wrong in [
        consensus(0, vec![0]),
        consensus(1, vec![]),
        consensus(1, vec![0; 33]),
        consensus(1, 10_001_u16.abi_encode()),
    ] {
        let config = tm::ExecutorOperatorSetTaskConfig { consensus: wrong, ..whole.clone() };
        stage.refused(stage.payer, &call(&stage, config), tm::InvalidConsensusValue {})?;
    }
    // Undecodable: a share beyond 16 bits, numbers that the enums lack.
    for wrong in [consensus(1, U256::from(1 << 16).abi_encode()), consensus(2, vec![])] {
        let config = tm::ExecutorOperatorSetTaskConfig { consensus: wrong, ..whole.clone() };
        let outcome = stage.twins.act(avs, stage.mailbox, &call(&stage, config))?;
        must_fail(&outcome, &[])?;
    }
    let config = tm::ExecutorOperatorSetTaskConfig { curveType: 3, ..whole.clone() };
    let outcome = stage.twins.act(avs, stage.mailbox, &call(&stage, config))?;
    must_fail(&outcome, &[])?;
    stage.refused(stage.payer, &call(&stage, whole.clone()), tm::InvalidOperatorSetOwner {})?;
    // The longest time and the largest share are good.
    stage.configure(&tm::ExecutorOperatorSetTaskConfig { taskSLA: U96::from(604_800), ..whole })?;
    Ok(())
}

#[test]
fn registration_is_refused_without_configuration_or_ownership() -> Result<()> {
    let mut stage = Stage::begin()?;
    let call = tm::registerExecutorOperatorSetCall { operatorSet: stage.set(), isRegistered: true };
    stage.refused(stage.payer, &call, tm::ExecutorOperatorSetTaskConfigNotSet {})?;
    let config = stage.config(BN254, None)?;
    stage.configure(&config)?;
    stage.refused(stage.payer, &call, tm::InvalidOperatorSetOwner {})?;
    // The set's own curve decides who is asked.
    stage.play::<bn254::getOperatorSetOwnerCall>("$ecdsaVerifier", Manner::Reverts, vec![1])?;
    stage.twins.must(stage.avs, stage.mailbox, &call)?;
    Ok(())
}

#[test]
fn task_is_refused_when_nobody_would_take_it() -> Result<()> {
    let mut stage = Stage::begin()?;
    let call = |params| tm::createTaskCall { taskParams: params };
    let empty = tm::TaskParams { payload: Bytes::new(), ..stage.params() };
    stage.refused(stage.payer, &call(empty), tm::PayloadIsEmpty {})?;
    let task = call(stage.params());
    stage.refused(stage.payer, &task, tm::ExecutorOperatorSetNotRegistered {})?;
    let config = stage.config(BN254, None)?;
    stage.configure(&config)?;

    // Tables age: the sum of its time and this has to reach the end of the task's.
    let now = u32::try_from(stage.twins.timestamp())?;
    let sla = u32::try_from(SLA_SECS)?;
    let enough = now + sla - TABLE;
    let aging = |stage: &mut Stage, secs: u32| {
        let words = secs.abi_encode();
        stage.play::<bn254::maxOperatorTableStalenessCall>("$bn254Verifier", Manner::Answers, words)
    };
    aging(&mut stage, enough - 1)?;
    stage.refused(stage.payer, &task, tm::CertificateStale {})?;
    aging(&mut stage, u32::MAX)?;
    stage.refused(stage.payer, &task, Panic::from(PanicKind::UnderOverflow))?;
    aging(&mut stage, enough)?;
    stage.twins.must(stage.payer, stage.mailbox, &task)?;

    // Somebody has to get a fee, and somebody to get it back.
    let homeless = tm::TaskParams { refundCollector: Address::ZERO, ..stage.params() };
    stage.refused(stage.payer, &call(homeless.clone()), tm::InvalidFeeReceiver {})?;
    let config = tm::ExecutorOperatorSetTaskConfig { feeCollector: Address::ZERO, ..config };
    stage.configure(&config)?;
    stage.refused(stage.payer, &task, tm::InvalidFeeReceiver {})?;
    stage.play::<hook::calculateTaskFeeCall>("$taskHook", Manner::Answers, 0_u64.abi_encode())?;
    stage.twins.must(stage.payer, stage.mailbox, &call(homeless))?;
    Ok(())
}

#[test]
fn task_is_refused_without_tokens() -> Result<()> {
    let mut stage = Stage::open(ECDSA, None)?;
    let task = tm::createTaskCall { taskParams: stage.params() };
    stage.refused(stage.avs, &task, Revert::from("ERC20: insufficient allowance"))?;
    let config = stage.config(ECDSA, None)?;
    stage.configure(&tm::ExecutorOperatorSetTaskConfig { feeToken: Address::repeat_byte(9), ..config })?;
    stage.refused(stage.payer, &task, Revert::from("Address: call to non-contract"))
}

#[test]
fn answer_is_refused_when_the_task_is_not_open() -> Result<()> {
    let mut stage = Stage::open(ECDSA, None)?;
    let must_be_open = |stage: &mut Stage, task, actual| {
        let outcome = stage.answer(task, certificate(ECDSA, task, RESULT))?;
        must_fail(&outcome, &status(1, actual).abi_encode())
    };
    must_be_open(&mut stage, B256::repeat_byte(1), 0)?;
    let (first, _) = stage.create()?;
    let outcome = stage.answer(first, certificate(ECDSA, first, RESULT))?;
    must_fail(&outcome, &tm::TimestampAtCreation {}.abi_encode())?;
    let (second, _) = stage.create()?;
    stage.twins.mine(1);
    stage.answer(first, certificate(ECDSA, first, RESULT))?;
    must_be_open(&mut stage, first, 2)?;
    stage.refused(stage.payer, &tm::getTaskResultCall { taskHash: second }, status(2, 1))?;
    stage.expire();
    must_be_open(&mut stage, first, 2)?;
    must_be_open(&mut stage, second, 3)
}

#[test]
fn certificate_is_refused_when_it_does_not_fit() -> Result<()> {
    for curve in [ECDSA, BN254] {
        let mut stage = Stage::open(curve, Some(1))?;
        let (task, _) = stage.create()?;
        stage.twins.mine(1);
        let message = keccak256((task, Bytes::from_static(RESULT)).abi_encode_params());
        let mut refused = |cert: Bytes, error: Vec<u8>| {
            let outcome = stage.answer(task, cert)?;
            must_fail(&outcome, &error)
        };
        let old = certificate_over(curve, TABLE - 1, B256::ZERO, 0);
        refused(old, tm::InvalidReferenceTimestamp {}.abi_encode())?;
        let other = certificate_over(curve, TABLE, keccak256(RESULT), 0);
        refused(other, tm::InvalidMessageHash {}.abi_encode())?;
        let unsigned = certificate_over(curve, TABLE, message, 0);
        refused(unsigned, tm::EmptyCertificateSignature {}.abi_encode())?;
        for garbage in [vec![], vec![0; 32], vec![0xff; 64]] {
            refused(garbage.into(), vec![])?;
        }
        // Half of a point is a signature.
        let outcome = stage.answer(task, certificate(curve, task, RESULT))?;
        anyhow::ensure!(outcome.success, "refused: {}", outcome.output);
    }
    Ok(())
}

#[test]
fn answer_is_refused_when_the_verifier_is_not_satisfied() -> Result<()> {
    for curve in [ECDSA, BN254] {
        for threshold_bips in [None, Some(9_000)] {
            let mut stage = Stage::open(curve, threshold_bips)?;
            let (task, _) = stage.create()?;
            stage.twins.mine(1);
            for (manner, words, error) in [
                (Manner::Reverts, b"no".to_vec(), b"no".to_vec()),
                (Manner::Answers, vec![], vec![]),
                (Manner::Answers, U256::from(2).abi_encode(), vec![]),
            ] {
                stage.play::<bn254::verifyCertificateCall>("$bn254Verifier", manner, words.clone())?;
                stage.play::<bn254::verifyCertificateProportionCall>(
                    "$bn254Verifier",
                    manner,
                    words.clone(),
                )?;
                stage.play::<ecdsa::verifyCertificateCall>("$ecdsaVerifier", manner, words.clone())?;
                stage.play::<ecdsa::verifyCertificateProportionCall>("$ecdsaVerifier", manner, words)?;
                let outcome = stage.answer(task, certificate(curve, task, RESULT))?;
                must_fail(&outcome, &error)?;
            }
            if threshold_bips.is_some() {
                let (no, nobody) = (false, Vec::<Address>::new());
                let answer = Manner::Answers;
                stage.play::<bn254::verifyCertificateProportionCall>(
                    "$bn254Verifier",
                    answer,
                    no.abi_encode(),
                )?;
                let words = (no, nobody).abi_encode_params();
                stage.play::<ecdsa::verifyCertificateProportionCall>("$ecdsaVerifier", answer, words)?;
                let outcome = stage.answer(task, certificate(curve, task, RESULT))?;
                must_fail(&outcome, &tm::ThresholdNotMet {}.abi_encode())?;
            }
        }
    }
    Ok(())
}

#[test]
fn refund_is_refused_before_its_time_and_twice() -> Result<()> {
    let mut stage = Stage::open(ECDSA, None)?;
    let refund = |task| tm::refundFeeCall { taskHash: task };
    stage.refused(stage.payer, &refund(B256::ZERO), tm::OnlyRefundCollector {})?;
    let (first, _) = stage.create()?;
    let (second, _) = stage.create()?;
    stage.refused(stage.avs, &refund(first), tm::OnlyRefundCollector {})?;
    stage.refused(stage.payer, &refund(first), status(3, 1))?;
    stage.twins.mine(1);
    stage.answer(first, certificate(ECDSA, first, RESULT))?;
    stage.expire();
    stage.refused(stage.payer, &refund(first), status(3, 2))?;
    stage.twins.must(stage.payer, stage.mailbox, &refund(second))?;
    stage.refused(stage.payer, &refund(second), tm::FeeAlreadyRefunded {})
}

#[test]
fn settings_are_the_owners_and_bounded() -> Result<()> {
    let mut stage = Stage::begin()?;
    let (owner, anybody) = (stage.twins.at("$owner")?, stage.payer);
    let stranger = || Revert::from("Ownable: caller is not the owner");
    let split = |bips| tm::setFeeSplitCall { feeSplit: bips };
    let collector = |account| tm::setFeeSplitCollectorCall { feeSplitCollector: account };
    stage.refused(anybody, &split(10_001), stranger())?;
    stage.refused(owner, &split(10_001), tm::InvalidFeeSplit {})?;
    stage.refused(anybody, &collector(Address::ZERO), stranger())?;
    stage.refused(owner, &collector(Address::ZERO), tm::InvalidAddressZero {})?;
    let again = tm::initializeCall { owner: anybody, feeSplit: 0, feeSplitCollector: anybody };
    stage.refused(owner, &again, Revert::from("Initializable: contract is already initialized"))?;
    let zero = tm::transferOwnershipCall { newOwner: Address::ZERO };
    stage.refused(owner, &zero, Revert::from("Ownable: new owner is the zero address"))?;
    stage.twins.must(owner, stage.mailbox, &tm::transferOwnershipCall { newOwner: anybody })?;
    stage.refused(owner, &tm::renounceOwnershipCall {}, stranger())?;
    stage.twins.must(anybody, stage.mailbox, &tm::renounceOwnershipCall {})?;
    stage.twins.view(stage.mailbox, &tm::ownerCall {})?;
    Ok(())
}
