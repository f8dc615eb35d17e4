//! Shares that come and go with tokens: deposits and completed withdrawals.
//!
//! Both lead through several addresses: the strategy manager, the strategy, the delegation manager.
//! This program answers at each of them for its part of the flow, so that a transaction opens one
//! program and not three (ADR 0008). What it stores at each is declared in
//! [`surety_common::strategies`], [`surety_common::vault`] and [`surety_common::ledger`], which it
//! shares with the other programs of that address.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod complete;
mod credit;
mod elsewhere;

pub use elsewhere::{Deposits, Notice};
pub use surety_common::vault::strategy::Moves;

use surety_common::{
    abi::{Address, U256, Vec},
    entrypoint, external,
    ledger::delegation::{self, Withdrawal},
    tail::{DelegationManagerTail, StrategyManagerTail, StrategyVaultTail},
};

/// At the delegation manager's address: what users send.
#[derive(Debug)]
pub struct Completions;

/// At the delegation manager's address: what only the strategy manager sends, beyond the public ABI.
#[derive(Debug)]
pub struct Ledger;

entrypoint!(
    DelegationManagerTail => Completions,
    StrategyManagerTail => Deposits,
    StrategyVaultTail => Moves,
);

#[external("internal/IShareLedger.sol", sisters)]
impl Ledger {
    pub fn credit_shares(staker: Address, strategy: Address, shares: U256, hooked: bool) {
        credit::credit_shares(staker, strategy, shares, hooked);
    }
}

#[external("IDelegationManager.sol", delegation, then = Ledger)]
impl Completions {
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
}
