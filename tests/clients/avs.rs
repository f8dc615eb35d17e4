//! The example AVS, deployed with forge and used with cast.

use crate::{
    cast::{Cast, REGISTER},
    install,
    node::Node,
    process, root,
};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use std::{path::Path, process::Command};

/// Builds everything that `foundry.toml` names, then deploys the AVS; `None` where there is no forge.
fn deploy(npm: &Path, node: &Node) -> Result<Option<String>> {
    let Some(forge) = install::foundry(npm, "forge")? else { return Ok(None) };
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("clients/forge");
    let run = |command: &str, args: &[&str]| -> Result<String> {
        let mut forge = Command::new(&forge);
        forge
            .args([command, "--offline", "--use"])
            .arg(npm.join("solc.mjs"))
            // Constructor arguments take everything behind them.
            .args(args)
            .env("FOUNDRY_OUT", out.join("out"))
            .env("FOUNDRY_CACHE_PATH", out.join("cache"))
            .current_dir(root());
        let output = process::output(&mut forge, process::INSTALLATION)?;
        ensure!(output.status.success(), "forge {command}: {}", install::told(&output));
        Ok(String::from_utf8(output.stdout)?)
    };
    run("build", &[])?;
    let said = run(
        "create",
        &[
            "tests/solidity/ExampleAvs.sol:ExampleAvs",
            "--json",
            "--broadcast",
            "--rpc-url",
            node.url()?,
            "--private-key",
            node.key("avs1")?,
            "--constructor-args",
            node.contract("AllocationManager")?,
            "1000000000000000000",
        ],
    )?;
    let said: Value = serde_json::from_str(said.trim()).with_context(|| said.clone())?;
    Ok(Some(said["deployedTo"].as_str().context("no address")?.to_owned()))
}

#[test]
fn forge_creates_an_avs_that_registers_counts_and_slashes_its_members() -> Result<()> {
    let Some(npm) = install::npm()? else { return Ok(()) };
    let node = Node::start()?;
    let Some(cast) = Cast::new(&npm, &node)? else { return Ok(()) };
    let Some(avs) = deploy(&npm, &node)? else { return Ok(()) };
    let (dm, am) = (node.contract("DelegationManager")?, node.contract("AllocationManager")?);
    let (strategy, token) = (node.contract("strategyA")?, node.contract("tokenA")?);
    let (staker, operator) = (node.address("staker1")?, node.address("operator1")?);
    let strategies = format!("[{strategy}]");

    let open = ["open(address[],string)", &strategies, "https://example.org"];
    cast.refuses("staker1", &avs, &open, "OnlyJudge()")?;
    cast.send("avs1", &avs, &open)?;
    cast.send("operator1", dm, &REGISTER)?;
    let deposit = ["depositIntoStrategy(address,address,uint256)", strategy, token, "10ether"];
    cast.send("staker1", node.contract("StrategyManager")?, &deposit)?;
    cast.delegate("staker1", operator)?;

    let params = format!("({avs},[1],0x)");
    let join = ["registerForOperatorSets(address,(address,uint32[],bytes))", operator, &params];
    cast.refuses("operator1", am, &join, "StakeTooLow(uint256,uint256)")?;
    let params = format!("[(({avs},1),[{strategy}],[1000000000000000000])]");
    let allocate = ["modifyAllocations(address,((address,uint32),address[],uint64[])[])", operator, &params];
    cast.send("operator1", am, &allocate)?;
    cast.send("operator1", am, &join)?;
    let members = cast.call(&avs, &["members()(address[])"])?.to_lowercase();
    ensure!(members == format!("[{operator}]"), "{members}");
    let stake = || cast.call(&avs, &["stakeOf(address)(uint256)", operator]);
    ensure!(stake()?.starts_with("10000000000000000000 "), "{}", stake()?);

    let slash = ["slash(address,uint256,string)", operator, "250000000000000000", "signed two blocks"];
    cast.refuses("operator1", &avs, &slash, "OnlyJudge()")?;
    cast.send("avs1", &avs, &slash)?;
    ensure!(stake()?.starts_with("7500000000000000000 "), "{}", stake()?);
    let withdrawable = ["getWithdrawableShares(address,address[])(uint256[],uint256[])", staker, &strategies];
    let left = cast.call(dm, &withdrawable)?;
    ensure!(left.contains("[7500000000000000000 "), "{left}");
    let judged = cast.call(&avs, &["faults(address)(uint256)", operator])?;
    ensure!(judged == "1", "{judged}");

    let leave = format!("({operator},{avs},[1])");
    cast.send("operator1", am, &["deregisterFromOperatorSets((address,address,uint32[]))", &leave])?;
    ensure!(cast.call(&avs, &["members()(address[])"])? == "[]");
    let delay: u32 = cast.call(am, &["DEALLOCATION_DELAY()(uint32)"])?.parse()?;
    cast.rpc(&["anvil_mine", &(delay + 1).to_string()])?;
    cast.refuses("operator1", am, &join, "Faulty(address)")
}
