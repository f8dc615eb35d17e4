//! Everything that is compiled once: the checks, and the command that builds the programs.

use super::checks::{CHECKS, Check, STORIES};
use super::tree::Tree;
use crate::{cargo, script};
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Stands in for wasm-opt: the one of ordinary builds, but it optimises nothing, which changes no
/// result and takes longer than the tests. (It cannot be left out: Stylus refuses what the linker
/// writes.)
const STAND_IN: &str = r#"#!/bin/sh
for argument; do
    shift
    case $argument in -Oz | --converge) ;; *) set -- "$@" "$argument" ;; esac
done
for optimiser in "${XDG_CACHE_HOME:-$HOME/.cache}"/surety/wasm-opt/binaryen-*/package/bin/wasm-opt; do
    exec "$optimiser" "$@"
done
"#;
/// The least time that a check is given.
const LEAST_LIMIT: Duration = Duration::from_secs(120);
/// The time it is given where that is not known.
const LONG_LIMIT: Duration = Duration::from_secs(1800);
/// How many times longer than without a fault it may take.
const LIMIT_FACTOR: u32 = 8;
/// How often a running check is looked at.
const POLL: Duration = Duration::from_millis(20);

/// The checks' executables and the `surety` command.
#[derive(Debug)]
pub(crate) struct Harness {
    programs: BTreeMap<String, PathBuf>,
    optimiser: PathBuf,
    logs: PathBuf,
    variables: Vec<(&'static str, PathBuf)>,
}

/// A check that runs; it is ended when this goes.
#[derive(Debug)]
struct Running<'a> {
    check: &'a Check,
    child: Child,
    start: Instant,
}

impl Running<'_> {
    /// How it ended, if it did.
    fn verdict(&mut self) -> Result<Option<Verdict>> {
        if let Some(status) = self.child.try_wait()? {
            return Ok(Some(if status.success() { Verdict::Passed } else { Verdict::Failed }));
        }
        Ok((self.start.elapsed() > self.check.limit).then_some(Verdict::TimedOut))
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        // Both fail only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A check that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Done {
    /// The check's name.
    pub(crate) name: &'static str,
    /// How.
    pub(crate) verdict: Verdict,
    /// After how long.
    pub(crate) took: Duration,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It found nothing.
    Passed,
    /// It noticed.
    Failed,
    /// It did not come to an end.
    TimedOut,
}

impl Harness {
    /// Compiles it in the copy, with the workspace's own target folder, whose dependencies it has, and
    /// with `features` of our crates.
    ///
    /// # Errors
    /// If it does not compile.
    pub(crate) fn build(root: &Path, place: &Path, tree: &Tree, features: &[&str]) -> Result<Self> {
        let optimiser = place.join("wasm-opt");
        script::write(&optimiser, STAND_IN)?;
        // In one command, so that dependencies have the same features for both; by name, because
        // other tests of these packages need clients of the node.
        let tests = CHECKS.iter().filter(|(name, _)| *name != STORIES);
        let output = Command::new(env!("CARGO"))
            .args(["build", "--package", "surety-tests", "--package", "surety", "--bin", "surety"])
            .args(tests.flat_map(|(name, _)| ["--test", name]))
            .args(features.iter().flat_map(|feature| ["--features", feature]))
            .args(["--message-format", "json", "--target-dir"])
            .arg(root.join("target"))
            .current_dir(tree.root())
            .stderr(Stdio::inherit())
            .output()
            .context("cannot run cargo")?;
        ensure!(output.status.success(), "the tests do not compile");
        let programs = cargo::artifacts(&String::from_utf8_lossy(&output.stdout))
            .into_iter()
            .filter(|made| made.kind == if made.is_test { "test" } else { "bin" })
            .map(|made| (made.name, made.path))
            .collect();
        let logs = place.join("logs");
        fs::create_dir_all(&logs)?;
        Ok(Self { programs, optimiser, logs, variables: Vec::new() })
    }

    /// The same, with one more variable in the environment of all that it runs.
    pub(crate) fn with(mut self, variable: &'static str, value: PathBuf) -> Self {
        self.variables.push((variable, value));
        self
    }

