use crate::support::{Host, host, host_with};
use alloy_primitives::{Address, Bytes, TxKind};
use serde_json::{Value, json};
use surety_node::{Limits, NodeConfig};

/// Emits an empty log whose topic is the first word of calldata.
const LOG_CODE: &str = "0x60003560006000a100";

fn word(number: u64) -> String {
    format!("0x{number:064x}")
}

async fn emit(host: &Host, contract: Address, topic: u64) -> Value {
    let data: Bytes = word(topic).parse().unwrap();
    host.send(&host.alice(), TxKind::Call(contract), data, 0).await
}

#[tokio::test]
async fn logs_are_found_by_block_address_and_topic() {
    let host = host().await;
    let contract = host.deploy(LOG_CODE).await;
    let mut receipts = Vec::new();
    for topic in [1, 2, 1] {
        receipts.push(emit(&host, contract, topic).await);
    }
    assert_eq!(receipts[0]["logs"][0]["topics"], json!([word(1)]));
    let logs = async |filter: Value| host.call("eth_getLogs", json!([filter])).await;
    let all = logs(json!({ "fromBlock": "0x0", "address": contract })).await;
    assert_eq!(all.as_array().unwrap().len(), 3);
    assert_eq!(all[1], receipts[1]["logs"][0]);
    let ones = logs(json!({ "fromBlock": "earliest", "toBlock": "latest", "topics": [[word(1)]] })).await;
    assert_eq!(ones.as_array().unwrap().len(), 2);
    let one = logs(json!({ "blockHash": receipts[1]["blockHash"] })).await;
    assert_eq!(one, receipts[1]["logs"]);
    assert_eq!(logs(json!({ "fromBlock": "0x0", "topics": [word(9)] })).await, json!([]));
    assert_eq!(logs(json!({})).await.as_array().unwrap().len(), 1, "the newest block only");
    let backwards = host.error("eth_getLogs", json!([{ "fromBlock": "0x3", "toBlock": "0x1" }])).await;
    assert_eq!(backwards["message"], "invalid block range params");
}

#[tokio::test]
async fn filters_tell_what_is_new() {
    let host = host().await;
    let contract = host.deploy(LOG_CODE).await;
    let filter = json!([{ "address": contract, "topics": [word(1)] }]);
    let [logs, blocks, txs] = [
        host.call("eth_newFilter", filter).await,
        host.call("eth_newBlockFilter", json!([])).await,
        host.call("eth_newPendingTransactionFilter", json!([])).await,
    ];
    let (first, second) = (emit(&host, contract, 1).await, emit(&host, contract, 2).await);
    let changes = async |id: &Value| host.call("eth_getFilterChanges", json!([id])).await;
    assert_eq!(changes(&logs).await, first["logs"]);
    assert_eq!(changes(&logs).await, json!([]));
    assert_eq!(changes(&blocks).await, json!([first["blockHash"], second["blockHash"]]));
    assert_eq!(changes(&txs).await, json!([first["transactionHash"], second["transactionHash"]]));
    assert_eq!(host.call("eth_uninstallFilter", json!([logs])).await, true);
    assert_eq!(host.call("eth_uninstallFilter", json!([logs])).await, false);
    assert_eq!(host.error("eth_getFilterChanges", json!([logs])).await["message"], "filter not found");
}

#[tokio::test]
async fn a_query_that_finds_too_much_is_refused() {
    let limits = Limits { logs: 2, ..Limits::default() };
    let host = host_with(NodeConfig { limits, ..NodeConfig::default() }).await;
    let contract = host.deploy(LOG_CODE).await;
    for _ in 0..3 {
        emit(&host, contract, 1).await;
    }
    let error = host.error("eth_getLogs", json!([{ "fromBlock": "0x0" }])).await;
    assert_eq!(error["code"], -32005);
}
