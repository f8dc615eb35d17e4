//! `surety toolchain`: the compiler for the programs, without building any.

use crate::build::With;
use std::process::ExitCode;
use surety_wasm_build::{
    find_root,
    toolchain::{Toolchain, write_channel},
};

/// Install the compiler for the programs, or say which one there is.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety toolchain                            install and name it
  surety toolchain --toolchain debian         the one that continuous integration uses
  eval \"$(surety toolchain --print-env)\"      for a cargo build of your own
  surety toolchain --cargo-stylus             write the channel file that cargo-stylus asks for")]
pub(crate) struct Args {
    #[command(flatten)]
    with: With,
    /// Print `export` lines for a shell
    #[arg(long)]
    print_env: bool,
    /// Write contracts/rust-toolchain.toml, which cargo-stylus requires (git ignores it)
    #[arg(long, conflicts_with = "print_env")]
    cargo_stylus: bool,
}

/// Installs, then prints what was asked for.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.cargo_stylus {
        println!("wrote {}", write_channel(&find_root()?)?.display());
        return Ok(ExitCode::SUCCESS);
    }
    let toolchain = Toolchain::ensure(&args.with.selection()?, args.with.progress())?;
    if args.print_env {
        for (name, value) in toolchain.variables() {
            println!("export {name}='{}'", value.replace('\'', r"'\''"));
        }
    } else {
        println!("{} from {}: {}", toolchain.id, toolchain.origin, toolchain.rustc.display());
    }
    Ok(ExitCode::SUCCESS)
}