    /// Builds the programs that changed; the inner result is the compiler's or Stylus' refusal.
    ///
    /// # Errors
    /// If the command cannot be run.
    pub(crate) fn build_programs(&self, tree: &Tree) -> Result<Result<()>> {
        let output = self
            .command("surety", tree)?
            .args(["build", "--quiet"])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .output()
            .context("cannot run surety")?;
        if output.status.success() {
            return Ok(Ok(()));
        }
        let message = String::from_utf8_lossy(&output.stderr);
        let first = message.lines().find(|line| line.starts_with("error")).unwrap_or("no message");
        Ok(Err(anyhow::anyhow!("{first}")))
    }

    /// Runs every check, and answers them with limits by how long each took.
    ///
    /// # Errors
    /// If one fails.
    pub(crate) fn baseline(&self, tree: &Tree, jobs: usize) -> Result<Vec<Check>> {
        let mut checks = self.checks()?;
        let done = self.run(tree, &checks, jobs)?;
        for check in &mut checks {
            let took = done
                .iter()
                .find(|done| done.name == check.name)
                .filter(|done| done.verdict == Verdict::Passed);
            let Some(Done { took, .. }) = took else {
                bail!("{} fails or is stopped by itself; see {}", check.name, self.logs.display());
            };
            println!("{} takes {:.1} s", check.name, took.as_secs_f64());
            check.limit = LEAST_LIMIT.max(*took * LIMIT_FACTOR);
        }
        Ok(checks)
    }

    /// The checks with a limit for a machine that has much else to do.
    ///
    /// # Errors
    /// If one was not compiled.
    pub(crate) fn checks(&self) -> Result<Vec<Check>> {
        let check = |(name, _): &(&'static str, _)| {
            let program = if *name == STORIES { "surety" } else { name };
            let program = self.programs.get(program).with_context(|| format!("no executable {program}"))?;
            Ok(Check { name, program: program.clone(), limit: LONG_LIMIT, noticed: 0 })
        };
        CHECKS.iter().map(check).collect()
    }

    /// Runs checks in order, `jobs` at a time, until one does not pass; answers those that ended.
    ///
    /// # Errors
    /// If one cannot be started.
    pub(crate) fn run(&self, tree: &Tree, checks: &[Check], jobs: usize) -> Result<Vec<Done>> {
        let mut waiting = checks.iter();
        let mut running: Vec<Running<'_>> = Vec::new();
        let mut done: Vec<Done> = Vec::new();
        loop {
            while running.len() < jobs.max(1)
                && let Some(check) = waiting.next()
            {
                running.push(self.start(tree, check)?);
            }
            if running.is_empty() {
                return Ok(done);
            }
            sleep(POLL);
            let mut at = 0;
            while let Some(one) = running.get_mut(at) {
                match one.verdict()? {
                    None => at += 1,
                    Some(verdict) => {
                        done.push(Done { name: one.check.name, verdict, took: one.start.elapsed() });
                        running.swap_remove(at);
                        if verdict != Verdict::Passed {
                            return Ok(done);
                        }
                    }
                }
            }
        }
    }

    fn start<'a>(&self, tree: &Tree, check: &'a Check) -> Result<Running<'a>> {
        let arguments =
            CHECKS.iter().find(|(name, _)| *name == check.name).map_or(&[][..], |(_, args)| *args);
        let log = File::create(self.logs.join(format!("{}.log", check.name)))?;
        let child = self
            .prepared(&check.program, tree)
            .args(arguments)
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .with_context(|| format!("cannot run {}", check.program.display()))?;
        Ok(Running { check, child, start: Instant::now() })
    }

    fn command(&self, name: &str, tree: &Tree) -> Result<Command> {
        let program = self.programs.get(name).with_context(|| format!("no executable {name}"))?;
        Ok(self.prepared(program, tree))
    }

    fn prepared(&self, program: &Path, tree: &Tree) -> Command {
        let mut command = Command::new(program);
        command.current_dir(tree.root()).stdin(Stdio::null()).env("RUST_BACKTRACE", "0");
        command.env("SURETY_WASM_OPT", &self.optimiser).env("CARGO_INCREMENTAL", "0");
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        // Found failures must not become files that later runs start with.
        command.env("PROPTEST_FAILURE_PERSISTENCE", "off").env("PROPTEST_RNG_SEED", "1");
        // A fault that makes a property fail is noticed already; its smallest case is of no use.
        command.env("PROPTEST_MAX_SHRINK_ITERS", "1");
        command
    }
}
