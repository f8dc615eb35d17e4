//! A node that is killed under load comes back with everything that it confirmed.

use crate::support::{BOB, Host, host_with, scratch, signed};
use alloy_primitives::{Address, Bytes, TxKind};
use alloy_signer_local::PrivateKeySigner;
use serde_json::json;
use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
};
use surety_node::NodeConfig;

/// Where the child keeps its chain.
const PATH_VARIABLE: &str = "SURETY_TEST_NODE_STATE";
/// Clients that send transactions.
const CLIENTS: usize = 3;
/// Confirmations after which the node is killed, round by round: any numbers.
const POINTS: [usize; 5] = [1, 47, 18, 5, 33];

fn config(path: &Path) -> NodeConfig {
    NodeConfig { state: Some(path.to_owned()), ..NodeConfig::default() }
}

/// What the child process does: it keeps a chain, has clients that send transactions and set state,
/// and says what was confirmed, until it is killed or refuses.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "the child of the tests below"]
async fn child() {
    let path = PathBuf::from(std::env::var_os(PATH_VARIABLE).unwrap());
    let host = Arc::new(host_with(config(&path)).await);
    let mut clients = tokio::task::JoinSet::new();
    for account in host.node.accounts().iter().take(CLIENTS) {
        let signer = PrivateKeySigner::from_bytes(&account.private_key).unwrap();
        clients.spawn(send(Arc::clone(&host), signer));
    }
    clients.spawn(set(Arc::clone(&host)));
    println!("refused: {}", clients.join_next().await.unwrap().unwrap());
    println!("ended: {}", host.node.stopped().await);
}

/// Sends transactions until that fails; answers how.
async fn send(host: Arc<Host>, signer: PrivateKeySigner) -> String {
    let mut nonce = host.number("eth_getTransactionCount", json!([signer.address(), "latest"])).await;
    loop {
        let raw = signed(&signer, nonce, TxKind::Call(BOB), Bytes::new(), 1);
        match host.try_call("eth_sendRawTransaction", json!([raw])).await {
            Ok(hash) => println!("confirmed: {}", hash.as_str().unwrap()),
            Err(error) => return error.to_string(),
        }
        nonce += 1;
    }
}

/// Gives accounts their number in wei, until that fails; answers how.
async fn set(host: Arc<Host>) -> String {
    let mut number = 1_u64;
    loop {
        let params = json!([numbered(number), format!("{number:#x}")]);
        if let Err(error) = host.try_call("anvil_setBalance", params).await {
            return error.to_string();
        }
        println!("confirmed: {number}");
        number += 1;
    }
}

fn numbered(number: u64) -> Address {
    Address::left_padding_from(&(number << 16).to_be_bytes())
}

/// The child, run by a shell after `before`.
fn spawn(path: &Path, before: &str) -> Child {
    Command::new("sh")
        .args(["-c", &format!("{before} exec \"$0\" --exact killed::child --ignored --nocapture")])
        .arg(std::env::current_exe().unwrap())
        .env(PATH_VARIABLE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What follows `word` in the lines of a child, which may begin with what the test runner prints.
fn after<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    Some(line.split_once(word)?.1.trim())
}

/// Fails unless a chain has everything that was confirmed.
async fn require_all(host: &Host, confirmed: &[String]) {
    for what in confirmed {
        let kept = match what.parse::<u64>() {
            Ok(number) => host.number("eth_getBalance", json!([numbered(number), "latest"])).await == number,
            Err(_) => host.call("eth_getTransactionReceipt", json!([what])).await["status"] == "0x1",
        };
        assert!(kept, "{what} of {} is lost", confirmed.len());
    }
}

#[tokio::test]
async fn everything_confirmed_survives_kills_under_load() {
    let path = scratch("killed");
    let mut confirmed = Vec::new();
    for point in POINTS {
        let mut child = spawn(&path, "");
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut lines = lines.filter_map(|line| after(&line, "confirmed: ").map(str::to_owned));
        let wanted = confirmed.len() + point;
        while confirmed.len() < wanted {
            confirmed.push(lines.next().expect("the child works"));
        }
        child.kill().unwrap();
        // What it said before it died counts too.
        confirmed.extend(lines);
        child.wait().unwrap();
    }
    // The last line that a killed process writes may be cut.
    confirmed.retain(|what| what.len() == 66 || what.parse::<u64>().is_ok());
    require_all(&host_with(config(&path)).await, &confirmed).await;
    std::fs::remove_file(path).unwrap();
}

/// The system refuses to let the file grow, as a full disk does.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_stops_the_node_and_loses_nothing() {
    let path = scratch("full");
    let mut child = spawn(&path, "trap '' XFSZ; ulimit -f 200;");
    let (mut confirmed, mut refused, mut stopped) = (Vec::new(), None, None);
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        confirmed.extend(after(&line, "confirmed: ").map(str::to_owned));
        refused = refused.or_else(|| after(&line, "refused: ").map(str::to_owned));
        stopped = stopped.or_else(|| after(&line, "ended: ").map(str::to_owned));
    }
    child.wait().unwrap();
    for told in [refused.expect("a client is told"), stopped.expect("the node stops")] {
        assert!(told.contains("can't be written to disk") && told.contains("free some space"), "{told}");
    }
    assert!(confirmed.len() > 20, "{}", confirmed.len());
    require_all(&host_with(config(&path)).await, &confirmed).await;
    let _ = std::fs::remove_file(format!("{}.torn", path.display()));
    std::fs::remove_file(path).unwrap();
}
