//! `eth_createAccessList`: what a call touches.

use super::{CallRequest, execute};
use crate::rpc::RpcError;
use alloy_eips::eip2930::{AccessList, AccessListItem};
use alloy_primitives::{Address, B256, U64};
use std::collections::{BTreeMap, BTreeSet};
use surety_devnode::{Chain, Receipt, Tx, TxStatus};

/// Lists are made again until nothing new is touched, which takes two or three rounds; a program
/// could make it go on for ever.
const ROUNDS: usize = 8;

/// An access list and what the call costs with it.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessListResult {
    access_list: AccessList,
    gas_used: U64,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// Finds the accounts and slots that a call touches, with the list itself in the call.
pub(crate) fn access_list(chain: &mut Chain, request: &CallRequest) -> Result<AccessListResult, RpcError> {
    let mut tx = request.tx.clone();
    for _ in 0..ROUNDS {
        let (receipt, touched) = touched(chain, &tx)?;
        let list: Vec<(Address, Vec<B256>)> =
            touched.into_iter().map(|(address, keys)| (address, keys.into_iter().collect())).collect();
        if list == tx.access_list {
            return Ok(result(&receipt, list));
        }
        tx.access_list = list;
    }
    let receipt = execute(chain, tx.clone())?;
    Ok(result(&receipt, tx.access_list))
}

fn result(receipt: &Receipt, list: Vec<(Address, Vec<B256>)>) -> AccessListResult {
    let items = list.into_iter().map(|(address, storage_keys)| AccessListItem { address, storage_keys });
    AccessListResult {
        access_list: AccessList(items.collect()),
        gas_used: U64::from(receipt.gas_used),
        error: match receipt.status {
            TxStatus::Success => None,
            TxStatus::Revert => Some(RpcError::revert(&receipt.output).message),
            TxStatus::Halt(reason) => Some(reason.to_string()),
        },
    }
}

type Touched = BTreeMap<Address, BTreeSet<B256>>;

/// What a call touches, without what is warm from the start: sender, target, precompiles.
fn touched(chain: &mut Chain, tx: &Tx) -> Result<(Receipt, Touched), RpcError> {
    let mut copy = chain.fork();
    let receipt = execute(&mut copy, tx.clone())?;
    let target = tx.to.unwrap_or_else(|| tx.from.create(chain.nonce(tx.from)));
    let mut touched = Touched::new();
    for (address, keys) in copy.loaded() {
        let warm =
            [tx.from, target, chain.block_env().coinbase].contains(&address) || copy.is_precompile(address);
        if !warm || !keys.is_empty() {
            touched.insert(address, keys.into_iter().map(B256::from).collect());
        }
    }
    Ok((receipt, touched))
}
