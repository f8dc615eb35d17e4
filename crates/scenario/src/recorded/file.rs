//! The file format of a recorded scenario, as its README describes it.

use super::error::RecordedError;
use super::ordered;
use super::symbols::offset;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A scenario file, checked for shape.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The file it came from; not part of the format.
    #[serde(skip)]
    pub file: PathBuf,
    /// The file's stem.
    pub id: String,
    /// One line for people.
    pub title: String,
    /// Which deployment of `fixture.json` it starts from.
    pub fixture: String,
    /// More for people.
    #[serde(default)]
    pub description: Option<String>,
    /// Reward trees by name.
    #[serde(default)]
    pub trees: BTreeMap<String, TreeSpec>,
    /// Views by name, in the order in which they are evaluated.
    #[serde(deserialize_with = "ordered::entries")]
    pub views: Vec<(String, ViewSpec)>,
    /// Results of the views before the first step.
    pub initial: Map<String, Value>,
    /// What happens.
    pub steps: Vec<Step>,
}

/// A reward tree to build.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreeSpec {
    /// Earners in leaf order.
    pub earners: Vec<EarnerSpec>,
}

/// One earner of a tree.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarnerSpec {
    /// The earner, mostly a symbol.
    pub earner: Value,
    /// `[token, cumulativeEarnings]` in leaf order.
    pub tokens: Vec<(Value, Value)>,
}

/// A view call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ViewSpec {
    /// The contract.
    pub to: String,
    /// Canonical signature.
    #[serde(rename = "fn")]
    pub function: String,
    /// Arguments in order.
    pub args: Vec<Value>,
    /// Which return value to keep, in words: "second return value (shares)".
    #[serde(default)]
    pub select: Option<String>,
}

/// How a recorded transaction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It went through.
    Success,
    /// It reverted.
    Revert,
}

/// One step. Which fields belong together is checked by [`Scenario::parse`].
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Step {
    /// Its index.
    pub i: usize,
    /// `$B+n`.
    pub block: String,
    /// `$T+n`.
    pub time: String,
    /// Who sends the transaction.
    #[serde(default)]
    pub caller: Option<String>,
    /// Where to.
    #[serde(default)]
    pub to: Option<String>,
    /// The contract's name, for people.
    #[serde(default)]
    pub contract: Option<String>,
    /// Canonical signature.
    #[serde(default, rename = "fn")]
    pub function: Option<String>,
    /// The first four bytes of its hash.
    #[serde(default)]
    pub selector: Option<String>,
    /// Arguments by name, in order.
    #[serde(default)]
    pub args: Option<Map<String, Value>>,
    /// How it ended.
    #[serde(default)]
    pub status: Option<Status>,
    /// Return values, if there are any.
    #[serde(default)]
    pub returns: Option<Vec<Value>>,
    /// All logs of the transaction.
    #[serde(default)]
    pub events: Option<Vec<EventSpec>>,
    /// Gas on the EVM, for information.
    #[serde(default)]
    pub gas_used: Option<u64>,
    /// The error in short.
    #[serde(default)]
    pub error: Option<String>,
    /// Its selector, `0x` without data.
    #[serde(default)]
    pub revert_data: Option<String>,
    /// Its canonical signature.
    #[serde(default)]
    pub error_signature: Option<String>,
    /// Its arguments by name, in order.
    #[serde(default)]
    pub error_args: Option<Map<String, Value>>,
    /// A name for the returned address from here on.
    #[serde(default)]
    pub binds: Option<String>,
    /// No transaction, only views.
    #[serde(default)]
    pub observe: bool,
    /// In the block of the step before.
    #[serde(default)]
    pub same_block_as_previous: bool,
    /// Views that changed; absent when a later step shares the block.
    #[serde(default)]
    pub views: Option<Map<String, Value>>,
    /// A remark for people.
    #[serde(default)]
    pub note: Option<String>,
}

/// A log.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct EventSpec {
    /// Who emitted it.
    pub emitter: String,
    /// Canonical signature.
    pub event: String,
    /// Arguments by name, in order.
    #[serde(default)]
    pub args: Option<Map<String, Value>>,
    /// Proxy plumbing that another implementation need not have.
    #[serde(default)]
    pub implementation_detail: bool,
}

