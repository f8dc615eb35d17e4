//! Certificates over answers.

use crate::allocation::SetId;
use crate::chain::{Chain, Frame};
use crate::revert::{Result, Revert, require};
use alloy_primitives::{B256, Bytes, keccak256};
use alloy_sol_types::{SolCall, SolValue as _};
use surety_abi::{
    IBN254CertificateVerifier as bn254, IECDSACertificateVerifier as ecdsa, ITaskMailbox as api,
};

/// Number of the curve of ECDSA keys.
pub(super) const ECDSA: u8 = 1;
/// Number of the curve of BN254 keys.
pub(super) const BN254: u8 = 2;
/// Number of the consensus that wants a share of all stake.
pub(super) const SHARE: u8 = 1;

/// What operators sign for an answer to a task.
pub(super) fn message_hash(task: B256, result: &Bytes) -> B256 {
    keccak256((task, result.clone()).abi_encode_params())
}

/// The share of stake that a consensus wants, bips.
pub(super) fn threshold(consensus: &api::Consensus) -> Result<u16> {
    u16::abi_decode_validate(&consensus.value).map_err(|_| Revert::empty())
}

fn returned<C: SolCall>(output: &[u8]) -> Result<C::Return> {
    C::abi_decode_returns_validate(output).map_err(|_| Revert::empty())
}

/// What has to be true of any certificate.
fn require_fitting(is_of_table: bool, is_over_message: bool, is_signed: bool) -> Result {
    require(is_of_table, api::InvalidReferenceTimestamp {})?;
    require(is_over_message, api::InvalidMessageHash {})?;
    require(is_signed, api::EmptyCertificateSignature {})
}

impl Chain {
    /// Fails unless a certificate over `message` is good enough for a task.
    pub(super) fn require_certified(
        &mut self,
        frame: Frame,
        task: &api::Task,
        message: B256,
        cert: &Bytes,
    ) -> Result {
        let config = &task.executorOperatorSetTaskConfig;
        let set = SetId { avs: task.avs, id: task.executorOperatorSetId };
        let table = task.operatorTableReferenceTimestamp;
        let share = match config.consensus.consensusType {
            SHARE => Some(threshold(&config.consensus)?),
            _ => None,
        };
        let is_enough = match config.curveType {
            BN254 => self.bn254_is_enough(frame, set, table, message, cert, share)?,
            _ => self.ecdsa_is_enough(set, table, message, cert, share)?,
        };
        require(is_enough, api::ThresholdNotMet {})
    }

    fn bn254_is_enough(
        &mut self,
        frame: Frame,
        set: SetId,
        table: u32,
        message: B256,
        cert: &Bytes,
        share: Option<u16>,
    ) -> Result<bool> {
        let cert = bn254::BN254Certificate::abi_decode_validate(cert).map_err(|_| Revert::empty())?;
        let is_signed = !(cert.signature.X.is_zero() && cert.signature.Y.is_zero());
        require_fitting(cert.referenceTimestamp == table, cert.messageHash == message, is_signed)?;
        let verifier = self.verifier(BN254);
        let Some(share) = share else {
            let call = bn254::verifyCertificateCall { operatorSet: set.into(), cert };
            let output = self.tell(frame.this, verifier, &call)?;
            returned::<bn254::verifyCertificateCall>(&output)?;
            return Ok(true);
        };
        let call = bn254::verifyCertificateProportionCall {
            operatorSet: set.into(),
            cert,
            totalStakeProportionThresholds: vec![share],
        };
        let output = self.tell(frame.this, verifier, &call)?;
        returned::<bn254::verifyCertificateProportionCall>(&output)
    }

    fn ecdsa_is_enough(
        &self,
        set: SetId,
        table: u32,
        message: B256,
        cert: &Bytes,
        share: Option<u16>,
    ) -> Result<bool> {
        let cert = ecdsa::ECDSACertificate::abi_decode_validate(cert).map_err(|_| Revert::empty())?;
        let is_signed = !cert.sig.is_empty();
        require_fitting(cert.referenceTimestamp == table, cert.messageHash == message, is_signed)?;
        let verifier = self.verifier(ECDSA);
        let Some(share) = share else {
            self.ask(verifier, &ecdsa::verifyCertificateCall { operatorSet: set.into(), cert })?;
            return Ok(true);
        };
        let call = ecdsa::verifyCertificateProportionCall {
            operatorSet: set.into(),
            cert,
            totalStakeProportionThresholds: vec![share],
        };
        Ok(self.ask(verifier, &call)?._0)
    }
}
