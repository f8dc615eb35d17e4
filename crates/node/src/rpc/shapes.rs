//! Blocks, transactions, receipts and logs as clients get them: Ethereum's shapes with Arbitrum's
//! fields.

use crate::ledger::{Block, MinedTx, SignedTx};
use alloy_consensus::{Transaction as _, TxEnvelope, transaction::Recovered};
use alloy_primitives::{Address, B64, B256, Bloom, Bytes, U64, U256};
use alloy_rpc_types_eth::{Log, Transaction};
use serde::Serialize;

/// A block.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RpcBlock {
    #[serde(flatten)]
    pub(crate) header: RpcHeader,
    size: U64,
    uncles: [B256; 0],
    transactions: Transactions,
}

/// A block's header, as `newHeads` has it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RpcHeader {
    number: U64,
    hash: B256,
    parent_hash: B256,
    nonce: B64,
    sha3_uncles: B256,
    logs_bloom: Bloom,
    transactions_root: B256,
    state_root: B256,
    receipts_root: B256,
    miner: Address,
    difficulty: U256,
    total_difficulty: U256,
    extra_data: Bytes,
    gas_limit: U64,
    gas_used: U64,
    timestamp: U64,
    base_fee_per_gas: U64,
    mix_hash: B256,
    l1_block_number: U64,
    send_count: U64,
    send_root: B256,
}

/// A block's transactions.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
enum Transactions {
    Hashes(Vec<B256>),
    Full(Vec<Transaction<TxEnvelope>>),
}

impl RpcHeader {
    pub(crate) fn new(block: &Block) -> Self {
        let header = &block.header;
        Self {
            number: U64::from(header.number),
            hash: block.hash,
            parent_hash: header.parent_hash,
            nonce: header.nonce,
            sha3_uncles: header.ommers_hash,
            logs_bloom: header.logs_bloom,
            transactions_root: header.transactions_root,
            state_root: header.state_root,
            receipts_root: header.receipts_root,
            miner: header.beneficiary,
            difficulty: header.difficulty,
            total_difficulty: header.difficulty,
            extra_data: header.extra_data.clone(),
            gas_limit: U64::from(header.gas_limit),
            gas_used: U64::from(header.gas_used),
            timestamp: U64::from(header.timestamp),
            base_fee_per_gas: U64::from(header.base_fee_per_gas.unwrap_or_default()),
            mix_hash: header.mix_hash,
            l1_block_number: U64::from(block.l1_number),
            send_count: U64::ZERO,
            send_root: B256::ZERO,
        }
    }
}

impl RpcBlock {
    /// A block with its transactions, or only their hashes.
    pub(crate) fn new(block: &Block, full: bool) -> Self {
        let transactions = if full {
            Transactions::Full(block.txs.iter().map(|mined| transaction(block, mined)).collect())
        } else {
            Transactions::Hashes(block.txs.iter().map(|mined| mined.tx.hash).collect())
        };
        Self { header: RpcHeader::new(block), size: U64::from(block.size), uncles: [], transactions }
    }
}

/// A transaction in its block.
pub(crate) fn transaction(block: &Block, mined: &MinedTx) -> Transaction<TxEnvelope> {
    Transaction {
        inner: Recovered::new_unchecked(mined.tx.envelope.clone(), mined.tx.from),
        block_hash: Some(block.hash),
        block_number: Some(block.number()),
        transaction_index: Some(mined.index),
        effective_gas_price: Some(u128::from(mined.gas_price)),
        block_timestamp: Some(block.timestamp()),
    }
}

/// A transaction that waits for a block.
pub(crate) fn pending_transaction(tx: &SignedTx) -> Transaction<TxEnvelope> {
    Transaction {
        inner: Recovered::new_unchecked(tx.envelope.clone(), tx.from),
        block_hash: None,
        block_number: None,
        transaction_index: None,
        effective_gas_price: None,
        block_timestamp: None,
    }
}

/// What became of a transaction.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RpcReceipt {
    transaction_hash: B256,
    transaction_index: U64,
    block_hash: B256,
    block_number: U64,
    l1_block_number: U64,
    from: Address,
    to: Option<Address>,
    contract_address: Option<Address>,
    status: U64,
    #[serde(rename = "type")]
    tx_type: U64,
    gas_used: U64,
    /// Data fees: there is no L1 to pay for.
    gas_used_for_l1: U64,
    cumulative_gas_used: U64,
    effective_gas_price: U64,
    logs: Vec<Log>,
    logs_bloom: Bloom,
}

impl RpcReceipt {
    pub(crate) fn new(block: &Block, mined: &MinedTx) -> Self {
        Self {
            transaction_hash: mined.tx.hash,
            transaction_index: U64::from(mined.index),
            block_hash: block.hash,
            block_number: U64::from(block.number()),
            l1_block_number: U64::from(block.l1_number),
            from: mined.tx.from,
            to: mined.tx.envelope.to(),
            contract_address: mined.contract_address,
            status: U64::from(u64::from(mined.success)),
            tx_type: U64::from(mined.tx.envelope.tx_type() as u8),
            gas_used: U64::from(mined.gas_used),
            gas_used_for_l1: U64::ZERO,
            cumulative_gas_used: U64::from(mined.cumulative_gas_used),
            effective_gas_price: U64::from(mined.gas_price),
            logs: logs(block, mined).collect(),
            logs_bloom: mined.bloom,
        }
    }
}

/// A transaction's logs.
pub(crate) fn logs<'a>(block: &'a Block, mined: &'a MinedTx) -> impl Iterator<Item = Log> + 'a {
    mined.logs.iter().zip(mined.first_log..).map(|(log, index)| Log {
        inner: log.clone(),
        block_hash: Some(block.hash),
        block_number: Some(block.number()),
        block_timestamp: Some(block.timestamp()),
        transaction_hash: Some(mined.tx.hash),
        transaction_index: Some(mined.index),
        log_index: Some(index),
        removed: false,
    })
}
