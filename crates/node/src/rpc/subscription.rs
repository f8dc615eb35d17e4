//! `eth_subscribe`: what a WebSocket client is told without asking.

use super::{
    Params, Rpc, RpcError,
    eth_filters::matching,
    shapes::{RpcHeader, pending_transaction},
};
use crate::events::Event;
use alloy_rpc_types_eth::Filter;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

/// What one subscription is told of.
#[derive(Clone, Debug)]
pub(crate) enum Subscription {
    /// New blocks.
    Heads,
    /// Logs that a filter wants.
    Logs(Box<Filter>),
    /// New transactions: their hashes, or all of them.
    Transactions {
        /// Whole transactions instead of hashes.
        full: bool,
    },
}

impl Subscription {
    /// What `eth_subscribe` is asked for.
    pub(crate) fn new(params: Option<&RawValue>) -> Result<Self, RpcError> {
        let mut params = Params::new(params)?;
        let kind: String = params.next()?;
        match kind.as_str() {
            "newHeads" => Ok(Self::Heads),
            "logs" => Ok(Self::Logs(Box::new(params.or_default()?))),
            "newPendingTransactions" => Ok(Self::Transactions { full: params.or_default()? }),
            other => {
                let shown: String = other.chars().take(100).collect();
                Err(RpcError::invalid_params(format!("no \"{shown}\" subscription in eth namespace")))
            }
        }
    }

    /// What the client is told of an event, one notification each.
    pub(crate) fn notifications(&self, event: &Event) -> Vec<Box<RawValue>> {
        match (self, event) {
            (Self::Heads, Event::Block(block)) => raw(std::iter::once(RpcHeader::new(block))),
            (Self::Logs(filter), Event::Block(block)) if filter.matches_bloom(block.header.logs_bloom) => {
                raw(matching(filter, block))
            }
            (Self::Transactions { full: true }, Event::Pending(tx)) => {
                raw(std::iter::once(pending_transaction(tx)))
            }
            (Self::Transactions { full: false }, Event::Pending(tx)) => raw(std::iter::once(tx.hash)),
            _ => Vec::new(),
        }
    }
}

/// Nothing here fails to become JSON: all keys are text.
fn raw(items: impl Iterator<Item = impl Serialize>) -> Vec<Box<RawValue>> {
    items.filter_map(|item| to_raw_value(&item).ok()).collect()
}

impl Rpc {
    /// Most subscriptions of one connection.
    pub(crate) fn most_subscriptions(&self) -> usize {
        self.config.limits.subscriptions
    }
}
