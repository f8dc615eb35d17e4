//! Which contracts a deployment has, in which order, and so at which addresses.

use crate::{Config, DeployError, PlannedContract, PlannedProgram};
use alloy_primitives::{Address, B256};
use sha2::{Digest as _, Sha256};
use surety_suite::{Contract, MailboxParams, RewardsParams, Suite, SuiteParams, Upgrades};

/// Names in the order in which the nursery makes them; the limited strategies follow, and the mailbox
/// stands in front of them if there is one.
const CONTRACTS: &[(&str, &[u8])] = &[
    ("PauserRegistry", include_bytes!("../../../abi/json/IPauserRegistry.json")),
    ("DelegationManager", include_bytes!("../../../abi/json/IDelegationManager.json")),
    ("StrategyManager", include_bytes!("../../../abi/json/IStrategyManager.json")),
    ("AllocationManager", include_bytes!("../../../abi/json/IAllocationManager.json")),
    ("RewardsCoordinator", include_bytes!("../../../abi/json/IRewardsCoordinator.json")),
    ("StrategyFactory", include_bytes!("../../../abi/json/IStrategyFactory.json")),
    ("AVSDirectory", include_bytes!("../../../abi/json/IAVSDirectory.json")),
    ("ReleaseManager", include_bytes!("../../../abi/json/IReleaseManager.json")),
    ("KeyRegistrar", include_bytes!("../../../abi/json/IKeyRegistrar.json")),
    ("ProtocolRegistry", include_bytes!("../../../abi/json/IProtocolRegistry.json")),
    ("TaskMailbox", include_bytes!("../../../abi/json/ITaskMailbox.json")),
];
/// The interface of strategies.
const STRATEGY: &[u8] = include_bytes!("../../../abi/json/IStrategyVault.json");

/// A limited strategy's name.
pub(crate) fn strategy_name(token: Address) -> String {
    format!("Strategy:{token}")
}

/// All contracts of a deployment.
pub(crate) fn contracts(
    config: &Config,
    programs: &[PlannedProgram],
    nursery: Address,
) -> Result<Vec<PlannedContract>, DeployError> {
    let program = |name: &str| {
        let found = programs.iter().find(|program| program.name == name);
        found.map(|program| program.address).ok_or_else(|| DeployError::Program {
            name: name.to_owned(),
            reason: "not among the built ones: run `surety build`".to_owned(),
        })
    };
    // A contract's account begins with nonce 1 (EIP-161).
    let at = |index: usize| nursery.create(index as u64 + 1);
    let (coordinator, factory) = (at(4), at(5));
    let params = core(config, factory);
    let suite = Suite {
        pauser_registry: at(0),
        delegation_manager: at(1),
        strategy_manager: at(2),
        allocation_manager: at(3),
        permission_controller: program("permission-controller")?,
        vault_program: program("strategy-vault")?,
        moves_program: program("share-flows")?,
    };
    let (slasher, flows) = (program("slasher")?, suite.moves_program);
    let delegation = [program("delegation-manager")?, program("delegation-views")?, slasher, flows];
    let mut made = vec![
        Suite::pauser_registry_contract(program("pauser-registry")?, &params),
        suite.delegation_manager_contract(&delegation, &params)?,
        suite.strategy_manager_contract(&[program("strategy-manager")?, flows, slasher], &params)?,
        suite.allocation_manager_contract(&[program("avs-registry")?, slasher], &params)?,
        suite.rewards_coordinator_contract(program("rewards-coordinator")?, &params, &rewards(config))?,
        suite.strategy_factory_contract(
            program("strategy-factory")?,
            program("duration-vault")?,
            &params,
            coordinator,
        )?,
        suite.avs_directory_contract(program("avs-directory")?, &params)?,
        suite.release_manager_contract(program("release-manager")?, &params)?,
        suite.key_registrar_contract(program("key-registrar")?, &params)?,
        suite.protocol_registry_contract(
            program("protocol-registry")?,
            &params,
            config.roles.protocol_pauser,
        )?,
    ];
    if let Some(mailbox) = mailbox(config) {
        made.push(suite.task_mailbox_contract(program("task-mailbox")?, &params, &mailbox)?);
    }
    let named = CONTRACTS.iter().map(|(name, abi)| ((*name).to_owned(), *abi));
    let mut planned: Vec<_> = named
        .zip(made)
        .enumerate()
        .map(|(index, ((name, abi), contract))| plan(name, abi, at(index), contract))
        .collect();
    for strategy in &config.strategies {
        if let (Some(each), Some(total)) = (strategy.max_per_deposit, strategy.max_total) {
            let contract = suite.strategy_contract(strategy.token, Some((each, total)));
            let place = at(planned.len());
            planned.push(plan(strategy_name(strategy.token), STRATEGY, place, contract));
        }
    }
    Ok(planned)
}

fn plan(name: String, abi: &[u8], address: Address, contract: Contract) -> PlannedContract {
    PlannedContract { name, address, contract, abi_hash: B256::from_slice(&Sha256::digest(abi)) }
}

fn core(config: &Config, factory: Address) -> SuiteParams {
    let roles = &config.roles;
    SuiteParams {
        withdrawal_delay_blocks: config.delays.withdrawal_blocks,
        deallocation_delay_blocks: config.delays.deallocation_blocks,
        configuration_delay_blocks: config.delays.configuration_blocks,
        eip712_name: config.domain.name.clone(),
        version: config.domain.version.clone(),
        burn_address: roles.burn,
        eigen_strategy: roles.eigen_strategy,
        eigen_pod_manager: roles.eigen_pod_manager,
        owner: roles.owner,
        strategy_whitelister: factory,
        unpauser: roles.unpauser,
        upgrades: config.upgrades.admin.map_or(Upgrades::Immutable, Upgrades::By),
    }
}

fn rewards(config: &Config) -> RewardsParams {
    let rewards = &config.rewards;
    RewardsParams {
        calculation_interval_secs: rewards.calculation_interval_secs,
        max_duration_secs: rewards.max_duration_secs,
        max_retroactive_secs: rewards.max_retroactive_secs,
        max_future_secs: rewards.max_future_secs,
        genesis_timestamp: rewards.genesis_timestamp,
        activation_delay_secs: rewards.activation_delay_secs,
        default_split_bips: rewards.default_split_bips,
        updater: config.roles.rewards_updater,
        fee_recipient: config.roles.fee_recipient,
        emissions_controller: config.roles.emissions_controller,
        beacon_chain_strategy: rewards.beacon_chain_strategy,
    }
}

fn mailbox(config: &Config) -> Option<MailboxParams> {
    config.mailbox.map(|mailbox| MailboxParams {
        bn254_verifier: mailbox.bn254_verifier,
        ecdsa_verifier: mailbox.ecdsa_verifier,
        max_task_sla_secs: mailbox.max_task_sla_secs,
        fee_split_bips: mailbox.fee_split_bips,
        fee_split_collector: config.roles.fee_recipient,
    })
}
