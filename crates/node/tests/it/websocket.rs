use crate::support::{BOB, Host, host, host_with};
use alloy_primitives::{Bytes, TxKind};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use std::time::Duration;
use surety_node::{Limits, NodeConfig};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    async fn open(host: &Host) -> Self {
        Self(connect_async(format!("ws://{}", host.address())).await.unwrap().0)
    }

    async fn send(&mut self, method: &str, params: Value) {
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        self.0.send(Message::text(request.to_string())).await.unwrap();
    }

    /// The next message that is JSON.
    async fn next(&mut self) -> Value {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(10), self.0.next()).await.unwrap();
            if let Message::Text(text) = message.unwrap().unwrap() {
                return serde_json::from_str(&text).unwrap();
            }
        }
    }

    async fn call(&mut self, method: &str, params: Value) -> Value {
        self.send(method, params).await;
        let mut answer = self.next().await;
        assert_eq!(answer["id"], 1, "{answer}");
        answer["result"].take()
    }
}

#[tokio::test]
async fn calls_work_on_a_websocket() {
    let host = host().await;
    let mut socket = Socket::open(&host).await;
    assert_eq!(socket.call("eth_blockNumber", json!([])).await, "0x0");
    let batch =
        r#"[{"jsonrpc":"2.0","id":1,"method":"eth_chainId"},{"jsonrpc":"2.0","id":2,"method":"nope"}]"#;
    socket.0.send(Message::text(batch)).await.unwrap();
    let answers = socket.next().await;
    assert_eq!(answers[0]["result"], "0x64aba");
    assert_eq!(answers[1]["error"]["code"], -32601);
}

#[tokio::test]
async fn subscriptions_tell_of_blocks_logs_and_transactions() {
    let host = host().await;
    let contract = host.deploy("0x60003560006000a100").await;
    let mut socket = Socket::open(&host).await;
    let heads = socket.call("eth_subscribe", json!(["newHeads"])).await;
    let logs = socket.call("eth_subscribe", json!(["logs", { "address": contract }])).await;
    let txs = socket.call("eth_subscribe", json!(["newPendingTransactions"])).await;
    let data = Bytes::from(vec![0; 32]);
    let receipt = host.send(&host.alice(), TxKind::Call(contract), data, 0).await;
    let mut told = std::collections::HashMap::new();
    for _ in 0..3 {
        let message = socket.next().await;
        assert_eq!(message["method"], "eth_subscription");
        let params = &message["params"];
        told.insert(params["subscription"].as_str().unwrap().to_owned(), params["result"].clone());
    }
    assert_eq!(told[heads.as_str().unwrap()]["hash"], receipt["blockHash"]);
    assert_eq!(told[logs.as_str().unwrap()], receipt["logs"][0]);
    assert_eq!(told[txs.as_str().unwrap()], receipt["transactionHash"]);
    for id in [&heads, &logs, &txs] {
        assert_eq!(socket.call("eth_unsubscribe", json!([id])).await, true);
    }
    host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), 1).await;
    assert_eq!(socket.call("eth_blockNumber", json!([])).await, "0x3", "nothing is told any more");
}

#[tokio::test]
async fn http_has_no_subscriptions() {
    let host = host().await;
    let error = host.error("eth_subscribe", json!(["newHeads"])).await;
    assert!(error["message"].as_str().unwrap().contains("WebSocket"));
}

#[tokio::test]
async fn subscriptions_are_limited() {
    let limits = Limits { subscriptions: 2, ..Limits::default() };
    let host = host_with(NodeConfig { limits, ..NodeConfig::default() }).await;
    let mut socket = Socket::open(&host).await;
    for _ in 0..2 {
        assert!(socket.call("eth_subscribe", json!(["newHeads"])).await.is_string());
    }
    socket.send("eth_subscribe", json!(["newHeads"])).await;
    assert_eq!(socket.next().await["error"]["code"], -32005);
}

#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off_and_others_go_on() {
    let limits = Limits { read_time: Duration::from_millis(500), ..Limits::default() };
    let host = host_with(NodeConfig { limits, ..NodeConfig::default() }).await;
    let mut deaf = Socket::open(&host).await;
    for _ in 0..200 {
        deaf.call("eth_subscribe", json!(["newHeads"])).await;
    }
    // 200 notifications for each block, about 200 KB: more than sockets and queue hold.
    host.call("anvil_mine", json!([2_000])).await;
    let mut socket = Socket::open(&host).await;
    assert_eq!(socket.call("eth_blockNumber", json!([])).await, "0x7d0");
    tokio::time::sleep(Duration::from_secs(1)).await;
    let ended = async {
        while let Some(Ok(message)) = deaf.0.next().await {
            if message.is_close() {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), ended).await.expect("the connection ends");
}

#[tokio::test]
async fn a_burst_of_blocks_cuts_nobody_off() {
    let host = host().await;
    let mut socket = Socket::open(&host).await;
    socket.call("eth_subscribe", json!(["newHeads"])).await;
    host.call("anvil_mine", json!([20_000])).await;
    // Some blocks are not told, but the last one is.
    while socket.next().await["params"]["result"]["number"] != "0x4e20" {}
    socket.send("eth_chainId", json!([])).await;
    assert_eq!(socket.next().await["result"], "0x64aba");
}
