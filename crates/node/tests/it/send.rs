use crate::support::{BOB, CHAIN_ID, host, host_with, quantity, signed};
use alloy_consensus::{TxEip2930, TxEip7702, TxEnvelope, TxLegacy};
use alloy_eips::{
    eip2718::Encodable2718 as _,
    eip2930::{AccessList, AccessListItem},
    eip7702::Authorization,
};
use alloy_primitives::{Address, B256, Bytes, TxKind, U256};
use alloy_signer::SignerSync as _;
use alloy_signer_local::PrivateKeySigner;
use serde_json::json;
use std::time::Duration;
use surety_node::NodeConfig;

fn encode<T>(tx: T, signer: &PrivateKeySigner) -> Bytes
where
    T: alloy_consensus::SignableTransaction<alloy_primitives::Signature>,
    TxEnvelope: From<alloy_consensus::Signed<T>>,
{
    let signature = signer.sign_hash_sync(&tx.signature_hash()).unwrap();
    TxEnvelope::from(tx.into_signed(signature)).encoded_2718().into()
}

#[tokio::test]
async fn all_types_of_transactions_are_taken() {
    let host = host().await;
    let alice = host.alice();
    let (gas_price, gas_limit, to, chain_id) = (200_000_000, 100_000, TxKind::Call(BOB), CHAIN_ID);
    // Without a chain id, as deterministic deployments are signed.
    let ancient = TxLegacy { chain_id: None, nonce: 0, gas_price, gas_limit, to, ..TxLegacy::default() };
    let legacy = TxLegacy { chain_id: Some(chain_id), nonce: 1, ..ancient.clone() };
    let item = AccessListItem { address: BOB, storage_keys: vec![B256::ZERO] };
    let access_list = AccessList(vec![item]);
    let listed =
        TxEip2930 { chain_id, nonce: 2, gas_price, gas_limit, to, access_list, ..TxEip2930::default() };
    let dynamic = signed(&alice, 3, to, Bytes::new(), 1);
    let all = [encode(ancient, &alice), encode(legacy, &alice), encode(listed, &alice), dynamic];
    for (raw, (kind, gas)) in
        all.into_iter().zip([("0x0", 21_000), ("0x0", 21_000), ("0x1", 25_300), ("0x2", 21_000)])
    {
        let hash = host.call("eth_sendRawTransaction", json!([raw])).await;
        let receipt = host.call("eth_getTransactionReceipt", json!([hash])).await;
        assert_eq!((&receipt["status"], &receipt["type"]), (&json!("0x1"), &json!(kind)), "{receipt}");
        assert_eq!(quantity(&receipt["gasUsed"]), gas);
        let tx = host.call("eth_getTransactionByHash", json!([hash])).await;
        assert_eq!(tx["type"], kind);
        assert_eq!(host.call("eth_getRawTransactionByHash", json!([hash])).await, json!(raw));
    }
}

#[tokio::test]
async fn an_account_can_act_by_other_code() {
    let host = host().await;
    let alice = host.alice();
    let code = host.deploy("0x602a60005260206000f3").await;
    let nonce = host.number("eth_getTransactionCount", json!([alice.address(), "latest"])).await;
    let authorization = Authorization { chain_id: U256::from(CHAIN_ID), address: code, nonce: nonce + 1 };
    let signature = alice.sign_hash_sync(&authorization.signature_hash()).unwrap();
    let tx = TxEip7702 {
        chain_id: CHAIN_ID,
        nonce,
        gas_limit: 200_000,
        max_fee_per_gas: 200_000_000,
        to: BOB,
        authorization_list: vec![authorization.into_signed(signature)],
        ..TxEip7702::default()
    };
    let hash = host.call("eth_sendRawTransaction", json!([encode(tx, &alice)])).await;
    let receipt = host.call("eth_getTransactionReceipt", json!([hash])).await;
    assert_eq!((&receipt["status"], &receipt["type"]), (&json!("0x1"), &json!("0x4")), "{receipt}");
    // 46 000, of which 12 500 come back because the account existed: at most a fifth.
    assert_eq!(quantity(&receipt["gasUsed"]), 46_000 - 46_000 / 5);
    let expected = format!("0xef0100{}", alloy_primitives::hex::encode(code));
    assert_eq!(host.call("eth_getCode", json!([alice.address(), "latest"])).await, json!(expected));
    let answer = host.call("eth_call", json!([{ "to": alice.address() }, "latest"])).await;
    assert_eq!(
        answer,
        json!(U256::from(42).to_be_bytes::<32>().map(|b| format!("{b:02x}")).concat().as_str())
            .as_str()
            .map(|hex| format!("0x{hex}"))
            .unwrap()
    );
}

