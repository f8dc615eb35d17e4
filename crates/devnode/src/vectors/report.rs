//! What a check came to.

use serde::Serialize;
use std::{collections::BTreeMap, fmt, path::PathBuf};

/// One difference between a recording and this chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mismatch {
    /// Where: `program NAME` or `call INDEX`, and for frames `frame INDEX`.
    pub place: String,
    /// Which field of the format.
    pub field: String,
    /// What was recorded.
    pub expected: String,
    /// What this chain gave.
    pub got: String,
}

/// The check of one file.
#[derive(Clone, Debug, Serialize)]
pub struct FileReport {
    /// The file.
    pub file: PathBuf,
    /// Transactions run.
    pub calls: usize,
    /// Activations tried.
    pub activations: usize,
    /// All differences, in order.
    pub mismatches: Vec<Mismatch>,
    /// Why the file could not be run (to its end), if so.
    pub error: Option<String>,
}

/// The check of a directory.
#[derive(Clone, Debug, Serialize)]
pub struct DirReport {
    /// Each file, by name.
    pub files: Vec<FileReport>,
    /// Sums.
    pub totals: Totals,
}

/// Sums over files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Files.
    pub files: usize,
    /// Transactions run.
    pub calls: usize,
    /// Activations tried.
    pub activations: usize,
    /// Differences.
    pub mismatches: usize,
    /// Files that could not be run.
    pub unreadable: usize,
}

impl FileReport {
    /// True if it ran and everything matched.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.mismatches.is_empty() && self.error.is_none()
    }
}

impl DirReport {
    /// Sums the files up.
    #[must_use]
    pub fn new(files: Vec<FileReport>) -> Self {
        let mut totals = Totals { files: files.len(), ..Totals::default() };
        for file in &files {
            totals.calls += file.calls;
            totals.activations += file.activations;
            totals.mismatches += file.mismatches.len();
            totals.unreadable += usize::from(file.error.is_some());
        }
        Self { files, totals }
    }

    /// True if every file ran and everything matched.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.files.iter().all(FileReport::is_exact)
    }

    /// The first difference and its file.
    #[must_use]
    pub fn first_mismatch(&self) -> Option<(&FileReport, &Mismatch)> {
        self.files.iter().find_map(|file| Some((file, file.mismatches.first()?)))
    }
}

impl fmt::Display for FileReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.is_exact() { "ok  " } else { "FAIL" };
        let name = self.file.file_name().unwrap_or_default().to_string_lossy();
        write!(f, "{mark} {name}: {} calls, {} activations", self.calls, self.activations)?;
        let by_field = self.mismatches.iter().fold(BTreeMap::new(), |mut counts, mismatch| {
            *counts.entry(mismatch.field.as_str()).or_insert(0_usize) += 1;
            counts
        });
        if !by_field.is_empty() {
            write!(f, ", {} mismatches (", self.mismatches.len())?;
            for (index, (field, count)) in by_field.iter().enumerate() {
                write!(f, "{}{field} {count}", if index == 0 { "" } else { ", " })?;
            }
            f.write_str(")")?;
        }
        if let Some(error) = &self.error {
            write!(f, ", unreadable: {error}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}: {}", self.place, self.field)?;
        writeln!(f, "  - expected {}", self.expected)?;
        write!(f, "  + got      {}", self.got)
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, calls, activations, mismatches, unreadable } = self;
        write!(f, "files {files}, calls {calls}, activations {activations}, mismatches {mismatches}")?;
        if *unreadable > 0 {
            write!(f, ", unreadable {unreadable}")?;
        }
        Ok(())
    }
}
