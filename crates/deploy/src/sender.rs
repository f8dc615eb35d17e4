//! Sends one transaction until it is mined, with a higher fee whenever it is stuck.

use crate::{DeployError, Fees, Remote, remote::Mined, signers::Signer};
use alloy_consensus::{SignableTransaction as _, TxEip1559, TxEnvelope};
use alloy_eips::eip2718::Encodable2718 as _;
use alloy_primitives::{Address, B256, Bytes, TxKind, U256};
use std::time::{Duration, Instant};

/// How often the node is asked whether a transaction is mined.
const POLL: Duration = Duration::from_millis(250);
/// What a replacement must offer at least, percent of what it replaces; nodes want ten more.
const BUMP_PERCENT: u128 = 125;

/// A transaction, but for nonce and fees.
#[derive(Clone, Debug)]
pub(crate) struct Order<'a> {
    pub(crate) step: &'a str,
    pub(crate) chain_id: u64,
    pub(crate) to: Address,
    pub(crate) data: Bytes,
    pub(crate) value: U256,
    pub(crate) gas: u64,
    pub(crate) nonce: u64,
    /// Transactions of this nonce that were sent before.
    pub(crate) before: Vec<B256>,
}

/// What a caller hears of every transaction before it is sent. With an error nothing is sent.
pub(crate) trait Witness {
    /// Signed, and about to be sent.
    fn signed(&mut self, nonce: u64, transaction: B256) -> Result<(), DeployError>;
    /// With the node. False ends the sending.
    fn sent(&mut self, transaction: B256) -> bool;
}

/// Sends; answers the receipt of whichever attempt was mined, or `None` if the witness ended it.
pub(crate) async fn send(
    remote: &Remote,
    signer: &Signer,
    fees: &Fees,
    order: Order<'_>,
    witness: &mut dyn Witness,
) -> Result<Option<Mined>, DeployError> {
    let tip = u128::from(fees.priority_fee_wei);
    let most = u128::from(fees.max_fee_wei);
    // Twice the present price lasts through a rise; the chain takes its price only.
    let mut fee = remote.gas_price().await?.saturating_mul(2).saturating_add(tip).min(most);
    let mut hashes = order.before.clone();
    let mut objection = None;
    for _ in 0..=fees.bumps {
        let mut tx = TxEip1559 {
            chain_id: order.chain_id,
            nonce: order.nonce,
            gas_limit: order.gas,
            max_fee_per_gas: fee,
            max_priority_fee_per_gas: tip.min(fee),
            to: TxKind::Call(order.to),
            value: order.value,
            input: order.data.clone(),
            ..TxEip1559::default()
        };
        let signature =
            signer.sign_transaction(&mut tx).await.map_err(|error| DeployError::Key(error.to_string()))?;
        let envelope = TxEnvelope::from(tx.into_signed(signature));
        let hash = *envelope.tx_hash();
        if !hashes.contains(&hash) {
            witness.signed(order.nonce, hash)?;
            hashes.push(hash);
        }
        objection = remote.send(&envelope.encoded_2718().into()).await?.or(objection);
        if !witness.sent(hash) {
            return Ok(None);
        }
        let until = Instant::now() + Duration::from_secs(fees.bump_after_secs);
        loop {
            if let Some(mined) = mined(remote, &hashes).await? {
                return Ok(Some(mined));
            }
            // A nonce that is used up by none of ours: somebody else uses the key.
            if Instant::now() >= until || remote.nonce(signer.address()).await? > order.nonce {
                break;
            }
            tokio::time::sleep(POLL).await;
        }
        if let Some(mined) = mined(remote, &hashes).await? {
            return Ok(Some(mined));
        }
        if remote.nonce(signer.address()).await? > order.nonce {
            let reason = format!("nonce {} of {} was used for something else", order.nonce, signer.address());
            return Err(DeployError::WouldFail { step: order.step.to_owned(), reason });
        }
        fee = (fee.saturating_mul(BUMP_PERCENT) / 100).min(most);
    }
    match objection {
        Some(reason) => Err(DeployError::WouldFail { step: order.step.to_owned(), reason }),
        None => Err(DeployError::Stuck { step: order.step.to_owned(), attempts: hashes.len() }),
    }
}

/// The receipt of whichever transaction has one.
pub(crate) async fn mined(remote: &Remote, hashes: &[B256]) -> Result<Option<Mined>, DeployError> {
    for hash in hashes {
        if let Some(mined) = remote.receipt(*hash).await? {
            return Ok(Some(mined));
        }
    }
    Ok(None)
}
