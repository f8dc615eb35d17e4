//! `surety vm`: checks of the virtual machine.

use crate::{common::Common, terminal::say};
use anyhow::{Context, Result};
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};
use surety_devnode::vectors::{Checker, DirReport, files_of};

/// Checks of the virtual machine
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety vm check DIR     recorded executions of programs, figure by figure")]
pub(crate) struct VmArgs {
    #[command(subcommand)]
    command: VmCommand,
}

#[derive(Clone, Debug, clap::Subcommand)]
enum VmCommand {
    /// Run recorded executions of programs again and compare every figure
    #[command(after_help = "\
Examples:
  surety vm check                     those beside the checkout
  surety vm check recordings/         those of a folder
  surety vm check recordings --json   every difference, for machines")]
    Check {
        /// Directory of recordings
        #[arg(default_value = "../shared/vectors/stylus")]
        dir: PathBuf,
    },
}

/// Runs the command; fails on any difference and on any file that can't be run.
///
/// # Errors
/// If the directory can't be read or holds no recording.
pub(crate) fn run(common: &Common, args: VmArgs) -> Result<ExitCode> {
    let VmCommand::Check { dir } = args.command;
    let lines = !common.json() && !common.is_quiet();
    // Recordings nest calls of programs deeply.
    let report = surety_devnode::with_big_stack(|| check(&dir, lines))
        .with_context(|| format!("checking {}", dir.display()))?;
    if common.json() {
        common.print(&report)?;
    } else {
        if let Some((file, mismatch)) = report.first_mismatch() {
            say(&format!("\nfirst mismatch, in {}:\n{mismatch}\n", file.file.display()))?;
        }
        say(&report.totals.to_string())?;
    }
    Ok(if report.is_exact() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks all files; with `lines`, tells of each as it is done.
fn check(dir: &Path, lines: bool) -> Result<DirReport> {
    let mut checker = Checker::default();
    let mut reports = Vec::new();
    for file in files_of(dir)? {
        let report = checker.check_file(&file);
        if lines {
            say(&report.to_string())?;
        }
        reports.push(report);
    }
    Ok(DirReport::new(reports))
}
