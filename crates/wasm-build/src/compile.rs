//! Calls cargo for the programs.

use crate::{
    Error, Progress,
    exec::Exec,
    toolchain::{TARGET, Toolchain},
    workspace::Programs,
};
use std::path::{Path, PathBuf};

/// Compiles all programs and answers the folder of the linked modules.
///
/// Runs in the root and names the programs' configuration, rather than running in `contracts/`,
/// where a `rust-toolchain.toml` for cargo-stylus may lie.
pub(crate) fn compile(
    root: &Path,
    programs: &Programs,
    toolchain: &Toolchain,
    progress: Progress,
) -> Result<PathBuf, Error> {
    let target_dir = root.join("target/wasm");
    let mut cargo = Exec::cargo()
        .args(["build", "--locked", "--release", "--lib", "--target", TARGET])
        .args(["--config", "contracts/.cargo/config.toml", "--target-dir"])
        .args([&target_dir])
        .dir(root);
    for package in programs.packages.keys() {
        cargo = cargo.args(["--package", package]);
    }
    for (name, value) in toolchain.variables() {
        cargo = cargo.env(name, value);
    }
    cargo.stream(progress)?;
    Ok(target_dir.join(TARGET).join("release"))
}
