//! The duration vault: a strategy that is its own operator in one operator set and locks its stake
//! for a term.
//!
//! While deposits are open it is an ordinary strategy with limits, for stakers who delegate to it.
//! Its admin locks it, and from then on its whole magnitude is allocated to the set; when the term
//! is over (or the arbitrator ends it) it gives back what it allocated and leaves the set.
//!
//! What it is made from is in its clone's code ([`params`]); its stages are in the word that every
//! strategy has ([`term`]).

#![cfg_attr(target_arch = "wasm32", no_main)]

mod admin;
mod explanation;
mod hooks;
mod initialize;
mod operator;
mod params;
mod stages;
mod storage;
mod term;

use surety_common::{
    abi::{Address, Bytes, U256},
    entrypoint, external, interface,
    tail::DurationVaultTail,
    vault::{limits, strategy::Whole},
};
use term::{Stage, Term};
use vault::VaultConfig;

interface!(pub mod vault = "IDurationVault.sol");
/// The program: what duration vaults have besides [`Whole`].
#[derive(Debug)]
pub struct DurationVault;

entrypoint!(DurationVault, tail = DurationVaultTail::LEN);

#[external("IDurationVault.sol", vault, then = Whole)]
impl DurationVault {
    pub fn initialize(config: VaultConfig) {
        initialize::initialize(&config);
    }

    pub fn lock() {
        stages::lock();
    }

    pub fn mark_matured() {
        stages::mark_matured();
    }

    pub fn advance_to_withdrawals() {
        stages::advance_to_withdrawals();
    }

    #[signature("updateTVLLimits(uint256,uint256)")]
    pub fn update_tvl_limits(new_max_per_deposit: U256, new_stake_cap: U256) {
        admin::require_admin();
        admin::replace_limits(new_max_per_deposit, new_stake_cap);
    }

    #[signature("updateMetadataURI(string)")]
    pub fn update_metadata_uri(new_metadata_uri: Bytes) {
        admin::require_admin();
        admin::publish(new_metadata_uri);
    }

    pub fn update_delegation_approver(new_delegation_approver: Address) {
        admin::require_admin();
        operator::set_approver(new_delegation_approver);
    }

    #[signature("updateOperatorMetadataURI(string)")]
    pub fn update_operator_metadata_uri(new_operator_metadata_uri: Bytes) {
        admin::require_admin();
        operator::publish(new_operator_metadata_uri);
    }

    pub fn set_rewards_claimer(claimer: Address) {
        admin::require_admin();
        operator::set_claimer(claimer);
    }

    pub fn before_add_shares(staker: Address, shares: U256) {
        hooks::before_add(staker, shares);
    }

    pub fn before_remove_shares(_staker: Address, _shares: U256) {
        hooks::before_remove();
    }

    #[signature("setTVLLimits(uint256,uint256)")]
    pub fn set_tvl_limits(new_max_per_deposit: U256, new_max_total_deposits: U256) {
        limits::require_unpauser();
        admin::replace_limits(new_max_per_deposit, new_max_total_deposits);
    }

    pub fn explanation() -> Bytes {
        explanation::text()
    }

    pub fn state() -> u8 {
        Term::load().stage() as u8
    }

    pub fn is_locked() -> bool {
        Term::load().stage() != Stage::Deposits
    }

    pub fn is_matured() -> bool {
        Term::load().stage() == Stage::Withdrawals
    }

    pub fn deposits_open() -> bool {
        Term::load().stage() == Stage::Deposits
    }

    pub fn withdrawals_open() -> bool {
        Term::load().stage() != Stage::Allocations
    }

    pub fn allocations_active() -> bool {
        Term::load().stage() == Stage::Allocations
    }

    pub fn duration() -> u32 {
        params::duration_secs()
    }

    pub fn locked_at() -> u32 {
        Term::load().locked_at
    }

    pub fn unlock_at() -> u32 {
        Term::load().unlock_at()
    }

    pub fn unlock_timestamp() -> u32 {
        Term::load().unlock_at()
    }

    pub fn matured_at() -> u32 {
        Term::load().matured_at
    }

    pub fn stake_cap() -> U256 {
        limits::get().1
    }

    pub fn vault_admin() -> Address {
        params::admin()
    }

    pub fn arbitrator() -> Address {
        params::arbitrator()
    }

    #[signature("metadataURI()")]
    pub fn metadata_uri() -> Bytes {
        Bytes(storage::metadata_uri().load())
    }

    pub fn operator_set_info() -> (Address, u32) {
        (params::avs(), params::operator_set_id())
    }

    pub fn operator_set_registered() -> bool {
        operator::is_member()
    }

    /// A vault without a set cannot be made.
    pub fn operator_integration_configured() -> bool {
        true
    }
}
