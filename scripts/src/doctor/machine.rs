//! What is on this machine: compilers, the optimiser, built programs.

use super::check::Check;
use crate::terminal::grouped;
use std::process::Command;
use surety_wasm_build::{
    BuildOptions, Built, CODE_LIMIT, Error as BuildError, Optimiser, Program, toolchain::Toolchain,
};

/// Oldest compiler that the workspace takes.
const RUST: (u32, u32) = (1, 95);

/// Compilers and the optimiser.
pub(super) fn tools(options: &BuildOptions) -> anyhow::Result<Vec<Check>> {
    Ok(vec![rustc(), c_compiler(), wasm_compiler(options)?, optimiser()])
}

fn rustc() -> Check {
    const NAME: &str = "Rust";
    let Some(said) = version_of("rustc") else {
        return Check::fail(NAME, "there is no rustc in the PATH", "install rustup: https://rustup.rs");
    };
    let number = said.split_whitespace().nth(1).unwrap_or_default();
    let mut parts = number.split('.').map_while(|part| part.parse::<u32>().ok());
    let release = parts.next().zip(parts.next());
    if release.is_some_and(|release| release >= RUST) {
        return Check::ok(NAME, said);
    }
    Check::fail(NAME, format!("{said}; {}.{} or newer is needed", RUST.0, RUST.1), "rustup update stable")
}

fn c_compiler() -> Check {
    match version_of("cc") {
        Some(said) => Check::ok("C compiler", said),
        None => Check::fail(
            "C compiler",
            "there is no cc in the PATH",
            "apt-get install gcc libc6-dev (or your system's C compiler)",
        ),
    }
}

fn wasm_compiler(options: &BuildOptions) -> anyhow::Result<Check> {
    const NAME: &str = "WASM compiler";
    Ok(match Toolchain::find(&options.toolchain)? {
        Some(found) => Check::ok(NAME, format!("{}, from {}", found.id, found.origin)),
        None => Check::warn(NAME, "not installed yet; a build installs it", "surety toolchain"),
    })
}

fn optimiser() -> Check {
    const NAME: &str = "wasm-opt";
    match Optimiser::find() {
        Ok(Some(found)) => Check::ok(NAME, found.id),
        Ok(None) => Check::warn(NAME, "not installed yet; a build installs it", "surety build"),
        Err(error) => Check::fail(NAME, error.to_string(), "unset SURETY_WASM_OPT"),
    }
}

/// The first line of what a program says about itself.
fn version_of(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout);
    output.status.success().then(|| said.lines().next().unwrap_or_default().to_owned())
}

/// What an earlier build left.
pub(super) fn programs(options: &BuildOptions, built: &Result<Built, BuildError>) -> Check {
    const NAME: &str = "programs";
    let dir = options.output_dir();
    match built {
        Ok(Built::Missing) => Check::warn(NAME, format!("none in {}", dir.display()), "surety build"),
        Ok(Built::Outdated) => Check::warn(
            NAME,
            format!("those in {} are of other sources or tools", dir.display()),
            "surety build",
        ),
        Ok(Built::Ready(programs)) => sizes(NAME, programs),
        Err(error) => Check::fail(NAME, error.to_string(), "surety build, when the above is mended"),
    }
}

fn sizes(name: &'static str, programs: &[Program]) -> Check {
    let over: Vec<_> = programs.iter().filter(|program| !program.size.excesses().is_empty()).collect();
    if let Some(first) = over.first() {
        let found = format!("{} of {} break a limit, {} among them", over.len(), programs.len(), first.name);
        return Check::fail(name, found, "surety size");
    }
    let largest = programs.iter().max_by_key(|program| program.size.compressed_bytes);
    let largest = largest.map_or(String::new(), |program| {
        format!(
            "; the largest, {}, has {} of {} bytes",
            program.name,
            grouped(program.size.compressed_bytes),
            grouped(CODE_LIMIT)
        )
    });
    Check::ok(name, format!("{}, up to date{largest}", programs.len()))
}
