//! `surety completions`: what a shell needs to complete commands and options.

use crate::{common::Common, terminal::say};
use clap_complete::Shell;
use serde_json::json;
use std::process::ExitCode;

/// Print completions for a shell
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  eval \"$(surety completions bash)\"                                   in ~/.bashrc
  surety completions zsh > ~/.zfunc/_surety                           with ~/.zfunc in fpath
  surety completions fish > ~/.config/fish/completions/surety.fish")]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

/// Prints the script.
///
/// # Errors
/// If stdout can't be written to.
pub(crate) fn run(common: &Common, args: &Args) -> anyhow::Result<ExitCode> {
    let script = script(args.shell)?;
    if common.json() {
        let document =
            json!({ "schema": "surety.completions/1", "shell": args.shell.to_string(), "script": script });
        common.print(&document)?;
    } else {
        say(script.trim_end())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn script(shell: Shell) -> anyhow::Result<String> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut crate::command(), "surety", &mut script);
    Ok(String::from_utf8(script)?)
}
