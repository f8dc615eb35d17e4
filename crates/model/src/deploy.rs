//! The world before a scenario: everything deployed, unpaused, funded and approved.

use crate::addresses::{Addresses, LETTERS, find};
use crate::chain::{Chain, Kind, Setting};
use crate::mailbox::FEE_SPLIT_BIPS;
use crate::registry::{DEFAULT_ADMIN, pauser};
use crate::strategy::{Flavour, Limits, Strategy};
use crate::world::ModelError;
use alloy_primitives::{Address, U256};
use std::sync::Arc;
use surety_accounting::Shares;
use surety_scenario::world::{Directory, WorldParams};

/// What each account that takes part holds of each token: 1e27 units.
const HOLDING: u128 = 1_000_000_000_000_000_000_000_000_000;
/// The TVL strategy's limits: 100e18 per deposit, 250e18 in total.
const TVL_PER_DEPOSIT: u128 = 100_000_000_000_000_000_000;
const TVL_TOTAL: u128 = 250_000_000_000_000_000_000;
/// Groups of actors, and single ones, that hold tokens.
const HOLDERS: [&str; 6] = ["$staker", "$operator", "$avs", "$forAllSubmitter", "$emissions", "$appointee1"];

/// Builds the state.
pub(crate) fn deploy(params: WorldParams, directory: &Directory) -> Result<Chain, ModelError> {
    let addresses = Addresses::find(directory)?;
    let now = params.start;
    let setting = Arc::new(Setting { params, addresses });
    let mut chain = Chain {
        setting,
        now,
        logs: Vec::new(),
        code: Default::default(),
        paused: Default::default(),
        pausers: Default::default(),
        unpauser: find(directory, "$unpauser")?,
        owners: Default::default(),
        permissions: Default::default(),
        tokens: Default::default(),
        strategies: Default::default(),
        deposits: Default::default(),
        delegation: Default::default(),
        allocations: Default::default(),
        factory: Default::default(),
        rewards: Default::default(),
        keys: Default::default(),
        avs_directory: Default::default(),
        releases: Default::default(),
        registry: Default::default(),
        mailbox: Default::default(),
        puppets: Default::default(),
        hooks: Default::default(),
    };
    chain.pausers.insert(find(directory, "$pauser")?);
    place_code(&mut chain, directory)?;
    set_owners(&mut chain, directory)?;
    deploy_strategies(&mut chain, directory)?;
    fund(&mut chain, directory);
    chain.logs.clear();
    Ok(chain)
}

fn place_code(chain: &mut Chain, directory: &Directory) -> Result<(), ModelError> {
    let kinds = [
        ("$dm", Kind::DelegationManager),
        ("$sm", Kind::StrategyManager),
        ("$am", Kind::AllocationManager),
        ("$pc", Kind::PermissionController),
        ("$pauserRegistry", Kind::PauserRegistry),
        ("$sf", Kind::StrategyFactory),
        ("$rc", Kind::RewardsCoordinator),
        ("$kr", Kind::KeyRegistrar),
        ("$avsd", Kind::AvsDirectory),
        ("$rm", Kind::ReleaseManager),
        ("$pr", Kind::ProtocolRegistry),
        ("$tm", Kind::TaskMailbox),
        ("$taskHook", Kind::Puppet),
        ("$bn254Verifier", Kind::Puppet),
        ("$ecdsaVerifier", Kind::Puppet),
        ("$acceptRegistrar", Kind::AcceptingRegistrar),
        ("$rejectRegistrar", Kind::RejectingRegistrar),
        ("$unsupportedRegistrar", Kind::UnsupportingRegistrar),
        ("$wallet1271", Kind::Wallet1271),
    ];
    for (symbol, kind) in kinds {
        chain.code.insert(find(directory, symbol)?, kind);
    }
    Ok(())
}

fn set_owners(chain: &mut Chain, directory: &Directory) -> Result<(), ModelError> {
    let owner = find(directory, "$owner")?;
    for symbol in ["$sm", "$sf", "$rc", "$avsd", "$tm"] {
        chain.owners.insert(find(directory, symbol)?, owner);
    }
    let registry = find(directory, "$pr")?;
    chain.grant_role(registry, DEFAULT_ADMIN, owner, Address::ZERO);
    chain.grant_role(registry, pauser(), find(directory, "$pauser")?, Address::ZERO);
    chain.mailbox.fee_split_bips = FEE_SPLIT_BIPS;
    chain.mailbox.fee_split_collector = find(directory, "$feeRecipient")?;
    chain.deposits.whitelister = find(directory, "$sf")?;
    chain.rewards.updater = find(directory, "$rewardsUpdater")?;
    chain.rewards.fee_recipient = find(directory, "$feeRecipient")?;
    chain.rewards.activation_delay_secs = chain.params().rewards_activation_delay_secs;
    chain.rewards.default_split_bips = chain.params().default_split_bips;
    Ok(())
}

fn deploy_strategies(chain: &mut Chain, directory: &Directory) -> Result<(), ModelError> {
    for letter in LETTERS {
        let token = find(directory, &format!("$token{letter}"))?;
        let strategy = find(directory, &format!("$strategy{letter}"))?;
        add_strategy(chain, strategy, token, Flavour::Base);
        chain.factory.deployed.insert(token, strategy);
    }
    // A contract's first creation has nonce 1, and the factory has made the ones above.
    chain.factory.nonce = 1 + LETTERS.len() as u64;
    let limits = Limits { per_deposit: U256::from(TVL_PER_DEPOSIT), total: U256::from(TVL_TOTAL) };
    let (strategy, token) = (find(directory, "$strategyTVL")?, find(directory, "$tokenTVL")?);
    add_strategy(chain, strategy, token, Flavour::TvlLimited(limits));
    let (strategy, token) = (find(directory, "$eigenStrategy")?, find(directory, "$eigenToken")?);
    add_strategy(chain, strategy, token, Flavour::Base);
    Ok(())
}

fn add_strategy(chain: &mut Chain, strategy: Address, token: Address, flavour: Flavour) {
    chain.code.insert(token, Kind::Token);
    chain.code.insert(strategy, Kind::Strategy);
    chain.strategies.insert(strategy, Strategy { token, total_shares: Shares::ZERO, flavour });
    chain.deposits.whitelisted.insert(strategy);
}

fn fund(chain: &mut Chain, directory: &Directory) {
    let holds = |symbol: &str| HOLDERS.iter().any(|group| symbol.starts_with(group));
    let holders = chain.params().actors.iter().filter(|(symbol, _)| holds(symbol));
    let holders: Vec<Address> = holders.map(|(_, address)| *address).collect();
    let is_token = |symbol: &str| symbol.starts_with("$token") || symbol == "$eigenToken";
    let tokens = directory.iter().filter(|(symbol, _)| is_token(symbol)).map(|(_, address)| *address);
    for token in tokens {
        add_token(chain, token, &holders);
    }
}

/// Makes an address a token that `holders` have, and that the collecting contracts may take.
pub(crate) fn add_token(chain: &mut Chain, token: Address, holders: &[Address]) {
    chain.code.insert(token, Kind::Token);
    let spenders = [chain.at().strategy_manager, chain.at().rewards_coordinator];
    for holder in holders {
        chain.tokens.endow(token, *holder, U256::from(HOLDING), &spenders);
    }
}
