//! What can go wrong with a recorded scenario: it cannot be read, or the world disagrees with it.

use std::fmt;
use std::path::PathBuf;

/// A recorded file that cannot be used, or a world that does something else than was recorded.
#[derive(Debug, thiserror::Error)]
pub enum RecordedError {
    /// The file cannot be read.
    #[error("{}: {message}", file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        message: String,
    },
    /// The file is not JSON of this format.
    #[error("{}:{line}:{column}: {message}", file.display())]
    Syntax {
        /// The file.
        file: PathBuf,
        /// 1-based line.
        line: usize,
        /// 1-based column.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// A value in the file makes no sense.
    #[error("{}: at {path}: {message}", file.display())]
    Invalid {
        /// The file.
        file: PathBuf,
        /// Where in the JSON, e.g. `steps[3].args.amount`.
        path: String,
        /// What is wrong with it.
        message: String,
    },
    /// The world did something else than was recorded.
    #[error("{0}")]
    Mismatch(Box<Mismatch>),
    /// Two worlds differ where both match the recording (bytes that the recording does not fix).
    #[error("{0}")]
    Disagreement(Box<Mismatch>),
}

/// One step of one scenario on one world, with everything that differs.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Mismatch {
    /// The file.
    pub file: PathBuf,
    /// The step's index in the file; `None` for the state before the first one.
    pub step: Option<usize>,
    /// The call, for people.
    pub what: String,
    /// The world's name.
    pub world: String,
    /// What differs, at least one.
    pub differences: Vec<Difference>,
}

/// One differing field.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// Which, e.g. `status`, `events[2].args.shares`, `views.totalShares(strategyA)`.
    pub field: String,
    /// What was recorded.
    pub expected: String,
    /// What the world gave.
    pub got: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file = self.file.display();
        match self.step {
            Some(step) => write!(f, "{file}: step {step} ({}) on {}:", self.what, self.world)?,
            None => write!(f, "{file}: before the first step on {}:", self.world)?,
        }
        for d in &self.differences {
            write!(f, "\n  {}\n    expected {}\n    got      {}", d.field, d.expected, d.got)?;
        }
        Ok(())
    }
}

/// A value that cannot be understood, with the JSON path collected on the way out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at {}: {message}", self.path())]
pub struct ValueError {
    /// Path components, innermost first.
    parts: Vec<String>,
    /// What is wrong.
    pub message: String,
}

impl ValueError {
    /// A fresh error at the present value.
    pub fn new(message: impl Into<String>) -> Self {
        Self { parts: Vec::new(), message: message.into() }
    }

    /// The same error seen from one object level further out.
    #[must_use]
    pub fn inside(mut self, part: impl Into<String>) -> Self {
        self.parts.push(part.into());
        self
    }

    /// The same error seen from one array level further out.
    #[must_use]
    pub fn at(self, index: usize) -> Self {
        self.inside(format!("[{index}]"))
    }

    /// The path, e.g. `args.params[0].strategies[1]`.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for part in self.parts.iter().rev() {
            if !path.is_empty() && !part.starts_with('[') {
                path.push('.');
            }
            path.push_str(part);
        }
        path
    }
}
