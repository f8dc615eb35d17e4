//! The `surety` command: one subcommand per act, one file each.
//!
//! Results go to stdout, progress and errors to stderr. See [`exit`] for the exit codes.

mod build;
mod exit;
mod size;
mod terminal;
mod toolchain;
mod vm;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Restaking on Arbitrum Stylus: builds the programs, runs them at Nitro's exact gas, replays their stories.
///
/// Without a subcommand: prepares whatever is missing and replays the whole catalogue.
#[derive(Debug, Parser)]
#[command(name = "surety", version, after_help = EXAMPLES)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  surety                          set everything up and replay the catalogue
  surety build                    compile the programs into target/programs
  surety size --json              what each program costs, for machines
  surety vm check DIR             recorded executions of programs, figure by figure
  surety toolchain --print-env    variables for a cargo build of your own

Exit codes: 0 done, 1 a check failed, 2 bad usage or input, 3 something is missing on this machine.

Variables: SURETY_TOOLCHAIN (auto, rustup, debian, or a folder), SURETY_TOOLCHAIN_DIR,
SURETY_WASM_OPT (auto, npm, debian, or a file), NO_COLOR.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Toolchain(toolchain::Args),
    Size(size::Args),
    Vm(vm::VmArgs),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        None => build::run(&build::Args::default()),
        Some(Command::Build(args)) => build::run(&args),
        Some(Command::Toolchain(args)) => toolchain::run(&args),
        Some(Command::Size(args)) => size::run(&args),
        Some(Command::Vm(args)) => vm::run(args),
    };
    exit::report(result)
}
