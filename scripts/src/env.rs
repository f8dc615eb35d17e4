//! `surety env`: the accounts and contracts of a running node, as variables of a shell.

use crate::{
    chain::{NodeUrl, URL_VARIABLE},
    common::Common,
    terminal::say,
    toolchain::export,
};
use alloy_primitives::{Address, B256};
use anyhow::{Context as _, Result, bail};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::{collections::BTreeMap, process::ExitCode};

/// Print accounts, keys and contracts of a node with the suite as shell variables
///
/// `strategyManager` becomes STRATEGY_MANAGER, the account `staker1` STAKER1, and its key STAKER1_KEY.
/// ETH_RPC_URL, which Foundry's tools read, is the node.
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  eval \"$(surety env)\"                              what `surety node --with-suite` has
  eval \"$(surety env --rpc http://127.0.0.1:9000)\"  of a node elsewhere
  surety env --json                                 for machines")]
pub(crate) struct EnvArgs {
    #[command(flatten)]
    node: NodeUrl,
}

/// Prints the variables.
///
/// # Errors
/// If there is no such node, or it is not one of ours.
pub(crate) fn run(common: &Common, args: &EnvArgs) -> Result<ExitCode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let variables = runtime.block_on(variables(&args.node))?;
    if common.json() {
        common.print(&json!({ "schema": "surety.env/1", "variables": variables }))?;
    } else {
        variables.iter().try_for_each(|(name, value)| say(&export(name, value)))?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn variables(node: &NodeUrl) -> Result<BTreeMap<String, String>> {
    let remote = node.remote()?;
    let (accounts, contracts) =
        (remote.ask("surety_accounts").await?, remote.ask("surety_deployment").await?);
    let (Some(Value::Array(accounts)), Some(Value::Object(contracts))) = (accounts, contracts) else {
        bail!("{} is no `surety node`", node.url());
    };
    if contracts.is_empty() {
        bail!("the node at {} has no suite: start it with `surety node --with-suite`", node.url());
    }
    let mut variables = BTreeMap::from([(URL_VARIABLE.to_owned(), node.url())]);
    for (name, address) in &contracts {
        variables.insert(screaming(name), parsed::<Address>(address, name)?);
    }
    for account in &accounts {
        let name = screaming(account["name"].as_str().unwrap_or_default());
        if !name.is_empty() {
            variables.insert(format!("{name}_KEY"), parsed::<B256>(&account["privateKey"], &name)?);
            variables.insert(name.clone(), parsed::<Address>(&account["address"], &name)?);
        }
    }
    Ok(variables)
}

/// A value in its usual form. Nothing else may get into somebody's shell, whatever the node says.
fn parsed<T: DeserializeOwned + ToString>(value: &Value, what: &str) -> Result<String> {
    let parsed = serde_json::from_value::<T>(value.clone());
    let parsed = parsed.with_context(|| format!("the node's answer about {what} is not understood"))?;
    Ok(parsed.to_string())
}

/// `StrategyManager` as `STRATEGY_MANAGER`, `AVSDirectory` as `AVS_DIRECTORY`.
fn screaming(name: &str) -> String {
    let letters: Vec<_> = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let mut screaming = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| letters.get(before));
        let after = letters.get(index + 1);
        let begins = letter.is_ascii_uppercase()
            && (before.is_some_and(|before| !before.is_ascii_uppercase())
                || before.is_some() && after.is_some_and(char::is_ascii_lowercase));
        if begins {
            screaming.push('_');
        }
        screaming.push(letter.to_ascii_uppercase());
    }
    screaming
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_variables() {
        let cases = [
            ("StrategyManager", "STRATEGY_MANAGER"),
            ("AVSDirectory", "AVS_DIRECTORY"),
            ("beaconChainETHStrategy", "BEACON_CHAIN_ETH_STRATEGY"),
            ("strategyTVL", "STRATEGY_TVL"),
            ("staker1", "STAKER1"),
            ("wallet1271", "WALLET1271"),
            ("a'; rm -rf", "ARMRF"),
        ];
        for (name, expected) in cases {
            assert_eq!(screaming(name), expected);
        }
    }

    #[test]
    fn only_addresses_and_keys_reach_a_shell() {
        let address = json!("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266");
        assert_eq!(parsed::<Address>(&address, "a").unwrap(), "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        for wrong in [json!("/tmp/evil.so"), json!("0x12"), json!(7), Value::Null] {
            assert!(
                parsed::<Address>(&wrong, "a").is_err() && parsed::<B256>(&wrong, "a").is_err(),
                "{wrong}"
            );
        }
    }
}
