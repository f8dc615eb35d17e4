//! Operator sets: their strategies, recipients and slashers.

use super::SetId;
use crate::chain::{Chain, Frame};
use crate::delegation::BEACON_CHAIN_STRATEGY;
use crate::lists::Read as _;
use crate::revert::{Result, require};
use crate::strategy_manager::BURN_ADDRESS;
use alloy_primitives::Address;
use alloy_sol_types::SolCall as _;
use surety_abi::IAllocationManager as api;
use surety_accounting::delayed::Delayed;

impl Chain {
    /// Whether a set exists.
    pub(crate) fn is_operator_set(&self, set: SetId) -> bool {
        self.allocations.sets.read(&set.avs).contains(&set.id)
    }

    /// Whether an AVS has at least one set.
    pub(crate) fn has_operator_sets(&self, avs: Address) -> bool {
        !self.allocations.sets.read(&avs).is_empty()
    }

    pub(super) fn require_operator_set(&self, set: SetId) -> Result {
        require(self.is_operator_set(set), api::InvalidOperatorSet {})
    }

    /// `createOperatorSets`: sets whose slashed shares are burnt.
    pub(super) fn create_operator_sets(
        &mut self,
        frame: Frame,
        avs: Address,
        params: Vec<api::CreateSetParamsV2>,
    ) -> Result {
        self.require_may_act_for(avs, frame)?;
        self.require_metadata(avs)?;
        params.iter().try_for_each(|wanted| self.create_set(avs, wanted, None))
    }

    /// `createRedistributingOperatorSets`: sets whose slashed shares go to a fixed recipient.
    pub(super) fn create_redistributing_sets(
        &mut self,
        frame: Frame,
        avs: Address,
        params: Vec<api::CreateSetParamsV2>,
        recipients: &[Address],
    ) -> Result {
        self.require_may_act_for(avs, frame)?;
        require(params.len() == recipients.len(), api::InputArrayLengthMismatch {})?;
        self.require_metadata(avs)?;
        for (wanted, &recipient) in params.iter().zip(recipients) {
            require(!recipient.is_zero(), api::InputAddressZero {})?;
            require(recipient != BURN_ADDRESS, api::InvalidRedistributionRecipient {})?;
            self.create_set(avs, wanted, Some(recipient))?;
        }
        Ok(())
    }

    fn require_metadata(&self, avs: Address) -> Result {
        require(self.allocations.avs_has_metadata.contains(&avs), api::NonexistentAVSMetadata {})
    }

    fn create_set(
        &mut self,
        avs: Address,
        wanted: &api::CreateSetParamsV2,
        recipient: Option<Address>,
    ) -> Result {
        let this = self.at().allocation_manager;
        let set = SetId { avs, id: wanted.operatorSetId };
        let is_new = self.allocations.sets.entry(avs).or_default().insert(set.id);
        require(is_new, api::InvalidOperatorSet {})?;
        self.emit(this, &api::OperatorSetCreated { operatorSet: set.into() });
        if let Some(recipient) = recipient {
            self.allocations.recipients.insert(set, recipient);
            let event =
                api::RedistributionAddressSet { operatorSet: set.into(), redistributionRecipient: recipient };
            self.emit(this, &event);
        }
        wanted.strategies.iter().try_for_each(|strategy| self.add_strategy_to_set(set, *strategy))?;
        require(!wanted.slasher.is_zero(), api::InputAddressZero {})?;
        self.store_slasher(set, Delayed::immediate(wanted.slasher, self.block()));
        Ok(())
    }

    /// `addStrategiesToOperatorSet`.
    pub(super) fn add_strategies_to_set(
        &mut self,
        frame: Frame,
        set: SetId,
        strategies: &[Address],
    ) -> Result {
        self.require_may_act_for(set.avs, frame)?;
        self.require_operator_set(set)?;
        strategies.iter().try_for_each(|strategy| self.add_strategy_to_set(set, *strategy))
    }

    fn add_strategy_to_set(&mut self, set: SetId, strategy: Address) -> Result {
        if self.allocations.recipients.contains_key(&set) {
            let refused = [BEACON_CHAIN_STRATEGY, self.at().eigen_strategy];
            require(!refused.contains(&strategy), api::InvalidStrategy {})?;
        }
        let is_new = self.allocations.set_strategies.entry(set).or_default().insert(strategy);
        require(is_new, api::StrategyAlreadyInOperatorSet {})?;
        let event = api::StrategyAddedToOperatorSet { operatorSet: set.into(), strategy };
        self.emit(self.at().allocation_manager, &event);
        Ok(())
    }

    /// `removeStrategiesFromOperatorSet`.
    pub(super) fn remove_strategies_from_set(
        &mut self,
        frame: Frame,
        set: SetId,
        strategies: &[Address],
    ) -> Result {
        self.require_may_act_for(set.avs, frame)?;
        self.require_operator_set(set)?;
        for &strategy in strategies {
            let was_there = self.allocations.set_strategies.entry(set).or_default().remove(&strategy);
            require(was_there, api::StrategyNotInOperatorSet {})?;
            self.emit(frame.this, &api::StrategyRemovedFromOperatorSet { operatorSet: set.into(), strategy });
        }
        Ok(())
    }

    /// `updateSlasher`: the new one waits; proposing the waiting one again changes nothing.
    pub(super) fn update_slasher(&mut self, frame: Frame, set: SetId, slasher: Address) -> Result {
        self.require_may_act_for(set.avs, frame)?;
        self.require_operator_set(set)?;
        let present = self.allocations.slashers.read(&set);
        require(!present.in_force(self.block()).is_zero(), api::SlasherNotSet {})?;
        require(!slasher.is_zero(), api::InputAddressZero {})?;
        if present.waiting(self.block()).is_some_and(|(waiting, _)| waiting == slasher) {
            return Ok(());
        }
        let delay = self.params().allocation_configuration_delay_blocks;
        self.store_slasher(set, present.schedule(slasher, self.block(), delay)?);
        Ok(())
    }

    /// `migrateSlashers`: for sets without a slasher, which only old deployments have.
    pub(super) fn migrate_slashers(&mut self, sets: &[api::OperatorSet]) {
        let function = (self.at().allocation_manager, api::slashOperatorCall::SELECTOR.into());
        for set in sets.iter().cloned().map(SetId::from) {
            if !self.is_operator_set(set) || !self.slasher(set).is_zero() {
                continue;
            }
            let appointed = self.appointees(set.avs, function).first().copied().unwrap_or_default();
            let slasher = if appointed.is_zero() { set.avs } else { appointed };
            self.store_slasher(set, Delayed::immediate(slasher, self.block()));
            self.emit(
                self.at().allocation_manager,
                &api::SlasherMigrated { operatorSet: set.into(), slasher },
            );
        }
    }

    fn store_slasher(&mut self, set: SetId, slasher: Delayed<Address>) {
        self.allocations.slashers.insert(set, slasher);
        let event = api::SlasherUpdated {
            operatorSet: set.into(),
            slasher: slasher.pending,
            effectBlock: slasher.effect_block,
        };
        self.emit(self.at().allocation_manager, &event);
    }

    /// The slasher in force.
    pub(super) fn slasher(&self, set: SetId) -> Address {
        self.allocations.slashers.read(&set).in_force(self.block())
    }
}
