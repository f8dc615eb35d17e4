//! How much of each crate the tests run, in lines, functions, regions and branches.
//!
//! [`host`] measures what runs on the host, [`programs`] the contracts as WASM programs. In both only
//! the workspace's own crates are compiled with counters; dependencies are those of ordinary builds.

mod host;
mod missing;
mod programs;
mod table;
mod tools;

use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tools::Tools;

/// Where the contracts' packages are.
const CONTRACTS: &str = "contracts";

/// Run the tests with counters and print how much of each crate they ran; needs llvm-profdata and
/// llvm-cov of the compiler's LLVM
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct Args {
    /// Measure the contracts, as WASM programs in the checks that mutants meet
    #[arg(long, conflicts_with = "packages")]
    programs: bool,
    /// List lines and branches that were not run, too
    #[arg(long)]
    missing: bool,
    /// Only the tests of these packages [default: all]
    #[arg(long = "package", short)]
    packages: Vec<String>,
    /// Folder of llvm-profdata and llvm-cov [default: rustup's component llvm-tools, then the path]
    #[arg(long)]
    llvm: Option<PathBuf>,
}

/// Runs the chore.
///
/// # Errors
/// A tool that is absent or of another LLVM, tests that do not compile or fail, input and output.
pub(crate) fn run(root: &Path, args: &Args) -> Result<()> {
    let tools = Tools::find(args.llvm.as_deref())?;
    let place = root.join("target/coverage");
    let raw = place.join("raw");
    if raw.exists() {
        fs::remove_dir_all(&raw).context("cannot remove the counts of an earlier run")?;
    }
    fs::create_dir_all(&raw).with_context(|| format!("cannot make {}", raw.display()))?;
    let measured = if args.programs {
        programs::measure(root, &place, &raw)?
    } else {
        host::measure(root, &place, &raw, &args.packages)?
    };
    let profile = place.join("all.profdata");
    tools.merge(&raw, &profile)?;
    let contracts = measured.root.join(CONTRACTS);
    let wanted = |sources: &Path| sources.starts_with(&contracts) == args.programs;
    let packages: Vec<_> =
        packages(&measured.root)?.into_iter().filter(|(_, sources)| wanted(sources)).collect();
    if args.missing {
        let lcov = tools.export(&profile, &measured.objects, "-format=lcov")?;
        let ours = |file: &Path| packages.iter().any(|(_, sources)| file.starts_with(sources));
        println!("{}", missing::listed(&missing::read(&lcov, ours), &measured.root));
    }
    let summaries = tools.export(&profile, &measured.objects, "-summary-only")?;
    print!("{}", table::markdown(&table::read(&summaries)?, &packages));
    Ok(())
}

/// What was run, and left its counts.
#[derive(Debug)]
struct Measured {
    /// The workspace that was compiled.
    root: PathBuf,
    /// What the compiler made of it, with the maps from counters to lines.
    objects: Vec<PathBuf>,
}

/// Name and folder of sources of each package.
fn packages(root: &Path) -> Result<Vec<(String, PathBuf)>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .output()
        .context("cannot run cargo")?;
    ensure!(output.status.success(), "cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    table::packages(&String::from_utf8_lossy(&output.stdout))
}
