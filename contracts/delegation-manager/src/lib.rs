//! The delegation manager: who delegates to whom, the ledger of shares, and the withdrawal queue.
//!
//! This program has the functions that users and sister contracts pay for; `delegation-views`
//! answers the rest of the ABI at the same address. What both store is declared in
//! [`surety_common::ledger`].
//!
//! Here shares are counted for everybody: a deposit ([`credit`]), a withdrawal ([`queue`],
//! [`complete`]), a change of operator ([`delegate`], [`undelegate`]) and a slash ([`slash`]) each
//! touch one slot per staker and strategy and one per operator and strategy.
//!
//! Where a deposit or a withdrawal leads through the strategy manager or a strategy, this program
//! answers there, too ([`elsewhere`]); a slash is answered by the slasher's program here.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod complete;
mod credit;
mod delegate;
pub mod elsewhere;
mod operators;
mod paused;
mod queue;
mod undelegate;

use surety_common::{
    abi::{Address, B256, Bytes, U256, Vec},
    entrypoint, external,
    ledger::delegation::{self, QueuedWithdrawalParams, SignatureWithExpiry, Withdrawal},
    tail::{DelegationManagerTail, StrategyManagerTail, StrategyVaultTail},
    vault::strategy::Moves,
};

/// The program.
#[derive(Debug)]
pub struct DelegationManager;

/// What sister contracts ask for beyond the public ABI.
#[derive(Debug)]
pub struct Ledger;

entrypoint!(
    DelegationManagerTail => DelegationManager,
    StrategyManagerTail => elsewhere::Deposits,
    StrategyVaultTail => Moves,
);

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
}
