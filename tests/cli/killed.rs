//! `surety deploy apply`, killed without warning and run again.

use super::{KEYS, Site, run};
use crate::root;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    process::Stdio,
};

/// Kills a run after it has told of this many steps, and some microseconds later; answers how many it told of.
fn kill_after(site: &Site, steps: usize, micros: u64) -> Result<usize> {
    let mut command = site.surety(&["deploy", "apply"])?;
    command.arg("--keystore").arg(root().join("tests/cli/keystore.json"));
    command.env("SURETY_KEYSTORE_PASSWORD", "surety");
    let mut run = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
    // Open until the end: a run that nobody listens to is another test.
    let mut told = run.stderr.take().map(BufReader::new);
    let sent = told.as_mut().map(|told| wait_for(told, steps));
    std::thread::sleep(std::time::Duration::from_micros(micros));
    let killed = run.kill();
    run.wait()?;
    killed?;
    sent.context("no stderr")?
}

/// Reads until this many steps are told of, or nothing more comes.
fn wait_for(told: &mut impl BufRead, steps: usize) -> Result<usize> {
    let (mut sent, mut line) = (0, String::new());
    while sent < steps && told.read_line(&mut line)? > 0 {
        sent += usize::from(line.contains(" in 0x"));
        line.clear();
    }
    Ok(sent)
}

/// The same numbers in every run: xorshift.
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

#[test]
fn a_run_that_is_killed_goes_on_at_the_same_addresses() -> Result<()> {
    let site = Site::new("killed")?;
    let plan = run(&mut site.surety(&["deploy", "plan", "--json", "-q"])?)?.with(0)?.json()?;
    let steps = plan["steps"].as_array().context("no steps")?.len();
    let mut seed = 0x5eed_5eed;
    for _ in 0..5 {
        let after = usize::try_from(next(&mut seed) % 6)? + 1;
        ensure!(kill_after(&site, after, next(&mut seed) % 5_000)? == after, "it ended before it was killed");
    }
    // The deployer's key from a file again, and those of the others from the environment.
    let mut last = site.surety(&["deploy", "apply", "-q", "--json"])?;
    last.arg("--keystore").arg(root().join("tests/cli/keystore.json"));
    last.env("SURETY_KEYSTORE_PASSWORD", "surety");
    let ended = run(last.env("SURETY_DEPLOY_KEYS", KEYS[1..].join(",")))?.with(0)?;
    ensure!(ended.err.is_empty(), "quiet: {}", ended.err);
    let done = ended.json()?;
    let count = |key: &str| done[key].as_u64().unwrap_or(0);
    ensure!(count("sent") + count("found") == steps as u64 && count("found") >= 5, "{done}");
    ensure!(done["waiting"] == json!([]), "{done}");

    let again = run(&mut site.signed(&["deploy", "apply"])?)?.with(0)?;
    ensure!(again.out.starts_with(&format!("0 steps sent, {steps} done before")), "{}", again.out);
    run(&mut site.surety(&["deploy", "verify"])?)?.with(0)?;
    addresses(&site, &plan)?;
    once(&site)
}

/// Everything is where the plan had it before the first run.
fn addresses(site: &Site, plan: &Value) -> Result<()> {
    for (name, address) in plan["contracts"].as_object().context("no contracts")? {
        let code = site.rpc("eth_getCode", json!([address, "latest"]))?;
        ensure!(code != "0x", "{name} is not at {address}");
    }
    Ok(())
}

/// No step was done twice, and the deployer sent nothing that is not on record.
fn once(site: &Site) -> Result<()> {
    let record: Value = serde_json::from_slice(&fs::read(site.record())?)?;
    let entries = record["entries"].as_array().context("no entries")?;
    let ended: Vec<_> = entries.iter().filter(|entry| entry["outcome"]["kind"] != "sent").collect();
    let steps: BTreeSet<_> = ended.iter().map(|entry| entry["step"].to_string()).collect();
    ensure!(steps.len() == ended.len(), "a step is on record twice");
    let transactions: BTreeSet<_> = ended
        .iter()
        .filter(|entry| entry["outcome"]["kind"] == "done")
        .map(|entry| entry["outcome"]["transaction"].to_string())
        .collect();
    let mut sent = 0;
    for key in ["0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"] {
        let nonce = site.rpc("eth_getTransactionCount", json!([key, "latest"]))?;
        let digits = nonce.as_str().context("no nonce")?.trim_start_matches("0x").to_owned();
        sent += usize::from_str_radix(&digits, 16)?;
    }
    ensure!(
        sent == transactions.len(),
        "{sent} transactions were sent, {} are on record",
        transactions.len()
    );
    Ok(())
}
