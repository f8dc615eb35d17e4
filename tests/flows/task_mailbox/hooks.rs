//! What the hook and the verifiers are asked, with what words, and whether they may change anything.

use crate::stage::{
    BN254, ECDSA, IPuppet, Manner, RESULT, Stage, TABLE, bn254_certificate, certificate, must_fail, the_event,
};
use alloy_primitives::{B256, Bytes, keccak256};
use alloy_sol_types::{SolCall, SolValue as _};
use anyhow::{Result, ensure};
use surety_abi::{
    IAVSTaskHook as hook, IBN254CertificateVerifier as bn254, IECDSACertificateVerifier as ecdsa,
    ITaskMailbox as tm,
};
use surety_scenario::world::Outcome;

fn hooks_params(stage: &Stage) -> hook::TaskParams {
    let tm::TaskParams { refundCollector: refund_collector, payload, .. } = stage.params();
    hook::TaskParams {
        refundCollector: refund_collector,
        executorOperatorSet: hook::OperatorSet { avs: stage.avs, id: 1 },
        payload,
    }
}

/// Makes a puppet's function revert with what it was called with, and checks that; then makes it log,
/// which it may only do if it may change state; then makes it answer again.
fn overhear<C: SolCall>(
    stage: &mut Stage,
    puppet: &str,
    expected: &C,
    may_write: bool,
    answer: Vec<u8>,
    mut act: impl FnMut(&mut Stage) -> Result<Outcome>,
) -> Result<()> {
    stage.play::<C>(puppet, Manner::Echoes, vec![])?;
    let outcome = act(stage)?;
    must_fail(&outcome, &expected.abi_encode())?;
    stage.play::<C>(puppet, Manner::Tells, answer.clone())?;
    let outcome = act(stage)?;
    if may_write {
        ensure!(outcome.success, "{}: {}", C::SIGNATURE, outcome.output);
        ensure!(the_event::<IPuppet::Told>(&outcome)?.data == expected.abi_encode());
    } else {
        must_fail(&outcome, &[])?;
    }
    stage.play::<C>(puppet, Manner::Answers, answer)
}

#[test]
fn creation_asks_table_then_leave_then_fee_and_tells() -> Result<()> {
    let mut stage = Stage::open(BN254, None)?;
    let create = |stage: &mut Stage| {
        let call = tm::createTaskCall { taskParams: stage.params() };
        stage.twins.act(stage.payer, stage.mailbox, &call)
    };
    let operator_set = bn254::OperatorSet { avs: stage.avs, id: 1 };
    let call = bn254::latestReferenceTimestampCall { operatorSet: operator_set.clone() };
    overhear(&mut stage, "$bn254Verifier", &call, false, TABLE.abi_encode(), create)?;
    let call = bn254::maxOperatorTableStalenessCall { operatorSet: operator_set };
    overhear(&mut stage, "$bn254Verifier", &call, false, 0_u32.abi_encode(), create)?;
    let call = hook::validatePreTaskCreationCall { caller: stage.payer, taskParams: hooks_params(&stage) };
    overhear(&mut stage, "$taskHook", &call, false, vec![], create)?;
    let call = hook::calculateTaskFeeCall { taskParams: hooks_params(&stage) };
    overhear(&mut stage, "$taskHook", &call, false, 5_u64.abi_encode(), create)?;
    // The first task's hash is what it is at any time; nothing was created so far.
    let head = (0_u64, stage.mailbox, 412_346_u64, stage.params());
    let call = hook::handlePostTaskCreationCall { taskHash: keccak256(head.abi_encode_params()) };
    overhear(&mut stage, "$taskHook", &call, true, vec![], create)?;

    // All of them spoilt: the first that is asked is heard.
    stage.play::<bn254::latestReferenceTimestampCall>("$bn254Verifier", Manner::Reverts, vec![1])?;
    stage.play::<bn254::maxOperatorTableStalenessCall>("$bn254Verifier", Manner::Reverts, vec![2])?;
    stage.play::<hook::validatePreTaskCreationCall>("$taskHook", Manner::Reverts, vec![3])?;
    stage.play::<hook::calculateTaskFeeCall>("$taskHook", Manner::Reverts, vec![4])?;
    stage.play::<hook::handlePostTaskCreationCall>("$taskHook", Manner::Reverts, vec![5])?;
    must_fail(&create(&mut stage)?, &[1])?;
    stage.play::<bn254::latestReferenceTimestampCall>(
        "$bn254Verifier",
        Manner::Answers,
        TABLE.abi_encode(),
    )?;
    must_fail(&create(&mut stage)?, &[2])?;
    let words = 0_u32.abi_encode();
    stage.play::<bn254::maxOperatorTableStalenessCall>("$bn254Verifier", Manner::Answers, words)?;
    must_fail(&create(&mut stage)?, &[3])?;
    stage.play::<hook::validatePreTaskCreationCall>("$taskHook", Manner::Answers, vec![])?;
    must_fail(&create(&mut stage)?, &[4])?;
    // Too large for 96 bits, or nothing at all, is no fee.
    for words in [vec![1; 32], vec![]] {
        stage.play::<hook::calculateTaskFeeCall>("$taskHook", Manner::Answers, words)?;
        must_fail(&create(&mut stage)?, &[])?;
    }
    stage.play::<hook::calculateTaskFeeCall>("$taskHook", Manner::Answers, 5_u64.abi_encode())?;
    must_fail(&create(&mut stage)?, &[5])
}

