//! `debug_`: traces.

use super::{Answer, Params, Rpc, RpcError, answer};
use crate::{
    ledger::{Ledger, LookUpError, SignedTx, State},
    views::{self, CallRequest, Overrides, TraceOptions},
};
use alloy_eips::{BlockId, BlockNumberOrTag};
use alloy_primitives::B256;
use alloy_rpc_types_eth::TransactionRequest;
use serde_json::{Value, json};
use std::sync::Arc;
use surety_devnode::BlockEnv;

/// A block to trace in: where it began, what contracts saw, and its transactions.
type Traced = (State, BlockEnv, Vec<Arc<SignedTx>>);

impl Rpc {
    pub(super) async fn debug(&self, method: &str, params: &mut Params<'_>) -> Answer {
        match method {
            "debug_traceTransaction" => self.trace_transaction(params).await,
            "debug_traceCall" => self.trace_call(params).await,
            "debug_traceBlockByNumber" => {
                let tag: BlockNumberOrTag = params.next()?;
                self.trace_block(BlockId::Number(tag), params).await
            }
            "debug_traceBlockByHash" => {
                let hash: B256 = params.next()?;
                self.trace_block(BlockId::hash(hash), params).await
            }
            "debug_getRawTransaction" => match self.eth_blocks("eth_getRawTransactionByHash", params) {
                Some(answer) => answer,
                None => Err(RpcError::no_method(method)),
            },
            _ => Err(RpcError::no_method(method)),
        }
    }

    async fn trace_transaction(&self, params: &mut Params<'_>) -> Answer {
        let (hash, options): (B256, TraceOptions) = (params.next()?, params.or_default()?);
        let (traced, index) = {
            let ledger = self.ledger.read();
            let Some((block, mined)) = ledger.transaction(&hash) else {
                return Err(RpcError::server("transaction not found"));
            };
            let index = usize::try_from(mined.index).unwrap_or(usize::MAX);
            (traced(&ledger, BlockId::from(block.number()))?, index)
        };
        answer(self.trace_at(traced, index, options).await?)
    }

    async fn trace_at(&self, traced: Traced, index: usize, options: TraceOptions) -> Result<Value, RpcError> {
        let (state, env, txs) = traced;
        let work = move |chain: &mut surety_devnode::Chain| {
            let (before, rest) = txs.split_at_checked(index).ok_or(LookUpError::Block)?;
            let tx = rest.first().ok_or(LookUpError::Block)?;
            views::trace_transaction(chain, before, tx, &options)
        };
        self.views.run((state, env), Overrides::default(), work).await
    }

    async fn trace_block(&self, id: BlockId, params: &mut Params<'_>) -> Answer {
        let options: TraceOptions = params.or_default()?;
        let (state, env, txs) = traced(&self.ledger.read(), id)?;
        let mut results = Vec::with_capacity(txs.len());
        for (index, tx) in txs.iter().enumerate() {
            let traced = (state.clone(), env, txs.clone());
            let result = self.trace_at(traced, index, options.clone()).await?;
            results.push(json!({ "txHash": tx.hash, "result": result }));
        }
        answer(results)
    }

    async fn trace_call(&self, params: &mut Params<'_>) -> Answer {
        let request: TransactionRequest = params.next()?;
        let (block, options): (Option<BlockId>, TraceOptions) = (params.optional()?, params.or_default()?);
        let at = self.state_at(block)?;
        let request = CallRequest::new(request, self.config.limits.call_gas)?;
        let overrides =
            Overrides { state: options.state_overrides.clone(), block: options.block_overrides.clone() };
        let work = move |chain: &mut surety_devnode::Chain| views::trace_call(chain, request.tx, &options);
        answer(self.views.run(at, overrides, work).await?)
    }
}

fn traced(ledger: &Ledger, id: BlockId) -> Result<Traced, RpcError> {
    let block = ledger.find(id).ok_or(LookUpError::Block)?;
    let states = ledger.states(block.number())?;
    let txs = block.txs.iter().map(|mined| Arc::clone(&mined.tx)).collect();
    Ok((states.before.clone(), states.before.snapshot.env(), txs))
}
