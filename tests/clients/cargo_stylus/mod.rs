//! cargo-stylus, unmodified: deploys, activates, caches and traces one of our programs and one of its own, and
//! replays that.

mod chain;
mod fresh;
mod project;
mod tool;

use crate::{node::Node, root};
use alloy_primitives::{Address, B256, Bytes, address, hex};
use alloy_sol_types::{SolCall, sol};
use anyhow::{Context as _, Result, ensure};
use chain::Chain;
use project::Project;
use serde_json::Value;
use std::fs;
use tool::Tool;

sol! {
    function setIsPauser(address newPauser, bool canPause);
    function isPauser(address pauser) returns (bool);
}

const PAUSER: Address = address!("00000000000000000000000000000000000000aa");

/// Sent with the calldata, as the proxy of the pauser registry does: its first unpauser, and what kind of
/// proxy it is.
fn behind_proxy(call: &impl SolCall, unpauser: Address) -> Bytes {
    [&call.abi_encode(), unpauser.as_slice(), &[3]].concat().into()
}

#[test]
fn cargo_stylus_deploys_caches_and_traces_a_program() -> Result<()> {
    let Some(tool) = Tool::get()? else { return Ok(()) };
    let Some(project) = Project::ours("pauser-registry")? else { return Ok(()) };
    let node = Node::start()?;
    let (stylus, chain) = (tool.at(&project, &node)?, Chain::new(&node)?);

    // As it is shipped: what `surety build` made, which no compiler of another's makes again.
    let wasm = format!("--wasm-file={}", root().join("target/programs/pauser-registry.wasm").display());
    let deployer = stylus.key("deployer")?;
    let deployed = stylus.chain(&["deploy", "--no-verify", "--no-activate", &wasm, &deployer])?;
    ensure!(deployed.contains("wasm data fee"), "{deployed}");
    let program = address_after(&deployed, "deployed code at address:")?;
    let activated = stylus.chain(&["activate", "--address", &program.to_string(), &deployer])?;
    ensure!(activated.contains("successfully activated contract"), "{activated}");
    let again = stylus.chain(&["deploy", "--no-verify", &wasm, &deployer])?;
    ensure!(again.contains("wasm already activated!"), "{again}");
    cache(&stylus, program, &deployer)?;

    let unpauser: Address = node.address("unpauser")?.parse()?;
    let call = setIsPauserCall { newPauser: PAUSER, canPause: true };
    let data = behind_proxy(&call, unpauser);
    let done = chain.send(unpauser, program, data.clone())?;
    let asked = chain.call(program, behind_proxy(&isPauserCall { pauser: PAUSER }, unpauser))?;
    ensure!(isPauserCall::abi_decode_returns(&asked)?, "not a pauser: {asked}");
    let steps = trace(&stylus, done)?;
    ensure!(steps.iter().any(|step| step["name"] == "emit_log"), "{steps:?}");

    let refused = chain.send_in_vain(node.address("other")?.parse()?, program, data)?;
    let steps = trace(&stylus, refused)?;
    ensure!(steps.iter().any(|step| step["name"] == "exit_early"), "{steps:?}");

    let exported = stylus.project(&["export-abi"])?;
    ensure!(exported == fs::read_to_string(root().join("abi/IPauserRegistry.sol"))?, "{exported}");
    Ok(())
}

/// A bid for a place in the cache, and what is said before and after.
fn cache(stylus: &tool::At<'_>, program: Address, key: &str) -> Result<()> {
    let program = program.to_string();
    let status = || stylus.chain(&["cache", "status", "--address", &program]);
    let before = status()?;
    ensure!(before.contains("is not yet cached") && before.contains("active"), "{before}");
    let suggested = stylus.chain(&["cache", "suggest-bid", &program])?;
    ensure!(suggested.contains("0 wei"), "{suggested}");
    let said = stylus.chain(&["cache", "bid", &program, "0", key])?;
    ensure!(said.contains("Successfully cached contract"), "{said}");
    let after = status()?;
    ensure!(after.contains("is cached"), "{after}");
    let again = stylus.fails(&["cache", "bid", &program, "0", key])?;
    ensure!(again.contains("already cached"), "{again}");
    Ok(())
}

/// The steps that `trace` prints, which both of its tracers must agree on.
fn trace(stylus: &tool::At<'_>, hash: B256) -> Result<Vec<Value>> {
    let hash = hash.to_string();
    let printed = stylus.chain(&["trace", "--tx", &hash])?;
    let native = stylus.chain(&["trace", "--tx", &hash, "--use-native-tracer"])?;
    ensure!(printed == native, "{printed}\n{native}");
    let steps: Vec<Value> = serde_json::from_str(&printed).with_context(|| printed.clone())?;
    let ends = [steps.first(), steps.last()].map(|step| step.map(|step| step["name"].clone()));
    ensure!(ends[0] == Some("user_entrypoint".into()), "{printed}");
    Ok(steps)
}

fn address_after(said: &str, words: &str) -> Result<Address> {
    let rest = said.split(words).nth(1).with_context(|| format!("no {words:?} in: {said}"))?;
    let digits: String = rest.trim_start().chars().take_while(char::is_ascii_alphanumeric).collect();
    Ok(Address::from_slice(&hex::decode(&digits).with_context(|| said.to_owned())?))
}
