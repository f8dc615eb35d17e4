//! `surety deploy` before anything is sent: plans, keys, batches for others.

use super::{KEYS, Site, run};
use crate::root;
use anyhow::{Context as _, Result, ensure};
use serde_json::json;

/// Keystore file of the deployer; its password is `surety`.
const KEYSTORE: &str = "tests/cli/keystore.json";
/// The owner of deployments/config/412346.toml.
const UNPAUSER: &str = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

#[test]
fn a_plan_changes_nothing() -> Result<()> {
    let site = Site::new("plan")?;
    let plan = run(&mut site.surety(&["deploy", "plan", "--json", "-q"])?)?.with(0)?.json()?;
    let steps = plan["steps"].as_array().context("no steps")?;
    ensure!(plan["schema"] == "surety.plan/1" && plan["chainId"] == 412_346, "{plan}");
    ensure!(plan["contracts"]["DelegationManager"].is_string(), "{}", plan["contracts"]);
    // The node comes with the factory, so its steps are done.
    let open = steps.iter().filter(|step| step["done"] == false);
    let gas: u64 = open.map(|step| step["gas"].as_u64().unwrap_or(0)).sum();
    ensure!(plan["gas"].as_u64().is_some_and(|all| all >= gas && gas > 10_000_000), "{}", plan["gas"]);
    let table = run(&mut site.surety(&["deploy", "plan"])?)?.with(0)?.out;
    ensure!(
        table.lines().count() == steps.len() + 2 && table.contains("ETH at the present price"),
        "{table}"
    );
    ensure!(site.rpc("eth_blockNumber", json!([]))? == "0x0" && !site.record().exists());

    let batch = run(&mut site.surety(&["deploy", "plan", "--calldata", UNPAUSER])?)?.with(0)?.json()?;
    let sends = batch["transactions"].as_array().context("no transactions")?;
    ensure!(sends.len() == 1 && batch["chainId"] == "412346", "only naming the pauser: {batch}");
    let differs = run(&mut site.surety(&["deploy", "verify", "--json"])?)?.with(1)?.json()?;
    ensure!(differs["schema"] == "surety.verify/1" && differs["ok"] == false, "{differs}");
    let status = run(&mut site.surety(&["deploy", "status"])?)?.with(0)?.out;
    ensure!(status.contains("not active"), "{status}");
    Ok(())
}

#[test]
fn keys_that_are_missing_or_wrong_are_told_and_never_shown() -> Result<()> {
    let site = Site::new("keys")?;
    let keyfile = root().join(KEYSTORE);
    let keyfile = keyfile.to_str().context("no text")?;
    let fails = |arguments: &[&str], variables: &[(&str, &str)], word: &str| -> Result<()> {
        let arguments = [&["deploy", "apply", "--json"], arguments].concat();
        let ended = run(site.surety(&arguments)?.envs(variables.iter().copied()))?.with(2)?;
        let said = ended.json()?["error"]["message"].as_str().unwrap_or_default().to_owned();
        ensure!(said.contains(word), "`{word}` is not in `{said}`");
        ensure!(!ended.err.contains(&KEYS[0][4..20]) && !said.contains(&KEYS[0][4..20]), "a key is shown");
        Ok(())
    };
    fails(&[], &[], "set SURETY_DEPLOY_KEYS or give --keystore")?;
    fails(&[], &[("SURETY_DEPLOY_KEYS", &KEYS[0][..40])], "key 1 is not 32 bytes")?;
    fails(&["--keystore", keyfile], &[], "SURETY_KEYSTORE_PASSWORD")?;
    fails(&["--keystore", keyfile], &[("SURETY_KEYSTORE_PASSWORD", "guess")], "the password is wrong")?;
    fails(&["--keystore", "no/such.json"], &[("SURETY_KEYSTORE_PASSWORD", "surety")], "no/such.json")?;
    ensure!(site.rpc("eth_blockNumber", json!([]))? == "0x0", "nothing was sent");
    Ok(())
}
