//! `surety manual`: everything that `--help` says, as one page: docs/cli.md.

use crate::{common::Common, terminal::say};
use clap::Command;
use serde_json::json;
use std::{fmt::Write as _, process::ExitCode};

const HEAD: &str = "\
# The command line

What `surety --help` and `surety help COMMAND` say, as one page. `surety manual > docs/cli.md` writes it, and a
test fails when it is out of date. In a checkout, `cargo run --` stands for `surety`.
";

/// Print the help of all commands as one page of Markdown
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety manual > docs/cli.md     write the page of this repository
  surety manual --json            the page in a JSON document")]
pub(crate) struct Args {}

/// Prints the page.
///
/// # Errors
/// If stdout can't be written to.
pub(crate) fn run(common: &Common) -> anyhow::Result<ExitCode> {
    let page = page(crate::command());
    if common.json() {
        common.print(&json!({ "schema": "surety.manual/1", "page": page }))?;
    } else {
        say(page.trim_end())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The page of a command and all below it.
fn page(mut root: Command) -> String {
    // Usage lines of commands below have the whole path then.
    root.build();
    let mut page = HEAD.to_owned();
    section(&mut page, &root, "");
    page
}

fn section(page: &mut String, command: &Command, above: &str) {
    let path = format!("{above} {}", command.get_name()).trim_start().to_owned();
    let help = command.clone().render_long_help().to_string();
    let lines: Vec<_> = help.lines().map(str::trim_end).collect();
    // Writing to a string can't fail.
    let _ = write!(page, "\n## {path}\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
    for below in command.get_subcommands().filter(|below| below.get_name() != "help") {
        section(page, below, &path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_in_docs_is_what_the_binary_says() {
        let file = surety_wasm_build::find_root().unwrap().join("docs/cli.md");
        let kept = std::fs::read_to_string(file).unwrap_or_default();
        let said = page(crate::command());
        let differs = said.lines().zip(kept.lines()).find(|(said, kept)| said != kept);
        assert!(said == kept, "run `cargo run -- manual > docs/cli.md`; it differs first in {differs:?}");
    }

    #[test]
    fn the_page_has_every_command_with_its_options() {
        let page = page(crate::command());
        for expected in
            ["## surety deploy keepalive", "--days <DAYS>", "## surety completions", "Exit codes:"]
        {
            assert!(page.contains(expected), "{expected}");
        }
    }
}
