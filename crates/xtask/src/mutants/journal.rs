//! What became of each fault, written down at once so that an interrupted run is not lost.

use super::mutant::Mutant;
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

/// What became of a fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome")]
pub(crate) enum Outcome {
    /// A check failed.
    Noticed {
        /// Which.
        by: String,
    },
    /// A check did not come to an end: noticed as well.
    TimedOut {
        /// Which.
        by: String,
    },
    /// Every relevant check passed.
    Survived,
    /// There is no such program: it does not compile, or Stylus refuses it.
    Unviable {
        /// Why.
        reason: String,
    },
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Noticed { by } => write!(f, "noticed by {by}:"),
            Self::TimedOut { by } => write!(f, "timed out in {by}:"),
            Self::Survived => f.write_str("SURVIVED:"),
            Self::Unviable { .. } => f.write_str("unviable:"),
        }
    }
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    name: String,
    #[serde(flatten)]
    outcome: Outcome,
    seconds: f64,
}

impl Record {
    /// What became of a fault, and how long that took to find out.
    pub(crate) fn new(mutant: &Mutant, outcome: Outcome, time: Duration) -> Self {
        Self { name: mutant.name.clone(), outcome, seconds: time.as_secs_f64() }
    }
}

/// The journal: the last line about a fault counts.
#[derive(Debug)]
pub(crate) struct Journal {
    file: File,
    outcomes: BTreeMap<String, Outcome>,
}

impl Journal {
    /// Opens the journal in `path`; unless it is to be kept, it starts empty.
    ///
    /// # Errors
    /// If it cannot be opened, or holds anything else.
    pub(crate) fn open(path: &Path, keep: bool) -> Result<Self> {
        let text = if keep { fs::read_to_string(path).unwrap_or_default() } else { String::new() };
        let mut outcomes = BTreeMap::new();
        for line in text.lines() {
            let record: Record =
                serde_json::from_str(line).with_context(|| format!("in {}: {line}", path.display()))?;
            outcomes.insert(record.name, record.outcome);
        }
        let file = OpenOptions::new().create(true).write(true).append(keep).truncate(!keep).open(path);
        let file = file.with_context(|| format!("cannot open {}", path.display()))?;
        Ok(Self { file, outcomes })
    }

    /// What became of a fault, if it was tried.
    pub(crate) fn outcome(&self, mutant: &Mutant) -> Option<&Outcome> {
        self.outcomes.get(&mutant.name)
    }

    /// Whether trying it again would tell nothing new.
    pub(crate) fn is_settled(&self, mutant: &Mutant) -> bool {
        self.outcome(mutant).is_some_and(|outcome| *outcome != Outcome::Survived)
    }

    /// Writes a line.
    ///
    /// # Errors
    /// If that fails.
    pub(crate) fn add(&mut self, record: Record) -> Result<()> {
        writeln!(self.file, "{}", serde_json::to_string(&record)?)?;
        self.outcomes.insert(record.name, record.outcome);
        Ok(())
    }
}
