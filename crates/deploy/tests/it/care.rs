//! Programs from year to year, their replacement, and batches for others to send.

use crate::support::{Bench, programs};
use alloy_primitives::{Address, Bytes, address};
use alloy_sol_types::{SolCall as _, sol};
use serde_json::json;
use surety_deploy::{Outcome, Plan, Silent, Step, Upgrade, batch, cache, keepalive, status, upgrade, verify};
use surety_wasm_build::Program;

sol! { function removeWasmCacheManager(address manager) external; }

/// ArbOwner, who alone may call it on the node, and the manager that the node begins with.
const ARB_OWNER: Address = address!("0000000000000000000000000000000000000070");
const CHAIN_OWNER: Address = address!("0000000000000000000000000000000000c0ffee");
const CACHE_MANAGER: Address = address!("0f1f89aaf1c6fdb7ff9d361e4388f5f3997f12a8");

/// Seconds of a day.
const DAY: u64 = 86_400;

/// Does steps with some accounts' keys.
async fn execute_on(bench: &Bench, steps: &[Step], accounts: &[usize]) -> Outcome {
    bench.execute(steps, accounts, &mut Silent).await.unwrap()
}

async fn days_left(bench: &Bench) -> Vec<Option<u64>> {
    let all = status(&bench.plan, &bench.remote).await.unwrap();
    all.into_iter().map(|care| care.days_left).collect()
}

async fn pass(bench: &Bench, days: u64) {
    bench.rpc("evm_increaseTime", json!([days * DAY])).await;
    bench.rpc("evm_mine", json!([])).await;
}

#[tokio::test]
async fn programs_are_renewed_when_few_days_are_left() {
    let bench = Bench::new("renewal").await;
    bench.deploy().await;
    assert!(days_left(&bench).await.iter().all(|days| days.is_some_and(|days| days >= 364)));
    assert!(keepalive(&bench.plan, &bench.remote, 60).await.unwrap().is_empty());

    pass(&bench, 310).await;
    let steps = keepalive(&bench.plan, &bench.remote, 60).await.unwrap();
    assert_eq!(steps.len(), bench.plan.programs.len());
    assert_eq!(execute_on(&bench, &steps, &[0]).await.sent, steps.len());
    assert!(days_left(&bench).await.iter().all(|days| days.is_some_and(|days| days >= 364)));
    assert_eq!(execute_on(&bench, &steps, &[0]).await.sent, 0, "a renewal is done once");

    pass(&bench, 400).await;
    assert!(days_left(&bench).await.iter().all(Option::is_none));
    let steps = keepalive(&bench.plan, &bench.remote, 60).await.unwrap();
    execute_on(&bench, &steps, &[0]).await;
    assert!(days_left(&bench).await.iter().all(Option::is_some));
}

#[tokio::test]
async fn a_replaced_program_is_upgraded_in_every_slot() {
    let mut bench = Bench::new("upgrade").await;
    bench.deploy().await;
    assert!(upgrade(&bench.plan, &bench.config, &bench.remote).await.unwrap().steps.is_empty());

    bench.plan = Plan::new(&bench.config, &with_another_slasher()).unwrap();
    let Upgrade { replacements, steps, .. } =
        upgrade(&bench.plan, &bench.config, &bench.remote).await.unwrap();
    let mut contracts: Vec<_> = replacements.iter().map(|one| one.contract.as_str()).collect();
    contracts.sort_unstable();
    assert_eq!(contracts, ["AllocationManager", "DelegationManager", "StrategyManager"]);

    let outcome = execute_on(&bench, &steps, &[0]).await;
    assert_eq!((outcome.sent, outcome.waiting.len()), (0, 3), "only the admin can: {outcome:?}");
    assert_eq!(execute_on(&bench, &steps, &[5]).await.sent, 3);
    let findings = verify(&bench.plan, &bench.config, &bench.remote).await.unwrap();
    let wrong: Vec<_> = findings.iter().filter(|finding| !finding.ok).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Another valid module in the slasher's place: the slasher serves three routers.
pub(crate) fn with_another_slasher() -> Vec<Program> {
    let mut changed = programs().to_vec();
    let other = changed.iter().find(|program| program.name == "release-manager").unwrap().clone();
    let slasher = changed.iter_mut().find(|program| program.name == "slasher").unwrap();
    (slasher.code, slasher.wasm) = (other.code, other.wasm);
    changed
}

#[tokio::test]
async fn bids_put_every_program_into_the_cache_once() {
    let bench = Bench::new("cache").await;
    bench.deploy().await;
    let steps = cache(&bench.plan, &bench.remote).await.unwrap();
    assert_eq!(steps.len(), bench.plan.programs.len());
    assert_eq!(execute_on(&bench, &steps, &[0]).await.sent, steps.len());
    assert!(status(&bench.plan, &bench.remote).await.unwrap().iter().all(|care| care.cached));
    assert!(cache(&bench.plan, &bench.remote).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_chain_without_cache_manager_takes_no_bids() {
    let bench = Bench::new("no-cache").await;
    let data = Bytes::from(removeWasmCacheManagerCall { manager: CACHE_MANAGER }.abi_encode());
    bench.rpc("anvil_impersonateAccount", json!([CHAIN_OWNER])).await;
    bench.rpc("eth_sendTransaction", json!([{ "from": CHAIN_OWNER, "to": ARB_OWNER, "data": data }])).await;
    let error = cache(&bench.plan, &bench.remote).await.unwrap_err().to_string();
    assert!(error.contains("no cache manager"), "{error}");
}

#[tokio::test]
async fn a_batch_has_what_one_account_sends() {
    let bench = Bench::new("batch").await;
    let all = batch(&bench.plan, &bench.plan.steps, bench.plan.deployer, &bench.remote).await.unwrap();
    let sent = bench.plan.steps.iter().filter(|step| step.from == bench.plan.deployer).count();
    assert_eq!(all["transactions"].as_array().unwrap().len(), sent);
    assert_eq!(all["chainId"], "412346");
    let owner = batch(&bench.plan, &bench.plan.steps, bench.config.roles.owner, &bench.remote).await.unwrap();
    let [whitelisting] = owner["transactions"].as_array().unwrap().as_slice() else { panic!("{owner}") };
    let factory = bench.plan.contracts.iter().find(|planned| planned.name == "StrategyFactory").unwrap();
    assert_eq!(whitelisting["to"], factory.address.to_string());
}
