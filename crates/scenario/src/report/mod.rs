//! What came of a replay, as data: for the terminal ([`table`]), for programs (JSON, this module's
//! types as they are) and for reading ([`html`]).
//!
//! # The JSON schema, `surety.replay/1`
//!
//! ```text
//! { schema, summary, scenarios: [scenario] }
//! summary   { scenarios, passed, failed, skipped, steps, checks, elapsed_ms }
//! scenario  { name, file, kind: story|recorded|mathematics, title, why, worlds: [name],
//!             status: passed|failed|skipped, detail, bad_input, checks, elapsed_ms,
//!             steps: [step], charts: [chart], balances: [balance] }
//! step      { number, block, who, what, result, reverted, gas }
//! gas       { used, refunded, intrinsic, storage_reads, storage_writes, logs, calls,
//!             program_init, wasm, hashing, evm }  or null in a world without gas
//! chart     { strategy, title, unit: shares|fraction|tokens, series: [{ label, values }] }
//! balance   { who, what, before, after }
//! ```
//!
//! `detail` says why a scenario failed or was skipped. Gas is in gas units and its parts add up to
//! `used + refunded`. A chart's `values` are decimal strings in whole units (18 decimals), the
//! first one from before the first step; null where the quantity did not exist yet. `checks`
//! counts view results, or figures of library mathematics, that were compared.

pub mod build;
pub mod html;
pub mod table;
pub mod write;

use crate::world::GasUse;
use serde::Serialize;
use std::path::PathBuf;

/// The schema's name and version.
pub const SCHEMA: &str = "surety.replay/1";

/// A whole replay.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Totals.
    pub summary: Summary,
    /// Everything that was played.
    pub scenarios: Vec<Entry>,
}

/// Totals of a replay.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Scenarios in all.
    pub scenarios: usize,
    /// Those that went as told.
    pub passed: usize,
    /// Those that did not.
    pub failed: usize,
    /// Those that no world here can play.
    pub skipped: usize,
    /// Steps played.
    pub steps: usize,
    /// Results compared beside the steps' own.
    pub checks: usize,
    /// Wall time in milliseconds.
    pub elapsed_ms: u64,
}

/// What kind of scenario it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One of our own, in TOML.
    Story,
    /// A recording of the peer's contracts.
    Recorded,
    /// Recorded library mathematics.
    Mathematics,
}

/// How a scenario ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As told.
    Passed,
    /// Otherwise, or with disagreeing worlds.
    Failed,
    /// No world here can play it.
    Skipped,
}

/// One scenario.
#[derive(Clone, Debug, Serialize)]
pub struct Entry {
    /// The file's stem.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// Its kind.
    pub kind: Kind,
    /// One line.
    pub title: String,
    /// Why it is told, or what the recording adds in words.
    pub why: Option<String>,
    /// The worlds it was played on.
    pub worlds: Vec<String>,
    /// How it ended.
    pub status: Status,
    /// Why it failed or was skipped.
    pub detail: Option<String>,
    /// Whether it failed because the scenario itself makes no sense.
    pub bad_input: bool,
    /// Results compared.
    pub checks: usize,
    /// Wall time in milliseconds.
    pub elapsed_ms: u64,
    /// What happened.
    pub steps: Vec<Row>,
    /// Quantities over the steps.
    pub charts: Vec<Chart>,
    /// Balances and shares, before and after.
    pub balances: Vec<Balance>,
}

/// One step.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Counted from 1 in stories and from 0 in recordings, as in their files.
    pub number: usize,
    /// Block number.
    pub block: u64,
    /// Who acted; empty when time passed.
    pub who: String,
    /// What was done.
    pub what: String,
    /// `ok`, or the error.
    pub result: String,
    /// Whether it reverted.
    pub reverted: bool,
    /// What it took.
    pub gas: Option<GasUse>,
}

/// Quantities of one kind over the steps.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    /// The strategy's name in the story.
    pub strategy: String,
    /// What is drawn.
    pub title: &'static str,
    /// In what.
    pub unit: Unit,
    /// The lines.
    pub series: Vec<Series>,
}

/// The unit of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Shares of a strategy.
    Shares,
    /// A part of one.
    Fraction,
    /// Tokens.
    Tokens,
}

/// One line of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// Whose it is.
    pub label: String,
    /// Before the first step, then after each one.
    pub values: Vec<Option<String>>,
}

/// One balance before and after a story.
#[derive(Clone, Debug, Serialize)]
pub struct Balance {
    /// Whose.
    pub who: String,
    /// Of what.
    pub what: String,
    /// Before the first step.
    pub before: String,
    /// After the last.
    pub after: String,
}

/// The parts of a [`GasUse`] in the order in which they are drawn, with their names.
pub const GAS_PARTS: &[(&str, &str, fn(&GasUse) -> u64)] = &[
    ("intrinsic", "transaction base and calldata", |g| g.intrinsic),
    ("storage_writes", "storage writes", |g| g.storage_writes),
    ("storage_reads", "storage reads", |g| g.storage_reads),
    ("calls", "calls and account access", |g| g.calls),
    ("program_init", "program init and memory", |g| g.program_init),
    ("wasm", "WASM compute", |g| g.wasm),
    ("hashing", "hashing", |g| g.hashing),
    ("logs", "logs", |g| g.logs),
    ("evm", "EVM", |g| g.evm),
];

impl Report {
    /// Sums up entries.
    pub fn new(scenarios: Vec<Entry>, elapsed_ms: u64) -> Self {
        let count = |status| scenarios.iter().filter(|e| e.status == status).count();
        let summary = Summary {
            scenarios: scenarios.len(),
            passed: count(Status::Passed),
            failed: count(Status::Failed),
            skipped: count(Status::Skipped),
            steps: scenarios.iter().map(|e| e.steps.len()).sum(),
            checks: scenarios.iter().map(|e| e.checks).sum(),
            elapsed_ms,
        };
        Self { schema: SCHEMA, summary, scenarios }
    }

    /// Whether any scenario failed because it makes no sense.
    pub fn has_bad_input(&self) -> bool {
        self.scenarios.iter().any(|e| e.bad_input)
    }
}
