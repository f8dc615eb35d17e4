//! `surety deploy upgrade` where the proxies' admin is OpenZeppelin's `TimelockController`.

use super::{
    Site,
    care::{ADMIN, json, outdated},
    run,
};
use crate::root;
use alloy_primitives::{Address, Bytes, U256, hex};
use alloy_sol_types::SolValue as _;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::fs;

/// The owner of deployments/config/412346.toml, who schedules and executes.
const OWNER: &str = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
/// The timelock's delay.
const DELAY_DAYS: u64 = 2;

/// Deploys a timelock; answers the path of a configuration that has it as the admin.
fn configured(site: &Site) -> Result<String> {
    let artifact = fs::read(root().join("tests/openzeppelin/TimelockController.json"))?;
    let artifact: Value = serde_json::from_slice(&artifact)?;
    let creation = hex::decode(artifact["creation"].as_str().context("no bytecode")?)?;
    let owner: Address = OWNER.parse()?;
    let delay = DELAY_DAYS * 86_400;
    let parameters = (U256::from(delay), vec![owner], vec![owner], Address::ZERO).abi_encode_params();
    let data = Bytes::from([creation, parameters].concat());
    let hash = site.rpc("eth_sendTransaction", json!([{ "from": OWNER, "data": data }]))?;
    let receipt = site.rpc("eth_getTransactionReceipt", json!([hash]))?;
    let timelock = receipt["contractAddress"].as_str().context("no timelock")?;

    let config = fs::read_to_string(root().join("deployments/config/412346.toml"))?;
    let kind = format!("kind = \"timelock\"\ndelay_secs = {delay}");
    let config = config.replace(ADMIN, timelock).replace("kind = \"account\"", &kind);
    ensure!(config.contains(timelock) && config.contains(&kind), "another configuration: {config}");
    let path = site.dir.join("config.toml");
    fs::write(&path, config)?;
    Ok(path.to_str().context("no text")?.to_owned())
}

#[test]
fn an_upgrade_waits_for_the_timelock() -> Result<()> {
    let site = Site::new("timelock")?;
    let config = configured(&site)?;
    let options = ["--config", config.as_str()];
    let deploy = |act: &[&'static str]| [&["deploy"], act, &options].concat();
    run(&mut site.signed(&deploy(&["apply", "-q"]))?)?.with(0)?;
    run(&mut site.signed(&deploy(&["verify"]))?)?.with(0)?;
    outdated(&site, &options)?;

    // To execute what nobody scheduled, or too early, is refused, and nothing is sent.
    let refuse = |why: &str| -> Result<()> {
        let ended = run(&mut site.signed(&deploy(&["upgrade", "--execute", "-q"]))?)?.with(1)?;
        ensure!(ended.err.contains(why), "{}", ended.err);
        Ok(())
    };
    refuse("is not scheduled")?;
    let scheduled = json(&site, &deploy(&["upgrade"]))?;
    let operation = &scheduled["operation"];
    ensure!(scheduled["sent"] == 1 && operation["stage"] == "waiting", "{scheduled}");
    ensure!(operation["leftSecs"] == DELAY_DAYS * 86_400, "{operation}");
    refuse(&format!("can be executed from {} on (seconds since 1970), in 48 h 0 min", operation["readyAt"]))?;
    let again = run(&mut site.signed(&deploy(&["upgrade"]))?)?.with(0)?;
    ensure!(again.out.starts_with("0 steps sent, 3 done before\noperation 0x"), "{}", again.out);

    // For a Safe: nothing to send now, and what to send then, which the timelock itself refuses until then.
    let now = batch(&site, &deploy(&["upgrade", "--calldata", OWNER]))?;
    ensure!(now.is_empty(), "{now:?}");
    let then = batch(&site, &deploy(&["upgrade", "--execute", "--calldata", OWNER]))?;
    let [execution] = then.as_slice() else { anyhow::bail!("{then:?}") };
    let call = json!([{ "from": OWNER, "to": execution["to"], "data": execution["data"] }, "latest"]);
    let refused = site.rpc("eth_call", call.clone()).err().context("executed too early")?;
    ensure!(format!("{refused:#}").contains("operation is not ready"), "{refused:#}");

    site.pass(DELAY_DAYS)?;
    site.rpc("eth_call", call)?;
    let executed = json(&site, &deploy(&["upgrade", "--execute"]))?;
    ensure!(executed["sent"] == 1 && executed["operation"].is_null(), "{executed}");
    run(&mut site.signed(&deploy(&["verify"]))?)?.with(0)?;
    let nothing = json(&site, &deploy(&["upgrade", "--execute"]))?;
    ensure!(nothing["sent"] == 0 && nothing["replaced"] == json!([]), "{nothing}");
    on_record(&site, operation["id"].as_str().context("no operation")?)
}

/// What an account has to send.
fn batch(site: &Site, arguments: &[&str]) -> Result<Vec<Value>> {
    let batch = run(&mut site.surety(arguments)?)?.with(0)?.json()?;
    Ok(batch["transactions"].as_array().context("no transactions")?.clone())
}

/// Both steps are on record, each done once.
fn on_record(site: &Site, operation: &str) -> Result<()> {
    let record: Value = serde_json::from_slice(&fs::read(site.record())?)?;
    let entries = record["entries"].as_array().context("no entries")?;
    for kind in ["upgrade-schedule", "upgrade-execute"] {
        let done = entries.iter().filter(|entry| {
            let step = entry["step"].as_str().unwrap_or_default();
            step.starts_with(kind) && step.ends_with(operation) && entry["outcome"]["kind"] == "done"
        });
        ensure!(done.count() == 1, "{kind} of {operation}: {record}");
    }
    Ok(())
}
