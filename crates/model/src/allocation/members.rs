//! Operators join and leave operator sets.

use super::{PAUSED_REGISTRATION, Registration, SetId};
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, require};
use alloy_primitives::Address;
use alloy_sol_types::SolCall as _;
use surety_abi::{IAVSRegistrar, IAllocationManager as api};
use surety_accounting::allocation::slashable_until_block;
use surety_accounting::delayed::Delayed;

impl Chain {
    /// Whether a set can slash an operator: a member, or one that left a short while ago.
    pub(crate) fn is_slashable(&self, operator: Address, set: SetId) -> bool {
        let registration = self.allocations.registrations.read(&(operator, set));
        registration.is_registered || self.block() <= registration.slashable_until
    }

    /// `registerForOperatorSets`.
    pub(crate) fn register_for_sets(
        &mut self,
        frame: Frame,
        operator: Address,
        params: &api::RegisterParams,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_REGISTRATION)?;
        self.require_may_act_for(operator, frame)?;
        require(self.is_operator(operator), api::InvalidOperator {})?;
        for &id in &params.operatorSetIds {
            let set = SetId { avs: params.avs, id };
            self.require_operator_set(set)?;
            require(!self.is_slashable(operator, set), api::AlreadyMemberOfSet {})?;
            self.allocations.registered_sets.entry(operator).or_default().insert(set);
            self.allocations.members.entry(set).or_default().insert(operator);
            self.allocations.registrations.entry((operator, set)).or_default().is_registered = true;
            self.emit(frame.this, &api::OperatorAddedToOperatorSet { operator, operatorSet: set.into() });
        }
        self.ask_registrar(self.avs_registrar(params.avs), IAVSRegistrar::registerOperatorCall::SELECTOR)
    }

    /// `deregisterFromOperatorSets`: by the operator or the AVS.
    pub(crate) fn deregister_from_sets(&mut self, frame: Frame, params: &api::DeregisterParams) -> Result {
        let &api::DeregisterParams { operator, avs, .. } = params;
        self.require_not_paused(frame.this, PAUSED_REGISTRATION)?;
        let is_allowed = self.may_act_for(operator, frame) || self.may_act_for(avs, frame);
        require(is_allowed, api::InvalidCaller {})?;
        for &id in &params.operatorSetIds {
            let set = SetId { avs, id };
            self.require_operator_set(set)?;
            let is_member = self.allocations.registrations.read(&(operator, set)).is_registered;
            require(is_member, api::NotMemberOfSet {})?;
            self.allocations.registered_sets.entry(operator).or_default().remove(&set);
            self.allocations.members.entry(set).or_default().remove(&operator);
            let slashable_until =
                slashable_until_block(self.block(), self.params().deallocation_delay_blocks)?;
            let left = Registration { is_registered: false, slashable_until };
            self.allocations.registrations.insert((operator, set), left);
            self.emit(frame.this, &api::OperatorRemovedFromOperatorSet { operator, operatorSet: set.into() });
        }
        self.ask_registrar(self.avs_registrar(avs), IAVSRegistrar::deregisterOperatorCall::SELECTOR)
    }

    /// `setAllocationDelay`, by anyone but DelegationManager: the new delay waits.
    pub(super) fn set_allocation_delay(&mut self, frame: Frame, operator: Address, delay: u32) -> Result {
        self.require_may_act_for(operator, frame)?;
        require(self.is_operator(operator), api::InvalidOperator {})?;
        let wait = self.params().allocation_configuration_delay_blocks;
        let present = self.allocations.delays.read(&operator);
        self.store_allocation_delay(operator, delay, present.schedule(Some(delay), self.block(), wait)?);
        Ok(())
    }

    /// `setAllocationDelay`, by DelegationManager for a new operator: in force at once.
    pub(crate) fn set_initial_allocation_delay(&mut self, operator: Address, delay: u32) {
        self.store_allocation_delay(operator, delay, Delayed::immediate(Some(delay), self.block()));
    }

    fn store_allocation_delay(&mut self, operator: Address, delay: u32, setting: Delayed<Option<u32>>) {
        self.allocations.delays.insert(operator, setting);
        let event = api::AllocationDelaySet { operator, delay, effectBlock: setting.effect_block };
        self.emit(self.at().allocation_manager, &event);
    }

    /// The operator's allocation delay in force, if it ever set one.
    pub(super) fn allocation_delay(&self, operator: Address) -> Option<u32> {
        self.allocations.delays.read(&operator).in_force(self.block())
    }
}
