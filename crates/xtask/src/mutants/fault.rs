//! A fault in the copy, and out of it again.

use super::mutant::Mutant;
use crate::scratch::Tree;
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// Takes the fault out again when it goes.
#[derive(Debug)]
pub(crate) struct Restore {
    path: PathBuf,
    source: String,
}

impl Drop for Restore {
    fn drop(&mut self) {
        // A fault that stays is found by the next copy, which compares contents.
        if let Err(error) = fs::write(&self.path, &self.source) {
            eprintln!("cannot restore {}: {error}", self.path.display());
        }
    }
}

/// Puts a fault in its file of the copy, until what is returned is dropped.
///
/// # Errors
/// If the file is not the one the fault was listed for.
pub(crate) fn put(tree: &Tree, mutant: &Mutant) -> Result<Restore> {
    let path = tree.root().join(&mutant.file);
    let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let faulty = mutant.applied_to(&source)?;
    let restore = Restore { path, source };
    fs::write(&restore.path, faulty)?;
    Ok(restore)
}
