//! `eth_`: prices. The base fee is fixed, and Arbitrum takes no tips.

use super::{Answer, Params, Rpc, RpcError, answer, params::Number};
use alloy_eips::BlockNumberOrTag;
use alloy_primitives::{U64, U256};
use serde::Serialize;

/// Most blocks that one fee history covers, as in geth.
const MOST_BLOCKS: u64 = 1_024;
/// Most percentiles in one request.
const MOST_PERCENTILES: usize = 100;

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct FeeHistory {
    oldest_block: U64,
    base_fee_per_gas: Vec<U64>,
    gas_used_ratio: Vec<f64>,
    base_fee_per_blob_gas: Vec<U64>,
    blob_gas_used_ratio: Vec<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reward: Option<Vec<Vec<U256>>>,
}

impl Rpc {
    /// `None` if the method is not one of these.
    pub(super) fn eth_fees(&self, method: &str, params: &mut Params<'_>) -> Option<Answer> {
        Some(match method {
            "eth_gasPrice" => answer(U64::from(self.ledger.read().next().basefee)),
            "eth_maxPriorityFeePerGas" => answer(U64::ZERO),
            "eth_blobBaseFee" => answer(U64::ZERO),
            "eth_feeHistory" => self.fee_history(params),
            _ => return None,
        })
    }

    fn fee_history(&self, params: &mut Params<'_>) -> Answer {
        let (Number(count), newest): (Number, BlockNumberOrTag) = (params.next()?, params.next()?);
        let percentiles: Option<Vec<f64>> = params.optional()?;
        let rising = |list: &[f64]| list.is_sorted() && list.iter().all(|p| (0.0..=100.0).contains(p));
        if percentiles.as_ref().is_some_and(|list| list.len() > MOST_PERCENTILES || !rising(list)) {
            return Err(RpcError::invalid_params("invalid reward percentile"));
        }
        let ledger = self.ledger.read();
        let newest = ledger.number_of(newest);
        if newest > ledger.head().number() {
            return Err(RpcError::server("request beyond head block"));
        }
        let oldest = newest.saturating_add(1).saturating_sub(count.min(MOST_BLOCKS)).max(ledger.first());
        let blocks: Vec<_> = (oldest..=newest).filter_map(|number| ledger.block(number)).collect();
        let fee = |block: &crate::ledger::Block| U64::from(block.header.base_fee_per_gas.unwrap_or_default());
        let mut base_fee_per_gas: Vec<_> = blocks.iter().map(|block| fee(block)).collect();
        // The fee of the block after the newest is part of the answer.
        let after = ledger.block(newest.saturating_add(1)).map(|block| fee(block));
        base_fee_per_gas.push(after.unwrap_or_else(|| U64::from(ledger.next().basefee)));
        let ratio = |block: &crate::ledger::Block| {
            // Gas counts are far below 2^53.
            block.header.gas_used as f64 / (block.header.gas_limit.max(1)) as f64
        };
        answer(FeeHistory {
            oldest_block: U64::from(oldest),
            gas_used_ratio: blocks.iter().map(|block| ratio(block)).collect(),
            base_fee_per_blob_gas: vec![U64::ZERO; blocks.len() + 1],
            blob_gas_used_ratio: vec![0.0; blocks.len()],
            reward: percentiles.map(|list| vec![vec![U256::ZERO; list.len()]; blocks.len()]),
            base_fee_per_gas,
        })
    }
}
