//! `surety toolchain`: the compiler for the programs, without building any.

use crate::{common::Common, terminal::say};
use serde_json::json;
use std::process::ExitCode;
use surety_wasm_build::{
    find_root,
    toolchain::{Toolchain, write_channel},
};

/// Install the compiler for the programs, or say which one there is
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety toolchain                            install and name it
  surety toolchain --toolchain debian         the one that continuous integration uses
  eval \"$(surety toolchain --print-env)\"      for a cargo build of your own
  surety toolchain --cargo-stylus             write the channel file that cargo-stylus asks for")]
pub(crate) struct Args {
    /// Print `export` lines for a shell
    #[arg(long)]
    print_env: bool,
    /// Write contracts/rust-toolchain.toml, which cargo-stylus requires (git ignores it)
    #[arg(long, conflicts_with = "print_env")]
    cargo_stylus: bool,
}

/// Installs, then prints what was asked for.
///
/// # Errors
/// If no compiler can be had.
pub(crate) fn run(common: &Common, args: &Args) -> anyhow::Result<ExitCode> {
    if args.cargo_stylus {
        let file = write_channel(&find_root()?)?;
        if common.json() {
            common.print(&json!({ "schema": "surety.toolchain-file/1", "file": file }))?;
        } else {
            say(&format!("wrote {}", file.display()))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let toolchain = Toolchain::ensure(&common.selection()?, common.progress())?;
    if common.json() {
        let variables: serde_json::Map<_, _> =
            toolchain.variables().into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        common.print(&json!({
            "schema": "surety.toolchain/1",
            "id": toolchain.id,
            "origin": toolchain.origin,
            "rustc": toolchain.rustc,
            "variables": variables,
        }))?;
    } else if args.print_env {
        for (name, value) in toolchain.variables() {
            say(&export(name, &value))?;
        }
    } else {
        say(&format!("{} from {}: {}", toolchain.id, toolchain.origin, toolchain.rustc.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A variable as a shell takes it.
pub(crate) fn export(name: &str, value: &str) -> String {
    format!("export {name}='{}'", value.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exported_values_mean_nothing_to_the_shell() {
        assert_eq!(export("A", "it's $HOME"), r"export A='it'\''s $HOME'");
    }
}
