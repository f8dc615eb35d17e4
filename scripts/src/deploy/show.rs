//! How results of a deployment look, for people and for machines.

use crate::{
    common::Common,
    terminal::{grouped, say, table, tell},
};
use alloy_primitives::{U256, utils::format_ether};
use anyhow::Result;
use serde_json::json;
use std::process::ExitCode;
use surety_deploy::{Care, Event, Finding, Observer, Outcome, Plan, Quote, Replacement, Upgrade};

/// What would be sent, and what it costs.
pub(super) fn quotes(common: &Common, plan: &Plan, quotes: &[Quote]) -> Result<ExitCode> {
    let total = quotes.iter().fold(U256::ZERO, |sum, quote| sum.saturating_add(quote.cost));
    let gas: u64 = quotes.iter().filter(|quote| !quote.done).map(|quote| quote.step.gas + quote.l1_gas).sum();
    if common.json() {
        let addresses =
            plan.contracts.iter().map(|planned| (planned.name.clone(), planned.address.to_string().into()));
        common.print(&json!({
            "schema": "surety.plan/1",
            "chainId": plan.chain_id,
            "deployer": plan.deployer,
            "contracts": addresses.collect::<serde_json::Map<_, _>>(),
            "steps": quotes,
            "gas": gas,
            "cost": total,
        }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let header = ["step", "from", "gas", "L1 gas", "data fee, ETH", "cost, ETH"].map(str::to_owned);
    let mut rows = vec![header.to_vec()];
    for quote in quotes {
        let cost = if quote.done { "done".to_owned() } else { format_ether(quote.cost) };
        let fee = if quote.data_fee.is_zero() { String::new() } else { format_ether(quote.data_fee) };
        rows.push(vec![
            short(&quote.step.id),
            quote.step.from.to_string(),
            grouped(quote.step.gas),
            grouped(quote.l1_gas),
            fee,
            cost,
        ]);
    }
    table(&rows).iter().try_for_each(|line| say(line))?;
    say(&format!("{} gas, {} ETH at the present price", grouped(gas), format_ether(total)))?;
    Ok(ExitCode::SUCCESS)
}

/// What differs from the plan.
pub(super) fn findings(common: &Common, findings: &[Finding]) -> Result<ExitCode> {
    let wrong = findings.iter().filter(|finding| !finding.ok).count();
    if common.json() {
        common.print(&json!({ "schema": "surety.verify/1", "ok": wrong == 0, "findings": findings }))?;
    } else {
        for finding in findings.iter().filter(|finding| !finding.ok) {
            say(&format!("{}: expected {}, found {}", finding.what, finding.expected, finding.found))?;
        }
        say(&format!("{} of {} checks hold", findings.len() - wrong, findings.len()))?;
    }
    Ok(if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How the programs stand.
pub(super) fn cares(common: &Common, all: Vec<Care>) -> Result<ExitCode> {
    if common.json() {
        common.print(&json!({ "schema": "surety.status/1", "programs": all }))?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut rows = vec![["program", "days left", "cached", "address"].map(str::to_owned).to_vec()];
    rows.extend(all.into_iter().map(|care| {
        let days = care.days_left.map_or("not active".to_owned(), |days| days.to_string());
        vec![care.program, days, care.cached.to_string(), care.address.to_string()]
    }));
    table(&rows).iter().try_for_each(|line| say(line))?;
    Ok(ExitCode::SUCCESS)
}

/// What is replaced by what, on stderr.
pub(super) fn replacements(all: &[Replacement]) {
    for one in all {
        tell(&format!("surety: {} program {}: {} -> {}", one.contract, one.index, one.old, one.new));
    }
}

/// How a run ended, what an upgrade replaces, and how its batch stands at the timelock.
pub(super) fn outcome(common: &Common, outcome: &Outcome, upgrade: &Upgrade) -> Result<ExitCode> {
    if common.json() {
        let replaced = upgrade.replacements.iter().map(
            |one| json!({ "contract": one.contract, "index": one.index, "old": one.old, "new": one.new }),
        );
        common.print(&json!({
            "schema": "surety.apply/1",
            "sent": outcome.sent,
            "found": outcome.found,
            "waiting": outcome.waiting,
            "replaced": replaced.collect::<Vec<_>>(),
            "operation": upgrade.operation,
        }))?;
    } else {
        say(&format!("{} steps sent, {} done before", outcome.sent, outcome.found))?;
        outcome.waiting.iter().try_for_each(|step| say(&format!("waits for a key: {step}")))?;
        if let Some(operation) = &upgrade.operation {
            say(&format!("operation {} {}", operation.id, operation.stage))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// A step's key without the hash or address that makes it unique.
fn short(id: &str) -> String {
    let mut parts = id.split(':');
    let head: Vec<_> = parts.by_ref().take(2).collect();
    head.join(" ")
}

/// Tells of each step on stderr.
pub(super) struct Progress {
    quiet: bool,
    begun: usize,
    steps: usize,
}

impl Progress {
    pub(super) const fn new(common: &Common, steps: usize) -> Self {
        Self { quiet: common.is_quiet(), begun: 0, steps }
    }
}

impl Observer for Progress {
    fn event(&mut self, event: Event<'_>) -> bool {
        let what = match event {
            Event::Begins(_) => {
                self.begun += 1;
                return true;
            }
            Event::Sent(step, transaction) => format!("{} in {transaction}", short(&step.id)),
            Event::Waits(step) => format!("{} waits for {}", short(&step.id), step.from),
            Event::Signed(..) | Event::Mined(..) | Event::Recorded(_) | Event::Found(_) => return true,
        };
        if !self.quiet {
            tell(&format!("surety: {}/{} {what}", self.begun, self.steps));
        }
        true
    }
}
