//! A node on a free port, and a client for it.

use alloy_consensus::{SignableTransaction as _, TxEip1559, TxEnvelope};
use alloy_eips::eip2718::Encodable2718 as _;
use alloy_primitives::{Address, Bytes, TxKind, U256, address, hex};
use alloy_signer::SignerSync as _;
use alloy_signer_local::PrivateKeySigner;
use serde_json::{Value, json};
use std::{net::SocketAddr, path::PathBuf};
use surety_node::{Node, NodeConfig};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// Chain id of all nodes here.
pub(crate) const CHAIN_ID: u64 = 412_346;
/// The second development account.
pub(crate) const BOB: Address = address!("70997970C51812dc3A010C7d01b50e0d17dc79C8");
/// Answers `block.number`.
pub(crate) const NUMBER_CODE: &str = "0x4360005260206000f3";

/// A node and where it is.
pub(crate) struct Host {
    pub(crate) node: Node,
}

/// A node with the usual settings.
pub(crate) async fn host() -> Host {
    host_with(NodeConfig::default()).await
}

/// A node on a free port.
pub(crate) async fn host_with(config: NodeConfig) -> Host {
    let node = Node::start(NodeConfig { port: 0, ..config }, None).await.unwrap();
    Host { node }
}

impl Host {
    pub(crate) fn address(&self) -> SocketAddr {
        self.node.address()
    }

    /// The first development account.
    pub(crate) fn alice(&self) -> PrivateKeySigner {
        PrivateKeySigner::from_bytes(&self.node.accounts()[0].private_key).unwrap()
    }

    /// The result of a call that succeeds.
    pub(crate) async fn call(&self, method: &str, params: Value) -> Value {
        match self.try_call(method, params).await {
            Ok(result) => result,
            Err(error) => panic!("{method}: {error}"),
        }
    }

    /// The error of a call that fails.
    pub(crate) async fn error(&self, method: &str, params: Value) -> Value {
        match self.try_call(method, params).await {
            Ok(result) => panic!("{method} succeeded: {result}"),
            Err(error) => error,
        }
    }

    /// The result of a call, or its error.
    pub(crate) async fn try_call(&self, method: &str, params: Value) -> Result<Value, Value> {
        let request = json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params });
        let (status, text) = self.post(request.to_string().as_bytes()).await;
        assert_eq!(status, 200, "{text}");
        let mut answer: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(answer["id"], 7, "{answer}");
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Status and body of the answer to a body.
    pub(crate) async fn post(&self, body: &[u8]) -> (u16, String) {
        let head = format!(
            "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(self.address()).await.unwrap();
        // A server that refuses a body may stop reading it.
        let _ = stream.write_all(&[head.as_bytes(), body].concat()).await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let text = String::from_utf8(answer).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
        (status, body.to_owned())
    }

    /// A number that a call answers in hexadecimal.
    pub(crate) async fn number(&self, method: &str, params: Value) -> u64 {
        quantity(&self.call(method, params).await)
    }

    /// Sends a transaction of a signer's and answers its receipt.
    pub(crate) async fn send(
        &self,
        signer: &PrivateKeySigner,
        to: TxKind,
        input: Bytes,
        value: u64,
    ) -> Value {
        let nonce = self.number("eth_getTransactionCount", json!([signer.address(), "pending"])).await;
        let raw = signed(signer, nonce, to, input, value);
        let hash = self.call("eth_sendRawTransaction", json!([raw])).await;
        self.call("eth_getTransactionReceipt", json!([hash])).await
    }

    /// Deploys code as it is.
    pub(crate) async fn deploy(&self, code: &str) -> Address {
        let code = hex::decode(code).unwrap();
        // PUSH1 length, DUP1, PUSH1 11, PUSH1 0, CODECOPY, PUSH1 0, RETURN.
        let init =
            [&hex!("60")[..], &[u8::try_from(code.len()).unwrap()], &hex!("80600b6000396000f3"), &code]
                .concat();
        let receipt = self.send(&self.alice(), TxKind::Create, init.into(), 0).await;
        assert_eq!(receipt["status"], "0x1", "{receipt}");
        receipt["contractAddress"].as_str().unwrap().parse().unwrap()
    }
}

/// A file that is not there yet, for a test of this name.
pub(crate) fn scratch(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("surety-node-{}-{name}", std::process::id()));
    let _ = std::fs::remove_file(&path);
    path
}

/// A signed EIP-1559 transaction, encoded.
pub(crate) fn signed(signer: &PrivateKeySigner, nonce: u64, to: TxKind, input: Bytes, value: u64) -> Bytes {
    let tx = TxEip1559 {
        chain_id: CHAIN_ID,
        nonce,
        gas_limit: 2_000_000,
        max_fee_per_gas: 1_000_000_000,
        max_priority_fee_per_gas: 0,
        to,
        value: U256::from(value),
        input,
        ..TxEip1559::default()
    };
    let signature = signer.sign_hash_sync(&tx.signature_hash()).unwrap();
    TxEnvelope::from(tx.into_signed(signature)).encoded_2718().into()
}

/// A quantity as JSON-RPC writes it.
pub(crate) fn quantity(value: &Value) -> u64 {
    let text = value.as_str().unwrap_or_else(|| panic!("no quantity: {value}"));
    u64::from_str_radix(text.trim_start_matches("0x"), 16).unwrap()
}
