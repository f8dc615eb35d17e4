//! What cargo-stylus does not do itself: transactions to a program, and questions.

use crate::node::Node;
use alloy_network::Ethereum;
use alloy_primitives::{Address, B256, Bytes};
use alloy_provider::{Provider as _, RootProvider};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// The node, by plain JSON-RPC: it signs for its accounts.
pub(super) struct Chain {
    provider: RootProvider<Ethereum>,
    runtime: Runtime,
}

impl Chain {
    pub(super) fn new(node: &Node) -> Result<Self> {
        // Whichever part of the workspace chose a cryptography for TLS first has chosen for all; loopback needs none.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { provider: RootProvider::new_http(node.url()?.parse()?), runtime })
    }

    /// Sends a transaction that succeeds.
    pub(super) fn send(&self, from: Address, to: Address, data: Bytes) -> Result<B256> {
        let (hash, status) = self.transact(from, to, data)?;
        ensure!(status == "0x1", "{hash} failed");
        Ok(hash)
    }

    /// Sends a transaction that the program refuses.
    pub(super) fn send_in_vain(&self, from: Address, to: Address, data: Bytes) -> Result<B256> {
        let (hash, status) = self.transact(from, to, data)?;
        ensure!(status == "0x0", "{hash} succeeded");
        Ok(hash)
    }

    /// What a call answers.
    pub(super) fn call(&self, to: Address, data: Bytes) -> Result<Bytes> {
        let answer = self.rpc("eth_call", json!([{ "to": to, "data": data }, "latest"]))?;
        Ok(serde_json::from_value(answer)?)
    }

    fn transact(&self, from: Address, to: Address, data: Bytes) -> Result<(B256, Value)> {
        // With a gas limit nobody estimates, which a refusal would stop.
        let tx = json!({ "from": from, "to": to, "data": data, "gas": "0x1e8480" });
        let hash: B256 = serde_json::from_value(self.rpc("eth_sendTransaction", json!([tx]))?)?;
        let receipt = self.rpc("eth_getTransactionReceipt", json!([hash]))?;
        Ok((hash, receipt["status"].clone()))
    }

    fn rpc(&self, method: &str, params: Value) -> Result<Value> {
        let answer = self.provider.raw_request(method.to_owned().into(), params);
        self.runtime.block_on(answer).with_context(|| method.to_owned())
    }
}
