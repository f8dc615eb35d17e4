//! The strategy factory: a strategy for any token, any number of duration vaults, and the list of
//! tokens that get none.
//!
//! It is the strategy manager's whitelister: what it makes may take deposits at once. A strategy is
//! made, announced and listed in one transaction, so nobody can come between.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod make;
mod params;
mod storage;

use factory::VaultConfig;
use surety_common::{
    abi::{Address, U256, Vec},
    entrypoint, external, interface, owner, pause, revert,
    tail::StrategyFactoryTail,
};

interface!(pub mod factory = "IStrategyFactory.sol");
interface!(mod manager = "IStrategyManager.sol");

/// Bit of the pause map: new strategies and vaults.
const NEW_STRATEGIES: u8 = 0;

/// The program.
#[derive(Debug)]
pub struct StrategyFactory;

entrypoint!(StrategyFactory, tail = StrategyFactoryTail::LEN);

#[external("IStrategyFactory.sol", factory)]
impl StrategyFactory {
    pub fn initialize(initial_owner: Address, initial_paused_status: U256) {
        owner::initialize_once(initial_owner);
        pause::initialize(initial_paused_status, pause::in_proxy);
        factory::Initialized { version: 1 }.emit();
    }

    pub fn deploy_new_strategy(token: Address) -> Address {
        pause::require_running(NEW_STRATEGIES);
        make::strategy(token)
    }

    pub fn deploy_duration_vault_strategy(config: VaultConfig) -> Address {
        pause::require_running(NEW_STRATEGIES);
        make::duration_vault(&config)
    }

    pub fn blacklist_tokens(tokens: Vec<Address>) {
        owner::require_owner();
        make::blacklist(&tokens);
    }

    pub fn whitelist_strategies(strategies: Vec<Address>) {
        owner::require_owner();
        manager::at::add_strategies_to_deposit_whitelist(params::strategy_manager(), &strategies);
    }

    pub fn remove_strategies_from_whitelist(strategies: Vec<Address>) {
        owner::require_owner();
        manager::at::remove_strategies_from_deposit_whitelist(params::strategy_manager(), &strategies);
    }

    pub fn pause(new_paused_status: U256) {
        pause::pause(params::pauser_registry(), new_paused_status, pause::in_proxy);
    }

    pub fn pause_all() {
        pause::pause_all(params::pauser_registry(), pause::in_proxy);
    }

    pub fn unpause(new_paused_status: U256) {
        pause::unpause(params::pauser_registry(), new_paused_status, pause::in_proxy);
    }

    #[signature("paused()")]
    pub fn paused() -> U256 {
        pause::map()
    }

    #[signature("paused(uint8)")]
    pub fn paused_bit(index: u8) -> bool {
        pause::is_set(index)
    }

    pub fn pauser_registry() -> Address {
        params::pauser_registry()
    }

    pub fn owner() -> Address {
        owner::get()
    }

    pub fn transfer_ownership(new_owner: Address) {
        owner::transfer(new_owner);
    }

    pub fn renounce_ownership() {
        owner::renounce();
    }

    pub fn deployed_strategies(token: Address) -> Address {
        storage::token(token).strategy
    }

    /// Strategies are clones, there is no beacon.
    pub fn duration_vault_beacon() -> Address {
        Address::ZERO
    }

    /// The getter of a public array reverts without data past its end.
    pub fn duration_vaults_by_token(token: Address, index: U256) -> Address {
        let vaults = storage::vaults(token);
        match u32::try_from(index) {
            Ok(i) if i < vaults.len => vaults.get(i),
            _ => revert::empty(),
        }
    }

    pub fn get_duration_vaults(token: Address) -> Vec<Address> {
        storage::vaults(token).all()
    }

    pub fn is_blacklisted(token: Address) -> bool {
        storage::token(token).blacklisted
    }

    /// Strategies are clones, there is no beacon.
    pub fn strategy_beacon() -> Address {
        Address::ZERO
    }

    pub fn strategy_manager() -> Address {
        params::strategy_manager()
    }
}