impl Scenario {
    /// Reads a scenario from a file.
    ///
    /// # Errors
    /// [`RecordedError::Read`], and those of [`Scenario::parse`].
    pub fn load(file: &Path) -> Result<Self, RecordedError> {
        let text = read(file)?;
        Self::parse(file, &text)
    }

    /// Reads a scenario from its text; `file` is for messages.
    ///
    /// # Errors
    /// [`RecordedError::Syntax`] for anything that is not of this shape, and
    /// [`RecordedError::Invalid`] for fields that do not belong together.
    pub fn parse(file: &Path, text: &[u8]) -> Result<Self, RecordedError> {
        let mut scenario: Self = serde_json::from_slice(text).map_err(|e| syntax(file, &e))?;
        scenario.file = file.to_owned();
        for (index, step) in scenario.steps.iter().enumerate() {
            step.check(index).map_err(|(field, message)| RecordedError::Invalid {
                file: file.to_owned(),
                path: format!("steps[{index}].{field}"),
                message,
            })?;
        }
        for name in scenario.initial.keys() {
            scenario.require_view(name, "initial")?;
        }
        for (index, step) in scenario.steps.iter().enumerate() {
            for name in step.views.iter().flat_map(Map::keys) {
                scenario.require_view(name, &format!("steps[{index}].views"))?;
            }
        }
        Ok(scenario)
    }

    fn require_view(&self, name: &str, path: &str) -> Result<(), RecordedError> {
        if self.views.iter().any(|(known, _)| known == name) {
            return Ok(());
        }
        Err(RecordedError::Invalid {
            file: self.file.clone(),
            path: path.to_owned(),
            message: format!("there is no view `{name}`"),
        })
    }
}

/// Reads a file whole.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, RecordedError> {
    let refuse = |e: std::io::Error| RecordedError::Read { file: file.to_owned(), message: e.to_string() };
    std::fs::read(file).map_err(refuse)
}

/// Wraps a serde error with the file's name.
pub(crate) fn syntax(file: &Path, error: &serde_json::Error) -> RecordedError {
    let (line, column) = (error.line(), error.column());
    // serde_json repeats the position at the end of its message.
    let message = error.to_string();
    let position = format!(" at line {line} column {column}");
    let message = message.strip_suffix(&position).unwrap_or(&message).to_owned();
    RecordedError::Syntax { file: file.to_owned(), line, column, message }
}

impl Step {
    /// The field that does not fit, and why.
    fn check(&self, index: usize) -> Result<(), (&'static str, String)> {
        let missing = |field| (field, "missing".to_owned());
        if self.i != index {
            return Err(("i", format!("is {} but the step is number {index}", self.i)));
        }
        offset(&self.block, "$B").ok_or_else(|| ("block", "is not `$B+n`".to_owned()))?;
        offset(&self.time, "$T").ok_or_else(|| ("time", "is not `$T+n`".to_owned()))?;
        if self.observe {
            let call = self.caller.is_some() || self.to.is_some() || self.status.is_some();
            return if call { Err(("observe", "excludes a call".to_owned())) } else { Ok(()) };
        }
        self.caller.as_ref().ok_or_else(|| missing("caller"))?;
        self.to.as_ref().ok_or_else(|| missing("to"))?;
        self.function.as_ref().ok_or_else(|| missing("fn"))?;
        self.args.as_ref().ok_or_else(|| missing("args"))?;
        match self.status.ok_or_else(|| missing("status"))? {
            Status::Success => {
                self.events.as_ref().ok_or_else(|| missing("events"))?;
                if self.revert_data.is_some() || self.error_signature.is_some() {
                    return Err(("revertData", "contradicts status success".to_owned()));
                }
            }
            Status::Revert => {
                self.revert_data.as_ref().ok_or_else(|| missing("revertData"))?;
                if self.events.as_ref().is_some_and(|e| !e.is_empty()) {
                    return Err(("events", "contradicts status revert".to_owned()));
                }
            }
        }
        Ok(())
    }

    /// The function's name, or `observe`.
    pub fn what(&self) -> &str {
        let name = self.function.as_deref().and_then(|f| f.split('(').next());
        name.unwrap_or("observe")
    }
}
