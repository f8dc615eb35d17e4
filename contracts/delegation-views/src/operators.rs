//! Operators: their approvers, metadata, shares and magnitudes.

use surety_common::{
    abi::{Address, Bytes, U256, Vec},
    accounting::Magnitude,
    authority, guard, host,
    ledger::{
        delegation::{self, error},
        operator, params,
        pool::{self, Pool},
        staker::Staker,
    },
    revert::{OrRevert as _, require},
};

/// Changes who has to approve delegations to `operator`.
pub(crate) fn modify(operator: Address, approver: Address) {
    guard::enter();
    let mut operator = authorised(operator);
    operator::set_approver(&mut operator, approver);
    operator.store();
    delegation::DelegationApproverUpdated { operator: operator.address, new_delegation_approver: approver }
        .emit();
}

/// Announces where the metadata of `operator` is.
pub(crate) fn update_metadata(operator: Address, metadata_uri: Bytes) {
    let operator = authorised(operator).address;
    delegation::OperatorMetadataURIUpdated { operator, metadata_uri }.emit();
}

/// The record of an operator for which the caller may act.
fn authorised(operator: Address) -> Staker {
    authority::require_may_act_for(params::permission_controller(), operator);
    let operator = Staker::load(operator);
    require(operator.is_operator(), error::OPERATOR_NOT_REGISTERED);
    operator
}

/// Shares delegated to `operator`, per strategy.
pub(crate) fn shares(operator: Address, strategies: &[Address]) -> Vec<U256> {
    strategies.iter().map(|strategy| Pool::load(operator, *strategy).shares().get()).collect()
}

/// Max magnitudes that were in force at the end of a block, per strategy.
pub(crate) fn magnitudes_at(operator: Address, strategies: &[Address], block: u32) -> Vec<u64> {
    strategies.iter().map(|strategy| pool::factor_at(operator, *strategy, block).get()).collect()
}

/// Queued shares that a slash in this block would reach: what one to nothing would take.
pub(crate) fn slashable_in_queue(operator: Address, strategy: Address) -> U256 {
    let pool = Pool::load(operator, strategy);
    pool.queue_totals(host::block_number(), params::withdrawal_delay_blocks())
        .lost_down(pool.magnitude(), Magnitude::ZERO)
        .or_revert()
        .get()
}
