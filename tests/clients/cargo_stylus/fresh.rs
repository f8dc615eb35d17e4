//! What `cargo stylus new` makes: a counter, through all that the tool does with it.

use super::{address_after, cache, chain::Chain, project::Project, tool, tool::Tool, trace};
use crate::node::Node;
use alloy_primitives::{Address, B256, U256};
use alloy_sol_types::{SolCall as _, sol};
use anyhow::{Result, ensure};
use std::process::{Command, Stdio};

sol! {
    function number() returns (uint256);
    function setNumber(uint256 newNumber);
    function increment();
}

#[test]
fn cargo_stylus_takes_a_fresh_project_from_new_to_replay() -> Result<()> {
    let Some(tool) = Tool::get()? else { return Ok(()) };
    let (project, node) = (Project::fresh(&tool, "counter")?, Node::start()?);
    let (stylus, chain) = (tool.at(&project, &node)?, Chain::new(&node)?);
    let checked = stylus.chain(&["check"])?;
    ensure!(checked.contains("contract size") && checked.contains("wasm data fee"), "{checked}");
    let exported = stylus.project(&["export-abi"])?;
    ensure!(exported.contains("interface ICounter"), "{exported}");
    ensure!(exported.contains("function setNumber(uint256 new_number) external;"), "{exported}");

    let key = stylus.key("deployer")?;
    let deployed = stylus.chain(&["deploy", "--no-verify", "--no-activate", &key])?;
    let counter = address_after(&deployed, "deployed code at address:")?;
    let activated = stylus.chain(&["activate", "--address", &counter.to_string(), &key])?;
    ensure!(activated.contains("successfully activated contract"), "{activated}");
    cache(&stylus, counter, &key)?;

    let sender: Address = node.address("other")?.parse()?;
    let number = || -> Result<U256> {
        let answer = chain.call(counter, numberCall {}.abi_encode().into())?;
        Ok(numberCall::abi_decode_returns(&answer)?)
    };
    let set = setNumberCall { newNumber: U256::from(41) }.abi_encode();
    let set = chain.send(sender, counter, set.into())?;
    let steps = trace(&stylus, set)?;
    ensure!(steps.iter().any(|step| step["name"] == "storage_cache_bytes32"), "{steps:?}");
    let incremented = chain.send(sender, counter, incrementCall {}.abi_encode().into())?;
    ensure!(number()? == U256::from(42), "the counter counts {}", number()?);
    for done in [set, incremented] {
        replay(&stylus, done)?;
    }
    Ok(())
}

/// The program, compiled for the host, does the same again with what the trace says that the chain answered:
/// in a debugger, where there is one, and without.
fn replay(stylus: &tool::At<'_>, done: B256) -> Result<()> {
    let done = done.to_string();
    // What the debugger starts, which need not be a debugger's child.
    let said = stylus.chain(&["replay", "--tx", &done, "--child"])?;
    ensure!(said.contains("call completed successfully"), "{said}");
    let mut gdb = Command::new("gdb");
    if !gdb
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|one| one.success())
    {
        println!("SKIPPED: cargo-stylus: replay in a debugger: there is no gdb");
        return Ok(());
    }
    let said = stylus.debug("gdb", &done)?;
    ensure!(said.contains("user_entrypoint") && said.contains("call completed successfully"), "{said}");
    Ok(())
}
