//! What follows an image: blocks and edits.

use crate::{
    ledger::{Block, MinedTx, SignedTx},
    producer::Clock,
};
use alloy_consensus::TxEnvelope;
use alloy_eips::eip2718::Decodable2718 as _;
use alloy_primitives::{Address, B256, Bytes, Log};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use surety_devnode::{BlockEnv, StateDiff};

/// One change of the chain.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Entry {
    /// A block, with what it changed.
    Block {
        /// The block itself.
        block: BlockRow,
        /// What it changed.
        changes: StateDiff,
        /// The clock after it.
        clock: Clock,
    },
    /// State that was set by hand.
    Edit {
        /// What was set.
        changes: StateDiff,
        /// The clock then.
        clock: Clock,
    },
}

/// A block by value.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct BlockRow {
    number: u64,
    l1_number: u64,
    timestamp: u64,
    basefee: u64,
    gas_limit: u64,
    coinbase: Address,
    parent_hash: B256,
    /// Follows from all else; kept as a check.
    hash: B256,
    txs: Vec<TxRow>,
}

/// A transaction by value, with what became of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct TxRow {
    raw: Bytes,
    from: Address,
    success: bool,
    gas_used: u64,
    logs: Vec<Log>,
}

impl Entry {
    pub(crate) fn block(env: &BlockEnv, block: &Block, changes: StateDiff, clock: Clock) -> Self {
        Self::Block { block: BlockRow::new(env, block), changes, clock }
    }

    pub(super) fn encode(&self) -> String {
        // All keys are text, so nothing here fails to become JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl BlockRow {
    pub(super) fn new(env: &BlockEnv, block: &Block) -> Self {
        let row = |mined: &MinedTx| TxRow {
            raw: mined.tx.encoded().into(),
            from: mined.tx.from,
            success: mined.success,
            gas_used: mined.gas_used,
            logs: mined.logs.clone(),
        };
        Self {
            number: env.number,
            l1_number: env.l1_number,
            timestamp: env.timestamp,
            basefee: env.basefee,
            gas_limit: env.gas_limit,
            coinbase: env.coinbase,
            parent_hash: block.header.parent_hash,
            hash: block.hash,
            txs: block.txs.iter().map(row).collect(),
        }
    }

    /// The block that the row describes.
    ///
    /// # Errors
    /// Says what is wrong with the row.
    pub(super) fn restore(&self, arbos: u64) -> Result<(BlockEnv, Block), String> {
        let env = BlockEnv {
            number: self.number,
            l1_number: self.l1_number,
            timestamp: self.timestamp,
            basefee: self.basefee,
            gas_limit: self.gas_limit,
            coinbase: self.coinbase,
        };
        let mut txs: Vec<MinedTx> = Vec::with_capacity(self.txs.len());
        for row in &self.txs {
            let envelope =
                TxEnvelope::decode_2718(&mut row.raw.as_ref()).map_err(|error| error.to_string())?;
            let tx = Arc::new(SignedTx::new(envelope, row.from));
            let next =
                MinedTx::new(tx, txs.last(), (row.success, row.gas_used, row.logs.clone()), self.basefee);
            txs.push(next);
        }
        let block = Block::seal(&env, arbos, self.parent_hash, txs);
        if block.hash == self.hash {
            Ok((env, block))
        } else {
            Err(format!("block {} has hash {}, not {}", self.number, block.hash, self.hash))
        }
    }
}
