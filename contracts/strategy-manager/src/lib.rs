//! The strategy manager: deposits, the deposit whitelist and slashed shares awaiting payout.
//!
//! It holds no shares: the delegation manager is the ledger (ADR 0001). What it decides is whether a
//! strategy may take deposits, and what happens to what was slashed. Deposits themselves are answered
//! by the delegation manager's program and slashed shares are recorded by the slasher, each at this
//! address (ADR 0008); what they share is [`surety_common::strategies`].

#![cfg_attr(target_arch = "wasm32", no_main)]

mod views;
mod whitelist;

use surety_common::{
    abi::{Address, B256, Bytes, U256, Vec},
    entrypoint, external, guard, owner, pause, revert,
    strategies::{
        deposit,
        manager::{self, OperatorSet},
        params, slashed, storage,
    },
    tail::StrategyManagerTail,
};

/// The program.
#[derive(Debug)]
pub struct StrategyManager;

entrypoint!(StrategyManager, tail = StrategyManagerTail::LEN);

#[external("IStrategyManager.sol", manager)]
impl StrategyManager {
    pub fn initialize(
        initial_owner: Address,
        initial_strategy_whitelister: Address,
        initial_paused_status: U256,
    ) {
        owner::initialize_once(initial_owner);
        pause::initialize(initial_paused_status, pause::in_proxy);
        whitelist::set_whitelister(initial_strategy_whitelister);
        manager::Initialized { version: 1 }.emit();
    }

    pub fn clear_burn_or_redistributable_shares(operator_set: OperatorSet, slash_id: U256) -> Vec<U256> {
        guard::enter();
        slashed::pay_all(&operator_set, slash_id)
    }

    pub fn clear_burn_or_redistributable_shares_by_strategy(
        operator_set: OperatorSet,
        slash_id: U256,
        strategy: Address,
    ) -> U256 {
        guard::enter();
        slashed::pay_one(&operator_set, slash_id, strategy)
    }

    /// Shares burnt before slashes had ids: this deployment never had any.
    pub fn burn_shares(strategy: Address) {
        guard::enter();
        manager::BurnableSharesDecreased { strategy, shares: U256::ZERO }.emit();
    }

    pub fn add_strategies_to_deposit_whitelist(strategies: Vec<Address>) {
        whitelist::require_whitelister();
        guard::enter();
        whitelist::add(&strategies);
    }

    pub fn remove_strategies_from_deposit_whitelist(strategies: Vec<Address>) {
        whitelist::require_whitelister();
        guard::enter();
        whitelist::remove(&strategies);
    }

    pub fn set_strategy_whitelister(new_strategy_whitelister: Address) {
        owner::require_owner();
        guard::enter();
        whitelist::set_whitelister(new_strategy_whitelister);
    }

    /// Plumbing of the original. The delegation manager uses `noticeShares` instead.
    pub fn add_shares(staker: Address, strategy: Address, shares: U256) -> (U256, U256) {
        params::require_delegation_manager();
        guard::enter();
        let before = views::deposit_shares(staker, strategy);
        deposit::notice(staker, strategy, shares);
        (before, shares)
    }

    /// Plumbing of the original: the delegation manager keeps deposit shares itself, so nobody is
    /// left who may call this.
    pub fn remove_deposit_shares(_staker: Address, _strategy: Address, _shares: U256) -> U256 {
        params::require_delegation_manager();
        revert::empty()
    }

    /// Plumbing of the original. The delegation manager goes to the strategy directly.
    pub fn withdraw_shares_as_tokens(staker: Address, strategy: Address, token: Address, shares: U256) {
        params::require_delegation_manager();
        guard::enter();
        slashed::vault::at::withdraw(strategy, &staker, &token, &shares);
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

    pub fn allocation_manager() -> Address {
        params::allocation_manager()
    }

    pub fn calculate_strategy_deposit_digest_hash(
        staker: Address,
        strategy: Address,
        token: Address,
        amount: U256,
        nonce: U256,
        expiry: U256,
    ) -> B256 {
        deposit::digest(staker, strategy, token, amount, nonce, expiry)
    }

    pub fn default_burn_address() -> Address {
        params::burn_address()
    }

    pub fn delegation() -> Address {
        params::delegation_manager()
    }

    pub fn deposit_typehash() -> B256 {
        deposit::TYPE_HASH.word()
    }

    pub fn get_burnable_shares(_strategy: Address) -> U256 {
        U256::ZERO
    }

    pub fn get_burn_or_redistributable_count(operator_set: OperatorSet, slash_id: U256) -> U256 {
        U256::from(slashed::entries(&operator_set, slash_id).len())
    }

    #[signature("getBurnOrRedistributableShares((address,uint32),uint256,address)")]
    pub fn burn_or_redistributable_shares_in(
        operator_set: OperatorSet,
        slash_id: U256,
        strategy: Address,
    ) -> U256 {
        slashed::shares_in(&operator_set, slash_id, strategy)
    }

    #[signature("getBurnOrRedistributableShares((address,uint32),uint256)")]
    pub fn burn_or_redistributable_shares(
        operator_set: OperatorSet,
        slash_id: U256,
    ) -> (Vec<Address>, Vec<U256>) {
        slashed::entries(&operator_set, slash_id).into_iter().unzip()
    }

    pub fn get_deposits(staker: Address) -> (Vec<Address>, Vec<U256>) {
        views::deposits(staker)
    }

    pub fn get_pending_operator_sets() -> Vec<OperatorSet> {
        slashed::pending_sets()
    }

    pub fn get_pending_slash_ids(operator_set: OperatorSet) -> Vec<U256> {
        slashed::pending_ids(&operator_set)
    }

    pub fn get_staker_strategy_list(staker: Address) -> Vec<Address> {
        views::deposits(staker).0
    }

    pub fn get_strategies_with_burnable_shares() -> (Vec<Address>, Vec<U256>) {
        (Vec::new(), Vec::new())
    }

    pub fn nonces(signer: Address) -> U256 {
        U256::from(deposit::nonce(signer))
    }

    pub fn staker_deposit_shares(staker: Address, strategy: Address) -> U256 {
        views::deposit_shares(staker, strategy)
    }

    pub fn staker_strategy_list(staker: Address, index: U256) -> Address {
        views::strategy_at(staker, index)
    }

    pub fn staker_strategy_list_length(staker: Address) -> U256 {
        U256::from(views::deposits(staker).0.len())
    }

    pub fn strategy_is_whitelisted_for_deposit(strategy: Address) -> bool {
        storage::strategy(strategy).listed
    }

    pub fn strategy_whitelister() -> Address {
        whitelist::whitelister()
    }

    pub fn domain_separator() -> B256 {
        deposit::domain()
    }

    pub fn version() -> Bytes {
        params::version()
    }
}
