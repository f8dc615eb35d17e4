//! The delegation manager: who delegates to whom, the ledger of shares, and the withdrawal queue.
//!
//! Four programs answer at its address, each a part that is called together; what they store is
//! declared once, in [`surety_common::ledger`]:
//!
//! * this one: a change of operator ([`delegate`], [`undelegate`]) and the way into the withdrawal
//!   queue ([`queue`]);
//! * `share-flows`: deposits that are credited, and withdrawals that are completed;
//! * `slasher`: slashes;
//! * `delegation-views`: views and administration.
//!
//! Each of them touches one slot per staker and strategy and one per operator and strategy.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod delegate;
mod operators;
mod queue;
mod undelegate;

use surety_common::{
    abi::{Address, B256, Bytes, U256, Vec},
    entrypoint, external,
    ledger::delegation::{self, QueuedWithdrawalParams, SignatureWithExpiry},
};

/// The program.
#[derive(Debug)]
pub struct DelegationManager;

entrypoint!(DelegationManager, tail = surety_common::ledger::params::LEN);

#[external("IDelegationManager.sol", delegation)]
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

    /// There is no pod manager on this chain: nobody may call it.
    pub fn decrease_delegated_shares(_staker: Address, _shares: U256, _factor_decrease: u64) {
        delegation::error::ONLY_EIGEN_POD_MANAGER.raise();
    }
}
