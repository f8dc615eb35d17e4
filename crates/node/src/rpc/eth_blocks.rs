//! `eth_`: blocks, transactions, receipts.

use super::{
    Answer, Params, Rpc, RpcError, answer,
    params::Number,
    shapes::{RpcBlock, RpcReceipt, pending_transaction, transaction},
};
use crate::ledger::Block;
use alloy_eips::{BlockId, BlockNumberOrTag};
use alloy_primitives::{B256, Bytes, U64};
use std::sync::Arc;

impl Rpc {
    /// `None` if the method is not one of these.
    pub(super) fn eth_blocks(&self, method: &str, params: &mut Params<'_>) -> Option<Answer> {
        Some(match method {
            "eth_blockNumber" => answer(U64::from(self.ledger.read().head().number())),
            "eth_getBlockByNumber" => self.block_by_number(params),
            "eth_getBlockByHash" => self.block_by_hash(params),
            "eth_getBlockReceipts" => self.block_receipts(params),
            "eth_getBlockTransactionCountByNumber" => {
                self.of_numbered_block(params, |block, _| answer(U64::from(block.txs.len())))
            }
            "eth_getBlockTransactionCountByHash" => {
                self.of_hashed_block(params, |block, _| answer(U64::from(block.txs.len())))
            }
            "eth_getUncleCountByBlockNumber" => self.of_numbered_block(params, |_, _| answer(U64::ZERO)),
            "eth_getUncleCountByBlockHash" => self.of_hashed_block(params, |_, _| answer(U64::ZERO)),
            "eth_getUncleByBlockNumberAndIndex" | "eth_getUncleByBlockHashAndIndex" => answer(()),
            "eth_getTransactionByBlockNumberAndIndex" => self.of_numbered_block(params, indexed),
            "eth_getTransactionByBlockHashAndIndex" => self.of_hashed_block(params, indexed),
            "eth_getTransactionByHash" => self.transaction_by_hash(params),
            "eth_getRawTransactionByHash" => self.raw_transaction(params),
            "eth_getTransactionReceipt" => self.receipt(params),
            _ => return None,
        })
    }

    fn block_by_number(&self, params: &mut Params<'_>) -> Answer {
        self.of_numbered_block(params, |block, params| answer(RpcBlock::new(block, params.or_default()?)))
    }

    fn block_by_hash(&self, params: &mut Params<'_>) -> Answer {
        self.of_hashed_block(params, |block, params| answer(RpcBlock::new(block, params.or_default()?)))
    }

    fn block_receipts(&self, params: &mut Params<'_>) -> Answer {
        let id: BlockId = params.next()?;
        let block = self.ledger.read().find(id).cloned();
        answer(
            block.map(|block| {
                block.txs.iter().map(|mined| RpcReceipt::new(&block, mined)).collect::<Vec<_>>()
            }),
        )
    }

    /// Something of a block by its number or tag; null if there is no such block.
    fn of_numbered_block(
        &self,
        params: &mut Params<'_>,
        read: impl FnOnce(&Block, &mut Params<'_>) -> Answer,
    ) -> Answer {
        let tag: BlockNumberOrTag = params.next()?;
        let block = self.ledger.read().find(BlockId::Number(tag)).map(Arc::clone);
        block.map_or_else(|| answer(()), |block| read(&block, params))
    }

    /// The same by hash.
    fn of_hashed_block(
        &self,
        params: &mut Params<'_>,
        read: impl FnOnce(&Block, &mut Params<'_>) -> Answer,
    ) -> Answer {
        let hash: B256 = params.next()?;
        let block = self.ledger.read().block_by_hash(&hash).map(Arc::clone);
        block.map_or_else(|| answer(()), |block| read(&block, params))
    }

    fn transaction_by_hash(&self, params: &mut Params<'_>) -> Answer {
        let hash: B256 = params.next()?;
        let ledger = self.ledger.read();
        let mined = ledger.transaction(&hash).map(|(block, mined)| transaction(block, mined));
        answer(mined.or_else(|| Some(pending_transaction(ledger.pending_tx(&hash)?))))
    }

    fn raw_transaction(&self, params: &mut Params<'_>) -> Answer {
        let hash: B256 = params.next()?;
        let ledger = self.ledger.read();
        let mined = ledger.transaction(&hash).map(|(_, mined)| &mined.tx);
        answer(mined.or_else(|| ledger.pending_tx(&hash)).map(|tx| Bytes::from(tx.encoded())))
    }

    fn receipt(&self, params: &mut Params<'_>) -> Answer {
        answer(self.receipt_of(&params.next()?))
    }

    /// The receipt of a transaction that is in a block.
    pub(super) fn receipt_of(&self, hash: &B256) -> Option<RpcReceipt> {
        let ledger = self.ledger.read();
        ledger.transaction(hash).map(|(block, mined)| RpcReceipt::new(block, mined))
    }

    /// Transactions that wait, as `txpool_status` and `txpool_content` tell them.
    pub(super) fn txpool(&self, method: &str) -> Answer {
        let ledger = self.ledger.read();
        match method {
            "txpool_status" => {
                let waiting = U64::from(ledger.pending().count());
                answer(serde_json::json!({ "pending": waiting, "queued": U64::ZERO }))
            }
            "txpool_content" => {
                let mut pending = serde_json::Map::new();
                for tx in ledger.pending() {
                    let of_sender =
                        pending.entry(tx.from.to_string()).or_insert_with(|| serde_json::json!({}));
                    if let Some(of_sender) = of_sender.as_object_mut() {
                        let shape = serde_json::to_value(pending_transaction(tx));
                        let shape = shape.map_err(|error| RpcError::server(error.to_string()))?;
                        of_sender.insert(tx.nonce().to_string(), shape);
                    }
                }
                answer(serde_json::json!({ "pending": pending, "queued": {} }))
            }
            _ => Err(RpcError::no_method(method)),
        }
    }
}

fn indexed(block: &Block, params: &mut Params<'_>) -> Answer {
    let Number(index) = params.next()?;
    let mined = usize::try_from(index).ok().and_then(|index| block.txs.get(index));
    answer(mined.map(|mined| transaction(block, mined)))
}
