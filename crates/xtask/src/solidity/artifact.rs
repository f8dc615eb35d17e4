//! The file that keeps a contract's bytecode and what it was made from.

use alloy_primitives::{B256, keccak256};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A compiled contract.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Artifact {
    /// Name of the contract.
    pub(crate) contract: String,
    /// Version of the compiler, with its commit.
    pub(crate) compiler: String,
    /// The compiler's settings, as in its standard JSON input.
    pub(crate) settings: Value,
    /// Keccak-256 of each source file, by path below the root.
    pub(crate) sources: BTreeMap<String, B256>,
    /// Code that deploys it, to be followed by the constructor's arguments.
    pub(crate) creation: String,
    /// Code that it has afterwards.
    pub(crate) runtime: String,
}

/// The text of a source file and of everything it imports, by path below the root.
///
/// # Errors
/// A file that cannot be read, or a path that leads out of the root.
pub(crate) fn sources(root: &Path, path: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        if found.contains_key(&path) {
            continue;
        }
        let text = fs::read_to_string(root.join(&path)).with_context(|| format!("cannot read {path}"))?;
        for import in imports(&text) {
            open.push(resolve(&path, import).with_context(|| format!("import {import} in {path}"))?);
        }
        found.insert(path, text);
    }
    Ok(found)
}

/// The hashes of [`sources`].
pub(crate) fn source_hashes(root: &Path, path: &str) -> Result<BTreeMap<String, B256>> {
    Ok(sources(root, path)?.into_iter().map(|(path, text)| (path, keccak256(text))).collect())
}

/// Paths of the import lines.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| line.starts_with("import ")).filter_map(|line| line.split('"').nth(1))
}

/// Where a relative import leads; `None` if out of the root.
fn resolve(from: &str, import: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolve_follows_a_relative_import() {
        assert_eq!(resolve("tests/solidity/A.sol", "../../abi/B.sol").as_deref(), Some("abi/B.sol"));
        assert_eq!(resolve("tests/solidity/A.sol", "./C.sol").as_deref(), Some("tests/solidity/C.sol"));
    }

    #[test]
    fn resolve_refuses_to_leave_the_root() {
        assert_eq!(resolve("A.sol", "../B.sol"), None);
    }
}
