use crate::support::{BOB, CHAIN_ID, host, host_with, quantity};
use alloy_primitives::{Address, Bytes, TxKind};
use serde_json::{Value, json};
use surety_node::{History, NodeConfig};

#[tokio::test]
async fn a_node_says_what_it_is() {
    let host = host().await;
    assert_eq!(host.number("eth_chainId", json!([])).await, CHAIN_ID);
    assert_eq!(host.call("net_version", json!([])).await, CHAIN_ID.to_string());
    assert_eq!(host.call("eth_syncing", json!([])).await, false);
    assert!(host.call("web3_clientVersion", json!([])).await.as_str().unwrap().starts_with("surety/v"));
    assert_eq!(host.number("eth_blockNumber", json!([])).await, 0);
    let accounts = host.call("eth_accounts", json!([])).await;
    assert_eq!(accounts.as_array().unwrap().len(), 10);
    assert_eq!(accounts[0], json!("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"));
}

#[tokio::test]
async fn receipts_and_blocks_have_arbitrums_fields() {
    let host = host().await;
    let receipt = host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), 5).await;
    assert_eq!(receipt["status"], "0x1");
    assert_eq!(receipt["type"], "0x2");
    assert_eq!(quantity(&receipt["gasUsed"]), 21_000);
    assert_eq!(receipt["gasUsedForL1"], "0x0");
    assert_eq!(quantity(&receipt["effectiveGasPrice"]), 100_000_000, "tips are dropped");
    assert_eq!(receipt["contractAddress"], Value::Null);

    let block = host.call("eth_getBlockByNumber", json!(["latest", true])).await;
    assert_eq!(receipt["blockHash"], block["hash"]);
    assert_eq!(receipt["l1BlockNumber"], block["l1BlockNumber"]);
    assert_eq!(block["number"], "0x1");
    assert_eq!(block["transactions"][0]["hash"], receipt["transactionHash"]);
    assert_eq!(block["transactions"][0]["from"], receipt["from"]);
    assert_eq!(block["difficulty"], "0x1");
    assert_eq!(block["gasLimit"], "0x4000000000000");
    let genesis = host.call("eth_getBlockByNumber", json!(["earliest", false])).await;
    assert_eq!(block["parentHash"], genesis["hash"]);

    let by_hash = host.call("eth_getBlockByHash", json!([block["hash"], false])).await;
    assert_eq!(by_hash["transactions"], json!([receipt["transactionHash"]]));
    let all = host.call("eth_getBlockReceipts", json!(["0x1"])).await;
    assert_eq!(all, json!([receipt]));
}

#[tokio::test]
async fn what_does_not_exist_is_null() {
    let host = host().await;
    let nothing = format!("0x{}", "11".repeat(32));
    assert_eq!(host.call("eth_getBlockByNumber", json!(["0x99", false])).await, Value::Null);
    assert_eq!(host.call("eth_getBlockByHash", json!([nothing, false])).await, Value::Null);
    assert_eq!(host.call("eth_getTransactionByHash", json!([nothing])).await, Value::Null);
    assert_eq!(host.call("eth_getTransactionReceipt", json!([nothing])).await, Value::Null);
}

#[tokio::test]
async fn past_state_is_kept() {
    let host = host().await;
    for value in [5, 7] {
        host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), value).await;
    }
    let balance = async |block: &str| host.call("eth_getBalance", json!([BOB, block])).await;
    let (genesis, first, last) = (balance("0x0").await, balance("0x1").await, balance("latest").await);
    assert_eq!(genesis, "0x21e19e0c9bab2400000");
    assert_eq!((first, last), (json!("0x21e19e0c9bab2400005"), json!("0x21e19e0c9bab240000c")));
    let error = host.error("eth_getBalance", json!([BOB, "0x77"])).await;
    assert_eq!(error["message"], "header not found");
}

#[tokio::test]
async fn a_block_hash_is_the_hash_that_arbsys_answers() {
    let host = host().await;
    host.call("anvil_mine", json!([3])).await;
    let block = host.call("eth_getBlockByNumber", json!(["0x2", false])).await;
    // arbBlockHash(uint256 2)
    let data = format!("0x2b407a82{:064x}", 2);
    let call = json!([{ "to": "0x0000000000000000000000000000000000000064", "data": data }, "latest"]);
    assert_eq!(host.call("eth_call", call).await, block["hash"]);
}

#[tokio::test]
async fn fee_history_covers_what_is_asked_for() {
    let host = host().await;
    host.call("anvil_mine", json!([9])).await;
    let history = host.call("eth_feeHistory", json!(["0x4", "latest", [10.0, 90.0]])).await;
    assert_eq!(history["oldestBlock"], "0x6");
    assert_eq!(history["baseFeePerGas"].as_array().unwrap().len(), 5);
    assert_eq!(history["gasUsedRatio"].as_array().unwrap().len(), 4);
    assert_eq!(history["reward"][0], json!(["0x0", "0x0"]));
    let error = host.error("eth_feeHistory", json!(["0x4", "latest", [90.0, 10.0]])).await;
    assert_eq!(error["code"], -32602);
}

#[tokio::test]
async fn what_is_too_old_is_forgotten() {
    let history = History { states: 3, blocks: 5 };
    let host = host_with(NodeConfig { history, ..NodeConfig::default() }).await;
    let receipt = host.send(&host.alice(), TxKind::Call(BOB), Bytes::new(), 5).await;
    host.call("anvil_mine", json!([6])).await;
    assert_eq!(
        host.call("eth_getTransactionReceipt", json!([receipt["transactionHash"]])).await,
        Value::Null
    );
    assert_eq!(host.call("eth_getBlockByNumber", json!(["0x2", false])).await, Value::Null);
    assert_eq!(host.call("eth_getBlockByNumber", json!(["earliest", false])).await["number"], "0x3");
    host.call("eth_getBalance", json!([BOB, "0x5"])).await;
    let error = host.error("eth_getBalance", json!([BOB, "0x4"])).await;
    assert!(error["message"].as_str().unwrap().starts_with("missing trie node"), "{error}");
    assert_eq!(host.call("eth_getLogs", json!([{ "fromBlock": "0x0" }])).await, json!([]));
}

#[tokio::test]
async fn the_create2_factory_stands_where_scripts_expect_it() {
    let host = host().await;
    let factory: Address = "0x4e59b44847b379578588920ca78fbf26c0b4956c".parse().unwrap();
    // A salt of zero, and init code that leaves one zero byte.
    let input = [&[0; 32][..], &alloy_primitives::hex!("6001600c60003960016000f300")].concat();
    let receipt = host.send(&host.alice(), TxKind::Call(factory), input.clone().into(), 0).await;
    assert_eq!(receipt["status"], "0x1");
    let made = factory.create2_from_code([0; 32], &input[32..]);
    assert_eq!(host.call("eth_getCode", json!([made, "latest"])).await, "0x00");
}
