//! What a run met, for people and machines.

use crate::terminal::{grouped, table};
use alloy_primitives::hex;
use alloy_sol_types::SolError as _;
use anyhow::Result;
use serde_json::{Value, json};
use std::{fmt::Write as _, path::PathBuf, time::Duration};
use surety_invariants::SPEC;
use surety_lives::{
    run::{LIFE, Plan, Standing},
    transcript::name,
};
use surety_model::hostile_token::IHostileToken;
use surety_scenario::interfaces::Interfaces;

/// The name of an error of the contracts that the lives put around the suite.
fn foreign(selector: [u8; 4]) -> Option<String> {
    let whose = match selector {
        IHostileToken::Unwilling::SELECTOR => "Unwilling (hostile token or hook)",
        IHostileToken::Blocked::SELECTOR => "Blocked (hostile token)",
        _ => return None,
    };
    Some(whose.to_owned())
}

/// A run's report.
pub(super) struct Report {
    plan: Plan,
    standing: Standing,
    /// Steps taken in this go, and how long it took.
    taken: (u64, Duration),
    interfaces: Interfaces,
}

impl Report {
    pub(super) fn new(plan: &Plan, standing: &Standing, taken: u64, time: Duration) -> Result<Self> {
        let interfaces = Interfaces::suite()?;
        Ok(Self { plan: *plan, standing: standing.clone(), taken: (taken, time), interfaces })
    }

    fn per_second(&self) -> u64 {
        let millis = u64::try_from(self.taken.1.as_millis()).unwrap_or(u64::MAX).max(1);
        self.taken.0.saturating_mul(1_000) / millis
    }

    fn error(&self, error: Option<[u8; 4]>) -> String {
        let Some(selector) = error else { return "no data".to_owned() };
        let known = self.interfaces.errors().find(|(known, _)| known.0 == selector);
        let ours = known.map(|(_, (name, _))| name.clone());
        ours.or_else(|| foreign(selector)).unwrap_or_else(|| hex::encode_prefixed(selector))
    }

    /// For people.
    pub(super) fn lines(&self) -> Vec<String> {
        let met = &self.standing.met;
        let jobs = self.plan.jobs;
        let checks = SPEC.iter().filter(|invariant| invariant.check.is_some()).count();
        let mut lines = vec![
            format!(
                "seed {}: {} lives, {} steps; {checks} invariants after each, WASM and model alike",
                self.plan.seed,
                grouped(self.standing.next),
                grouped(met.steps),
            ),
            format!(
                "{} steps in {:.1} s: {} a second on {jobs} jobs",
                grouped(self.taken.0),
                self.taken.1.as_secs_f64(),
                grouped(self.per_second()),
            ),
            format!(
                "{} ways out taken, {} batches compared with their sequence; digest {}",
                grouped(met.ways_out),
                grouped(met.batches),
                self.standing.digest,
            ),
            String::new(),
        ];
        let row = |cells: [String; 3]| cells.to_vec();
        let mut rows = vec![row(["action".into(), "succeeded".into(), "failed".into()])];
        rows.extend(
            met.kinds
                .iter()
                .map(|(kind, (done, failed))| row([name(*kind), grouped(*done), grouped(*failed)])),
        );
        lines.extend(table(&rows));
        lines.push(String::new());
        let mut rows = vec![row(["while the hostile token".into(), "succeeded".into(), "failed".into()])];
        let habits = met.habits.iter();
        rows.extend(
            habits.map(|(habit, (done, failed))| row([habit.clone(), grouped(*done), grouped(*failed)])),
        );
        lines.extend(table(&rows));
        lines.push(String::new());
        let mut errors: Vec<_> = met.errors.iter().collect();
        errors.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
        let rows: Vec<_> =
            errors.into_iter().map(|(error, times)| vec![self.error(*error), grouped(*times)]).collect();
        lines.push(format!("{} errors met", rows.len()));
        lines.extend(table(&rows));
        lines
    }

    /// As a page.
    pub(super) fn markdown(&self) -> String {
        let met = &self.standing.met;
        let mut page = String::from("# A long run of random lives\n\n");
        let steps = met.steps;
        // Writing to a string does not fail.
        let _ = writeln!(
            page,
            "Made by `surety fuzz --seed {} --steps {steps} --report FILE`; the same seed gives the same digest.\n\n\
             | | |\n| --- | --- |\n| lives of {LIFE} steps | {} |\n| steps | {} |\n| invariants checked after each | {} |\n\
             | transactions that failed in another way on WASM and model | 0 |\n| ways out taken at ends of lives | {} |\n\
             | batches compared with their sequence | {} |\n| digest over all outcomes | `{}` |\n",
            self.plan.seed,
            grouped(self.standing.next),
            grouped(steps),
            SPEC.iter().filter(|invariant| invariant.check.is_some()).count(),
            grouped(met.ways_out),
            grouped(met.batches),
            self.standing.digest,
        );
        let _ = writeln!(page, "## Actions\n\n| action | succeeded | failed |\n| --- | --- | --- |");
        for (kind, (done, failed)) in &met.kinds {
            let _ = writeln!(page, "| {} | {} | {} |", name(*kind), grouped(*done), grouped(*failed));
        }
        let _ = writeln!(
            page,
            "\n## While a token was hostile\n\nDeposits, donations, withdrawals, payouts and rewards that may have met it.\n\n\
             | the token | succeeded | failed |\n| --- | --- | --- |"
        );
        for (habit, (done, failed)) in &met.habits {
            let _ = writeln!(page, "| {habit} | {} | {} |", grouped(*done), grouped(*failed));
        }
        let _ = writeln!(page, "\n## Functions that succeeded\n\n| function | times |\n| --- | --- |");
        for (function, times) in &met.functions {
            let _ = writeln!(page, "| `{function}` | {} |", grouped(*times));
        }
        let _ = writeln!(page, "\n## Errors met\n\n| error | times |\n| --- | --- |");
        for (error, times) in &met.errors {
            let _ = writeln!(page, "| `{}` | {} |", self.error(*error), grouped(*times));
        }
        page
    }

    /// For machines.
    pub(super) fn json(&self, failed: Option<&(PathBuf, String)>) -> Value {
        let met = &self.standing.met;
        let kinds: serde_json::Map<_, _> = met
            .kinds
            .iter()
            .map(|(kind, (done, failed))| (name(*kind), json!({ "succeeded": done, "failed": failed })))
            .collect();
        let times = |(name, (done, failed)): (&String, &(u64, u64))| {
            (name.clone(), json!({ "succeeded": done, "failed": failed }))
        };
        let habits: serde_json::Map<_, _> = met.habits.iter().map(times).collect();
        let errors: serde_json::Map<_, _> =
            met.errors.iter().map(|(error, times)| (self.error(*error), json!(times))).collect();
        json!({
            "schema": "surety.fuzz/1",
            "seed": self.plan.seed,
            "lives": self.standing.next,
            "steps": met.steps,
            "stepsPerSecond": self.per_second(),
            "jobs": self.plan.jobs,
            "digest": self.standing.digest,
            "waysOut": met.ways_out,
            "batches": met.batches,
            "actions": kinds,
            "habits": habits,
            "functions": met.functions,
            "errors": errors,
            "failure": failed.map(|(file, what)| json!({ "file": file, "what": what })),
        })
    }
}
