//! Files that are damaged, places that can't be written, two nodes with one file, and clocks that
//! jump: a node says what is wrong and what to do, and loses nothing that it confirmed.

use crate::support::{BOB, Host, host_with, quantity, scratch};
use alloy_primitives::{Bytes, TxKind};
use serde_json::{Value, json};
use std::{fs, path::Path};
use surety_node::{Node, NodeConfig};

fn config(path: &Path) -> NodeConfig {
    NodeConfig { state: Some(path.to_owned()), accounts: 1, port: 0, ..NodeConfig::default() }
}

async fn start(path: &Path) -> Result<Host, String> {
    match Node::start(config(path), None).await {
        Ok(node) => Ok(Host { node }),
        Err(error) => Err(error.to_string()),
    }
}

async fn block(host: &Host, tag: Value) -> Value {
    host.call("eth_getBlockByNumber", json!([tag, false])).await
}

/// A file with an image, blocks and an edit, and its blocks.
async fn sound(path: &Path) -> (Vec<u8>, Vec<Value>) {
    let host = start(path).await.unwrap();
    for round in 0..3 {
        host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), round).await;
    }
    host.call("anvil_setBalance", json!([BOB, "0x5"])).await;
    host.call("evm_mine", json!([])).await;
    let mut blocks = Vec::new();
    for number in 0..=4 {
        blocks.push(block(&host, json!(format!("{number:#x}"))).await);
    }
    drop(host);
    (fs::read(path).unwrap(), blocks)
}

/// Starts of lines, places beside them, and places in between.
fn places(bytes: &[u8]) -> Vec<usize> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at);
    let mut all: Vec<_> = ends.flat_map(|at| [at.saturating_sub(1), at, at + 1, at + 9, at + 20]).collect();
    all.extend((0..bytes.len()).step_by(bytes.len() / 30 + 1));
    all.retain(|at| *at < bytes.len());
    all
}

