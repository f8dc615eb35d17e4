//! Tests of the whole suite on the real WASM.
//!
//! What they share: the built programs, the worlds, and where the shared recordings are.

use anyhow::{Context as _, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};
use surety_scenario::interfaces::Interfaces;
use surety_suite::{Programs, Worlds};
use surety_wasm_build::BuildOptions;

/// Root of the workspace.
#[must_use]
pub fn root() -> &'static Path {
    // The tests' package lies directly below the root.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The programs, built if they are out of date, and the worlds that run them.
///
/// # Errors
/// Those of the build.
pub fn worlds() -> Result<&'static Worlds> {
    static WORLDS: OnceLock<Worlds> = OnceLock::new();
    if let Some(worlds) = WORLDS.get() {
        return Ok(worlds);
    }
    let options = BuildOptions { root: root().to_owned(), ..BuildOptions::from_env()? };
    let worlds = Worlds::new(Programs::build(&options).context("building the programs")?);
    Ok(WORLDS.get_or_init(|| worlds))
}

/// The suite's interfaces, from `abi/json`.
///
/// # Errors
/// If a file cannot be read.
pub fn interfaces() -> Result<Interfaces> {
    let mut interfaces = Interfaces::new();
    for file in json_files(&root().join("abi/json"))? {
        interfaces.add_json(&fs::read_to_string(&file)?).with_context(|| file.display().to_string())?;
    }
    Ok(interfaces)
}

/// The shared recordings beside the repository, where they are; says so where they are not.
#[must_use]
pub fn recordings(kind: &str) -> Option<PathBuf> {
    let dir = root().join("../shared/vectors").join(kind);
    if dir.is_dir() {
        return Some(dir);
    }
    println!("skipped: no shared vectors beside this repository ({})", dir.display());
    None
}

/// JSON files of a folder, sorted.
///
/// # Errors
/// If the folder cannot be read.
pub fn json_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| dir.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|ext| ext == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
