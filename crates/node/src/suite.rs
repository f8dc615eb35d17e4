//! The whole suite in the genesis state, and who acts in it.

use crate::accounts::Accounts;
use alloy_primitives::Address;
use std::collections::BTreeMap;
use surety_devnode::Chain;
use surety_scenario::{story::cast::default_params, world::WorldParams};
use surety_suite::{Programs, SuiteError, WasmWorld};

/// What the development accounts are, in order.
pub(crate) const ROLES: &[&str] = &[
    "deployer",
    "owner",
    "staker1",
    "staker2",
    "staker3",
    "operator1",
    "operator2",
    "avs1",
    "avs2",
    "guardian",
    "unpauser",
    "rewardsUpdater",
    "feeRecipient",
    "emissions",
    "forAllSubmitter",
    "appointee1",
    "approver1",
    "approver2",
    "claimer1",
    "other",
];

/// The guardian may pause, and nothing else.
const PAUSER: &str = "pauser";

/// Contracts under the names of their interfaces; all others keep the symbol that stories use.
const CONTRACTS: &[(&str, &str)] = &[
    ("am", "AllocationManager"),
    ("avsd", "AVSDirectory"),
    ("dm", "DelegationManager"),
    ("kr", "KeyRegistrar"),
    ("pauserRegistry", "PauserRegistry"),
    ("pc", "PermissionController"),
    ("pr", "ProtocolRegistry"),
    ("rc", "RewardsCoordinator"),
    ("rm", "ReleaseManager"),
    ("sf", "StrategyFactory"),
    ("sm", "StrategyManager"),
    ("tm", "TaskMailbox"),
];

/// Deploys the suite; answers its contracts by name.
pub(crate) fn deploy(
    chain: &mut Chain,
    programs: &Programs,
    accounts: &Accounts,
) -> Result<BTreeMap<String, Address>, SuiteError> {
    let mut actors = BTreeMap::new();
    for account in accounts.named().iter().filter(|account| !account.name.is_empty()) {
        let role = if account.name == "guardian" { PAUSER } else { account.name.as_str() };
        actors.insert(format!("${role}"), account.address);
    }
    let params = WorldParams { chain_id: chain.chain_id(), actors: actors.clone(), ..default_params() };
    let directory = WasmWorld::deploy_on(chain, programs, &params)?;
    for account in accounts.addresses() {
        // The accounts begin like any others: what they did was the genesis state's making.
        chain.set_nonce(*account, 0);
    }
    let contracts = directory.into_iter().filter(|(symbol, _)| !actors.contains_key(symbol));
    Ok(contracts.map(|(symbol, address)| (name_of(&symbol), address)).collect())
}

fn name_of(symbol: &str) -> String {
    let symbol = symbol.trim_start_matches('$');
    let known = CONTRACTS.iter().find(|(short, _)| *short == symbol);
    known.map_or(symbol, |(_, name)| name).to_owned()
}
