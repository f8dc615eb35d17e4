//! What every command takes: how to speak, and which compiler to build programs with.

use crate::terminal;
use serde::Serialize;
use surety_wasm_build::{BuildOptions, Program, Progress, build_all, toolchain::Selection};

/// Options of all commands.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Options of all commands")]
pub(crate) struct Common {
    /// Print one JSON document on stdout, also if it ends with an error
    #[arg(long, global = true)]
    json: bool,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Compiler for the programs: auto (what is there, rustup, the distribution), rustup, debian, or a
    /// folder [default: $SURETY_TOOLCHAIN, or auto]
    #[arg(long, global = true, value_name = "WHICH")]
    toolchain: Option<Selection>,
}

impl Common {
    /// True if results are for machines.
    pub(crate) const fn json(&self) -> bool {
        self.json
    }

    /// True if nothing is to be said while working.
    pub(crate) const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints a result as JSON.
    ///
    /// # Errors
    /// If it has no JSON.
    pub(crate) fn print(&self, result: &impl Serialize) -> anyhow::Result<()> {
        terminal::say(&serde_json::to_string_pretty(result)?)
    }

    /// The compiler that the flag, or else the environment, picks.
    ///
    /// # Errors
    /// If the environment asks for something unknown.
    pub(crate) fn selection(&self) -> anyhow::Result<Selection> {
        match &self.toolchain {
            Some(selection) => Ok(selection.clone()),
            None => Ok(Selection::from_env()?),
        }
    }

    /// Where progress goes.
    pub(crate) const fn progress(&self) -> Progress {
        if self.quiet { Progress::Silent } else { Progress::Stderr }
    }

    /// How programs are built.
    ///
    /// # Errors
    /// If there is no checkout, or the environment asks for something unknown.
    pub(crate) fn build_options(&self) -> anyhow::Result<BuildOptions> {
        let (toolchain, progress) = (self.selection()?, self.progress());
        Ok(BuildOptions { root: surety_wasm_build::find_root()?, toolchain, progress })
    }

    /// Builds what is not up to date.
    ///
    /// # Errors
    /// Those of the build.
    pub(crate) fn programs(&self) -> anyhow::Result<Vec<Program>> {
        Ok(build_all(&self.build_options()?)?)
    }
}
