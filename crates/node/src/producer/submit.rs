//! Taking transactions in.

use super::{Mining, Producer, pool::Added, pool::PoolError};
use crate::{
    events::Event,
    ledger::{DecodeError, SignedTx},
};
use alloy_consensus::{SignableTransaction as _, Transaction as _, TxEnvelope, TypedTransaction};
use alloy_primitives::{Address, B256, Signature, U256};
use alloy_rpc_types_eth::TransactionRequest;
use alloy_signer::SignerSync as _;
use alloy_signer_local::PrivateKeySigner;
use std::sync::Arc;
use surety_devnode::{TxError, TxOptions};

/// Why a transaction was not taken. The sentences are geth's: clients know them.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SubmitError {
    /// The bytes are no transaction for this chain.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// The sender has sent a transaction with this nonce.
    #[error("nonce too low: next nonce {next}, tx nonce {given}")]
    NonceTooLow {
        /// Nonce of the sender's account.
        next: u64,
        /// Nonce of the transaction.
        given: u64,
    },
    /// The transaction pays less than the chain asks for.
    #[error(
        "max fee per gas less than block base fee: address {from}, maxFeePerGas: {max}, baseFee: {basefee}"
    )]
    FeeTooLow {
        /// The sender.
        from: Address,
        /// Wei that the transaction would pay for each gas at most.
        max: u128,
        /// Wei that the chain asks for.
        basefee: u64,
    },
    /// The tip is above the whole fee.
    #[error(
        "max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: {tip}, maxFeePerGas: {max}"
    )]
    TipAboveFee {
        /// Tip for each gas, wei.
        tip: u128,
        /// Whole fee for each gas, wei.
        max: u128,
    },
    /// The sender could not pay.
    #[error("insufficient funds for gas * price + value: address {from} have {have} want {want}")]
    Funds {
        /// The sender.
        from: Address,
        /// Its balance, wei.
        have: U256,
        /// The most the transaction may cost, wei.
        want: U256,
    },
    /// The chain can't run it.
    #[error("{}", crate::rpc::describe(.0))]
    Tx(#[from] TxError),
    /// The pool can't take it.
    #[error(transparent)]
    Pool(#[from] PoolError),
    /// The request does not make a transaction.
    #[error("{0}")]
    Request(String),
    /// Nobody here can sign for the account.
    #[error("unknown account: {0} is neither a development account nor impersonated")]
    UnknownAccount(Address),
}

impl Producer {
    /// Takes a signed transaction in: it is in a block when this returns, unless blocks come by
    /// time or a nonce is missing.
    pub(crate) fn submit(&mut self, tx: SignedTx) -> Result<B256, SubmitError> {
        let (hash, from) = (tx.hash, tx.from);
        let next = self.chain.nonce(from);
        self.check(&tx, next)?;
        let tx = Arc::new(tx);
        if self.mining == Mining::Auto && tx.nonce() == next && self.pool.len() == 0 {
            let rejected = self.make_block(vec![Arc::clone(&tx)]);
            if let Some((_, error)) = rejected.into_iter().next() {
                return Err(error.into());
            }
            self.events.send(Event::Pending(tx));
            return Ok(hash);
        }
        let added = self.pool.add(Arc::clone(&tx), self.config.limits.pool)?;
        {
            let mut ledger = self.ledger.write();
            if let Added::Replaced(old) = added {
                ledger.remove_pending(&old);
            }
            ledger.add_pending(Arc::clone(&tx));
        }
        self.events.send(Event::Pending(tx));
        if self.mining == Mining::Auto {
            self.mine_ready();
        }
        Ok(hash)
    }

    /// Makes a block of each transaction that can go.
    pub(super) fn mine_ready(&mut self) {
        let chain = &self.chain;
        for tx in self.pool.take_ready(|sender| chain.nonce(sender)) {
            for (hash, error) in self.make_block(vec![tx]) {
                tracing::warn!(%hash, %error, "transaction dropped");
                self.ledger.write().remove_pending(&hash);
            }
        }
    }

    fn check(&self, tx: &SignedTx, next: u64) -> Result<(), SubmitError> {
        let given = tx.nonce();
        if given < next {
            return Err(SubmitError::NonceTooLow { next, given });
        }
        let max = tx.envelope.max_fee_per_gas();
        if let Some(tip) = tx.envelope.max_priority_fee_per_gas().filter(|tip| *tip > max) {
            return Err(SubmitError::TipAboveFee { tip, max });
        }
        if max < u128::from(self.basefee) {
            return Err(SubmitError::FeeTooLow { from: tx.from, max, basefee: self.basefee });
        }
        let (have, want) = (self.chain.balance(tx.from), tx.most_cost());
        if have < want {
            return Err(SubmitError::Funds { from: tx.from, have, want });
        }
        self.chain.check_gas(&tx.to_chain(self.basefee, TxOptions::NOTHING))?;
        Ok(())
    }

    /// Nonce of a sender's next transaction, after those that wait.
    fn pending_nonce(&self, sender: Address) -> u64 {
        let mut next = self.chain.nonce(sender);
        while self.pool.is_ready(sender, next) {
            next = next.saturating_add(1);
        }
        next
    }

    /// Signs and takes in what a wallet without keys asks for; gas and fees are filled in already.
    pub(crate) fn submit_request(
        &mut self,
        mut request: TransactionRequest,
        signer: Option<&PrivateKeySigner>,
    ) -> Result<B256, SubmitError> {
        let from = request.from.unwrap_or_default();
        if signer.is_none() && !self.impersonates_all && !self.impersonated.contains(&from) {
            return Err(SubmitError::UnknownAccount(from));
        }
        if request.nonce.is_none() {
            request.nonce = Some(self.pending_nonce(from));
        }
        let tx = request.build_typed_tx().map_err(|request| {
            let missing = request.missing_keys().err().map(|(_, keys)| keys.join(", "));
            SubmitError::Request(format!("transaction lacks {}", missing.unwrap_or_default()))
        })?;
        let signature = match signer {
            Some(signer) => signer
                .sign_hash_sync(&tx.signature_hash())
                .map_err(|error| SubmitError::Request(error.to_string()))?,
            // No signature of the account exists, but its transactions still need hashes of their
            // own: the sender stands where `r` would.
            None => Signature::new(U256::from_be_bytes(from.into_word().0), U256::ONE, false),
        };
        self.submit(SignedTx::new(signed(tx, signature)?, from))
    }
}

fn signed(tx: TypedTransaction, signature: Signature) -> Result<TxEnvelope, SubmitError> {
    Ok(match tx {
        TypedTransaction::Legacy(tx) => tx.into_signed(signature).into(),
        TypedTransaction::Eip2930(tx) => tx.into_signed(signature).into(),
        TypedTransaction::Eip1559(tx) => tx.into_signed(signature).into(),
        TypedTransaction::Eip7702(tx) => tx.into_signed(signature).into(),
        TypedTransaction::Eip4844(_) => return Err(DecodeError::Unsupported.into()),
    })
}
