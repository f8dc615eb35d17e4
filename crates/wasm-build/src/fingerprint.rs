//! One hash over everything that decides the bytes of the programs.

use crate::{Error, files};
use alloy_primitives::{Keccak256, hex};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Inputs that no package owns. `contracts` as a whole, so that a new program is noticed.
const SHARED: [&str; 4] = ["Cargo.toml", "Cargo.lock", "abi", "contracts"];

/// Hashes the shared inputs, the `sources` of the programs, and the identities of the `tools`.
///
/// # Errors
/// If a file cannot be read.
pub(crate) fn of(root: &Path, sources: &BTreeSet<PathBuf>, tools: &[&str]) -> Result<String, Error> {
    let mut inputs = BTreeSet::new();
    for input in SHARED.iter().map(Path::new).chain(sources.iter().map(PathBuf::as_path)) {
        collect(&root.join(input), &mut inputs)?;
    }
    let mut hasher = Keccak256::new();
    for tool in tools {
        update(&mut hasher, tool.as_bytes());
    }
    for path in &inputs {
        let relative = path.strip_prefix(root).unwrap_or(path);
        update(&mut hasher, relative.as_os_str().as_encoded_bytes());
        update(&mut hasher, &files::read(path)?);
    }
    Ok(hex::encode(hasher.finalize()))
}

/// With its length, so that no two sequences of pieces look alike.
fn update(hasher: &mut Keccak256, piece: &[u8]) {
    hasher.update(piece.len().to_le_bytes());
    hasher.update(piece);
}

fn collect(path: &Path, found: &mut BTreeSet<PathBuf>) -> Result<(), Error> {
    if fs::metadata(path).map_err(Error::io("read", path))?.is_dir() {
        for entry in files::entries(path).iter().filter(|entry| matters(entry)) {
            collect(entry, found)?;
        }
    } else {
        found.insert(path.to_owned());
    }
    Ok(())
}

/// Prose, editors' files, and cargo-stylus' channel decide nothing.
fn matters(path: &Path) -> bool {
    let name = files::name(path);
    let hidden = name.starts_with('.') && name != ".cargo";
    !hidden && name != "target" && name != "rust-toolchain.toml" && !name.ends_with(".md")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workspace() -> PathBuf {
        let root = std::env::temp_dir().join(format!("surety-fingerprint-{}", std::process::id()));
        files::fresh_dir(&root).unwrap();
        for dir in ["abi", "contracts/a/src", "contracts/.cargo", "crates/b", "crates/c"] {
            fs::create_dir_all(root.join(dir)).unwrap();
        }
        for file in [
            "Cargo.toml",
            "Cargo.lock",
            "abi/I.sol",
            "contracts/a/src/lib.rs",
            "crates/b/lib.rs",
            "crates/c/lib.rs",
        ] {
            fs::write(root.join(file), "one").unwrap();
        }
        root
    }

    #[test]
    fn every_input_counts_and_nothing_else_does() {
        let root = workspace();
        let sources = BTreeSet::from([PathBuf::from("crates/b")]);
        let hash = || of(&root, &sources, &["compiler"]).unwrap();
        let mut before = hash();
        assert_ne!(of(&root, &sources, &["another"]).unwrap(), before);
        for file in [
            "Cargo.lock",
            "abi/I.sol",
            "contracts/a/src/lib.rs",
            "contracts/.cargo/config.toml",
            "contracts/new.rs",
            "crates/b/lib.rs",
        ] {
            fs::write(root.join(file), "two").unwrap();
            assert_ne!(hash(), before, "{file}");
            before = hash();
        }
        for file in
            ["crates/c/lib.rs", "contracts/a/README.md", "contracts/rust-toolchain.toml", "contracts/a/.swp"]
        {
            fs::write(root.join(file), "two").unwrap();
            assert_eq!(hash(), before, "{file}");
        }
        files::remove_dir(&root).unwrap();
    }
}
