//! Promising magnitude to operator sets and taking it back.

use super::{PAUSED_MODIFY_ALLOCATIONS, SetId};
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use alloy_primitives::Address;
use surety_abi::IAllocationManager as api;
use surety_accounting::Magnitude;
use surety_accounting::allocation::{Allocation, Listing, StrategyMagnitude, Timing, modify};

/// `modifyAllocations` clears at most this many ripe deallocations of a strategy first.
const ALL: u16 = u16::MAX;

impl Chain {
    /// The updated view of an allocation, with the operator's magnitudes in the strategy.
    pub(crate) fn updated_allocation(
        &self,
        operator: Address,
        set: SetId,
        strategy: Address,
    ) -> Result<(StrategyMagnitude, Allocation)> {
        let magnitudes = StrategyMagnitude {
            max: self.max_magnitude(operator, strategy),
            encumbered: self.allocations.encumbered.read(&(operator, strategy)),
        };
        let stored = self.allocations.allocations.read(&(operator, set, strategy));
        Ok(stored.updated(magnitudes, self.block())?)
    }

    /// Stores an allocation and what it encumbers, and keeps the operator's lists in step.
    pub(super) fn store_allocation(
        &mut self,
        operator: Address,
        set: SetId,
        strategy: Address,
        encumbered: Magnitude,
        allocation: Allocation,
    ) {
        if self.allocations.encumbered.read(&(operator, strategy)) != encumbered {
            self.allocations.encumbered.insert((operator, strategy), encumbered);
            let event =
                api::EncumberedMagnitudeUpdated { operator, strategy, encumberedMagnitude: encumbered.get() };
            self.emit(self.at().allocation_manager, &event);
        }
        self.allocations.allocations.insert((operator, set, strategy), allocation);
        let strategies = self.allocations.allocated_strategies.entry((operator, set)).or_default();
        let sets = self.allocations.allocated_sets.entry(operator).or_default();
        match allocation.listing() {
            Listing::Listed => {
                strategies.insert(strategy);
                sets.insert(set);
            }
            Listing::Unlisted => {
                strategies.remove(&strategy);
                if strategies.is_empty() {
                    sets.remove(&set);
                }
            }
            Listing::Unchanged => {}
        }
    }

    /// `modifyAllocations`.
    pub(crate) fn modify_allocations(
        &mut self,
        frame: Frame,
        operator: Address,
        params: &[api::AllocateParams],
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_MODIFY_ALLOCATIONS)?;
        self.require_may_act_for(operator, frame)?;
        let delay = self.allocation_delay(operator);
        let delay = delay.ok_or_else(|| Revert::of(api::UninitializedAllocationDelay {}))?;
        for wanted in params {
            require(wanted.strategies.len() == wanted.newMagnitudes.len(), api::InputArrayLengthMismatch {})?;
            let set = SetId::from(wanted.operatorSet.clone());
            self.require_operator_set(set)?;
            for (&strategy, &magnitude) in wanted.strategies.iter().zip(&wanted.newMagnitudes) {
                self.modify_allocation(operator, set, strategy, Magnitude::new(magnitude), delay)?;
            }
        }
        Ok(())
    }

    fn modify_allocation(
        &mut self,
        operator: Address,
        set: SetId,
        strategy: Address,
        wanted: Magnitude,
        allocation_delay_blocks: u32,
    ) -> Result {
        self.clear_deallocations(operator, strategy, ALL)?;
        let (magnitudes, allocation) = self.updated_allocation(operator, set, strategy)?;
        let is_slashable = self.is_slashable(operator, set)
            && self.allocations.set_strategies.read(&set).contains(&strategy)
            && !allocation.current.is_zero();
        let timing = Timing {
            now_block: self.block(),
            allocation_delay_blocks,
            deallocation_delay_blocks: self.params().deallocation_delay_blocks,
        };
        let made = modify(magnitudes, allocation, wanted, is_slashable, timing)?;
        if made.is_queued {
            self.allocations.deallocation_queues.entry((operator, strategy)).or_default().push_back(set);
        }
        self.store_allocation(operator, set, strategy, made.strategy.encumbered, made.allocation);
        self.emit_allocation(operator, set, strategy, wanted, made.allocation.effect_block);
        Ok(())
    }

    /// `clearDeallocationQueue`.
    pub(super) fn clear_deallocation_queues(
        &mut self,
        frame: Frame,
        args: &api::clearDeallocationQueueCall,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_MODIFY_ALLOCATIONS)?;
        require(args.strategies.len() == args.numToClear.len(), api::InputArrayLengthMismatch {})?;
        for (&strategy, &limit) in args.strategies.iter().zip(&args.numToClear) {
            self.clear_deallocations(args.operator, strategy, limit)?;
        }
        Ok(())
    }

    /// Completes ripe deallocations from the front of the queue, up to a limit.
    fn clear_deallocations(&mut self, operator: Address, strategy: Address, limit: u16) -> Result {
        for _ in 0..limit {
            let queue = self.allocations.deallocation_queues.entry((operator, strategy)).or_default();
            let Some(&set) = queue.front() else { break };
            let (magnitudes, allocation) = self.updated_allocation(operator, set, strategy)?;
            if !allocation.is_effective(self.block()) {
                break;
            }
            self.store_allocation(operator, set, strategy, magnitudes.encumbered, allocation);
            self.allocations.deallocation_queues.entry((operator, strategy)).or_default().pop_front();
        }
        Ok(())
    }

    pub(super) fn emit_allocation(
        &mut self,
        operator: Address,
        set: SetId,
        strategy: Address,
        magnitude: Magnitude,
        effect_block: u32,
    ) {
        self.emit(
            self.at().allocation_manager,
            &api::AllocationUpdated {
                operator,
                operatorSet: set.into(),
                strategy,
                magnitude: magnitude.get(),
                effectBlock: effect_block,
            },
        );
    }

    /// The operator's magnitudes as if ripe deallocations had been cleared.
    pub(super) fn cleared_magnitudes(
        &self,
        operator: Address,
        strategy: Address,
    ) -> Result<StrategyMagnitude> {
        let mut encumbered = self.allocations.encumbered.read(&(operator, strategy));
        for set in self.allocations.deallocation_queues.read(&(operator, strategy)) {
            let stored = self.allocations.allocations.read(&(operator, set, strategy));
            if !stored.is_effective(self.block()) {
                break;
            }
            encumbered = encumbered.shift(stored.pending_diff)?;
        }
        Ok(StrategyMagnitude { max: self.max_magnitude(operator, strategy), encumbered })
    }
}
