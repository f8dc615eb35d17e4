use crate::support::{Host, host, host_with};
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use surety_node::{Limits, NodeConfig};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

async fn code(host: &Host, body: &[u8]) -> i64 {
    let (status, text) = host.post(body).await;
    assert_eq!(status, 200, "{text}");
    let answer: Value = serde_json::from_str(&text).unwrap();
    answer["error"]["code"].as_i64().unwrap_or_else(|| panic!("no error: {text}"))
}

#[tokio::test]
async fn malformed_requests_get_errors() {
    let host = host().await;
    for broken in ["", "{", "nonsense", "{\"jsonrpc\":", "[{]", "\u{0}"] {
        assert_eq!(code(&host, broken.as_bytes()).await, -32700, "{broken:?}");
    }
    assert_eq!(code(&host, b"\xff\xfe").await, -32700);
    for odd in [
        "{}",
        "7",
        "\"x\"",
        "[]",
        r#"{"id":{},"method":"eth_chainId"}"#,
        r#"{"method":7,"id":1}"#,
        r#"{"jsonrpc":"1.0","id":1,"method":"eth_chainId"}"#,
    ] {
        assert_eq!(code(&host, odd.as_bytes()).await, -32600, "{odd}");
    }
    let deep = format!(
        "{{\"id\":1,\"method\":\"eth_call\",\"params\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert!(code(&host, deep.as_bytes()).await < 0);
    let params = r#"{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":{"a":1}}"#;
    assert_eq!(code(&host, params.as_bytes()).await, -32602);
    assert_eq!(code(&host, r#"{"jsonrpc":"2.0","id":1,"method":"x_y"}"#.as_bytes()).await, -32601);
    assert_eq!(host.number("eth_blockNumber", json!([])).await, 0, "it lives");
}

#[tokio::test]
async fn notifications_get_no_answer() {
    let host = host().await;
    let (status, text) = host.post(br#"{"jsonrpc":"2.0","method":"evm_mine","params":[]}"#).await;
    assert_eq!((status, text.as_str()), (204, ""));
    assert_eq!(host.number("eth_blockNumber", json!([])).await, 1);
}

#[tokio::test]
async fn bodies_and_batches_are_limited() {
    let limits = Limits { body_bytes: 10_000, batch: 3, ..Limits::default() };
    let host = host_with(NodeConfig { limits, ..NodeConfig::default() }).await;
    assert_eq!(host.post(&[b' '; 20_000]).await.0, 413);
    let call = r#"{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"#;
    let batch = |count: usize| format!("[{}]", vec![call; count].join(","));
    assert_eq!(code(&host, batch(4).as_bytes()).await, -32600);
    let (_, text) = host.post(batch(3).as_bytes()).await;
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap().as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn an_endless_call_ends() {
    let host = host().await;
    let contract = host.deploy("0x5b600056").await;
    let began = Instant::now();
    let error = host.error("eth_call", json!([{ "to": contract }])).await;
    assert_eq!(error["message"], "out of gas");
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[tokio::test]
async fn a_client_that_sends_slowly_is_cut_off() {
    let limits = Limits { request_time: Duration::from_millis(300), ..Limits::default() };
    let host = host_with(NodeConfig { limits, ..NodeConfig::default() }).await;
    let mut slow = TcpStream::connect(host.address()).await.unwrap();
    slow.write_all(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{").await.unwrap();
    let mut answer = vec![0; 1_000];
    let read = tokio::time::timeout(Duration::from_secs(5), slow.read(&mut answer)).await;
    assert!(read.expect("an answer").unwrap() > 0);
}

#[tokio::test]
async fn a_thousand_idle_connections_starve_nobody() {
    let host = host().await;
    let mut idle = Vec::new();
    for _ in 0..1_000 {
        let mut stream = TcpStream::connect(host.address()).await.unwrap();
        stream.write_all(b"POST / HTTP/1.1\r\n").await.unwrap();
        idle.push(stream);
    }
    let began = Instant::now();
    assert_eq!(host.number("eth_blockNumber", json!([])).await, 0);
    assert!(began.elapsed() < Duration::from_secs(2));
}

#[tokio::test]
async fn browsers_may_call() {
    let host = host().await;
    let mut stream = TcpStream::connect(host.address()).await.unwrap();
    let request = "OPTIONS / HTTP/1.1\r\nHost: x\r\nOrigin: http://dapp.example\r\nConnection: close\r\n\
                   Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.to_lowercase().contains("access-control-allow-origin: *"), "{answer}");
}
