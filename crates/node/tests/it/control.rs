use crate::support::{BOB, NUMBER_CODE, host, host_with, quantity};
use alloy_primitives::{Bytes, TxKind};
use serde_json::json;
use surety_node::NodeConfig;

#[tokio::test]
async fn mining_moves_l2_and_l1() {
    let host = host().await;
    let block = async |tag: &str| {
        let block = host.call("eth_getBlockByNumber", json!([tag, false])).await;
        ["number", "l1BlockNumber", "timestamp"].map(|field| quantity(&block[field]))
    };
    let [number, l1, time] = block("latest").await;
    host.call("anvil_mine", json!(["0x64"])).await;
    let [number_then, l1_then, time_then] = block("latest").await;
    assert_eq!((number_then - number, l1_then - l1), (100, 100));
    assert!(time_then >= time + 99);
    host.call("hardhat_mine", json!(["0xa", "0x3c"])).await;
    let [_, l1_last, time_last] = block("latest").await;
    assert_eq!(time_last - time_then, 600);
    assert_eq!(l1_last - l1_then, 50, "600 seconds of 12 each");
    host.call("evm_mine", json!([])).await;
    host.call("evm_mine", json!([{ "blocks": 2 }])).await;
    assert_eq!(block("latest").await[0], number + 113);
}

#[tokio::test]
async fn time_and_l1_are_driven_apart() {
    let host = host_with(NodeConfig { l1_block_time: 0, ..NodeConfig::default() }).await;
    let contract = host.deploy(NUMBER_CODE).await;
    let seen = async || quantity(&host.call("eth_call", json!([{ "to": contract }])).await);
    let before = seen().await;
    host.call("evm_increaseTime", json!([86_400])).await;
    host.call("anvil_mine", json!([5])).await;
    assert_eq!(seen().await, before, "L1 stands still");
    host.call("surety_increaseL1BlockNumber", json!([7])).await;
    host.call("evm_mine", json!([])).await;
    assert_eq!(seen().await, before + 7);
    host.call("surety_setL1BlockNumber", json!([before + 100])).await;
    assert_eq!(host.number("surety_mineL1", json!([3])).await, before + 103);
    let error = host.error("surety_setL1BlockNumber", json!([1])).await;
    assert!(error["message"].as_str().unwrap().contains("before the present one"));
}

#[tokio::test]
async fn time_is_set_for_the_next_block_and_from_then_on() {
    let host = host().await;
    let time =
        async || quantity(&host.call("eth_getBlockByNumber", json!(["latest", false])).await["timestamp"]);
    let now = time().await;
    host.call("evm_setNextBlockTimestamp", json!([now + 1_000])).await;
    host.call("evm_mine", json!([])).await;
    assert_eq!(time().await, now + 1_000);
    host.call("evm_increaseTime", json!(["0x64"])).await;
    host.call("evm_mine", json!([])).await;
    assert!((now + 1_100..now + 1_110).contains(&time().await));
    let error = host.error("evm_setNextBlockTimestamp", json!([now])).await;
    assert_eq!(error["code"], -32602);
}

#[tokio::test]
async fn a_snapshot_brings_everything_back_once() {
    let host = host().await;
    let before = host.call("eth_getBalance", json!([BOB, "latest"])).await;
    let id = host.call("evm_snapshot", json!([])).await;
    let receipt = host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), 5).await;
    host.call("anvil_setBalance", json!([BOB, "0x1"])).await;
    assert_eq!(host.call("evm_revert", json!([id])).await, true);
    assert_eq!(host.call("eth_getBalance", json!([BOB, "latest"])).await, before);
    assert_eq!(host.number("eth_blockNumber", json!([])).await, 0);
    assert_eq!(
        host.call("eth_getTransactionReceipt", json!([receipt["transactionHash"]])).await,
        json!(null)
    );
    assert_eq!(host.call("evm_revert", json!([id])).await, false);
    let again = host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), 5).await;
    assert_eq!(again["status"], "0x1");
}

