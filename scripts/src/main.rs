//! The `surety` command: one subcommand per act, one file each.
//!
//! Results go to stdout, progress and errors to stderr. See [`exit`] for the exit codes, [`map`] for the
//! order in which the help shows the commands.

mod build;
mod chain;
mod common;
mod completions;
mod deploy;
mod doctor;
mod env;
mod exit;
mod fuzz;
mod gas;
mod manual;
mod map;
mod node;
mod replay;
mod size;
mod terminal;
mod toolchain;
mod vm;
mod worlds;

use anyhow::Context as _;
use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use common::Common;
use std::process::ExitCode;

/// Restaking on Arbitrum Stylus: builds the programs, runs them at Nitro's exact gas, replays their
/// stories, puts them on chains.
///
/// Without a command: prepares whatever is missing, replays the whole catalogue, and writes
/// target/report.html.
#[derive(Debug, Parser)]
#[command(name = "surety", version, help_template = map::TEMPLATE)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Toolchain(toolchain::Args),
    Doctor(doctor::DoctorArgs),
    Replay(replay::ReplayArgs),
    Fuzz(fuzz::Args),
    Vm(vm::VmArgs),
    Size(size::Args),
    Gas(gas::Args),
    Node(node::NodeArgs),
    Env(env::EnvArgs),
    Deploy(deploy::DeployArgs),
    Completions(completions::Args),
    Manual(manual::Args),
}

fn main() -> ExitCode {
    match parse() {
        Ok(cli) => {
            let as_json = cli.common.json();
            exit::report(act(cli), as_json)
        }
        Err(error) => misused(&error),
    }
}

/// The whole command line, with the map in its help.
fn command() -> clap::Command {
    map::with_map(Cli::command())
}

fn parse() -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&command().try_get_matches()?)
}

/// Shows the help that was asked for, or what is wrong with the arguments.
fn misused(error: &clap::Error) -> ExitCode {
    // Whoever reads the output may have gone; the exit code still tells.
    drop(error.print());
    if !error.use_stderr() {
        return ExitCode::SUCCESS;
    }
    // Nothing is parsed, so this is all that is known about the wish for JSON.
    if std::env::args_os().any(|argument| argument == "--json") {
        exit::say_json(error.to_string().trim().trim_start_matches("error: "), exit::BAD_INPUT);
    }
    exit::BAD_INPUT.into()
}

fn act(cli: Cli) -> anyhow::Result<ExitCode> {
    let common = &cli.common;
    match cli.command {
        None => everything(common),
        Some(Command::Build(_)) => build::run(common),
        Some(Command::Toolchain(args)) => toolchain::run(common, &args),
        Some(Command::Doctor(args)) => doctor::run(common, &args),
        Some(Command::Replay(args)) => worlds::replay(common, &args),
        Some(Command::Fuzz(args)) => fuzz::run(common, &args),
        Some(Command::Vm(args)) => vm::run(common, args),
        Some(Command::Size(_)) => size::run(common),
        Some(Command::Gas(args)) => gas::run(common, &args),
        Some(Command::Node(args)) => node::run(common, &args),
        Some(Command::Env(args)) => env::run(common, &args),
        Some(Command::Deploy(args)) => deploy::run(common, &args),
        Some(Command::Completions(args)) => completions::run(common, &args),
        Some(Command::Manual(_)) => manual::run(common),
    }
}

/// The main job: builds what is needed, replays the catalogue, writes the report.
fn everything(common: &Common) -> anyhow::Result<ExitCode> {
    let root = surety_wasm_build::find_root()?;
    let target = root.join("target");
    std::fs::create_dir_all(&target).with_context(|| format!("creating {}", target.display()))?;
    worlds::replay(common, &replay::ReplayArgs::default().with_report(target.join("report.html")))
}
