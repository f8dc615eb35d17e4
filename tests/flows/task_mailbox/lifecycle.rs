//! From configuration to payment or refund.

use crate::stage::{
    BN254, ECDSA, FEE, PAYLOAD, RESULT, SLA_SECS, Stage, TABLE, bn254_certificate, certificate, the_event,
};
use alloy_primitives::{B256, U256, aliases::U96};
use alloy_sol_types::{SolCall as _, SolValue as _};
use anyhow::{Result, ensure};
use surety_abi::ITaskMailbox as tm;

#[test]
fn task_is_answered_and_its_fee_split() -> Result<()> {
    for (curve, threshold_bips) in [(ECDSA, None), (ECDSA, Some(6_667)), (BN254, None), (BN254, Some(10_000))]
    {
        let mut stage = Stage::open(curve, threshold_bips)?;
        let (before, now) = (stage.balance("$operator1")?, stage.twins.timestamp());
        let (task, outcome) = stage.create()?;
        let created: tm::TaskCreated = the_event(&outcome)?;
        ensure!(created.creator == stage.payer && created.taskHash == task && created.avs == stage.avs);
        ensure!(created.executorOperatorSetId == 1 && created.operatorTableReferenceTimestamp == TABLE);
        ensure!(created.refundCollector == stage.payer && created.avsFee == U96::from(FEE));
        ensure!(created.taskDeadline == U256::from(now + SLA_SECS) && created.payload == *PAYLOAD);
        ensure!(stage.balance("$tm")? == U256::from(FEE));
        stage.twins.mine(1);
        let cert = certificate(curve, task, RESULT);
        let outcome = stage.answer(task, cert.clone())?;
        ensure!(outcome.success, "refused: {}", outcome.output);
        let verified: tm::TaskVerified = the_event(&outcome)?;
        ensure!(verified.aggregator == stage.avs && verified.taskHash == task && verified.avs == stage.avs);
        ensure!(verified.executorOperatorSetId == 1 && verified.executorCert == cert);
        ensure!(verified.result == *RESULT);
        // A tenth, rounded down, is the protocol's.
        ensure!(stage.balance("$tm")?.is_zero());
        ensure!(stage.balance("$operator1")? - before == U256::from(900_009));
        ensure!(stage.balance("$feeRecipient")? == U256::from(100_000));
        let info = stage.info(task)?;
        ensure!(info.status == 2 && info.executorCert == cert && info.payload == *PAYLOAD);
        ensure!(info.creator == stage.payer && info.creationTime == U96::from(now) && info.feeSplit == 1_000);
    }
    Ok(())
}

#[test]
fn task_that_nobody_answers_is_paid_back() -> Result<()> {
    let mut stage = Stage::open(ECDSA, None)?;
    let before = stage.balance("$staker1")?;
    let (task, _) = stage.create()?;
    // The last second is still good.
    stage.twins.mine(SLA_SECS / 12);
    ensure!(stage.info(task)?.status == 1);
    stage.twins.mine(1);
    ensure!(stage.info(task)?.status == 3);
    let outcome = stage.twins.must(stage.payer, stage.mailbox, &tm::refundFeeCall { taskHash: task })?;
    let refunded: tm::FeeRefunded = the_event(&outcome)?;
    ensure!(refunded.refundCollector == stage.payer && refunded.taskHash == task);
    ensure!(refunded.avsFee == U96::from(FEE) && stage.balance("$staker1")? == before);
    let info = stage.info(task)?;
    ensure!(info.isFeeRefunded && info.status == 3);
    Ok(())
}

#[test]
fn task_keeps_the_terms_under_which_it_was_created() -> Result<()> {
    let mut stage = Stage::open(ECDSA, Some(5_000))?;
    let (task, _) = stage.create()?;
    let config = tm::ExecutorOperatorSetTaskConfig {
        taskSLA: U96::from(1),
        feeToken: Default::default(),
        feeCollector: Default::default(),
        taskMetadata: Default::default(),
        ..stage.config(BN254, None)?
    };
    let outcome = stage.configure(&config)?;
    let set: tm::ExecutorOperatorSetTaskConfigSet = the_event(&outcome)?;
    ensure!(set.caller == stage.avs && set.avs == stage.avs && set.executorOperatorSetId == 1);
    ensure!(set.config == config);
    // It took tasks already.
    ensure!(outcome.logs.len() == 1);
    let owner = stage.twins.at("$owner")?;
    stage.twins.must(owner, stage.mailbox, &tm::setFeeSplitCall { feeSplit: 10_000 })?;
    stage.twins.mine(1);
    stage.look(task)?;
    ensure!(stage.info(task)?.executorOperatorSetTaskConfig.taskMetadata.len() == 70);
    let outcome = stage.answer(task, certificate(ECDSA, task, RESULT))?;
    ensure!(outcome.success, "refused: {}", outcome.output);
    ensure!(stage.balance("$feeRecipient")? == U256::from(100_000));
    // A later task has the new ones: no token, so nothing is paid, whatever the hook asks.
    let (task, outcome) = stage.create()?;
    ensure!(the_event::<tm::TaskCreated>(&outcome)?.avsFee == U96::from(FEE));
    ensure!(stage.balance("$tm")?.is_zero());
    stage.expire();
    stage.twins.must(stage.payer, stage.mailbox, &tm::refundFeeCall { taskHash: task })?;
    stage.look(task)
}