#[test]
fn answer_asks_leave_then_verifier_and_tells() -> Result<()> {
    for (curve, threshold_bips) in [(ECDSA, None), (ECDSA, Some(77)), (BN254, None), (BN254, Some(78))] {
        let mut stage = Stage::open(curve, threshold_bips)?;
        let (task, _) = stage.create()?;
        let (other, _) = stage.create()?;
        stage.twins.mine(1);
        let cert = certificate(curve, task, RESULT);
        let call = hook::validatePreTaskResultSubmissionCall {
            caller: stage.avs,
            taskHash: task,
            cert: cert.clone(),
            result: Bytes::from_static(RESULT),
        };
        let submit = |stage: &mut Stage| stage.answer(task, certificate(curve, task, RESULT));
        overhear(&mut stage, "$taskHook", &call, false, vec![], submit)?;
        if curve == BN254 {
            overhear_bn254(&mut stage, task, other, threshold_bips)?;
        } else {
            overhear_ecdsa(&mut stage, task, threshold_bips)?;
        }
        let call = hook::handlePostTaskResultSubmissionCall { caller: stage.avs, taskHash: task };
        overhear(&mut stage, "$taskHook", &call, true, vec![], submit)?;
    }
    Ok(())
}

/// This verifier may change state, so it is heard with another task too: it is answered then.
fn overhear_bn254(stage: &mut Stage, task: B256, other: B256, threshold_bips: Option<u16>) -> Result<()> {
    let operator_set = bn254::OperatorSet { avs: stage.avs, id: 1 };
    let message = |task: B256| keccak256((task, Bytes::from_static(RESULT)).abi_encode_params());
    // Read back as the verifier's own type.
    let cert =
        |task| bn254::BN254Certificate::abi_decode(&bn254_certificate(TABLE, message(task), 1).abi_encode());
    let verifier = "$bn254Verifier";
    let told = |stage: &mut Stage, words: &dyn Fn(B256) -> Result<Vec<u8>>| {
        let outcome = stage.answer(task, certificate(BN254, task, RESULT))?;
        must_fail(&outcome, &words(task)?)?;
        anyhow::Ok(())
    };
    if let Some(bips) = threshold_bips {
        type Call = bn254::verifyCertificateProportionCall;
        let words = |task| {
            let call = Call {
                operatorSet: operator_set.clone(),
                cert: cert(task)?,
                totalStakeProportionThresholds: vec![bips],
            };
            anyhow::Ok(call.abi_encode())
        };
        stage.play::<Call>(verifier, Manner::Echoes, vec![])?;
        told(stage, &words)?;
        stage.play::<Call>(verifier, Manner::Tells, true.abi_encode())?;
        let outcome = stage.answer(other, certificate(BN254, other, RESULT))?;
        ensure!(the_event::<IPuppet::Told>(&outcome)?.data == words(other)?);
        stage.play::<Call>(verifier, Manner::Answers, true.abi_encode())
    } else {
        type Call = bn254::verifyCertificateCall;
        let words =
            |task| anyhow::Ok(Call { operatorSet: operator_set.clone(), cert: cert(task)? }.abi_encode());
        let weights = vec![alloy_primitives::U256::from(1)].abi_encode();
        stage.play::<Call>(verifier, Manner::Echoes, vec![])?;
        told(stage, &words)?;
        stage.play::<Call>(verifier, Manner::Tells, weights.clone())?;
        let outcome = stage.answer(other, certificate(BN254, other, RESULT))?;
        ensure!(the_event::<IPuppet::Told>(&outcome)?.data == words(other)?);
        stage.play::<Call>(verifier, Manner::Answers, weights)
    }
}

fn overhear_ecdsa(stage: &mut Stage, task: B256, threshold_bips: Option<u16>) -> Result<()> {
    let operator_set = ecdsa::OperatorSet { avs: stage.avs, id: 1 };
    let cert = ecdsa::ECDSACertificate::abi_decode(&certificate(ECDSA, task, RESULT))?;
    let submit = |stage: &mut Stage| stage.answer(task, certificate(ECDSA, task, RESULT));
    let nobody = Vec::<alloy_primitives::Address>::new();
    if let Some(bips) = threshold_bips {
        let call = ecdsa::verifyCertificateProportionCall {
            operatorSet: operator_set,
            cert,
            totalStakeProportionThresholds: vec![bips],
        };
        let words = (true, nobody).abi_encode_params();
        overhear(stage, "$ecdsaVerifier", &call, false, words, submit)
    } else {
        let call = ecdsa::verifyCertificateCall { operatorSet: operator_set, cert };
        let words = (Vec::<alloy_primitives::U256>::new(), nobody).abi_encode_params();
        overhear(stage, "$ecdsaVerifier", &call, false, words, submit)
    }
}
