//! What an invariant is: a name, a sentence, a formula, and where it is enforced.

use crate::{History, Step, check::Checked};

/// A check of one step.
pub type Check = fn(&Step<'_>, &History) -> Checked;

/// A place beside the random lives where an invariant is enforced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// A test: file, and name of the function.
    Test(&'static str, &'static str),
    /// A story, by its file: played on the compiled programs.
    Story(&'static str),
}
/// A sentence that always holds.
#[derive(Clone, Copy, Debug)]
pub struct Invariant {
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub sentence: &'static str,
    /// The same as a formula, in the notation of docs/accounting.md.
    pub formula: &'static str,
    /// How it is checked after each step of a random life; `None` if it cannot be seen there.
    pub check: Option<Check>,
    /// Where else it is enforced.
    pub shown: &'static [Where],
}

/// Checked after each step of each random life.
pub(crate) const fn seen(
    name: &'static str,
    sentence: &'static str,
    formula: &'static str,
    check: Check,
    shown: &'static [Where],
) -> Invariant {
    Invariant { name, sentence, formula, check: Some(check), shown }
}

/// Enforced by tests of its own.
pub(crate) const fn told(
    name: &'static str,
    sentence: &'static str,
    formula: &'static str,
    shown: &'static [Where],
) -> Invariant {
    Invariant { name, sentence, formula, check: None, shown }
}
