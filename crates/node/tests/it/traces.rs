use crate::support::{BOB, host, quantity};
use alloy_primitives::{Bytes, TxKind};
use serde_json::json;

/// Calls slot 0's account with a word of calldata, and ignores what comes of it.
const CALLER_CODE: &str = "0x60008060208160008054 5af1 00";

#[tokio::test]
async fn a_trace_shows_calls_below_calls() {
    let host = host().await;
    let inner = host.deploy("0x60006000fd").await;
    let outer = host.deploy(&CALLER_CODE.replace(' ', "")).await;
    let word = format!("0x{:0>64}", alloy_primitives::hex::encode(inner));
    host.call("anvil_setStorageAt", json!([outer, "0x0", word])).await;
    let receipt = host.send(&host.alice(), TxKind::Call(outer), Bytes::new(), 0).await;
    let options = json!({ "tracer": "callTracer" });
    let trace = host.call("debug_traceTransaction", json!([receipt["transactionHash"], options])).await;
    assert_eq!(trace["gasUsed"], receipt["gasUsed"]);
    let call = &trace["calls"][0];
    assert_eq!((&call["to"], &call["from"]), (&json!(inner), &json!(outer)));
    assert_eq!((&call["type"], &call["error"]), (&json!("CALL"), &json!("execution reverted")));
    let top = json!({ "tracer": "callTracer", "tracerConfig": { "onlyTopCall": true } });
    let trace = host.call("debug_traceTransaction", json!([receipt["transactionHash"], top])).await;
    assert!(trace.get("calls").is_none());
    let block = host.call("debug_traceBlockByNumber", json!(["latest", options])).await;
    assert_eq!(block[0]["txHash"], receipt["transactionHash"]);
}

#[tokio::test]
async fn a_call_can_be_traced_with_overrides() {
    let host = host().await;
    let options =
        json!({ "tracer": "callTracer", "stateOverrides": { BOB.to_string(): { "code": "0x60006000fd" } } });
    let trace = host.call("debug_traceCall", json!([{ "to": BOB }, "latest", options])).await;
    assert_eq!(trace["error"], "execution reverted");
    let plain =
        host.call("debug_traceCall", json!([{ "to": BOB }, "latest", { "tracer": "callTracer" }])).await;
    assert_eq!((plain.get("error"), quantity(&plain["gasUsed"])), (None, 21_000));
}

#[tokio::test]
async fn prestate_is_what_was_before() {
    let host = host().await;
    let contract = host.deploy("0x6007600055600154600255").await;
    host.call("anvil_setStorageAt", json!([contract, "0x1", format!("0x{:064x}", 5)])).await;
    let receipt = host.send(&host.alice(), TxKind::Call(contract), Bytes::new(), 0).await;
    let hash = &receipt["transactionHash"];
    let key = contract.to_string().to_lowercase();
    let word = |number: u64| format!("0x{number:064x}");
    let pre = host.call("debug_traceTransaction", json!([hash, { "tracer": "prestateTracer" }])).await;
    assert_eq!(pre[&key]["storage"], json!({ word(0): word(0), word(1): word(5), word(2): word(0) }));
    let options = json!({ "tracer": "prestateTracer", "tracerConfig": { "diffMode": true } });
    let diff = host.call("debug_traceTransaction", json!([hash, options])).await;
    assert_eq!(diff["post"][&key]["storage"], json!({ word(0): word(7), word(2): word(5) }));
}

#[tokio::test]
async fn unknown_tracers_are_named_in_the_refusal() {
    let host = host().await;
    let error = host.error("debug_traceCall", json!([{ "to": BOB }, "latest", { "tracer": "{ js }" }])).await;
    assert!(error["message"].as_str().unwrap().contains("callTracer"), "{error}");
    let nothing = format!("0x{}", "11".repeat(32));
    let error = host.error("debug_traceTransaction", json!([nothing, { "tracer": "callTracer" }])).await;
    assert_eq!(error["message"], "transaction not found");
}

#[tokio::test]
async fn node_interface_answers_from_outside_the_chain() {
    let host = host().await;
    host.call("anvil_mine", json!([5])).await;
    let at = "0x00000000000000000000000000000000000000c8";
    let call = async |data: String| host.call("eth_call", json!([{ "to": at, "data": data }])).await;
    // blockL1Num(uint64), then l2BlockRangeForL1(uint64).
    let block = host.call("eth_getBlockByNumber", json!(["0x3", false])).await;
    let l1 = call(format!("0x6f275ef2{:064x}", 3)).await;
    assert_eq!(quantity(&l1), quantity(&block["l1BlockNumber"]));
    let range = call(format!("0x48e7f811{:064x}", quantity(&l1))).await;
    assert_eq!(range, json!(format!("0x{:064x}{:064x}", 3, 3)));
    // gasEstimateComponents(address,bool,bytes) of a transfer.
    let data = format!("0xc94e6eeb{:0>64}{:064x}{:064x}{:064x}", "22".repeat(20), 0, 0x60, 0);
    let components = call(data).await;
    let gas = &components.as_str().unwrap()[2..66];
    assert_eq!(u64::from_str_radix(gas, 16).unwrap(), 21_000);
}
