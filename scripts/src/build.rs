//! `surety build`: the programs, ready to deploy.

use crate::{
    common::Common,
    terminal::{grouped, say},
};
use serde_json::json;
use std::process::ExitCode;

/// Compile the programs into target/programs, installing what that needs
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety build                        what is not up to date
  surety build --toolchain debian     with the compiler that continuous integration uses
  surety build --json                 files and figures, for machines")]
pub(crate) struct Args {}

/// Builds and lists the programs with their sizes.
///
/// # Errors
/// Those of the build.
pub(crate) fn run(common: &Common) -> anyhow::Result<ExitCode> {
    let programs = common.programs()?;
    if common.json() {
        let rows: Vec<_> = programs
            .iter()
            .map(
                |program| json!({ "program": program.name, "path": program.path, "codeBytes": program.code.len() }),
            )
            .collect();
        common.print(&json!({ "schema": "surety.build/1", "programs": rows }))?;
        return Ok(ExitCode::SUCCESS);
    }
    for program in programs {
        let bytes = grouped(program.size.compressed_bytes);
        say(&format!("{}  {bytes} bytes of code", program.path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