#[tokio::test]
async fn state_can_be_set() {
    let host = host().await;
    let account = format!("0x{}", "55".repeat(20));
    host.call("hardhat_setBalance", json!([account, "0x1234"])).await;
    host.call("anvil_setNonce", json!([account, "0x9"])).await;
    host.call("anvil_setCode", json!([account, "0x60015460005260206000f3"])).await;
    let slot = format!("0x{:064x}", 1);
    host.call("anvil_setStorageAt", json!([account, slot, format!("0x{:064x}", 42)])).await;
    assert_eq!(host.call("eth_getBalance", json!([account])).await, "0x1234");
    assert_eq!(host.call("eth_getTransactionCount", json!([account, "latest"])).await, "0x9");
    assert_eq!(quantity(&host.call("eth_call", json!([{ "to": account }])).await), 42);
    assert_eq!(quantity(&host.call("eth_getStorageAt", json!([account, "0x1", "latest"])).await), 42);
}

#[tokio::test]
async fn an_impersonated_account_sends() {
    let host = host().await;
    let account = format!("0x{}", "66".repeat(20));
    host.call("anvil_setBalance", json!([account, "0xde0b6b3a7640000"])).await;
    host.call("anvil_impersonateAccount", json!([account])).await;
    let tx = json!({ "from": account, "to": BOB, "value": "0x3" });
    let hash = host.call("eth_sendTransaction", json!([tx])).await;
    let receipt = host.call("eth_getTransactionReceipt", json!([hash])).await;
    assert_eq!((&receipt["from"], &receipt["status"]), (&json!(account), &json!("0x1")));
    host.call("anvil_stopImpersonatingAccount", json!([account])).await;
    host.error("eth_sendTransaction", json!([tx])).await;
}

#[tokio::test]
async fn without_automine_transactions_wait_for_a_block() {
    let host = host().await;
    host.call("evm_setAutomine", json!([false])).await;
    let alice = host.alice().address();
    let tx = json!({ "from": alice, "to": BOB, "value": "0x1" });
    let hashes = [
        host.call("eth_sendTransaction", json!([tx])).await,
        host.call("eth_sendTransaction", json!([tx])).await,
    ];
    assert_eq!(host.number("eth_blockNumber", json!([])).await, 0);
    assert_eq!(host.call("eth_getTransactionCount", json!([alice, "pending"])).await, "0x2");
    host.call("evm_mine", json!([])).await;
    let block = host.call("eth_getBlockByNumber", json!(["latest", false])).await;
    assert_eq!(block["transactions"], json!(hashes));
}

#[tokio::test]
async fn a_dump_makes_another_node_the_same() {
    let first = host().await;
    let contract = first.deploy(NUMBER_CODE).await;
    first.call("anvil_setStorageAt", json!([contract, "0x5", format!("0x{:064x}", 6)])).await;
    let dump = first.call("anvil_dumpState", json!([])).await;
    let second = host().await;
    assert_eq!(second.call("anvil_loadState", json!([dump])).await, true);
    assert_eq!(second.call("eth_getCode", json!([contract, "latest"])).await, NUMBER_CODE);
    assert_eq!(quantity(&second.call("eth_getStorageAt", json!([contract, "0x5", "latest"])).await), 6);
    assert_eq!(second.error("anvil_loadState", json!(["0x1234"])).await["code"], -32602);
}

#[tokio::test]
async fn reset_goes_back_to_genesis() {
    let host = host().await;
    host.deploy(NUMBER_CODE).await;
    host.call("anvil_reset", json!([])).await;
    assert_eq!(host.number("eth_blockNumber", json!([])).await, 0);
    let nonce = host.call("eth_getTransactionCount", json!([host.alice().address(), "latest"])).await;
    assert_eq!(nonce, "0x0");
    host.deploy(NUMBER_CODE).await;
}

#[tokio::test]
async fn a_node_tells_about_itself() {
    let host = host().await;
    assert_eq!(host.call("anvil_nodeInfo", json!([])).await["environment"]["chainId"], 412_346);
    assert_eq!(host.call("hardhat_metadata", json!([])).await["latestBlockNumber"], 0);
    assert_eq!(host.call("surety_deployment", json!([])).await, json!({}));
    assert_eq!(host.call("surety_accounts", json!([])).await.as_array().unwrap().len(), 10);
}
