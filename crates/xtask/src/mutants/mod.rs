//! The mutation score of the contracts: how many small faults in their sources the tests notice.
//!
//! `cargo mutants` does this for native code. A contract runs as WASM, so each fault has to be
//! built into the programs, and the tests, which load the programs when they start, need no build
//! at all: they are compiled once. Faults are put into a scratch copy of the workspace, never into
//! the working tree. See docs/mutation.md.

mod checks;
mod fault;
mod journal;
mod mutant;
mod report;
mod sample;
mod score;
mod statements;

use crate::scratch::{Check, Harness, QUICKER, Tree, Verdict};
use anyhow::{Context, Result};
use journal::{Journal, Outcome, Record};
use mutant::Mutant;
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Build faults into the contracts and count which the tests notice; needs cargo-mutants for its
/// list of faults
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Args {
    /// The sample follows from it
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Part of each package's faults that is tried
    #[arg(long, default_value_t = 0.1)]
    fraction: f64,
    /// Faults tried of each package at least, if it has so many
    #[arg(long, default_value_t = 8)]
    at_least: usize,
    /// Only these packages [default: all below contracts/]
    #[arg(long = "package", short)]
    packages: Vec<String>,
    /// Keep what earlier runs noticed and try the rest of the sample again
    #[arg(long)]
    iterate: bool,
    /// Checks that run at a time
    #[arg(long, default_value_t = 2)]
    jobs: usize,
    /// Do not first run every check without a fault: they passed before
    #[arg(long)]
    trust: bool,
    /// Print the sample and stop
    #[arg(long)]
    list: bool,
    /// Print the score of what earlier runs tried and stop
    #[arg(long)]
    report: bool,
}

/// Runs the chore.
///
/// # Errors
/// A tool that is absent, a build or a check that fails without any fault, input and output.
pub(crate) fn run(root: &Path, args: &Args) -> Result<()> {
    let place = root.join("target/mutants");
    fs::create_dir_all(&place).with_context(|| format!("cannot make {}", place.display()))?;
    let candidates = mutant::list(root)?;
    let wanted = |package: &str| args.packages.is_empty() || args.packages.iter().any(|name| name == package);
    let sample: Vec<Mutant> =
        sample::draw(&candidates, args.seed, args.fraction, args.at_least, |name| wanted(name));
    if args.list {
        sample.iter().for_each(|mutant| println!("{}", mutant.name));
        return Ok(());
    }
    let mut journal = Journal::open(&place.join("outcomes.jsonl"), args.iterate || args.report)?;
    if !args.report {
        try_all(root, &place, args, &sample, &mut journal)?;
    }
    print!("{}", report::markdown(&candidates, &sample, &journal));
    Ok(())
}

fn try_all(root: &Path, place: &Path, args: &Args, sample: &[Mutant], journal: &mut Journal) -> Result<()> {
    let tree = Tree::copy(root, place, &[QUICKER])?;
    let harness = Harness::build(root, place, &tree, &[])?;
    harness.build_programs(&tree)?.context("the programs do not build without any fault")?;
    let mut checks = if args.trust { harness.checks()? } else { harness.baseline(&tree, args.jobs)? };
    for (index, mutant) in sample.iter().enumerate() {
        if journal.is_settled(mutant) {
            continue;
        }
        let start = Instant::now();
        let outcome = try_one(&tree, &harness, &mut checks, args.jobs, mutant)?;
        println!("{}/{} {outcome} {}", index + 1, sample.len(), mutant.name);
        journal.add(Record::new(mutant, outcome, start.elapsed()))?;
    }
    Ok(())
}

fn try_one(
    tree: &Tree,
    harness: &Harness,
    checks: &mut [Check],
    jobs: usize,
    mutant: &Mutant,
) -> Result<Outcome> {
    let _restored = fault::put(tree, mutant)?;
    if let Err(reason) = harness.build_programs(tree)? {
        return Ok(Outcome::Unviable { reason: reason.to_string() });
    }
    let done = harness.run(tree, &checks::relevant(checks, &mutant.package), jobs)?;
    let Some(noticed) = done.iter().find(|done| done.verdict != Verdict::Passed) else {
        return Ok(Outcome::Survived);
    };
    if let Some(check) = checks.iter_mut().find(|check| check.name == noticed.name) {
        check.noticed += 1;
    }
    let by = noticed.name.to_owned();
    Ok(if noticed.verdict == Verdict::TimedOut { Outcome::TimedOut { by } } else { Outcome::Noticed { by } })
}