#[tokio::test]
async fn a_changed_byte_is_found_wherever_it_is() {
    let path = scratch("changed");
    let (good, _) = sound(&path).await;
    for at in places(&good) {
        let mut bad = good.clone();
        bad[at] ^= 0x04;
        fs::write(&path, &bad).unwrap();
        match start(&path).await {
            // The last line has lost its end, as if a crash had torn it: it is put aside.
            Ok(host) => {
                assert_eq!(at, good.len() - 1);
                assert_eq!(quantity(&block(&host, json!("latest")).await["number"]), 3);
                let torn = fs::read(torn(&path)).unwrap();
                assert_eq!(torn, bad[bad.len() - torn.len()..]);
            }
            Err(error) => {
                let line = good[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
                assert!(error.contains(&format!("line {line}: wrong checksum")), "byte {at}: {error}");
                assert!(error.contains("restore a copy"), "{error}");
                assert_eq!(fs::read(&path).unwrap(), bad, "the file is left alone");
            }
        }
    }
    remove(&path);
}

#[tokio::test]
async fn a_file_that_is_cut_has_what_came_before() {
    let path = scratch("cut");
    let (good, blocks) = sound(&path).await;
    let first = good.iter().position(|byte| *byte == b'\n').unwrap();
    for at in places(&good) {
        fs::write(&path, &good[..at]).unwrap();
        match start(&path).await {
            Ok(host) => {
                assert!(at > first);
                let head = block(&host, json!("latest")).await;
                let number = usize::try_from(quantity(&head["number"])).unwrap();
                assert_eq!(head, blocks[number], "cut at {at}");
                let lines = good[..at].iter().filter(|byte| **byte == b'\n').count();
                // The fifth line is an edit.
                assert_eq!(number, if lines > 4 { lines - 2 } else { lines - 1 }, "cut at {at}");
            }
            Err(error) => {
                assert!(at <= first, "cut at {at}: {error}");
                let wanted = if at == 0 { "the file is empty" } else { "begin a new one" };
                assert!(error.contains(wanted), "{error}");
            }
        }
    }
    remove(&path);
}

#[tokio::test]
async fn a_missing_or_repeated_block_is_found() {
    let path = scratch("missing");
    let (good, _) = sound(&path).await;
    let lines: Vec<_> = good.split_inclusive(|byte| *byte == b'\n').collect();
    let without = [&lines[..2], &lines[3..]].concat().concat();
    let twice = [&lines[..3], &lines[2..]].concat().concat();
    for (bad, line) in [(without, 3), (twice, 4)] {
        fs::write(&path, bad).unwrap();
        let error = start(&path).await.err().expect("an error");
        assert!(
            error.contains(&format!("line {line}: block")) && error.contains("does not follow"),
            "{error}"
        );
        // What the error says leads on.
        let remedy = format!("`head -n {}`", line - 1);
        assert!(error.contains(&remedy), "{error}");
        fs::write(&path, lines[..line - 1].concat()).unwrap();
        let host = start(&path).await.unwrap();
        assert_eq!(quantity(&block(&host, json!("latest")).await["number"]), line as u64 - 2);
    }
    remove(&path);
}

#[tokio::test]
async fn a_place_that_takes_no_file_is_named() {
    let file = scratch("file");
    fs::write(&file, "").unwrap();
    let folder = scratch("folder");
    for (path, remedy) in [
        (folder.join("chain.journal"), "make its folder"),
        (file.join("chain.journal"), "make its folder"),
        (file.clone(), "begin a new one"),
        ("/dev/null".into(), "not a regular file"),
    ] {
        let error = start(&path).await.err().expect("an error");
        assert!(error.contains(path.to_str().unwrap()) && error.contains(remedy), "{error}");
    }
    fs::remove_file(file).unwrap();
}

/// Folders that may not be written are for everybody but root, who writes anywhere.
#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_may_not_be_written_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = scratch("read-only");
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o555)).unwrap();
    let path = folder.join("chain.journal");
    if fs::write(&path, "").is_ok() {
        println!("skipped: this user may write anywhere");
    } else {
        let error = start(&path).await.err().expect("an error");
        assert!(error.contains("writable"), "{error}");
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_second_node_leaves_the_first_ones_file_alone() {
    let path = scratch("second");
    let host = start(&path).await.unwrap();
    let error = start(&path).await.err().expect("an error");
    assert!(error.contains("in use by another node: stop that one"), "{error}");
    let receipt = host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), 5).await;
    drop(host);
    let host = start(&path).await.unwrap();
    let kept = host.call("eth_getTransactionReceipt", json!([receipt["transactionHash"]])).await;
    assert_eq!(kept, receipt);
    remove(&path);
}

#[tokio::test]
async fn a_clock_that_was_set_stays_set() {
    let path = scratch("clock");
    let host = start(&path).await.unwrap();
    let genesis = quantity(&block(&host, json!("latest")).await["timestamp"]);
    // Confirmed, and no block has it yet.
    host.call("evm_increaseTime", json!([1_000_000])).await;
    host.call("surety_increaseL1BlockNumber", json!([500_000])).await;
    drop(host);
    let host = host_with(config(&path)).await;
    host.call("evm_mine", json!([])).await;
    let ahead = block(&host, json!("latest")).await;
    let time = quantity(&ahead["timestamp"]);
    assert!(time >= genesis + 1_000_000, "{time} after {genesis}");
    assert!(quantity(&ahead["l1BlockNumber"]) >= 1_500_000, "{ahead}");
    let error = host.error("anvil_setTime", json!([genesis])).await;
    assert!(error["message"].as_str().unwrap().contains("before that of the last block"), "{error}");
    drop(host);
    // To this node the machine's clock is far behind its chain.
    let host = host_with(config(&path)).await;
    host.call("evm_mine", json!([])).await;
    assert!(quantity(&block(&host, json!("latest")).await["timestamp"]) >= time);
    remove(&path);
}

fn torn(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".torn");
    name.into()
}

fn remove(path: &Path) {
    let _ = fs::remove_file(torn(path));
    fs::remove_file(path).unwrap();
}
