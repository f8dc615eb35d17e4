//! A node that is killed comes back with every block that it confirmed.

use crate::support::{BOB, Host, host_with, signed};
use alloy_primitives::{Bytes, TxKind};
use serde_json::json;
use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use surety_node::NodeConfig;

/// Where the child keeps its chain.
const PATH_VARIABLE: &str = "SURETY_TEST_NODE_STATE";

fn config(path: &Path) -> NodeConfig {
    NodeConfig { state: Some(path.to_owned()), ..NodeConfig::default() }
}

/// What the child process does: it keeps a chain, sends itself transactions, and says which of
/// them were confirmed, until it is killed.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the child of the test below"]
async fn child() {
    let path = PathBuf::from(std::env::var_os(PATH_VARIABLE).unwrap());
    let host = host_with(config(&path)).await;
    let alice = host.alice();
    let mut nonce = host.number("eth_getTransactionCount", json!([alice.address(), "latest"])).await;
    loop {
        let raw = signed(&alice, nonce, TxKind::Call(BOB), Bytes::new(), 1);
        let hash = host.call("eth_sendRawTransaction", json!([raw])).await;
        println!("confirmed {}", hash.as_str().unwrap());
        nonce += 1;
    }
}

fn spawn(path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::child", "--ignored", "--nocapture"])
        .env(PATH_VARIABLE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

async fn has(host: &Host, hash: &str) -> bool {
    let receipt = host.call("eth_getTransactionReceipt", json!([hash])).await;
    receipt["status"] == "0x1"
}

#[tokio::test]
async fn every_confirmed_transaction_survives() {
    let path = std::env::temp_dir().join(format!("surety-killed-{}", std::process::id()));
    let mut confirmed = Vec::new();
    for round in 1..=3 {
        let mut child = spawn(&path);
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let wanted = confirmed.len() + 20 * round;
        let mut lines = lines.filter_map(|line| Some(line.split_once("confirmed ")?.1.to_owned()));
        while confirmed.len() < wanted {
            confirmed.push(lines.next().expect("the child works"));
        }
        child.kill().unwrap();
        // What it said before it died counts too.
        confirmed.extend(lines);
        child.wait().unwrap();
    }
    let host = host_with(config(&path)).await;
    for hash in &confirmed {
        assert!(has(&host, hash).await, "{hash} of {} is lost", confirmed.len());
    }
    std::fs::remove_file(path).unwrap();
}
