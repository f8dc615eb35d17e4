//! `surety build`: the programs, ready to deploy.

use crate::terminal::grouped;
use std::process::ExitCode;
use surety_wasm_build::{BuildOptions, Program, Progress, build_all, toolchain::Selection};

/// Compile the programs into target/programs, installing what that needs.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    with: With,
}

/// How programs are built; shared by all subcommands that need them.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct With {
    /// Compiler: auto (what is there, rustup, the distribution), rustup, debian, or a folder
    /// [default: $SURETY_TOOLCHAIN, or auto]
    #[arg(long, global = true, value_name = "WHICH")]
    toolchain: Option<Selection>,
    /// Say nothing while working
    #[arg(short, long, global = true)]
    quiet: bool,
}

impl With {
    /// The compiler that the flag, or else the environment, picks.
    pub(crate) fn selection(&self) -> anyhow::Result<Selection> {
        match &self.toolchain {
            Some(selection) => Ok(selection.clone()),
            None => Ok(Selection::from_env()?),
        }
    }

    /// True if nothing is to be said while working.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Where progress goes.
    pub(crate) fn progress(&self) -> Progress {
        if self.quiet { Progress::Silent } else { Progress::Stderr }
    }

    /// Builds what is not up to date.
    pub(crate) fn programs(&self) -> anyhow::Result<Vec<Program>> {
        let toolchain = self.selection()?;
        let options = BuildOptions { toolchain, progress: self.progress(), ..BuildOptions::from_env()? };
        Ok(build_all(&options)?)
    }
}

/// Builds and lists the programs with their sizes.
pub(crate) fn run(args: &Args) -> anyhow::Result<ExitCode> {
    for program in args.with.programs()? {
        println!("{}  {} bytes of code", program.path.display(), grouped(program.size.compressed_bytes));
    }
    Ok(ExitCode::SUCCESS)
}
