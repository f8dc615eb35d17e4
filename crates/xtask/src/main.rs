//! The workspace's own chores: `cargo xtask <chore> [--check]`.
//!
//! Most make files from sources and can check that the committed files are up to date; two measure
//! what the tests notice and what they run.
//! Nothing here is needed to build or run the suite.

mod abi;
mod cargo;
mod contracts;
mod coverage;
mod invariants;
mod mutants;
mod outputs;
mod scratch;
mod script;
mod solidity;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "Generated files of the workspace")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Debug, Subcommand)]
enum Chore {
    /// JSON ABI, reference pages and the TypeScript package, from abi/*.sol
    Abi(Mode),
    /// A page per contract, from its README, its interface and its gas, and the page of the invariants
    Docs(Mode),
    /// Bytecode of the Solidity contracts; needs solc or solcjs of the pinned version
    Solidity(Mode),
    Mutants(mutants::Args),
    Coverage(coverage::Args),
}

#[derive(Args, Clone, Copy, Debug)]
struct Mode {
    /// Compare with what is committed instead of writing
    #[arg(long)]
    check: bool,
}

fn main() -> ExitCode {
    match run(&Cli::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(chore: &Chore) -> Result<()> {
    let root = workspace_root()?;
    match chore {
        Chore::Abi(mode) => abi::generate(&root)?.apply(mode.check),
        Chore::Docs(mode) => contracts::generate(&root)?.apply(mode.check),
        Chore::Solidity(mode) => solidity::run(&root, mode.check),
        Chore::Mutants(args) => mutants::run(&root, args),
        Chore::Coverage(args) => coverage::run(&root, args),
    }
}

/// The folder of the workspace's manifest.
fn workspace_root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.ancestors().nth(2).context("the crate is not two folders below the root")?;
    Ok(root.to_path_buf())
}
