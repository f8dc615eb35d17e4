//! Views and administration of the delegation manager.
//!
//! The second program behind the delegation manager's address: what nobody pays much for. It
//! shares the storage of `delegation-manager`, declared in [`surety_common::ledger`], and changes
//! only an operator's approver, the pause map and the mark of initialisation.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod administration;
mod convert;
mod operators;
mod stakers;
mod withdrawals;

use surety_common::{
    abi::{Address, B256, Bytes, U256, Vec},
    entrypoint, external,
    ledger::{
        approval::{self, Approval},
        delegation::{self, Withdrawal},
        operator, params,
        pool::Pool,
        position::Position,
        staker::Staker,
        withdrawal,
    },
    pause,
};

/// The program.
#[derive(Debug)]
pub struct DelegationViews;

/// What sister contracts ask for beyond the public ABI.
#[derive(Debug)]
pub struct LedgerViews;

/// Everything that this program answers: what the proxy sends here.
pub const SELECTORS: &[u32] = &{
    let (public, internal) = (DelegationViews::SELECTORS, LedgerViews::SELECTORS);
    let mut all = [0; DelegationViews::SELECTORS.len() + LedgerViews::SELECTORS.len()];
    let (head, tail) = all.split_at_mut(public.len());
    head.copy_from_slice(public);
    tail.copy_from_slice(internal);
    all
};

entrypoint!(DelegationViews, tail = params::LEN);

#[external("internal/IShareLedger.sol", sisters)]
impl LedgerViews {
    pub fn deposit_shares(staker: Address, strategy: Address) -> U256 {
        Position::load(staker, strategy).shares().get()
    }

    pub fn max_magnitudes_at(operator: Address, strategies: Vec<Address>, block_number: u32) -> Vec<u64> {
        operators::magnitudes_at(operator, &strategies, block_number)
    }
}

#[external("IDelegationManager.sol", delegation, then = LedgerViews)]
impl DelegationViews {
    pub fn initialize(initial_paused_status: U256) {
        administration::initialize(initial_paused_status);
    }

    pub fn modify_operator_details(operator: Address, new_delegation_approver: Address) {
        operators::modify(operator, new_delegation_approver);
    }

    pub fn update_operator_metadata_uri(operator: Address, metadata_uri: Bytes) {
        operators::update_metadata(operator, metadata_uri);
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

    pub fn allocation_manager() -> Address {
        params::allocation_manager()
    }

    pub fn beacon_chain_eth_strategy() -> Address {
        administration::BEACON_CHAIN_ETH_STRATEGY
    }

    pub fn calculate_delegation_approval_digest_hash(
        staker: Address,
        operator: Address,
        approver: Address,
        salt: B256,
        expiry: U256,
    ) -> B256 {
        Approval { approver, staker, operator, salt, expiry }.digest()
    }

    pub fn calculate_withdrawal_root(withdrawal: Withdrawal) -> B256 {
        withdrawal::root(&withdrawal)
    }

    pub fn convert_to_deposit_shares(
        staker: Address,
        strategies: Vec<Address>,
        withdrawable_shares: Vec<U256>,
    ) -> Vec<U256> {
        convert::to_deposit_shares(staker, &strategies, &withdrawable_shares)
    }

    pub fn cumulative_withdrawals_queued(staker: Address) -> U256 {
        U256::from(Staker::load(staker).word.nonce)
    }

    pub fn delegated_to(staker: Address) -> Address {
        Staker::load(staker).word.operator
    }

    pub fn delegation_approval_typehash() -> B256 {
        approval::TYPE_HASH.word()
    }

    pub fn delegation_approver(operator: Address) -> Address {
        operator::approver(&Staker::load(operator))
    }

    pub fn delegation_approver_salt_is_spent(approver: Address, salt: B256) -> bool {
        approval::is_spent(approver, salt)
    }

    pub fn deposit_scaling_factor(staker: Address, strategy: Address) -> U256 {
        Position::load(staker, strategy).factor().get()
    }

    pub fn eigen_pod_manager() -> Address {
        params::eigen_pod_manager()
    }

    pub fn get_deposited_shares(staker: Address) -> (Vec<Address>, Vec<U256>) {
        stakers::deposited(staker)
    }

    pub fn get_operator_shares(operator: Address, strategies: Vec<Address>) -> Vec<U256> {
        operators::shares(operator, &strategies)
    }

    pub fn get_operators_shares(operators: Vec<Address>, strategies: Vec<Address>) -> Vec<Vec<U256>> {
        operators.iter().map(|operator| operators::shares(*operator, &strategies)).collect()
    }

    pub fn get_queued_withdrawal(root: B256) -> (Withdrawal, Vec<U256>) {
        withdrawals::with_shares(withdrawals::by_root(root))
    }

    pub fn get_queued_withdrawal_roots(staker: Address) -> Vec<B256> {
        withdrawal::all(&Staker::load(staker)).iter().map(withdrawal::root).collect()
    }

    pub fn get_queued_withdrawals(staker: Address) -> (Vec<Withdrawal>, Vec<Vec<U256>>) {
        let all = withdrawal::all(&Staker::load(staker));
        all.into_iter().map(withdrawals::with_shares).unzip()
    }

    pub fn get_slashable_shares_in_queue(operator: Address, strategy: Address) -> U256 {
        operators::slashable_in_queue(operator, strategy)
    }

    pub fn get_withdrawable_shares(staker: Address, strategies: Vec<Address>) -> (Vec<U256>, Vec<U256>) {
        stakers::withdrawable(staker, &strategies)
    }

    pub fn is_delegated(staker: Address) -> bool {
        Staker::load(staker).is_delegated()
    }

    pub fn is_operator(operator: Address) -> bool {
        operator::is_operator(operator)
    }

    pub fn min_withdrawal_delay_blocks() -> u32 {
        params::withdrawal_delay_blocks()
    }

    pub fn operator_shares(operator: Address, strategy: Address) -> U256 {
        Pool::load(operator, strategy).shares().get()
    }

    pub fn pending_withdrawals(root: B256) -> bool {
        withdrawal::find(root).is_some()
    }

    pub fn permission_controller() -> Address {
        params::permission_controller()
    }

    pub fn queued_withdrawals(root: B256) -> Withdrawal {
        withdrawals::by_root(root)
    }

    pub fn strategy_manager() -> Address {
        params::strategy_manager()
    }

    pub fn domain_separator() -> B256 {
        approval::domain_separator()
    }

    pub fn version() -> Bytes {
        params::version()
    }
}
