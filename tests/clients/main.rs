//! Real clients, unmodified, against `surety node --with-suite`.
//!
//! Each client is installed from its registry the first time, and says so in a line that begins with
//! `SKIPPED` where it cannot be (`cargo test --test clients -- --nocapture` shows it). With
//! `SURETY_CLIENTS=required` that is a failure.

mod alloy;
mod apt;
mod avs;
mod browser;
mod cargo_stylus;
mod cast;
#[path = "../cli/mod.rs"]
mod cli;
mod eigensdk;
mod install;
mod node;
mod process;
mod quickstart;

use anyhow::{Result, ensure};
use node::Node;
use std::path::Path;
use std::process::Command;

/// Root of the workspace.
fn root() -> &'static Path {
    // The package lies directly below the root.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// Runs a client that acts by itself and prints what it did.
fn run(mut client: Command) -> Result<String> {
    let node = Node::start()?;
    let output = process::output(client.env("SURETY_NODE", &node.announcement), process::CLIENT)?;
    let said = install::told(&output);
    ensure!(output.status.success(), "{said}");
    print!("{said}");
    Ok(said)
}

fn javascript(script: &str, wanted: &str) -> Result<()> {
    let Some(dir) = install::npm()? else { return Ok(()) };
    let mut client = Command::new("node");
    client.arg(format!("dist/{script}.js")).current_dir(dir);
    ensure!(run(client)?.contains(wanted), "{script} ended early");
    Ok(())
}

#[test]
fn viem_deposits_delegates_and_withdraws() -> Result<()> {
    javascript("viem", "viem: two deposits, an approved delegation, a withdrawal, subscriptions, Multicall3")
}

#[test]
fn ethers_deposits_delegates_and_withdraws() -> Result<()> {
    javascript("ethers", "ethers: two deposits, an approved delegation, a withdrawal, a subscription")
}

#[test]
fn web3_py_deposits_and_delegates() -> Result<()> {
    let Some(python) = install::python()? else { return Ok(()) };
    let mut client = Command::new(python);
    client.arg(root().join("tests/clients/smoke.py")).arg(root().join("abi/json"));
    ensure!(run(client)?.contains("web3.py: a deposit, a delegation"), "the script ended early");
    Ok(())
}
