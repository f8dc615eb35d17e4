//! What the nursery refuses.

use crate::support::Bench;
use alloy_primitives::{Address, hex};
use serde_json::json;
use surety_proxy::nursery;

/// Creates a contract that reverts whatever it is called with.
const REVERTS: [u8; 10] = hex!("625f5ffd5f526003601d");
/// `RETURN`, which ends that init code.
const RETURN: u8 = 0xf3;

/// What the nursery answers to `from`, if it does not revert.
async fn ask(bench: &Bench, from: Address, child: Address, initialize: &[u8]) -> Option<String> {
    let init_code = [&REVERTS[..], &[RETURN]].concat();
    let data = nursery::calldata(child.into_array(), &init_code, initialize);
    let call =
        json!([{ "from": from, "to": bench.plan.nursery, "data": hex::encode_prefixed(data) }, "latest"]);
    bench.try_rpc("eth_call", call).await.ok().map(|answer| answer.as_str().unwrap().to_owned())
}

#[tokio::test]
async fn it_obeys_its_owner_at_the_expected_address_only() {
    let bench = Bench::new("nursery").await;
    bench.deploy().await;
    let (owner, stranger) = (bench.plan.deployer, bench.config.roles.owner);
    let count = bench.plan.contracts.len() as u64;
    let next = bench.plan.nursery.create(count + 1);
    let made = ask(&bench, owner, next, &[]).await;
    assert_eq!(made, Some(next.into_word().to_string()));
    assert_eq!(ask(&bench, stranger, next, &[]).await, None, "a stranger");
    let last = bench.plan.nursery.create(count);
    assert_eq!(ask(&bench, owner, last, &[]).await, None, "a transaction that is sent twice");
    assert_eq!(ask(&bench, owner, next, &[1]).await, None, "an initialisation that fails");
}
