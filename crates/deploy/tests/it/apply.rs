//! A deployment from nothing, again, and with keys missing.

use crate::support::Bench;
use surety_deploy::{DeployError, EntryKind, Event, Observer, Plan, Silent, quote, verify};

#[tokio::test]
async fn a_plan_changes_nothing_and_tells_what_it_costs() {
    let bench = Bench::new("plan").await;
    let before = (bench.block().await, bench.nonce().await);
    let quotes = quote(&bench.plan, &bench.remote).await.unwrap();
    assert_eq!((bench.block().await, bench.nonce().await), before);
    assert!(!bench.dir().exists(), "a plan writes nothing");
    assert_eq!(quotes.len(), bench.plan.steps.len());
    let activation = quotes.iter().find(|quote| quote.step.id.starts_with("activation:")).unwrap();
    assert!(!activation.done && activation.step.gas > 1_748_626);
    assert!(activation.cost > activation.data_fee && !activation.data_fee.is_zero());
}

#[tokio::test]
async fn a_deployment_is_whole_and_a_second_one_sends_nothing() {
    let bench = Bench::new("whole").await;
    let outcome = bench.deploy().await;
    assert!(outcome.waiting.is_empty() && !outcome.stopped, "{outcome:?}");
    assert_eq!(outcome.sent, bench.plan.steps.len());
    let findings = verify(&bench.plan, &bench.config, &bench.remote).await.unwrap();
    let wrong: Vec<_> = findings.iter().filter(|finding| !finding.ok).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");

    let (nonce, entries) = (bench.nonce().await, bench.journal().entries().to_vec());
    let again = bench.deploy().await;
    assert_eq!((again.sent, again.found), (0, bench.plan.steps.len()));
    assert_eq!(bench.nonce().await, nonce);
    assert_eq!(bench.journal().entries(), entries, "the record of something done does not grow");

    let quotes = quote(&bench.plan, &bench.remote).await.unwrap();
    assert!(quotes.iter().all(|quote| quote.done && quote.cost.is_zero()));
    // Planned gas is near what was used: an estimate that is far off helps nobody.
    for step in bench.plan.steps.iter().filter(|step| step.id.starts_with("activation:")) {
        let entry = entries.iter().rfind(|entry| entry.step == step.id).unwrap();
        let EntryKind::Done { gas_used, .. } = entry.outcome else { panic!("{entry:?}") };
        assert!(step.gas.abs_diff(gas_used) * 100 < gas_used, "{}: {} and {gas_used}", step.id, step.gas);
    }
    let markdown = std::fs::read_to_string(bench.dir().join("412346.md")).unwrap();
    for planned in &bench.plan.contracts {
        assert!(markdown.contains(&format!("- proxy: `{}`", planned.address)), "{markdown}");
    }
    for program in &bench.plan.programs {
        let section = markdown.split("### ").find(|section| section.starts_with(&program.name)).unwrap();
        for fact in
            ["address", "codeHash", "wasmHash", "constructorInput", "transaction", "activation", "commit"]
        {
            assert!(section.contains(&format!("\n- {fact}: `")), "{fact}: {section}");
        }
    }
}

#[tokio::test]
async fn a_stuck_transaction_is_sent_again_with_a_higher_fee() {
    let mut bench = Bench::new("stuck").await;
    bench.config.fees.bump_after_secs = 1;
    bench.rpc("evm_setAutomine", serde_json::json!([false])).await;
    let seconds = tokio::time::Duration::from_millis(2_500);
    let run = async {
        let mut first = OneStep;
        bench.run(&[0], &mut first).await.unwrap()
    };
    let miner = async {
        tokio::time::sleep(seconds).await;
        bench.rpc("evm_mine", serde_json::json!([])).await;
    };
    let (outcome, ()) = tokio::join!(run, miner);
    assert!(outcome.stopped);
    let journal = bench.journal();
    let sent =
        journal.entries().iter().filter(|entry| matches!(entry.outcome, EntryKind::Sent { nonce: 0, .. }));
    let hashes: std::collections::BTreeSet<_> = sent
        .filter_map(|entry| match entry.outcome {
            EntryKind::Sent { transaction, .. } => Some(transaction),
            _ => None,
        })
        .collect();
    assert!(hashes.len() >= 2, "{:?}", journal.entries());
    let Some(EntryKind::Done { transaction, .. }) = journal.entries().last().map(|entry| &entry.outcome)
    else {
        panic!("{:?}", journal.entries())
    };
    assert!(hashes.contains(transaction));
    assert_eq!(bench.nonce().await, 1);
}

/// Ends a run after its first step.
struct OneStep;

impl Observer for OneStep {
    fn event(&mut self, event: Event<'_>) -> bool {
        !matches!(event, Event::Recorded(_))
    }
}

#[tokio::test]
async fn a_lost_record_is_written_anew_without_a_transaction() {
    let bench = Bench::new("lost").await;
    bench.deploy().await;
    let nonce = bench.nonce().await;
    std::fs::remove_dir_all(bench.dir()).unwrap();
    let outcome = bench.deploy().await;
    assert_eq!((outcome.sent, bench.nonce().await), (0, nonce));
    assert!(bench.journal().entries().iter().all(|entry| entry.outcome == EntryKind::Found));
}

#[tokio::test]
async fn what_others_must_send_waits_for_their_keys() {
    let bench = Bench::new("waiting").await;
    let outcome = bench.run(&[0], &mut Silent).await.unwrap();
    assert_eq!(outcome.waiting.len(), 2, "{outcome:?}");
    assert!(outcome.waiting.iter().any(|step| step.starts_with("whitelist:")));
    assert!(outcome.waiting.iter().any(|step| step.starts_with("pauser:")));
    let nonce = bench.nonce().await;
    let outcome = bench.run(&[1, 2], &mut Silent).await.unwrap();
    assert_eq!((outcome.sent, outcome.waiting.len(), bench.nonce().await), (2, 0, nonce));
}

#[tokio::test]
async fn another_configuration_at_the_same_addresses_is_refused() {
    let mut bench = Bench::new("changed").await;
    bench.deploy().await;
    let nonce = bench.nonce().await;
    bench.config.delays.deallocation_blocks += 1;
    bench.plan = Plan::new(&bench.config, crate::support::programs()).unwrap();
    let error = bench.run(&[0, 1, 2], &mut Silent).await.unwrap_err();
    assert!(
        matches!(&error, DeployError::Changed { step } if step.starts_with("contract:AllocationManager")),
        "{error}"
    );
    std::fs::remove_dir_all(bench.dir()).unwrap();
    let error = bench.run(&[0, 1, 2], &mut Silent).await.unwrap_err();
    assert!(matches!(&error, DeployError::Occupied { .. }), "{error}");
    assert_eq!(bench.nonce().await, nonce);
}

#[tokio::test]
async fn another_chain_is_refused() {
    let mut bench = Bench::new("chain").await;
    bench.config.chain_id = 42_161;
    bench.plan = Plan::new(&bench.config, crate::support::programs()).unwrap();
    let error = bench.run(&[0], &mut Silent).await.unwrap_err();
    assert!(matches!(error, DeployError::WrongChain { expected: 42_161, found: 412_346 }), "{error}");
}
