//! The delegation manager: who delegates to whom, the ledger of shares, and the withdrawal queue.
//!
//! This program has the functions that users and sister contracts pay for; `delegation-views`
//! answers the rest of the ABI at the same address. What both store is declared in
//! [`surety_common::ledger`].
//!
//! Here shares are counted for everybody: a deposit ([`credit`]), a withdrawal ([`queue`],
//! [`complete`]), a change of operator ([`delegate`], [`undelegate`]) and a slash ([`slash`]) each
//! touch one slot per staker and strategy and one per operator and strategy.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod complete;
mod credit;
mod delegate;
mod operators;
mod paused;
mod queue;
mod slash;
mod undelegate;

use surety_common::{
    abi::{Address, B256, Bytes, U256, Vec},
    entrypoint, external,
    ledger::delegation::{self, OperatorSet, QueuedWithdrawalParams, SignatureWithExpiry, Withdrawal},
};

/// The program.
#[derive(Debug)]
pub struct DelegationManager;

/// What sister contracts ask for beyond the public ABI.
#[derive(Debug)]
pub struct Ledger;

entrypoint!(DelegationManager, tail = surety_common::ledger::params::LEN);

#[external("internal/IShareLedger.sol", sisters)]
impl Ledger {
    pub fn credit_shares(staker: Address, strategy: Address, shares: U256, hooked: bool) {
        credit::credit_shares(staker, strategy, shares, hooked);
    }
}

#[external("IDelegationManager.sol", delegation, then = Ledger)]
impl DelegationManager {
    pub fn register_as_operator(
        init_delegation_approver: Address,
        allocation_delay: u32,
        metadata_uri: Bytes,
    ) {
        operators::register(init_delegation_approver, allocation_delay, metadata_uri);
    }

    pub fn delegate_to(operator: Address, approval: SignatureWithExpiry, salt: B256) {
        delegate::delegate_to(operator, approval, salt);
    }

    pub fn undelegate(staker: Address) -> Vec<B256> {
        undelegate::undelegate(staker)
    }

    pub fn redelegate(operator: Address, approval: SignatureWithExpiry, salt: B256) -> Vec<B256> {
        undelegate::redelegate(operator, approval, salt)
    }

    pub fn queue_withdrawals(params: Vec<QueuedWithdrawalParams>) -> Vec<B256> {
        queue::queue_withdrawals(params)
    }

    pub fn complete_queued_withdrawal(withdrawal: Withdrawal, tokens: Vec<Address>, receive_as_tokens: bool) {
        complete::complete_one(&withdrawal, &tokens, receive_as_tokens);
    }

    pub fn complete_queued_withdrawals(
        withdrawals: Vec<Withdrawal>,
        tokens: Vec<Vec<Address>>,
        receive_as_tokens: Vec<bool>,
    ) {
        complete::complete_many(&withdrawals, &tokens, &receive_as_tokens);
    }

    pub fn increase_delegated_shares(
        staker: Address,
        strategy: Address,
        _prev_deposit_shares: U256,
        added_shares: U256,
    ) {
        credit::increase_delegated_shares(staker, strategy, added_shares);
    }

    /// There is no pod manager on this chain: nobody may call it.
    pub fn decrease_delegated_shares(_staker: Address, _shares: U256, _factor_decrease: u64) {
        delegation::error::ONLY_EIGEN_POD_MANAGER.raise();
    }

    pub fn slash_operator_shares(
        operator: Address,
        _operator_set: OperatorSet,
        _slash_id: U256,
        strategy: Address,
        prev_max_magnitude: u64,
        new_max_magnitude: u64,
    ) -> U256 {
        slash::slash_operator_shares(operator, strategy, prev_max_magnitude, new_max_magnitude)
    }
}