#[tokio::test]
async fn refusals_are_in_geths_words() {
    let host = host().await;
    let alice = host.alice();
    host.send(&alice, TxKind::Call(BOB), Bytes::new(), 1).await;
    let refused = async |raw: Bytes| {
        let error = host.error("eth_sendRawTransaction", json!([raw])).await;
        assert_eq!(error["code"], -32000);
        error["message"].as_str().unwrap().to_owned()
    };
    let old = signed(&alice, 0, TxKind::Call(BOB), Bytes::new(), 1);
    assert_eq!(refused(old).await, "nonce too low: next nonce 1, tx nonce 0");
    let poor = PrivateKeySigner::from_bytes(&B256::repeat_byte(7)).unwrap();
    let message = refused(signed(&poor, 0, TxKind::Call(BOB), Bytes::new(), 1)).await;
    assert!(message.starts_with("insufficient funds for gas * price + value"), "{message}");
    let (to, chain_id) = (TxKind::Call(BOB), Some(CHAIN_ID));
    let cheap = TxLegacy { chain_id, nonce: 1, gas_price: 1, gas_limit: 21_000, to, ..TxLegacy::default() };
    let message = refused(encode(cheap.clone(), &alice)).await;
    assert!(message.starts_with("max fee per gas less than block base fee"), "{message}");
    let little = TxLegacy { gas_price: 200_000_000, gas_limit: 20_999, ..cheap.clone() };
    assert_eq!(refused(encode(little, &alice)).await, "intrinsic gas too low: have 20999, want 21000");
    let foreign = TxLegacy { chain_id: Some(1), gas_price: 200_000_000, ..cheap };
    assert_eq!(
        refused(encode(foreign, &alice)).await,
        format!("invalid chain id for signer: have 1 want {CHAIN_ID}")
    );
    assert!(refused(Bytes::from_static(b"\x02nonsense")).await.starts_with("failed to decode"));
    assert_eq!(host.number("eth_blockNumber", json!([])).await, 1, "no refusal made a block");
}

#[tokio::test]
async fn a_transaction_waits_for_the_one_before_it() {
    let host = host().await;
    let alice = host.alice();
    let late = host
        .call("eth_sendRawTransaction", json!([signed(&alice, 1, TxKind::Call(BOB), Bytes::new(), 2)]))
        .await;
    let waiting = host.call("eth_getTransactionByHash", json!([late])).await;
    assert_eq!(waiting["blockNumber"], json!(null));
    assert_eq!(host.call("txpool_status", json!([])).await["pending"], "0x1");
    host.call("eth_sendRawTransaction", json!([signed(&alice, 0, TxKind::Call(BOB), Bytes::new(), 1)])).await;
    let receipt = host.call("eth_getTransactionReceipt", json!([late])).await;
    assert_eq!(receipt["blockNumber"], "0x2");
    assert_eq!(host.call("txpool_status", json!([])).await["pending"], "0x0");
}

#[tokio::test]
async fn development_accounts_send_without_a_signature() {
    let host = host().await;
    let alice = host.alice().address();
    let tx = json!({ "from": alice, "to": BOB, "value": "0x9" });
    let hash = host.call("eth_sendTransaction", json!([tx])).await;
    let sent = host.call("eth_getTransactionByHash", json!([hash])).await;
    assert_eq!((&sent["from"], &sent["gas"]), (&json!(alice), &json!("0x5208")));
    let stranger = Address::repeat_byte(0x99);
    let error =
        host.error("eth_sendTransaction", json!([{ "from": stranger, "to": BOB, "gas": "0x5208" }])).await;
    assert!(error["message"].as_str().unwrap().starts_with("unknown account"), "{error}");
}

#[tokio::test]
async fn blocks_come_by_time_if_asked_to() {
    let host =
        host_with(NodeConfig { block_time: Some(Duration::from_millis(100)), ..NodeConfig::default() }).await;
    let alice = host.alice();
    let mut hashes = Vec::new();
    for nonce in 0..3 {
        let raw = signed(&alice, nonce, TxKind::Call(BOB), Bytes::new(), 1);
        hashes.push(host.call("eth_sendRawTransaction", json!([raw])).await);
    }
    let mut receipt = json!(null);
    for _ in 0..100 {
        receipt = host.call("eth_getTransactionReceipt", json!([hashes[2]])).await;
        if !receipt.is_null() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(receipt["status"], "0x1");
    assert!(host.number("eth_blockNumber", json!([])).await < 100);
}

#[tokio::test]
async fn accounts_sign_messages_under_both_names() {
    let host = host().await;
    let (alice, message) = (host.alice(), json!("0x6869"));
    let expected = alice.sign_message_sync(b"hi").unwrap();
    let expected = json!(Bytes::from(expected.as_bytes()));
    assert_eq!(host.call("personal_sign", json!([message, alice.address()])).await, expected);
    assert_eq!(host.call("eth_sign", json!([alice.address(), message])).await, expected);
    let error = host.error("eth_sign", json!([Address::repeat_byte(9), message])).await;
    assert_eq!(error["message"], "unknown account");
}

#[tokio::test]
async fn accounts_sign_typed_data() {
    let host = host().await;
    let alice = host.alice().address();
    let data = json!({
        "types": { "Mail": [{ "name": "contents", "type": "string" }] },
        "primaryType": "Mail",
        "domain": { "name": "Ether Mail", "chainId": "0x1" },
        "message": { "contents": "Hello" },
    });
    let signature = host.call("eth_signTypedData_v4", json!([alice, data])).await;
    let again = host.call("eth_signTypedData_v4", json!([alice, data.to_string()])).await;
    assert_eq!(signature, again, "as JSON and as text");
    assert_eq!(signature.as_str().unwrap().len(), 2 + 130);
    let error = host.error("eth_signTypedData_v4", json!([alice, { "types": {} }])).await;
    assert_eq!(error["code"], -32602);
}