#[test]
fn fee_goes_to_one_when_the_split_is_nothing_or_everything() -> Result<()> {
    for (bips, protocols) in [(0, 0), (10_000, FEE)] {
        let mut stage = Stage::open(ECDSA, None)?;
        let owner = stage.twins.at("$owner")?;
        let outcome = stage.twins.must(owner, stage.mailbox, &tm::setFeeSplitCall { feeSplit: bips })?;
        ensure!(the_event::<tm::FeeSplitSet>(&outcome)?.feeSplit == bips);
        let (task, _) = stage.create()?;
        // Who gets it is looked up when it is paid.
        let collector = stage.twins.at("$pauser")?;
        let call = tm::setFeeSplitCollectorCall { feeSplitCollector: collector };
        let outcome = stage.twins.must(owner, stage.mailbox, &call)?;
        ensure!(the_event::<tm::FeeSplitCollectorSet>(&outcome)?.feeSplitCollector == collector);
        stage.twins.mine(1);
        stage.answer(task, certificate(ECDSA, task, RESULT))?;
        ensure!(stage.balance("$pauser")? == U256::from(protocols) && stage.balance("$tm")?.is_zero());
    }
    Ok(())
}

#[test]
fn set_stops_taking_tasks_and_takes_them_again() -> Result<()> {
    let mut stage = Stage::open(BN254, None)?;
    for is_registered in [false, false, true, false] {
        let call =
            tm::registerExecutorOperatorSetCall { operatorSet: stage.set(), isRegistered: is_registered };
        let outcome = stage.twins.must(stage.avs, stage.mailbox, &call)?;
        let event: tm::ExecutorOperatorSetRegistered = the_event(&outcome)?;
        ensure!(event.isRegistered == is_registered && event.caller == stage.avs);
        ensure!(event.avs == stage.avs && event.executorOperatorSetId == 1);
        stage.look(B256::ZERO)?;
    }
    // A new configuration opens it.
    let config = stage.config(ECDSA, None)?;
    let outcome = stage.configure(&config)?;
    ensure!(the_event::<tm::ExecutorOperatorSetRegistered>(&outcome)?.isRegistered);
    stage.create()?;
    Ok(())
}

#[test]
fn hashes_and_certificates_are_as_abi_encode_has_them() -> Result<()> {
    let mut stage = Stage::open(ECDSA, None)?;
    let (first, _) = stage.create()?;
    let (second, _) = stage.create()?;
    ensure!(first != second);
    for result in [&[][..], RESULT, &[7; 64]] {
        let call = tm::getMessageHashCall { taskHash: first, result: result.to_vec().into() };
        stage.twins.view(stage.mailbox, &call)?;
    }
    let cert = bn254_certificate(TABLE, first, 3);
    let call = tm::getBN254CertificateBytesCall { cert: cert.clone() };
    let answer = stage.twins.view(stage.mailbox, &call)?;
    let bytes = tm::getBN254CertificateBytesCall::abi_decode_returns(&answer.output)?;
    ensure!(bytes == cert.abi_encode());
    let cert = tm::ECDSACertificate { referenceTimestamp: 1, messageHash: first, sig: vec![2; 65].into() };
    stage.twins.view(stage.mailbox, &tm::getECDSACertificateBytesCall { cert })?;
    Ok(())
}

#[test]
fn what_nobody_wrote_reads_empty() -> Result<()> {
    let mut stage = Stage::begin()?;
    stage.look(B256::ZERO)?;
    let mut odd = stage.key();
    odd[20] = 1;
    let mailbox = stage.mailbox;
    stage.twins.view(mailbox, &tm::isExecutorOperatorSetRegisteredCall { operatorSetKey: odd })?;
    stage.twins.view(mailbox, &tm::feeSplitCall {})?;
    stage.twins.view(mailbox, &tm::feeSplitCollectorCall {})?;
    stage.twins.view(mailbox, &tm::BN254_CERTIFICATE_VERIFIERCall {})?;
    stage.twins.view(mailbox, &tm::ECDSA_CERTIFICATE_VERIFIERCall {})?;
    stage.twins.view(mailbox, &tm::MAX_TASK_SLACall {})?;
    stage.twins.view(mailbox, &tm::ownerCall {})?;
    // A key with more than a set's number in it is nobody's, also when the rest is a set's.
    let config = stage.config(ECDSA, None)?;
    stage.configure(&config)?;
    let call = tm::isExecutorOperatorSetRegisteredCall { operatorSetKey: odd };
    let answer = stage.twins.view(mailbox, &call)?;
    ensure!(!tm::isExecutorOperatorSetRegisteredCall::abi_decode_returns(&answer.output)?);
    Ok(())
}
