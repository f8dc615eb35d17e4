//! Everybody at once, good and bad, for a while: two seconds, or as many as `SURETY_SOAK_SECS`
//! says. The node answers to the end, and its memory stops growing when its history is full.

use crate::support::{BOB, Host, host_with, signed};
use alloy_primitives::{Bytes, TxKind};
use alloy_signer_local::PrivateKeySigner;
use serde_json::json;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use surety_node::{History, NodeConfig};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    task::JoinSet,
};

/// Bytes by which memory may grow in the second half; a leak of one block in ten would show.
const MOST_GROWTH: u64 = 64 << 20;

/// Memory of this process, bytes; 0 where the system does not tell.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) << 10
}

async fn pay(host: Arc<Host>, signer: PrivateKeySigner, until: Instant) -> u64 {
    let mut nonce = 0;
    while Instant::now() < until {
        let raw = signed(&signer, nonce, TxKind::Call(BOB), Bytes::new(), 1);
        host.call("eth_sendRawTransaction", json!([raw])).await;
        nonce += 1;
    }
    nonce
}

async fn ask(host: Arc<Host>, until: Instant) -> u64 {
    let mut count = 0;
    while Instant::now() < until {
        host.call("eth_call", json!([{ "to": BOB }, "latest"])).await;
        host.call("eth_getLogs", json!([{ "fromBlock": "0x0" }])).await;
        count += 1;
    }
    count
}

/// Sends half requests, nonsense, and requests whose answers it never reads.
async fn annoy(host: Arc<Host>, until: Instant) -> u64 {
    let batch = format!(
        "[{}]",
        vec![r#"{"id":1,"method":"eth_getBlockByNumber","params":["latest",true]}"#; 900].join(",")
    );
    let mut held = Vec::new();
    let mut count = 0;
    while Instant::now() < until {
        let mut stream = TcpStream::connect(host.address()).await.unwrap();
        let head = format!("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: {}\r\n\r\n", batch.len());
        let request = match count % 3 {
            0 => head,
            1 => "\u{1}\u{2}nonsense\r\n\r\n".to_owned(),
            _ => head + &batch,
        };
        // The node may have hung up already.
        let _ = stream.write_all(request.as_bytes()).await;
        held.push(stream);
        if held.len() > 200 {
            let mut oldest = held.remove(0);
            let _ = tokio::time::timeout(Duration::from_millis(1), oldest.read(&mut [0; 64])).await;
        }
        count += 1;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    count
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_outlives_its_clients() {
    let secs = std::env::var("SURETY_SOAK_SECS").ok().and_then(|secs| secs.parse().ok()).unwrap_or(2);
    let history = History { states: 64, blocks: 256 };
    let host = Arc::new(host_with(NodeConfig { history, ..NodeConfig::default() }).await);
    let half = Instant::now() + Duration::from_secs(secs) / 2;
    let until = half + Duration::from_secs(secs) / 2;
    let mut tasks = JoinSet::new();
    for account in host.node.accounts().iter().take(3) {
        let signer = PrivateKeySigner::from_bytes(&account.private_key).unwrap();
        tasks.spawn(pay(Arc::clone(&host), signer, until));
    }
    tasks.spawn(ask(Arc::clone(&host), until));
    tasks.spawn(annoy(Arc::clone(&host), until));
    tokio::time::sleep_until(half.into()).await;
    let before = memory();
    let mut done = Vec::new();
    while let Some(result) = tasks.join_next().await {
        done.push(result.unwrap());
    }
    let grown = memory().saturating_sub(before);
    assert!(done.iter().all(|count| *count > 0), "{done:?}");
    assert!(grown < MOST_GROWTH, "{grown} bytes more after {done:?}");
    let blocks = host.number("eth_blockNumber", json!([])).await;
    assert!(blocks > 100, "{blocks}");
}
