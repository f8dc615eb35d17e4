//! A deployment that is killed at every point of every step.

use crate::support::{Bench, TOKEN};
use std::collections::BTreeSet;
use surety_deploy::{Event, Observer};

/// Kills a run at the first point that no run has reached before.
#[derive(Default)]
struct Killer(BTreeSet<(String, &'static str)>);

impl Observer for Killer {
    fn event(&mut self, event: Event<'_>) -> bool {
        let (step, point) = match event {
            Event::Signed(step, _) => (step, "signed"),
            Event::Sent(step, _) => (step, "sent"),
            Event::Mined(step, _) => (step, "mined"),
            Event::Recorded(step) => (step, "recorded"),
            Event::Begins(_) | Event::Found(_) | Event::Waits(_) => return true,
        };
        !self.0.insert((step.id.clone(), point))
    }
}

/// After a kill at "sent" or "mined" the step is done, so each step has two such points at least; the
/// others come with the steps that are done anew.
#[tokio::test]
async fn killed_at_every_point_it_ends_as_if_it_had_not_been() {
    let (whole, killed) = (Bench::new("calm").await, Bench::new("killed").await);
    whole.deploy().await;
    let mut killer = Killer::default();
    let mut runs = 0;
    while killed.run(&[0, 1, 2], &mut killer).await.unwrap().stopped {
        runs += 1;
        assert!(runs < 10 * killed.plan.steps.len(), "no progress");
    }
    for step in killed.plan.steps.iter().filter(|step| step.id != "factory") {
        for point in ["signed", "sent"] {
            assert!(killer.0.contains(&(step.id.clone(), point)), "{}: never killed when {point}", step.id);
        }
    }
    assert_same(&whole, &killed).await;
}

/// Kills a run whenever a step is on record, or mined and not on record.
struct After(&'static str, BTreeSet<String>);

impl Observer for After {
    fn event(&mut self, event: Event<'_>) -> bool {
        let step = match (event, self.0) {
            (Event::Recorded(step), "recorded") | (Event::Mined(step, _), "mined") => step,
            _ => return true,
        };
        !self.1.insert(step.id.clone())
    }
}

#[tokio::test]
async fn killed_after_each_step_it_goes_on_with_the_next() {
    let whole = Bench::new("calm2").await;
    whole.deploy().await;
    for point in ["mined", "recorded"] {
        let killed = Bench::new(point).await;
        let mut killer = After(point, BTreeSet::new());
        while killed.run(&[0, 1, 2], &mut killer).await.unwrap().stopped {}
        assert_eq!(killer.1.len(), killed.plan.steps.len());
        assert_same(&whole, &killed).await;
    }
}

/// The same code at the same addresses, with as many transactions.
pub(crate) async fn assert_same(whole: &Bench, other: &Bench) {
    assert_eq!(whole.nonce().await, other.nonce().await, "a transaction too many");
    for planned in &whole.plan.contracts {
        let code = whole.code(planned.address).await;
        assert!(!code.is_empty() && code == other.code(planned.address).await, "{}", planned.name);
    }
    let after = whole.plan.nursery.create(whole.plan.contracts.len() as u64 + 1);
    assert!(other.code(after).await.is_empty(), "a contract too many");
    let done = |bench: &Bench| -> BTreeSet<String> {
        let journal = bench.journal();
        let steps = journal.entries().iter().filter(|entry| !entry.detail.is_null());
        let steps: Vec<_> = steps.map(|entry| entry.step.clone()).collect();
        let unique: BTreeSet<_> = steps.iter().cloned().collect();
        assert_eq!(steps.len(), unique.len(), "each step is on record once");
        unique
    };
    assert_eq!(done(whole), done(other));
    assert_ne!(TOKEN, whole.plan.nursery);
}
