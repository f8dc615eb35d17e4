//! What runs on the host.

use super::Measured;
use crate::{cargo, script};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Goes before the compiler. `surety build` calls the compiler for WASM from within tests, where the
/// counters would not link. Branches are counted by an option that stable compilers keep to themselves.
const WRAPPER: &str = r#"#!/bin/sh
case "$*" in *wasm32-*) exec "$@" ;; esac
RUSTC_BOOTSTRAP=1 exec "$@" -Cinstrument-coverage -Zcoverage-options=branch
"#;

/// Runs the tests of `packages`, or all. Processes that tests kill leave no counts.
///
/// # Errors
/// Tests that do not compile or fail.
pub(crate) fn measure(root: &Path, place: &Path, raw: &Path, packages: &[String]) -> Result<Measured> {
    let wrapper = place.join("counted");
    script::write(&wrapper, WRAPPER)?;
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["test", "--lib", "--bins", "--tests"]).args(arguments).current_dir(root);
        command.args(packages.iter().flat_map(|package| ["--package", package]));
        command.env("RUSTC_WORKSPACE_WRAPPER", &wrapper).env("CARGO_INCREMENTAL", "0");
        // A file for each process: some tests end processes in the midst of writing, on full disks.
        command.env("LLVM_PROFILE_FILE", raw.join("%p-%m.profraw"));
        command
    };
    let compiled = cargo(&["--no-run", "--message-format", "json"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    ensure!(compiled.status.success(), "the tests do not compile with counters");
    ensure!(cargo(&[]).status()?.success(), "tests fail: what they ran is not measured");

    // The tests of a package may have been compiled for several of its targets.
    let objects: BTreeSet<PathBuf> = cargo::artifacts(&String::from_utf8_lossy(&compiled.stdout))
        .into_iter()
        .map(|made| made.path)
        .collect();
    Ok(Measured { root: root.to_owned(), objects: objects.into_iter().collect() })
}
