//! What can go wrong with a story.

use crate::recorded::Difference;
use std::path::PathBuf;

/// A story that cannot be read, or that does not go as told. Every variant names the file, and the
/// step (counted from 1, as a reader counts) where there is one.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StoryError {
    /// The file cannot be read.
    #[error("{}: {message}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        message: String,
    },
    /// The file is not a story.
    #[error("{place}: {message}")]
    Format {
        /// Where.
        place: Place,
        /// What is wrong.
        message: String,
    },
    /// A step cannot be played, e.g. a withdrawal is completed that was never queued.
    #[error("{place}: {message}")]
    Unplayable {
        /// Where.
        place: Place,
        /// Why not.
        message: String,
    },
    /// A step did not go as its expectations say.
    #[error("{place}: {}", list(differences))]
    Expectation {
        /// Where.
        place: Place,
        /// What differs.
        differences: Vec<Difference>,
    },
    /// An invariant does not hold after a step.
    #[error("{place}: invariant {id} ({sentence}) is broken: {detail}")]
    Invariant {
        /// Where.
        place: Place,
        /// The invariant.
        id: &'static str,
        /// What it says.
        sentence: &'static str,
        /// With which figures it is broken.
        detail: String,
    },
    /// Two worlds gave different answers.
    #[error("{place}: {first} and {second} disagree: {}", list(differences))]
    Disagreement {
        /// Where.
        place: Place,
        /// The world whose answers count as expected.
        first: String,
        /// The other one.
        second: String,
        /// What differs.
        differences: Vec<Difference>,
    },
}

/// A place in a story file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// 1-based line.
    pub line: usize,
    /// 1-based column, in characters.
    pub column: usize,
    /// The step, counted from 1.
    pub step: Option<usize>,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file.display(), self.line, self.column)?;
        match self.step {
            Some(step) => write!(f, ": step {step}"),
            None => Ok(()),
        }
    }
}

impl StoryError {
    /// Whether the input is at fault (it cannot be read), not what the worlds did.
    pub fn is_bad_input(&self) -> bool {
        matches!(self, Self::Read { .. } | Self::Format { .. } | Self::Unplayable { .. })
    }
}

fn list(differences: &[Difference]) -> String {
    let lines = differences
        .iter()
        .map(|d| format!("\n  {}\n    expected {}\n    got      {}", d.field, d.expected, d.got));
    lines.collect()
}
