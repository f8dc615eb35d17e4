//! `surety vm`: checks of the virtual machine.

use anyhow::{Context, Result};
use std::{path::PathBuf, process::ExitCode};
use surety_devnode::vectors::{Checker, DirReport, files_of};

/// Checks of the virtual machine.
#[derive(Debug, clap::Args)]
pub(crate) struct VmArgs {
    #[command(subcommand)]
    command: VmCommand,
}

#[derive(Debug, clap::Subcommand)]
enum VmCommand {
    /// Run recorded executions again and compare every figure.
    Check {
        /// Directory of recordings.
        #[arg(default_value = "../shared/vectors/stylus")]
        dir: PathBuf,
        /// Print one JSON document instead of lines.
        #[arg(long)]
        json: bool,
    },
}

/// Runs the command; fails on any difference and on any file that can't be run.
///
/// # Errors
/// If the directory can't be read or holds no recording.
pub(crate) fn run(args: VmArgs) -> Result<ExitCode> {
    let VmCommand::Check { dir, json } = args.command;
    // Recordings nest calls of programs deeply.
    let report = surety_devnode::with_big_stack(|| check(&dir, json))
        .with_context(|| format!("checking {}", dir.display()))?;
    if json {
        println!("{}", serde_json::to_string_pretty(&report)?);
    } else {
        if let Some((file, mismatch)) = report.first_mismatch() {
            println!("\nfirst mismatch, in {}:\n{mismatch}\n", file.file.display());
        }
        println!("{}", report.totals);
    }
    Ok(if report.is_exact() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks all files, with a line for each as it is done.
fn check(dir: &std::path::Path, quiet: bool) -> Result<DirReport> {
    let mut checker = Checker::default();
    let mut reports = Vec::new();
    for file in files_of(dir)? {
        let report = checker.check_file(&file);
        if !quiet {
            println!("{report}");
        }
        reports.push(report);
    }
    Ok(DirReport::new(reports))
}
