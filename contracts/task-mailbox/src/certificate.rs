//! Certificates over answers.

use crate::{
    bn254,
    configs::{BN254, verifier, verifiers_set},
    ecdsa,
    mailbox::{OperatorSet, error},
    storage::Rules,
};
use surety_common::{
    abi::{B256, Bytes, Head, Reader, Writer},
    host,
    revert::require,
};

/// What operators sign for an answer to a task.
pub(crate) fn message_hash(task_hash: B256, result: Bytes) -> B256 {
    let mut out = Writer::new();
    let mut head = Head::at(out.reserve(2 * 32));
    head.put(&mut out, &task_hash);
    head.put(&mut out, &result);
    host::keccak(out.bytes())
}

/// Reverts unless `cert` is a certificate by operators of the set, as the operator table has them,
/// over `message`, and good enough by the rules. What the verifier reverts with is passed on.
pub(crate) fn require_good(rules: &Rules, set: &OperatorSet, table: u32, message: B256, cert: Bytes) {
    let is_enough = if rules.curve == BN254 {
        bn254_is_enough(rules, set, table, message, cert)
    } else {
        ecdsa_is_enough(rules, set, table, message, cert)
    };
    require(is_enough, error::THRESHOLD_NOT_MET);
}

fn bn254_is_enough(rules: &Rules, set: &OperatorSet, table: u32, message: B256, cert: Bytes) -> bool {
    let cert: bn254::BN254Certificate = Reader::returned(cert.0).take();
    let is_signed = !(cert.signature.x.is_zero() && cert.signature.y.is_zero());
    require_fitting(cert.reference_timestamp == table, cert.message_hash == message, is_signed);
    let (verifier, set) = (verifier(rules.curve), verifiers_set(set));
    if !rules.has_threshold() {
        bn254::at::verify_certificate(verifier, &set, &cert);
        return true;
    }
    bn254::at::verify_certificate_proportion(verifier, &set, &cert, &vec![rules.threshold_bips])
}

fn ecdsa_is_enough(rules: &Rules, set: &OperatorSet, table: u32, message: B256, cert: Bytes) -> bool {
    let cert: ecdsa::ECDSACertificate = Reader::returned(cert.0).take();
    let is_signed = !cert.sig.0.is_empty();
    require_fitting(cert.reference_timestamp == table, cert.message_hash == message, is_signed);
    let (verifier, set) = (verifier(rules.curve), ecdsa::OperatorSet { avs: set.avs, id: set.id });
    if !rules.has_threshold() {
        ecdsa::at::verify_certificate(verifier, &set, &cert);
        return true;
    }
    ecdsa::at::verify_certificate_proportion(verifier, &set, &cert, &vec![rules.threshold_bips]).0
}

fn require_fitting(is_of_table: bool, is_over_message: bool, is_signed: bool) {
    require(is_of_table, error::INVALID_REFERENCE_TIMESTAMP);
    require(is_over_message, error::INVALID_MESSAGE_HASH);
    require(is_signed, error::EMPTY_CERTIFICATE_SIGNATURE);
}
