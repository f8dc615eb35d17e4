use crate::support::{BOB, Host, NUMBER_CODE, host_with, quantity, scratch};
use alloy_primitives::{Bytes, TxKind};
use serde_json::json;
use std::path::Path;
use surety_node::NodeConfig;

async fn kept(path: &Path) -> Host {
    host_with(NodeConfig { state: Some(path.to_owned()), ..NodeConfig::default() }).await
}

#[tokio::test]
async fn a_chain_comes_back_whole() {
    let path = scratch("whole");
    let host = kept(&path).await;
    let contract = host.deploy(NUMBER_CODE).await;
    let receipt = host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), 5).await;
    host.call("anvil_setBalance", json!([contract, "0x77"])).await;
    host.call("anvil_mine", json!([4])).await;
    let block = host.call("eth_getBlockByNumber", json!(["latest", true])).await;
    drop(host);
    let host = kept(&path).await;
    assert_eq!(host.call("eth_getBlockByNumber", json!(["latest", true])).await, block);
    assert_eq!(host.call("eth_getTransactionReceipt", json!([receipt["transactionHash"]])).await, receipt);
    assert_eq!(host.call("eth_getCode", json!([contract, "latest"])).await, NUMBER_CODE);
    assert_eq!(host.call("eth_getBalance", json!([contract, "latest"])).await, "0x77");
    assert_eq!(host.call("eth_getBalance", json!([contract, "0x2"])).await, "0x77", "set at that block");
    assert_eq!(host.call("eth_getBalance", json!([contract, "0x1"])).await, "0x0");
    let next = host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), 1).await;
    assert_eq!(quantity(&next["blockNumber"]), quantity(&block["number"]) + 1);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn a_revert_is_kept_too() {
    let path = scratch("revert");
    let host = kept(&path).await;
    host.deploy(NUMBER_CODE).await;
    let id = host.call("evm_snapshot", json!([])).await;
    host.call("anvil_mine", json!([3])).await;
    host.call("evm_revert", json!([id])).await;
    let head = host.call("eth_getBlockByNumber", json!(["latest", false])).await;
    drop(host);
    let host = kept(&path).await;
    assert_eq!(host.call("eth_getBlockByNumber", json!(["latest", false])).await, head);
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
async fn another_chains_file_is_refused() {
    let path = scratch("other");
    drop(kept(&path).await);
    let config = NodeConfig { state: Some(path.clone()), chain_id: 1, port: 0, ..NodeConfig::default() };
    let error = surety_node::Node::start(config, None).await.unwrap_err();
    assert!(error.to_string().contains("holds chain 412346"), "{error}");
    std::fs::remove_file(path).unwrap();
}
