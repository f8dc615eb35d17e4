//! Allocations: what an operator promises to a set from one strategy.

use super::{
    key,
    magnitudes::Magnitudes,
    manager::{self, OperatorSet},
    membership::Membership,
    names::STRATEGIES,
    numbers::{Numbers, Words},
    operator::{self, SetList},
    reference::SetRef,
    set::Set,
    strategies, tag,
};
use crate::{
    abi::{Address, Vec},
    packed,
    revert::OrRevert,
    storage::Slot,
};
use surety_accounting::{
    Magnitude,
    allocation::{Allocation, Listing, StrategyMagnitude},
};

packed! {
    /// An allocation. Packed slot: 8 + 8 + 4 + 4 + 6 = 30.
    pub struct Record {
        /// What the set can slash, WAD.
        current: u64 = 8,
        /// The pending change, WAD, as a two's complement; within 1e18 on either side.
        pending_diff: u64 = 8,
        /// The first block with the change in force.
        effect_block: u32 = 4,
        /// Its index among the operator's strategies allocated to the set, while it is listed there
        /// and not found by looking.
        index: u32 = 4,
        /// Number of the strategy while it is listed there, otherwise 0.
        strategy_number: u64 = 6,
    }
}

/// Names an allocation.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// Whose it is.
    pub operator: Address,
    /// For whom.
    pub set: SetRef,
    /// The set that is meant, where it is at hand; otherwise it is looked up when it is needed.
    pub named: Option<&'a OperatorSet>,
    /// Of what.
    pub strategy: Address,
}

impl<'a> Key<'a> {
    /// The allocation of an operator that has a record for the set.
    pub fn new(operator: Address, set: &'a OperatorSet, membership: &Membership, strategy: Address) -> Self {
        Self { operator, set: membership.reference(set), named: Some(set), strategy }
    }

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

    /// Whether the strategy is in the set, which has this record.
    pub fn is_in(&self, set: &OperatorSet, record: &Set) -> bool {
        strategies::contains(set, record, self.strategy, self.load().strategy_number)
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
        match (allocation.listing(), record.strategy_number) {
            (Listing::Listed, 0) => (record.strategy_number, record.index) = self.list(),
            (Listing::Unlisted, number @ 1..) => {
                self.unlist(number, record.index);
                (record.strategy_number, record.index) = (0, 0);
            }
            _ => {}
        }
        self.slot().set(&record);
    }

    /// Emits `AllocationUpdated`.
    pub fn announce(&self, magnitude: Magnitude, effect_block: u32) {
        manager::AllocationUpdated {
            operator: self.operator,
            operator_set: self.name(),
            strategy: self.strategy,
            magnitude: magnitude.get(),
            effect_block,
        }
        .emit();
    }

    /// Appends the strategy, and with its first strategy the set; answers number and index.
    fn list(&self) -> (u64, u32) {
        let (set, number) = (self.name(), STRATEGIES.ensure(self.strategy));
        let mut membership = Membership::of_existing(self.operator, &set);
        let index = membership.allocated_count;
        membership.allocated_count = index.checked_add(1).or_revert();
        strategy_list(self.operator, &set, &mut membership).set(index, number);
        if index == 0 {
            membership.allocated_index = operator::append(self.operator, SetList::Allocated, self.set);
        }
        membership.store(self.operator, &set);
        (number, index)
    }

    /// Removes the strategy, and with its last strategy the set.
    fn unlist(&self, number: u64, index: u32) {
        let set = self.name();
        let mut membership = Membership::load(self.operator, &set);
        let count = membership.allocated_count;
        membership.allocated_count = count.checked_sub(1).or_revert();
        let mut list = strategy_list(self.operator, &set, &mut membership);
        let index = list.find(count, number).unwrap_or(index);
        let moved = list.swap_remove(index, count).filter(|_| index >= list.searched());
        membership.store(self.operator, &set);
        if let Some(moved) = moved {
            let moved = Key { strategy: STRATEGIES.resolve(moved), ..*self };
            let mut other = moved.load();
            other.index = index;
            moved.slot().set(&other);
        }
        if membership.allocated_count != 0 {
            return;
        }
        let at = membership.allocated_index;
        if let Some(moved) = operator::remove(self.operator, SetList::Allocated, self.set, at) {
            let moved = moved.resolve();
            let mut other = Membership::load(self.operator, &moved);
            other.allocated_index = at;
            other.store(self.operator, &moved);
        }
    }

    fn name(&self) -> OperatorSet {
        self.named.map_or_else(|| self.set.resolve(), Clone::clone)
    }

    fn load(&self) -> Record {
        self.slot().get()
    }

    fn slot(&self) -> Slot {
        let keys = [self.operator.as_slice(), &self.set.0.to_be_bytes(), self.strategy.as_slice()];
        Slot::keyed(tag::ALLOCATION, &keys)
    }
}

/// The strategies that an operator has allocated to a set, in order.
pub fn strategies(operator: Address, set: &OperatorSet) -> Vec<Address> {
    let mut membership = Membership::load(operator, set);
    let count = membership.allocated_count;
    let list = strategy_list(operator, set, &mut membership);
    (0..count).map(|i| STRATEGIES.resolve(list.get(i))).collect()
}

fn strategy_list<'a>(operator: Address, set: &OperatorSet, membership: &'a mut Membership) -> Numbers<'a, 6> {
    let rest = Slot::keyed(tag::ALLOCATED_STRATEGIES, &[operator.as_slice(), &key(set)]);
    Numbers { first: &mut membership.first_allocated, rest: Words(rest) }
}
