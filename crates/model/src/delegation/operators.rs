//! Becoming an operator, and an operator's details.

use super::PAUSED_NEW_DELEGATION;
use crate::chain::{Chain, Frame};
use crate::revert::{Result, require};
use alloy_primitives::Address;
use surety_abi::IDelegationManager as api;

impl Chain {
    /// `registerAsOperator`.
    pub(crate) fn register_as_operator(&mut self, frame: Frame, args: api::registerAsOperatorCall) -> Result {
        let operator = frame.caller;
        require(self.operator_of(operator).is_zero(), api::ActivelyDelegated {})?;
        self.set_initial_allocation_delay(operator, args.allocationDelay);
        self.set_approver(frame.this, operator, args.initDelegationApprover);
        self.require_not_paused(frame.this, PAUSED_NEW_DELEGATION)?;
        self.delegate(frame.this, operator, operator)?;
        let delegation_approver = args.initDelegationApprover;
        self.emit(frame.this, &api::OperatorRegistered { operator, delegationApprover: delegation_approver });
        self.emit(frame.this, &api::OperatorMetadataURIUpdated { operator, metadataURI: args.metadataURI });
        Ok(())
    }

    /// `modifyOperatorDetails`.
    pub(crate) fn modify_operator_details(
        &mut self,
        frame: Frame,
        operator: Address,
        approver: Address,
    ) -> Result {
        self.require_may_act_for(operator, frame)?;
        self.require_operator(operator)?;
        self.set_approver(frame.this, operator, approver);
        Ok(())
    }

    /// `updateOperatorMetadataURI`.
    pub(crate) fn update_operator_metadata_uri(
        &mut self,
        frame: Frame,
        operator: Address,
        uri: String,
    ) -> Result {
        self.require_may_act_for(operator, frame)?;
        self.require_operator(operator)?;
        self.emit(frame.this, &api::OperatorMetadataURIUpdated { operator, metadataURI: uri });
        Ok(())
    }

    pub(super) fn require_operator(&self, account: Address) -> Result {
        require(self.is_operator(account), api::OperatorNotRegistered {})
    }

    fn set_approver(&mut self, this: Address, operator: Address, approver: Address) {
        self.delegation.approvers.insert(operator, approver);
        self.emit(this, &api::DelegationApproverUpdated { operator, newDelegationApprover: approver });
    }
}
