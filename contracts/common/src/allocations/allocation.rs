//! Allocations: what an operator promises to a set from one strategy.

use super::{
    Account, key,
    magnitudes::Magnitudes,
    manager::{self, OperatorSet},
    membership::Membership,
    operator::{self, SetList},
    tag,
};
use crate::{
    abi::{Address, Vec},
    list::List,
    packed,
    revert::OrRevert,
    storage::{Packed, Slot},
};
use surety_accounting::{
    Magnitude,
    allocation::{Allocation, Listing, StrategyMagnitude},
};

packed! {
    /// An allocation. Packed slot: 8 + 8 + 4 + 4 = 24.
    pub struct Record {
        /// What the set can slash, WAD.
        current: u64 = 8,
        /// The pending change, WAD, as a two's complement; within 1e18 on either side.
        pending_diff: u64 = 8,
        /// The first block with the change in force.
        effect_block: u32 = 4,
        /// Its place among the operator's strategies allocated to the set, from 1; 0 if unlisted.
        position: u32 = 4,
    }
}

/// Names an allocation.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// Whose it is.
    pub operator: Address,
    /// For whom.
    pub set: &'a OperatorSet,
    /// Of what.
    pub strategy: Address,
}

impl Key<'_> {
    /// The allocation as stored.
    pub fn stored(&self) -> Allocation {
        let record = self.load();
        Allocation {
            current: Magnitude::new(record.current),
            pending_diff: record.pending_diff.cast_signed(),
            effect_block: record.effect_block,
        }
    }

    /// The allocation, and the operator's magnitudes, as of a block.
    pub fn updated(&self, now_block: u32) -> (StrategyMagnitude, Allocation) {
        let magnitudes = Magnitudes::load(self.operator, self.strategy).get();
        self.stored().updated(magnitudes, now_block).or_revert()
    }

    /// Stores an allocation and the magnitudes that go with it, and keeps the operator's lists.
    ///
    /// # Events
    /// `EncumberedMagnitudeUpdated` if that changed.
    pub fn save(&self, magnitudes: StrategyMagnitude, allocation: Allocation) {
        let mut strategy = Magnitudes::load(self.operator, self.strategy);
        let encumbered_before = strategy.encumbered;
        strategy.set(magnitudes);
        strategy.store(self.operator, self.strategy);
        if strategy.encumbered != encumbered_before {
            manager::EncumberedMagnitudeUpdated {
                operator: self.operator,
                strategy: self.strategy,
                encumbered_magnitude: strategy.encumbered,
            }
            .emit();
        }
        let mut record = self.load();
        record.current = allocation.current.get();
        record.pending_diff = allocation.pending_diff.cast_unsigned();
        record.effect_block = allocation.effect_block;
        match allocation.listing() {
            Listing::Listed if record.position == 0 => record.position = self.list(),
            Listing::Unlisted if record.position != 0 => {
                self.unlist(record.position);
                record.position = 0;
            }
            _ => {}
        }
        self.slot().set(&record);
    }

    /// Emits `AllocationUpdated`.
    pub fn announce(&self, magnitude: Magnitude, effect_block: u32) {
        manager::AllocationUpdated {
            operator: self.operator,
            operator_set: self.set.clone(),
            strategy: self.strategy,
            magnitude: magnitude.get(),
            effect_block,
        }
        .emit();
    }

    /// Appends the strategy, and with its first strategy the set; answers the position.
    fn list(&self) -> u32 {
        let mut membership = Membership::of_existing(self.operator, self.set);
        let index = membership.allocated_count;
        strategy_list(self.operator, self.set).element(index).set(&Account { account: self.strategy });
        if index == 0 {
            membership.allocated_index =
                operator::append(self.operator, SetList::Allocated, membership.reference(self.set));
        }
        membership.allocated_count = index.checked_add(1).or_revert();
        membership.store(self.operator, self.set);
        membership.allocated_count
    }

    /// Removes the strategy, and with its last strategy the set.
    fn unlist(&self, position: u32) {
        let mut membership = Membership::load(self.operator, self.set);
        let index = position.checked_sub(1).or_revert();
        let list = strategy_list(self.operator, self.set);
        if let Some(word) = list.swap_remove(index, membership.allocated_count) {
            let moved = Key { strategy: Account::unpack(&word).account, ..*self };
            let mut other = moved.load();
            other.position = position;
            moved.slot().set(&other);
        }
        membership.allocated_count = membership.allocated_count.checked_sub(1).or_revert();
        membership.store(self.operator, self.set);
        if membership.allocated_count != 0 {
            return;
        }
        if let Some(moved) = operator::remove(self.operator, SetList::Allocated, membership.allocated_index) {
            let moved = moved.resolve();
            let mut other = Membership::load(self.operator, &moved);
            other.allocated_index = membership.allocated_index;
            other.store(self.operator, &moved);
        }
    }

    fn load(&self) -> Record {
        self.slot().get()
    }

    fn slot(&self) -> Slot {
        Slot::keyed(tag::ALLOCATION, &[self.operator.as_slice(), &key(self.set), self.strategy.as_slice()])
    }
}

/// The strategies that an operator has allocated to a set, in order.
pub fn strategies(operator: Address, set: &OperatorSet) -> Vec<Address> {
    let list = strategy_list(operator, set);
    let count = Membership::load(operator, set).allocated_count;
    (0..count).map(|i| list.element(i).get::<Account>().account).collect()
}

fn strategy_list(operator: Address, set: &OperatorSet) -> List {
    List::at(Slot::keyed(tag::ALLOCATED_STRATEGIES, &[operator.as_slice(), &key(set)]))
}
