//! EigenLayer's Rust SDK, a package of its own beside ours, because it needs an older alloy.
//!
//! Its bindings alone are half a million lines: it is compiled only where `SURETY_EIGENSDK` is set.

use crate::{apt, install, process, root, run};
use anyhow::{Context as _, Result, ensure};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// Asks for this test; its value is of no importance.
const WANTED: &str = "SURETY_EIGENSDK";
/// Time to compile it the first time.
const COMPILATION: Duration = Duration::from_secs(5_400);

/// The client's program, compiled below the target folder; `None`, with the reason printed, where it cannot be.
fn client() -> Result<Option<PathBuf>> {
    if std::env::var_os(WANTED).is_none() {
        // A choice and not an absence, so `SURETY_CLIENTS=required` does not make it a failure.
        println!("SKIPPED: eigensdk-rs: it takes long to compile; {WANTED}=1 asks for it");
        return Ok(None);
    }
    let openssl =
        || process::output(Command::new("pkg-config").args(["--exists", "openssl"]), process::CLIENT);
    if !openssl().is_ok_and(|output| output.status.success())
        && let Err(reason) = apt::install(&["libssl-dev", "pkg-config"])
    {
        return install::skip("eigensdk-rs", &format!("its TLS needs OpenSSL's headers, and {reason:#}"));
    }
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients/eigensdk");
    let package = root().join("tests/clients/eigensdk");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--locked", "--target-dir"]).arg(&target).current_dir(package);
    let built = process::output(&mut cargo, COMPILATION)?;
    ensure!(built.status.success(), "eigensdk-rs: {}", install::told(&built));
    let program = target.join("debug/surety-client-eigensdk");
    ensure!(program.is_file(), "cargo has not made {}", program.display());
    Ok(Some(program))
}

#[test]
fn eigensdk_rs_registers_allocates_appoints_and_claims() -> Result<()> {
    let Some(client) = client()? else { return Ok(()) };
    let said = run(Command::new(client))?;
    let last = said.trim().lines().last().context("it says nothing")?;
    ensure!(last == "eigensdk: an operator, its delegations, allocations, permissions and rewards", "{said}");
    Ok(())
}
