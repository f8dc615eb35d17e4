//! A deployment from year to year: status, renewals, the program cache, upgrades.

use super::{Site, run};
use alloy_primitives::{B256, U256, keccak256};
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::process::Stdio;

/// The admin of deployments/config/412346.toml, and its key, which everyone knows.
pub(super) const ADMIN: &str = "0x9965507D1a55bcC2695C58ba16FB37d819B0A4dc";
const ADMIN_KEY: &str = "0x8b3a350cf5c34c9194ca85829a2df0ec3153be0318b5e2d3348e872092edffba";

/// Runs a command with all keys; what it prints.
pub(super) fn json(site: &Site, arguments: &[&str]) -> Result<Value> {
    run(site.signed(arguments)?.args(["--json", "-q"]))?.with(0)?.json()
}

#[test]
fn renewals_bids_and_upgrades() -> Result<()> {
    let site = Site::new("care")?;
    // Nobody reads what it tells meanwhile, which is no reason to stop.
    let mut apply = site.signed(&["deploy", "apply", "--json"])?;
    let mut apply = apply.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    drop(apply.stderr.take());
    let applied: Value = serde_json::from_slice(&apply.wait_with_output()?.stdout)?;
    ensure!(applied["schema"] == "surety.apply/1" && applied["waiting"] == json!([]), "{applied}");
    status(&site, |care| {
        care["daysLeft"].as_u64().is_some_and(|days| days >= 364) && care["cached"] == false
    })?;
    for act in ["keepalive", "upgrade"] {
        ensure!(json(&site, &["deploy", act])?["sent"] == 0, "nothing to do for {act}");
    }
    cache(&site)?;
    upgrade(&site)
}

/// Every program is as `expected` says.
fn status(site: &Site, expected: impl Fn(&Value) -> bool) -> Result<usize> {
    let status = json(site, &["deploy", "status"])?;
    let programs = status["programs"].as_array().context("no programs")?;
    ensure!(!programs.is_empty() && programs.iter().all(expected), "{status}");
    Ok(programs.len())
}

fn cache(site: &Site) -> Result<()> {
    let bids = json(site, &["deploy", "cache"])?;
    let programs = status(site, |care| care["cached"] == true)?;
    ensure!(bids["sent"] == programs, "{bids}");
    let again = json(site, &["deploy", "cache"])?;
    ensure!(again["sent"] == 0, "{again}");
    Ok(())
}

/// Gives a router another program than the one that is built; answers the router.
pub(super) fn outdated(site: &Site, options: &[&str]) -> Result<String> {
    let plan = json(site, &[&["deploy", "plan"], options].concat())?;
    let router = plan["contracts"]["DelegationManager"].as_str().context("no delegation manager")?;
    let status = json(site, &[&["deploy", "status"], options].concat())?;
    let other: U256 = status["programs"][0]["address"].as_str().context("no program")?.parse()?;
    let slot = keccak256("surety.proxy.implementation");
    let word = site.rpc("eth_getStorageAt", json!([router, slot, "latest"]))?;
    let word: U256 = word.as_str().context("no word")?.parse()?;
    let stale = (word >> 160 << 160) | other;
    site.rpc("anvil_setStorageAt", json!([router, slot, B256::from(stale)]))?;
    run(&mut site.signed(&[&["deploy", "verify"], options].concat())?)?.with(1)?;
    Ok(router.to_owned())
}

/// A router that has another program than the one that is built.
fn upgrade(site: &Site) -> Result<()> {
    let router = &outdated(site, &[])?;
    let batch = run(&mut site.surety(&["deploy", "upgrade", "--calldata", ADMIN])?)?.with(0)?;
    ensure!(batch.err.contains("DelegationManager program 0"), "{}", batch.err);
    let sends = batch.json()?["transactions"].as_array().context("no transactions")?.clone();
    let to_router = |send: &Value| send["to"].as_str().is_some_and(|to| to.eq_ignore_ascii_case(router));
    ensure!(sends.len() == 1 && sends.iter().all(to_router), "{sends:?}");
    let waiting = json(site, &["deploy", "upgrade"])?;
    ensure!(
        waiting["sent"] == 0 && waiting["waiting"].as_array().is_some_and(|all| all.len() == 1),
        "{waiting}"
    );
    let mut admin = site.surety(&["deploy", "upgrade", "--json", "-q"])?;
    let upgraded = run(admin.env("SURETY_DEPLOY_KEYS", ADMIN_KEY))?.with(0)?.json()?;
    ensure!(
        upgraded["sent"] == 1 && upgraded["replaced"][0]["contract"] == "DelegationManager",
        "{upgraded}"
    );
    run(&mut site.signed(&["deploy", "verify"])?)?.with(0).map(drop)
}
