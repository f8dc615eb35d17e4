//! Transactions: signed ones, and what became of them.

use alloy_consensus::{Transaction as _, TxEnvelope, transaction::SignerRecoverable as _};
use alloy_eips::eip2718::{Decodable2718 as _, Encodable2718 as _};
use alloy_primitives::{Address, B256, Bloom, Log, U256};
use std::sync::Arc;
use surety_devnode::{Delegation, Tx, TxOptions};

/// A transaction with its sender.
#[derive(Clone, Debug)]
pub(crate) struct SignedTx {
    /// The transaction as its sender signed it.
    pub(crate) envelope: TxEnvelope,
    /// Its hash.
    pub(crate) hash: B256,
    /// Who signed it, or is impersonated.
    pub(crate) from: Address,
}

/// Why bytes are no transaction for this chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum DecodeError {
    /// The bytes are not an encoded transaction.
    #[error("failed to decode signed transaction: {0}")]
    Encoding(String),
    /// Arbitrum has no blobs.
    #[error("transaction type not supported")]
    Unsupported,
    /// The signature belongs to nobody.
    #[error("invalid sender: the signature cannot be recovered")]
    Signature,
    /// The signature is for another chain.
    #[error("invalid chain id for signer: have {have} want {want}")]
    ChainId {
        /// Chain id of the transaction.
        have: u64,
        /// Chain id of this chain.
        want: u64,
    },
}

impl SignedTx {
    /// Decodes what `eth_sendRawTransaction` takes, and recovers the sender.
    pub(crate) fn decode(mut bytes: &[u8], chain_id: u64) -> Result<Self, DecodeError> {
        let envelope =
            TxEnvelope::decode_2718(&mut bytes).map_err(|error| DecodeError::Encoding(error.to_string()))?;
        if !bytes.is_empty() {
            return Err(DecodeError::Encoding(format!("{} bytes too many", bytes.len())));
        }
        if envelope.is_eip4844() {
            return Err(DecodeError::Unsupported);
        }
        // Transactions from before EIP-155 name no chain: the deployments of CREATE2 factories and
        // Multicall3 are such.
        if let Some(have) = envelope.chain_id().filter(|have| *have != chain_id) {
            return Err(DecodeError::ChainId { have, want: chain_id });
        }
        let from = envelope.recover_signer().map_err(|_| DecodeError::Signature)?;
        Ok(Self::new(envelope, from))
    }

    /// A transaction whose sender is known.
    pub(crate) fn new(envelope: TxEnvelope, from: Address) -> Self {
        Self { hash: *envelope.tx_hash(), envelope, from }
    }

    pub(crate) fn nonce(&self) -> u64 {
        self.envelope.nonce()
    }

    /// The most that it may cost its sender, wei.
    pub(crate) fn most_cost(&self) -> U256 {
        let fee =
            U256::from(self.envelope.gas_limit()).saturating_mul(U256::from(self.envelope.max_fee_per_gas()));
        fee.saturating_add(self.envelope.value())
    }

    /// The transaction as the chain takes it, at the block's price: Arbitrum drops tips.
    pub(crate) fn to_chain(&self, basefee: u64, options: TxOptions) -> Tx {
        let envelope = &self.envelope;
        let listed = envelope.access_list().map(|list| list.0.iter()).into_iter().flatten();
        let signed = envelope.authorization_list().unwrap_or_default();
        let delegations = signed.iter().filter_map(|signed| {
            Some(Delegation {
                chain_id: signed.chain_id,
                authority: signed.recover_authority().ok()?,
                delegate: signed.address,
                nonce: signed.nonce,
            })
        });
        Tx {
            from: self.from,
            to: envelope.to(),
            value: envelope.value(),
            data: envelope.input().clone(),
            gas_limit: envelope.gas_limit(),
            gas_price: Some(U256::from(basefee)),
            nonce: Some(envelope.nonce()),
            access_list: listed.map(|item| (item.address, item.storage_keys.clone())).collect(),
            delegations: delegations.collect(),
            options,
        }
    }

    /// Its encoding with the type's prefix, as signed.
    pub(crate) fn encoded(&self) -> Vec<u8> {
        self.envelope.encoded_2718()
    }
}

/// A transaction in its block.
#[derive(Clone, Debug)]
pub(crate) struct MinedTx {
    pub(crate) tx: Arc<SignedTx>,
    /// Place in the block.
    pub(crate) index: u64,
    pub(crate) success: bool,
    pub(crate) gas_used: u64,
    /// Gas used by it and those before it in the block.
    pub(crate) cumulative_gas_used: u64,
    /// The account that it made, if it is a creation.
    pub(crate) contract_address: Option<Address>,
    pub(crate) logs: Vec<Log>,
    pub(crate) bloom: Bloom,
    /// Place of its first log in the block.
    pub(crate) first_log: u64,
    /// What it paid for each gas, wei.
    pub(crate) gas_price: u64,
}

impl MinedTx {
    /// What became of a transaction in a block after `before`: whether it succeeded, its gas, its
    /// logs.
    pub(crate) fn new(
        tx: Arc<SignedTx>,
        before: Option<&Self>,
        (success, gas_used, logs): (bool, u64, Vec<Log>),
        gas_price: u64,
    ) -> Self {
        let (index, gas_before, first_log) = before.map_or((0, 0, 0), |last| {
            (last.index + 1, last.cumulative_gas_used, last.first_log + last.logs.len() as u64)
        });
        Self {
            index,
            success,
            gas_used,
            cumulative_gas_used: gas_before.saturating_add(gas_used),
            contract_address: tx.envelope.is_create().then(|| tx.from.create(tx.nonce())),
            bloom: logs.iter().collect(),
            logs,
            first_log,
            gas_price,
            tx,
        }
    }
}
