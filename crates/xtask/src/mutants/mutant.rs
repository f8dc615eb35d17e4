//! A fault: one place of one file, and what stands there instead.

use super::statements;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Mutant {
    /// What it is and where; no two have the same.
    pub(crate) name: String,
    /// The package it is in.
    pub(crate) package: String,
    /// Its file, below the root.
    pub(crate) file: String,
    /// The kind of change, as `cargo mutants` names it, or [`statements::GENRE`].
    pub(crate) genre: String,
    /// What is replaced.
    pub(crate) span: Span,
    /// What replaces it.
    pub(crate) replacement: String,
}

/// A range of text. The end is not part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Span {
    /// Where it starts.
    pub(crate) start: Position,
    /// Where it ends.
    pub(crate) end: Position,
}

/// A place in a text; lines and columns (characters) count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Position {
    /// The line.
    pub(crate) line: usize,
    /// The column.
    pub(crate) column: usize,
}

/// All faults that can be made in the packages below `contracts/`, in the order of their files.
///
/// # Errors
/// If cargo-mutants is absent or fails, or a file cannot be read.
pub(crate) fn list(root: &Path) -> Result<Vec<Mutant>> {
    let output = Command::new(env!("CARGO"))
        .args(["mutants", "--list", "--json", "--workspace", "--file", "contracts/**/*.rs"])
        // Commands that run on the host, and are in no program.
        .args(["--exclude", "contracts/*/src/main.rs"])
        .current_dir(root)
        .output()
        .context("cannot run cargo")?;
    let message = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "cargo mutants (cargo install cargo-mutants): {message}");
    let mut mutants: Vec<Mutant> = serde_json::from_slice(&output.stdout).context("cargo mutants' list")?;
    let mut files: Vec<_> =
        mutants.iter().map(|mutant| (mutant.package.clone(), mutant.file.clone())).collect();
    files.dedup();
    for (package, file) in files {
        mutants.extend(statements::list(root, &package, &file)?);
    }
    mutants.sort_by_key(|mutant| (mutant.file.clone(), mutant.span.start.line, mutant.name.clone()));
    Ok(mutants)
}

impl Mutant {
    /// The file's text with the fault in it.
    ///
    /// # Errors
    /// If the text has no such place: it is not the one the fault was listed for.
    pub(crate) fn applied_to(&self, source: &str) -> Result<String> {
        let range = self.range_in(source).with_context(|| format!("{}: no such place", self.name))?;
        let mut text = source.to_owned();
        text.replace_range(range, &self.replacement);
        Ok(text)
    }

    fn range_in(&self, source: &str) -> Option<Range<usize>> {
        let [start, end] = [self.span.start, self.span.end].map(|position| position.offset_in(source));
        Some(start?..end?).filter(|range| range.start <= range.end)
    }
}

impl Position {
    fn offset_in(self, source: &str) -> Option<usize> {
        let line = source.split_inclusive('\n').nth(self.line.checked_sub(1)?)?;
        let before: usize = source.split_inclusive('\n').take(self.line - 1).map(str::len).sum();
        let mut columns = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        Some(before + columns.nth(self.column.checked_sub(1)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(span: [usize; 4], replacement: &str) -> Mutant {
        let [line, column, end_line, end_column] = span;
        Mutant {
            name: "a".into(),
            package: "p".into(),
            file: "f".into(),
            genre: "g".into(),
            span: Span {
                start: Position { line, column },
                end: Position { line: end_line, column: end_column },
            },
            replacement: replacement.into(),
        }
    }

    #[test]
    fn a_fault_replaces_its_span_and_nothing_else() -> Result<()> {
        let source = "fn f() {\n    é < 1\n}\n";
        assert_eq!(mutant([2, 7, 2, 8], ">=").applied_to(source)?, "fn f() {\n    é >= 1\n}\n");
        assert_eq!(mutant([1, 8, 3, 2], "{}").applied_to(source)?, "fn f() {}\n");
        Ok(())
    }

    #[test]
    fn a_fault_is_refused_where_the_text_is_another() {
        assert!(mutant([9, 1, 9, 2], "").applied_to("short\n").is_err());
        assert!(mutant([1, 3, 1, 1], "").applied_to("short\n").is_err());
    }
}
