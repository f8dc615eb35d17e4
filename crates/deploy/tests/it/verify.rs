//! What `verify` finds.

use crate::support::Bench;
use alloy_primitives::{Address, U256};
use serde_json::json;
use surety_deploy::{Finding, verify};
use surety_proxy::slots;

async fn wrong(bench: &Bench) -> Vec<Finding> {
    let findings = verify(&bench.plan, &bench.config, &bench.remote).await.unwrap();
    findings.into_iter().filter(|finding| !finding.ok).collect()
}

#[tokio::test]
async fn tampering_is_found() {
    let bench = Bench::new("tampered").await;
    bench.deploy().await;
    let manager = bench.plan.contracts.iter().find(|planned| planned.name == "StrategyManager").unwrap();
    let original = manager.contract.programs[1];
    let slot = U256::from_be_bytes(slots::IMPLEMENTATION) + U256::ONE;
    let stranger = Address::repeat_byte(0x66);
    bench.set_storage(manager.address, slot, stranger.into_word()).await;
    let found = wrong(&bench).await;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].what, "StrategyManager: program 1");
    assert_eq!((&found[0].expected, &found[0].found), (&original.to_string(), &stranger.to_string()));
    bench.set_storage(manager.address, slot, original.into_word()).await;
    assert!(wrong(&bench).await.is_empty());

    let mut other = bench.code(manager.address).await.to_vec();
    *other.last_mut().unwrap() ^= 1;
    bench.rpc("anvil_setCode", json!([manager.address, alloy_primitives::hex::encode_prefixed(other)])).await;
    let found = wrong(&bench).await;
    assert!(found.iter().any(|finding| finding.what == "StrategyManager: code"), "{found:#?}");
}

#[tokio::test]
async fn an_empty_chain_has_nothing_of_it() {
    let bench = Bench::new("empty").await;
    let found = wrong(&bench).await;
    for planned in &bench.plan.contracts {
        assert!(found.iter().any(|finding| finding.what == format!("{}: code", planned.name)));
    }
    for program in &bench.plan.programs {
        assert!(found.iter().any(|finding| finding.what == format!("{}: active", program.name)));
    }
}
