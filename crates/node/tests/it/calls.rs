use crate::support::{BOB, NUMBER_CODE, host, quantity};
use alloy_primitives::{Bytes, TxKind};
use serde_json::json;

/// Reverts with the text "no".
const REVERT_CODE: &str = "0x62461bcd60e51b60005260206004526002602452616e6f60f01b60445260646000fd";

#[tokio::test]
async fn calls_see_l1s_block_number() {
    let host = host().await;
    let contract = host.deploy(NUMBER_CODE).await;
    let block = host.call("eth_getBlockByNumber", json!(["latest", false])).await;
    let answer = host.call("eth_call", json!([{ "to": contract }, "latest"])).await;
    assert_eq!(quantity(&answer), quantity(&block["l1BlockNumber"]));
    assert!(quantity(&answer) >= 1_000_000);
}

#[tokio::test]
async fn overrides_change_state_and_block_for_one_call() {
    let host = host().await;
    let contract = host.deploy(NUMBER_CODE).await;
    let number = json!([{ "to": contract }, "latest", {}, { "number": "0x4d" }]);
    assert_eq!(quantity(&host.call("eth_call", number).await), 0x4d);
    // SLOAD of slot 1, and the balance of this account.
    let code = "0x60015460005247602052604060 00f3".replace(' ', "");
    let slot = format!("0x{:064x}", 1);
    let state = json!({ contract.to_string(): { "code": code, "balance": "0x5", "stateDiff": { slot: format!("0x{:064x}", 9) } } });
    let answer = host.call("eth_call", json!([{ "to": contract }, "latest", state])).await;
    assert_eq!(answer, json!(format!("0x{:064x}{:064x}", 9, 5)));
    let plain = host.call("eth_call", json!([{ "to": contract }, "latest"])).await;
    assert!(quantity(&plain) >= 1_000_000, "the override is gone");
}

#[tokio::test]
async fn reverts_carry_their_data() {
    let host = host().await;
    let contract = host.deploy(REVERT_CODE).await;
    for method in ["eth_call", "eth_estimateGas"] {
        let error = host.error(method, json!([{ "to": contract }])).await;
        assert_eq!(error["code"], 3);
        assert_eq!(error["message"], "execution reverted: no");
        assert!(error["data"].as_str().unwrap().starts_with("0x08c379a0"), "{error}");
    }
    let receipt = host.send(&host.alice(), TxKind::Call(contract), Bytes::new(), 0).await;
    assert_eq!(receipt["status"], "0x0");
}

#[tokio::test]
async fn estimates_are_enough_and_not_much_more() {
    let host = host().await;
    assert_eq!(
        host.number("eth_estimateGas", json!([{ "from": BOB, "to": BOB, "value": "0x1" }])).await,
        21_000
    );
    // Writes a slot: 21 000, 2 × 3 and 22 100.
    let contract = host.deploy("0x600160005500").await;
    let estimate = host.number("eth_estimateGas", json!([{ "from": BOB, "to": contract }])).await;
    assert!((43_106..=43_106 * 66 / 64).contains(&estimate), "{estimate}");
    let call = |gas: u64| json!([{ "from": BOB, "to": contract, "gas": format!("{gas:#x}") }]);
    host.call("eth_call", call(estimate)).await;
    assert_eq!(host.error("eth_call", call(43_105)).await["message"], "out of gas");
    let poor = json!([{ "from": format!("0x{}", "77".repeat(20)), "to": BOB, "value": "0x1" }]);
    let error = host.error("eth_estimateGas", poor).await;
    assert!(error["message"].as_str().unwrap().starts_with("insufficient funds"), "{error}");
}

#[tokio::test]
async fn creations_can_be_called_and_estimated() {
    let host = host().await;
    let init = "0x6001600c60003960016000f300";
    let code = host.call("eth_call", json!([{ "from": BOB, "data": init }])).await;
    assert_eq!(code, "0x00");
    let estimate = host.number("eth_estimateGas", json!([{ "from": BOB, "data": init }])).await;
    assert!((53_000..60_000).contains(&estimate), "{estimate}");
}

#[tokio::test]
async fn access_lists_name_what_a_call_touches() {
    let host = host().await;
    // SLOAD of slot 3, and the balance of BOB's neighbour.
    let contract = host.deploy("0x60035473111111111111111111111111111111111111111131").await;
    let result = host.call("eth_createAccessList", json!([{ "from": BOB, "to": contract }, "latest"])).await;
    let list = result["accessList"].as_array().unwrap();
    let slot = format!("0x{:064x}", 3);
    assert!(list.contains(&json!({ "address": contract, "storageKeys": [slot] })), "{result}");
    let other = format!("0x{}", "11".repeat(20));
    assert!(list.contains(&json!({ "address": other, "storageKeys": [] })), "{result}");
    assert_eq!(list.len(), 2);
    // 21 000, two accounts' and a slot's places in the list, three cheap reads.
    assert_eq!(quantity(&result["gasUsed"]), 21_000 + 2 * 2_400 + 1_900 + 100 + 3 + 3 + 100);
}

#[tokio::test]
async fn proofs_are_refused_with_a_reason() {
    let host = host().await;
    let error = host.error("eth_getProof", json!([BOB, [], "latest"])).await;
    assert!(error["message"].as_str().unwrap().contains("without a trie"));
}
