//! Upgrades through OpenZeppelin's own `TimelockController`, as its package has it compiled.

use crate::{
    care::with_another_slasher,
    support::{Bench, programs},
};
use alloy_primitives::{Address, B256, Bytes, U256, hex};
use alloy_sol_types::{SolCall as _, SolValue as _, sol};
use serde_json::{Value, json};
use surety_deploy::{
    Action, DeployError, Event, Observer, Operation, Plan, Silent, Stage, TimelockKind, Upgrade, upgrade,
    verify,
};
use surety_wasm_build::Program;

sol! {
    #[derive(Debug)]
    function scheduleBatch(address[] targets, uint256[] values, bytes[] payloads, bytes32 predecessor, bytes32 salt, uint256 delay) external;
    function upgradeTo(uint8 index, address program) external;
}

/// The timelock's least delay, and a shorter one that the configuration asks for, seconds.
const LEAST: u64 = 172_800;
const CONFIGURED: u64 = 3_600;

/// A deployment whose admin is a timelock, of which the owner is the one proposer and executor.
async fn behind_a_timelock(name: &str) -> Bench {
    let mut bench = Bench::new(name).await;
    let owner = bench.config.roles.owner;
    let root = surety_wasm_build::find_root().unwrap();
    let artifact = std::fs::read(root.join("tests/openzeppelin/TimelockController.json")).unwrap();
    let artifact: Value = serde_json::from_slice(&artifact).unwrap();
    let creation = hex::decode(artifact["creation"].as_str().unwrap()).unwrap();
    let parameters = (U256::from(LEAST), vec![owner], vec![owner], Address::ZERO).abi_encode_params();
    let data = Bytes::from([creation, parameters].concat());
    let from = bench.node.accounts()[9].address;
    let made = bench.rpc("eth_sendTransaction", json!([{ "from": from, "data": data }])).await;
    let receipt = bench.rpc("eth_getTransactionReceipt", json!([made])).await;
    bench.config.upgrades.admin = Some(receipt["contractAddress"].as_str().unwrap().parse().unwrap());
    bench.config.upgrades.kind = TimelockKind::Timelock;
    bench.config.upgrades.delay_secs = CONFIGURED;
    build(&mut bench, programs());
    bench.deploy().await;
    bench
}

/// Other programs are built now.
fn build(bench: &mut Bench, programs: &[Program]) {
    bench.plan = Plan::new(&bench.config, programs).unwrap();
}

async fn compare(bench: &Bench) -> Upgrade {
    upgrade(&bench.plan, &bench.config, &bench.remote).await.unwrap()
}

/// What is to be replaced, and its batch.
async fn compare_batch(bench: &Bench) -> (Upgrade, Operation) {
    let found = compare(bench).await;
    let operation = found.operation.clone().unwrap();
    (found, operation)
}

async fn wrong(bench: &Bench) -> Vec<String> {
    let findings = verify(&bench.plan, &bench.config, &bench.remote).await.unwrap();
    findings.into_iter().filter(|finding| !finding.ok).map(|finding| finding.what).collect()
}

async fn pass(bench: &Bench, secs: u64) {
    bench.rpc("evm_increaseTime", json!([secs])).await;
    bench.rpc("evm_mine", json!([])).await;
}

