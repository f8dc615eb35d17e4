//! Becoming an operator.

use crate::delegate;
use surety_common::{
    abi::{Address, Bytes},
    guard, host, interface,
    ledger::{
        delegation::{self, error},
        operator, params, paused,
        staker::Staker,
    },
    pause,
    revert::require,
};

interface!(mod allocation = "IAllocationManager.sol");

/// Makes the caller an operator, delegated to itself for ever.
pub(crate) fn register(approver: Address, allocation_delay: u32, metadata_uri: Bytes) {
    guard::enter();
    let mut caller = Staker::load(host::sender());
    require(!caller.is_delegated(), error::ACTIVELY_DELEGATED);
    pause::require_running(paused::DELEGATION);
    allocation::at::set_allocation_delay(params::allocation_manager(), &caller.address, &allocation_delay);
    let this = caller.address;
    operator::set_approver(&mut caller, approver);
    delegation::DelegationApproverUpdated { operator: this, new_delegation_approver: approver }.emit();
    delegate::attach(&mut caller, this);
    delegation::OperatorRegistered { operator: this, delegation_approver: approver }.emit();
    delegation::OperatorMetadataURIUpdated { operator: this, metadata_uri }.emit();
}
