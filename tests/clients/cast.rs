//! A staker's way with cast: deposit, delegate, queue, warp, complete.

use crate::{install, node::Node, process};
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use std::{path::PathBuf, process::Command};

/// cast, and the node that it talks to.
pub(crate) struct Cast<'a> {
    program: PathBuf,
    node: &'a Node,
}

impl<'a> Cast<'a> {
    /// cast from npm's folder; `None` where npm has none.
    pub(crate) fn new(npm: &std::path::Path, node: &'a Node) -> Result<Option<Self>> {
        Ok(install::foundry(npm, "cast")?.map(|program| Self { program, node }))
    }

    fn run(&self, command: &str, args: &[&str]) -> Result<String> {
        let url = self.node.url()?;
        let mut cast = Command::new(&self.program);
        cast.args([command, "--rpc-url", url]).args(args).current_dir(env!("CARGO_TARGET_TMPDIR"));
        let output = process::output(&mut cast, process::CLIENT)?;
        if !output.status.success() {
            bail!("cast {command} {args:?}: {}", install::told(&output));
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    /// Sends a call; answers the receipt of its success.
    pub(crate) fn send(&self, who: &str, to: &str, call: &[&str]) -> Result<Value> {
        let args = [&["--json", "--private-key", self.node.key(who)?, to], call].concat();
        let receipt: Value = serde_json::from_str(&self.run("send", &args)?)?;
        ensure!(receipt["status"] == "0x1", "{call:?} by {who}: {receipt}");
        Ok(receipt)
    }

    /// Asks a function whose signature has its answer's types.
    pub(crate) fn call(&self, to: &str, call: &[&str]) -> Result<String> {
        self.run("call", &[&[to], call].concat())
    }

    /// Makes the caller one of the operator's stakers.
    pub(crate) fn delegate(&self, who: &str, operator: &str) -> Result<Value> {
        let call = [DELEGATE, operator, "(0x,0)", NO_SALT];
        self.send(who, self.node.contract("DelegationManager")?, &call)
    }

    /// Asks any method.
    pub(crate) fn rpc(&self, args: &[&str]) -> Result<String> {
        self.run("rpc", args)
    }

    /// Fails unless the call fails, and for the reason that `error` names.
    pub(crate) fn refuses(&self, who: &str, to: &str, call: &[&str], error: &str) -> Result<()> {
        let Err(failure) = self.send(who, to, call) else { bail!("{call:?} succeeds") };
        let selector = alloy_primitives::hex::encode(&alloy_primitives::keccak256(error)[..4]);
        ensure!(failure.to_string().contains(&selector), "{call:?} fails otherwise: {failure}");
        Ok(())
    }
}

/// The zero address.
const ZERO: &str = "0x0000000000000000000000000000000000000000";
/// A salt that nothing depends on, because no approver signs.
const NO_SALT: &str = "0x0000000000000000000000000000000000000000000000000000000000000000";
/// Registers an operator without approver and allocation delay.
pub(crate) const REGISTER: [&str; 4] =
    ["registerAsOperator(address,uint32,string)", ZERO, "0", "https://example.org"];
const DELEGATE: &str = "delegateTo(address,(bytes,uint256),bytes32)";
/// A withdrawal, as the delegation manager knows it.
const TUPLE: &str = "(address,address,address,uint256,uint32,address[],uint256[])";

#[test]
fn cast_deposits_delegates_queues_warps_and_completes() -> Result<()> {
    let Some(npm) = install::npm()? else { return Ok(()) };
    let node = Node::start()?;
    let Some(cast) = Cast::new(&npm, &node)? else { return Ok(()) };
    ensure!(cast.run("chain-id", &[])? == "412346");
    let (dm, sm) = (node.contract("DelegationManager")?, node.contract("StrategyManager")?);
    let (strategy, token) = (node.contract("strategyA")?, node.contract("tokenA")?);
    let (staker, operator) = (node.address("staker1")?, node.address("operator1")?);

    cast.send("staker1", token, &["approve(address,uint256)", sm, "5ether"])?;
    let deposit = ["depositIntoStrategy(address,address,uint256)", strategy, token, "5ether"];
    let receipt = cast.send("staker1", sm, &deposit)?;
    ensure!(receipt["logs"].as_array().is_some_and(|logs| logs.len() == 5), "{receipt}");
    cast.send("operator1", dm, &REGISTER)?;
    cast.delegate("staker1", operator)?;
    let shares = || cast.call(dm, &["operatorShares(address,address)(uint256)", operator, strategy]);
    ensure!(shares()?.starts_with("5000000000000000000"), "{}", shares()?);

    let params = format!("[([{strategy}],[2000000000000000000],{ZERO})]");
    cast.send("staker1", dm, &["queueWithdrawals((address[],uint256[],address)[])", &params])?;
    ensure!(shares()?.starts_with("3000000000000000000"), "{}", shares()?);
    let queued = format!("getQueuedWithdrawals(address)({TUPLE}[],uint256[][])");
    let answer = cast.run("call", &["--json", dm, &queued, staker])?;
    let withdrawal = only_withdrawal(&answer)?;
    let complete = format!("completeQueuedWithdrawal({TUPLE},address[],bool)");
    let complete = [complete.as_str(), &withdrawal, &format!("[{token}]"), "true"];
    cast.refuses("staker1", dm, &complete, "WithdrawalDelayNotElapsed()")?;

    let delay: u32 = cast.call(dm, &["minWithdrawalDelayBlocks()(uint32)"])?.parse()?;
    cast.rpc(&["anvil_mine", &(delay + 1).to_string()])?;
    let balance =
        || cast.run("call", &["--json", token, "balanceOf(address)(uint256)", staker]).and_then(one_number);
    let before = balance()?;
    cast.send("staker1", dm, &complete)?;
    ensure!(balance()? - before == 2_000_000_000_000_000_000, "paid out from {before} to {}", balance()?);
    let logs = cast.run("logs", &["--json", "--address", sm, "Deposit(address,address,uint256)"])?;
    ensure!(logs.contains(receipt["transactionHash"].as_str().context("no hash")?), "{logs}");
    Ok(())
}

/// The one withdrawal of a list, as cast wants it back.
fn only_withdrawal(answer: &str) -> Result<String> {
    let answer: Value = serde_json::from_str(answer)?;
    let list = answer[0].as_array().with_context(|| answer.to_string())?;
    ensure!(list.len() == 1, "{answer}");
    Ok(tuple(&list[0]))
}

/// A tuple or list of cast's JSON, in the form in which cast takes it.
fn tuple(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("({})", items.iter().map(item).collect::<Vec<_>>().join(",")),
        other => item(other),
    }
}

fn item(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(",")),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn one_number(answer: String) -> Result<u128> {
    let answer: Value = serde_json::from_str(&answer)?;
    item(&answer[0]).parse().with_context(|| answer.to_string())
}