/// Schedules, waits and executes; answers the name of the batch.
async fn go_through(bench: &Bench) -> B256 {
    for _ in 0..2 {
        bench.execute(&compare(bench).await.steps, &[0, 1], &mut Silent).await.unwrap();
        pass(bench, LEAST).await;
    }
    assert!(compare(bench).await.replacements.is_empty());
    let on_record = bench.journal().entries().last().unwrap().step.clone();
    on_record.rsplit(':').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn an_upgrade_is_scheduled_refused_too_early_and_executed_after_the_delay() {
    let mut bench = behind_a_timelock("timelock").await;
    assert_eq!(wrong(&bench).await, [""; 0]);
    build(&mut bench, &with_another_slasher());
    let (found, operation) = compare_batch(&bench).await;
    assert_eq!(operation.stage, Stage::Unscheduled);
    let refused = found.executable().unwrap_err().to_string();
    assert!(refused.contains("is not scheduled") && refused.contains(&operation.id.to_string()), "{refused}");
    assert_calls(&bench, &found, &operation);

    let outcome = bench.execute(&found.steps, &[0, 1], &mut Silent).await.unwrap();
    // The code is on the chain already, as another contract's: creation and activation of both are found.
    assert_eq!((outcome.sent, outcome.found, outcome.waiting.len()), (1, 4, 0));
    let (found, operation) = compare_batch(&bench).await;
    let Stage::Waiting { left_secs, .. } = operation.stage else { panic!("{operation:?}") };
    assert!(left_secs > CONFIGURED && left_secs <= LEAST, "{left_secs}");
    let error = found.executable().unwrap_err();
    assert!(matches!(error, DeployError::NotReady { .. }), "{error}");
    assert!(error.to_string().contains("is scheduled, and can be executed from"), "{error}");
    let outcome = bench.execute(&found.steps, &[0, 1], &mut Silent).await.unwrap();
    assert_eq!(outcome.sent, 0, "nothing is done meanwhile: {outcome:?}");
    let refused = call(&bench, &operation).await.unwrap_err();
    assert!(refused.contains("operation is not ready"), "by the timelock: {refused}");
    assert!(!wrong(&bench).await.is_empty(), "the old programs serve");

    pass(&bench, LEAST).await;
    let (found, operation) = compare_batch(&bench).await;
    assert_eq!((operation.stage, call(&bench, &operation).await), (Stage::Ready, Ok(())));
    let outcome = bench.execute(found.executable().unwrap(), &[0, 1], &mut Silent).await.unwrap();
    assert_eq!(outcome.sent, 1, "{outcome:?}");
    assert_eq!(wrong(&bench).await, [""; 0]);
    assert!(compare(&bench).await.executable().unwrap().is_empty());
}

/// The batch has one call for each replacement, and the longer of the two delays.
fn assert_calls(bench: &Bench, found: &Upgrade, operation: &Operation) {
    let Action::Call { to, data, .. } = &operation.schedule.action else { panic!("{operation:?}") };
    assert_eq!((Some(*to), operation.schedule.from), (bench.config.upgrades.admin, bench.config.roles.owner));
    let sent = scheduleBatchCall::abi_decode(data).unwrap();
    assert_eq!((sent.delay, sent.salt, sent.payloads.len()), (U256::from(LEAST), operation.salt, 3));
    assert_eq!(sent.targets, found.replacements.iter().map(|one| one.router).collect::<Vec<_>>());
    for (payload, one) in sent.payloads.iter().zip(&found.replacements) {
        let call = upgradeToCall::abi_decode(payload).unwrap();
        assert_eq!((call.index, call.program), (one.index, one.new));
    }
}

/// The execution as a call, which changes nothing.
async fn call(bench: &Bench, operation: &Operation) -> Result<(), String> {
    let Action::Call { to, data, .. } = &operation.execute.action else { panic!("{operation:?}") };
    let call = json!([{ "from": operation.execute.from, "to": to, "data": data }, "latest"]);
    bench.try_rpc("eth_call", call).await.map(drop)
}

#[tokio::test]
async fn the_same_upgrade_comes_again_after_it_was_taken_back() {
    let mut bench = behind_a_timelock("there-and-back").await;
    let mut names = Vec::new();
    for changed in [true, false, true] {
        let built = if changed { with_another_slasher() } else { programs().to_vec() };
        build(&mut bench, &built);
        names.push(go_through(&bench).await);
        assert_eq!(wrong(&bench).await, [""; 0]);
    }
    assert!(names[0] != names[1] && names[0] != names[2], "{names:?}");
}

/// Kills a run when this step's transaction is mined, but not on record.
struct KilledAt(&'static str);

impl Observer for KilledAt {
    fn event(&mut self, event: Event<'_>) -> bool {
        !matches!(event, Event::Mined(step, _) if step.id.starts_with(self.0))
    }
}

#[tokio::test]
async fn what_a_killed_run_did_at_the_timelock_is_put_on_record() {
    let mut bench = behind_a_timelock("timelock-killed").await;
    build(&mut bench, &with_another_slasher());
    for step in ["upgrade-schedule", "upgrade-execute"] {
        let due = compare(&bench).await.steps;
        assert!(bench.execute(&due, &[0, 1], &mut KilledAt(step)).await.unwrap().stopped);
        assert_eq!(bench.journal().unfinished().len(), 1, "{step}");
        let outcome = bench.execute(&compare(&bench).await.steps, &[0, 1], &mut Silent).await.unwrap();
        let journal = bench.journal();
        let last = journal.entries().last().unwrap();
        assert!(last.step.starts_with(step) && journal.unfinished().is_empty(), "{last:?}");
        assert_eq!(outcome.sent, 0, "nothing twice: {outcome:?}");
        pass(&bench, LEAST).await;
    }
    assert_eq!(wrong(&bench).await, [""; 0]);
}

#[tokio::test]
async fn a_timelock_that_is_not_as_configured_is_found() {
    let mut bench = behind_a_timelock("timelock-wrong").await;
    let owner = bench.config.roles.owner;
    bench.config.upgrades.delay_secs = LEAST + 1;
    assert_eq!(wrong(&bench).await, ["timelock: least delay"]);
    bench.config.upgrades.delay_secs = LEAST;
    bench.config.roles.owner = bench.node.accounts()[7].address;
    let found = wrong(&bench).await;
    for what in ["timelock: the owner schedules", "timelock: the owner executes"] {
        assert!(found.iter().any(|one| one == what), "{found:?}");
    }
    // Who has no role is told so by the timelock, before anything is sent to it.
    build(&mut bench, &with_another_slasher());
    let due = compare(&bench).await.steps;
    let error = bench.execute(&due, &[0, 7], &mut Silent).await.unwrap_err().to_string();
    assert!(error.contains("upgrade-schedule") && error.contains("is missing role"), "{error}");
    bench.config.roles.owner = owner;
    bench.config.upgrades.admin = Some(Address::repeat_byte(0x77));
    let error = upgrade(&bench.plan, &bench.config, &bench.remote).await.unwrap_err().to_string();
    assert!(error.contains("is no timelock"), "{error}");
}
