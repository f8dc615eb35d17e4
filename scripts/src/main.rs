//! The `surety` command: one subcommand per act, one file each.
//!
//! Results go to stdout, progress and errors to stderr. See [`exit`] for the exit codes.

mod build;
mod deploy;
mod exit;
mod fuzz;
mod gas;
mod node;
mod replay;
mod size;
mod terminal;
mod toolchain;
mod vm;
mod worlds;

use anyhow::Context as _;
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
  surety replay --filter slash    only some stories
  surety size --json              what each program costs, for machines
  surety node --with-suite        a chain with the suite that wallets and tools talk to
  surety deploy plan              what a deployment would send, and what it costs
  surety gas                      what each operation costs, beside the peer's
  surety replay STORY.toml        one story, step by step
  surety replay DIR --json        recorded scenarios, for machines
  surety fuzz                     random lives, with every invariant after every step
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
    Gas(gas::Args),
    Node(node::NodeArgs),
    Deploy(deploy::DeployArgs),
    Vm(vm::VmArgs),
    Replay(replay::ReplayArgs),
    Fuzz(fuzz::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        None => everything(),
        Some(Command::Build(args)) => build::run(&args),
        Some(Command::Toolchain(args)) => toolchain::run(&args),
        Some(Command::Size(args)) => size::run(&args),
        Some(Command::Gas(args)) => gas::run(&args),
        Some(Command::Node(args)) => node::run(&args),
        Some(Command::Deploy(args)) => deploy::run(&args),
        Some(Command::Vm(args)) => vm::run(args),
        Some(Command::Replay(args)) => worlds::replay(&args),
        Some(Command::Fuzz(args)) => fuzz::run(&args),
    };
    exit::report(result)
}

/// The main job: builds what is needed, replays the catalogue, writes the report.
fn everything() -> anyhow::Result<ExitCode> {
    let root = surety_wasm_build::find_root()?;
    let target = root.join("target");
    std::fs::create_dir_all(&target).with_context(|| format!("creating {}", target.display()))?;
    worlds::replay(&replay::ReplayArgs::default().with_report(target.join("report.html")))
}
