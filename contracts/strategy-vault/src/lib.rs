//! The strategy vault: holds one token for its stakers and prices its shares.
//!
//! One program serves all strategies. A strategy is a thin clone in EVM bytecode that delegates to
//! it and appends, from its own code, the token and its neighbours ([`params`]); so a strategy's
//! token can never change. The vault knows no stakers: the strategy manager and the delegation
//! manager do, and only they may mint and redeem.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod limits;
mod params;
mod pool;
mod storage;

use surety_common::{
    abi::{Address, Bytes, U256},
    entrypoint, external, interface, pause,
};

interface!(pub mod vault = "IStrategyVault.sol");

/// The program.
#[derive(Debug)]
pub struct StrategyVault;

interface!(pub mod hooks = "internal/IShareHooks.sol");

/// What the vault says about its share hooks.
#[derive(Debug)]
pub struct Hooks;

#[external("internal/IShareHooks.sol", hooks)]
impl Hooks {
    pub fn has_share_hooks() -> bool {
        false
    }
}

entrypoint!(StrategyVault, tail = params::LEN);

#[external("IStrategyVault.sol", vault, then = Hooks)]
impl StrategyVault {
    /// Announces the vault. Everything but the "once" is in the clone's code already.
    #[signature("initialize(address)")]
    pub fn initialize(underlying_token: Address) {
        storage::initialize_once();
        pool::announce(underlying_token);
    }

    /// The same, with limits.
    #[signature("initialize(uint256,uint256,address)")]
    pub fn initialize_limited(per_deposit: U256, total: U256, underlying_token: Address) {
        storage::initialize_once();
        limits::set(per_deposit, total);
        pool::announce(underlying_token);
    }

    pub fn deposit(token: Address, amount: U256) -> U256 {
        pool::deposit(token, amount)
    }

    pub fn withdraw(recipient: Address, token: Address, amount_shares: U256) -> U256 {
        pool::withdraw(recipient, token, amount_shares)
    }

    pub fn before_add_shares(_staker: Address, _shares: U256) {
        params::require_core();
    }

    pub fn before_remove_shares(_staker: Address, _shares: U256) {
        params::require_core();
    }

    pub fn set_tvl_limits(new_max_per_deposit: U256, new_max_total_deposits: U256) {
        limits::require_unpauser();
        limits::set(new_max_per_deposit, new_max_total_deposits);
    }

    pub fn get_tvl_limits() -> (U256, U256) {
        limits::get()
    }

    pub fn max_per_deposit() -> U256 {
        limits::get().0
    }

    pub fn max_total_deposits() -> U256 {
        limits::get().1
    }

    pub fn explanation() -> Bytes {
        params::explanation()
    }

    pub fn shares(user: Address) -> U256 {
        pool::shares(user)
    }

    pub fn shares_to_underlying(amount_shares: U256) -> U256 {
        pool::to_underlying(amount_shares)
    }

    pub fn shares_to_underlying_view(amount_shares: U256) -> U256 {
        pool::to_underlying(amount_shares)
    }

    pub fn underlying_to_shares(amount_underlying: U256) -> U256 {
        pool::to_shares(amount_underlying)
    }

    pub fn underlying_to_shares_view(amount_underlying: U256) -> U256 {
        pool::to_shares(amount_underlying)
    }

    pub fn user_underlying(user: Address) -> U256 {
        pool::to_underlying(pool::shares(user))
    }

    pub fn user_underlying_view(user: Address) -> U256 {
        pool::to_underlying(pool::shares(user))
    }

    pub fn strategy_manager() -> Address {
        params::strategy_manager()
    }

    pub fn total_shares() -> U256 {
        U256::from(storage::State::load().total_shares)
    }

    pub fn underlying_token() -> Address {
        params::token()
    }

    pub fn pause(new_paused_status: U256) {
        pause::pause(params::pauser_registry(), new_paused_status, storage::mirror_pause);
    }

    pub fn pause_all() {
        pause::pause_all(params::pauser_registry(), storage::mirror_pause);
    }

    pub fn unpause(new_paused_status: U256) {
        pause::unpause(params::pauser_registry(), new_paused_status, storage::mirror_pause);
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
}
