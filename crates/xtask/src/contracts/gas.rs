//! The committed gas table, as far as pages show it.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// Where `surety gas` has its snapshot.
const SNAPSHOT: &str = "crates/gas/snapshot.json";

/// All rows, in the snapshot's order; none before there is a snapshot.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Gas {
    /// One for each operation of the peer's table.
    pub(crate) rows: Vec<Row>,
}

/// An operation, ours and the peer's.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    /// Name of the function.
    pub(crate) operation: String,
    /// In which state and with what.
    pub(crate) variant: String,
    /// With programs in the chain's cache.
    pub(crate) cached: Cost,
    /// Without.
    pub(crate) uncached: Cost,
    /// The peer's.
    pub(crate) peer: Cost,
}

/// Gas of a transaction without its intrinsic part and calldata.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cost {
    /// Gas.
    pub(crate) execution_gas: u64,
}

/// The snapshot below `root`.
///
/// # Errors
/// A snapshot of another form.
pub(crate) fn read(root: &Path) -> Result<Gas> {
    let path = root.join(SNAPSHOT);
    if !path.is_file() {
        return Ok(Gas::default());
    }
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("in {}", path.display()))
}
