//! The methods that clients call, by namespace.

mod control;
mod debug;
mod error;
mod eth_blocks;
mod eth_calls;
mod eth_fees;
mod eth_filters;
mod eth_send;
mod eth_state;
mod info;
mod l1;
mod node_interface;
mod params;
mod shapes;
mod subscription;
mod typed_data;

pub(crate) use error::{INVALID_REQUEST, PARSE_ERROR, RpcError, describe, reason};
pub(crate) use params::Params;
pub(crate) use subscription::Subscription;

use crate::{
    accounts::Accounts,
    config::NodeConfig,
    events::Events,
    ledger::State,
    producer::{ProducerHandle, SharedLedger},
    views::Views,
};
use alloy_eips::BlockId;
use alloy_primitives::{Address, B256, keccak256};
use eth_filters::Filters;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};
use surety_devnode::BlockEnv;
use tokio::sync::watch;

/// A method's result, as JSON text.
pub(crate) type Answer = Result<Box<RawValue>, RpcError>;

/// Everything that methods reach.
#[derive(Debug)]
pub(crate) struct Rpc {
    pub(crate) config: Arc<NodeConfig>,
    pub(crate) ledger: SharedLedger,
    pub(crate) producer: ProducerHandle,
    pub(crate) views: Views,
    pub(crate) events: Events,
    pub(crate) accounts: Accounts,
    /// Contracts of the suite, by name.
    pub(crate) directory: BTreeMap<String, Address>,
    filters: Filters,
    /// Time between blocks, for the task that makes them.
    intervals: watch::Sender<Option<Duration>>,
    /// Tells this run of the node from others.
    instance: B256,
}

/// A result as JSON text.
fn answer(value: impl Serialize) -> Answer {
    to_raw_value(&value).map_err(|error| RpcError::server(error.to_string()))
}

impl Rpc {
    pub(crate) fn new(
        config: Arc<NodeConfig>,
        ledger: SharedLedger,
        producer: ProducerHandle,
        views: Views,
        events: Events,
        accounts: Accounts,
        directory: BTreeMap<String, Address>,
    ) -> Self {
        let filters = Filters::new(config.limits.filters);
        let intervals = watch::Sender::new(config.block_time);
        let started = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let instance = keccak256([&started.to_be_bytes()[..], &std::process::id().to_be_bytes()].concat());
        Self { config, ledger, producer, views, events, accounts, directory, filters, intervals, instance }
    }

    /// Time between blocks, as it changes.
    pub(crate) fn intervals(&self) -> watch::Receiver<Option<Duration>> {
        self.intervals.subscribe()
    }

    /// Answers a call.
    pub(crate) async fn call(&self, method: &str, params: Option<&RawValue>) -> Answer {
        let mut params = Params::new(params)?;
        let params = &mut params;
        let (namespace, name) = method.split_once('_').unwrap_or(("", method));
        match namespace {
            "eth" | "personal" => self.eth(method, params).await,
            "net" | "web3" | "rpc" | "arb" => self.info(method, params),
            "anvil" | "hardhat" | "evm" => self.control(method, name, params).await,
            "surety" => self.surety(method, name, params).await,
            "debug" => self.debug(method, params).await,
            "txpool" => self.txpool(method),
            _ => Err(RpcError::no_method(method)),
        }
    }

    async fn eth(&self, method: &str, params: &mut Params<'_>) -> Answer {
        if let Some(answer) = self.eth_blocks(method, params) {
            return answer;
        }
        if let Some(answer) = self.eth_state(method, params) {
            return answer;
        }
        if let Some(answer) = self.eth_fees(method, params) {
            return answer;
        }
        if let Some(answer) = self.eth_filters(method, params) {
            return answer;
        }
        if let Some(answer) = self.eth_calls(method, params).await {
            return answer;
        }
        match self.eth_send(method, params).await {
            Some(answer) => answer,
            None => Err(RpcError::no_method(method)),
        }
    }

    /// The state that a call names, and the block that it sees.
    fn state_at(&self, block: Option<BlockId>) -> Result<(State, BlockEnv), RpcError> {
        let ledger = self.ledger.read();
        let (state, env) = ledger.state(block.unwrap_or_default())?;
        Ok((state.clone(), env))
    }
}
