//! Says what a long step is doing.

use std::io::{self, Write as _};

/// Where progress goes. Standard output is never touched: it belongs to results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nowhere.
    Silent,
    /// One line per step on stderr, and what compilers say meanwhile.
    #[default]
    Stderr,
}

impl Progress {
    /// Announces a step.
    pub fn step(self, text: impl AsRef<str>) {
        if self == Self::Stderr {
            tell(&format!("surety: {}", text.as_ref()));
        }
    }

    /// Passes on a line of a running command.
    pub(crate) fn detail(self, line: &str) {
        if self == Self::Stderr {
            tell(&format!("  {line}"));
        }
    }
}

/// Prints a line on stderr; a build does not end because nobody reads any more.
fn tell(text: &str) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}
