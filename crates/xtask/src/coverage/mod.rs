//! How much of each crate the tests run, in lines, functions, regions and branches.
//!
//! Only the workspace's own crates are compiled with counters; the dependencies are those of ordinary
//! builds. The contracts run as WASM, for which LLVM has no counters: see docs/mutation.md.

mod table;
mod tools;

use crate::{cargo, script};
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tools::Tools;

/// Goes before the compiler. `surety build` calls the compiler for WASM from within tests, where the
/// counters would not link. Branches are counted by an option that stable compilers keep to themselves.
const WRAPPER: &str = r#"#!/bin/sh
case "$*" in *wasm32-*) exec "$@" ;; esac
RUSTC_BOOTSTRAP=1 exec "$@" -Cinstrument-coverage -Zcoverage-options=branch
"#;

/// Run the tests with counters and print how much of each crate they ran; needs llvm-profdata and
/// llvm-cov of the compiler's LLVM
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Args {
    /// Only the tests of these packages [default: all]
    #[arg(long = "package", short)]
    packages: Vec<String>,
    /// Folder of llvm-profdata and llvm-cov [default: rustup's component llvm-tools, then the path]
    #[arg(long)]
    llvm: Option<PathBuf>,
}

/// Runs the chore.
///
/// # Errors
/// A tool that is absent or of another LLVM, tests that do not compile or fail, input and output.
pub(crate) fn run(root: &Path, args: &Args) -> Result<()> {
    let tools = Tools::find(args.llvm.as_deref())?;
    let place = root.join("target/coverage");
    let raw = place.join("raw");
    if raw.exists() {
        fs::remove_dir_all(&raw).context("cannot remove the counts of an earlier run")?;
    }
    fs::create_dir_all(&raw).with_context(|| format!("cannot make {}", raw.display()))?;
    let wrapper = place.join("counted");
    script::write(&wrapper, WRAPPER)?;
    let cargo = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["test", "--lib", "--bins", "--tests"]).args(arguments).current_dir(root);
        command.args(args.packages.iter().flat_map(|package| ["--package", package]));
        command.env("RUSTC_WORKSPACE_WRAPPER", &wrapper).env("CARGO_INCREMENTAL", "0");
        // A few files that processes merge their counts into, and not one for each process.
        command.env("LLVM_PROFILE_FILE", raw.join("%4m.profraw"));
        command
    };
    let compiled = cargo(&["--no-run", "--message-format", "json"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot run cargo")?;
    ensure!(compiled.status.success(), "the tests do not compile with counters");
    ensure!(cargo(&[]).status()?.success(), "tests fail: what they ran is not measured");

    // The tests of a package may have been compiled for several of its targets.
    let made: BTreeSet<PathBuf> = cargo::artifacts(&String::from_utf8_lossy(&compiled.stdout))
        .into_iter()
        .map(|made| made.path)
        .collect();
    let profile = place.join("all.profdata");
    tools.merge(&raw, &profile)?;
    let files = tools.files(&profile, &made)?;
    print!("{}", table::markdown(&table::read(&files)?, &packages(root)?));
    Ok(())
}

/// Name and folder of sources of each package that is built for the host.
fn packages(root: &Path) -> Result<Vec<(String, PathBuf)>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cannot run cargo")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    table::packages(&String::from_utf8_lossy(&output.stdout))
}
