//! The committed gas table, as far as pages show it.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::fs;
use std::path::Path;

/// Where `surety gas` has its snapshot.
const SNAPSHOT: &str = "crates/gas/data/snapshot.json";

/// All rows, in the snapshot's order; none before there is a snapshot.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Gas {
    /// One for each operation of the peer's table.
    pub(crate) rows: Vec<Row>,
}

/// An operation, ours and the peer's.
#[derive(Debug, Deserialize)]
pub(crate) struct Row {
    /// Name of the function, as the peer's table has it: see [`Row::function`].
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

impl Row {
    /// The function's bare name, of `view f`, `Contract.f` and `f (kind of contract)`.
    pub(crate) fn function(&self) -> &str {
        let name = self.operation.trim_start_matches("view ");
        let name = name.split(" (").next().unwrap_or(name);
        name.rsplit('.').next().unwrap_or(name)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace_root;

    #[test]
    fn rows_name_functions_bare_or_with_their_contract() {
        let cost = || Cost { execution_gas: 0 };
        let row = |operation: &str| Row {
            operation: operation.to_owned(),
            variant: String::new(),
            cached: cost(),
            uncached: cost(),
            peer: cost(),
        };
        assert_eq!(row("delegateTo").function(), "delegateTo");
        assert_eq!(row("view getMaxMagnitude").function(), "getMaxMagnitude");
        assert_eq!(row("DurationVault.lock").function(), "lock");
        assert_eq!(row("depositIntoStrategy (Some, Proxy)").function(), "depositIntoStrategy");
    }

    #[test]
    fn committed_rows_are_found() -> Result<()> {
        assert!(!read(&workspace_root()?)?.rows.is_empty());
        Ok(())
    }
}
