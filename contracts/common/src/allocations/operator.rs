//! Operators: their allocation delay and their two lists of sets.

use super::{
    manager::OperatorSet,
    numbers::{Numbers, Words},
    reference::SetRef,
    tag,
};
use crate::{
    abi::{Address, Vec},
    packed,
    revert::OrRevert,
    storage::Slot,
};
use surety_accounting::delayed::Delayed;

packed! {
    /// An operator. Packed slot: 4 + 4 + 4 + 2 + 2 + 8 + 8 = 32.
    ///
    /// An account can be in at most 65,535 sets at a time; the next one reverts with panic 0x11.
    pub struct Operator {
        /// Allocation delay in force before `delay_effect_block`, blocks.
        delay_blocks: u32 = 4,
        /// Allocation delay in force from `delay_effect_block` on, blocks.
        pending_delay_blocks: u32 = 4,
        /// 0 for accounts that are no operators: registering sets it.
        delay_effect_block: u32 = 4,
        /// Sets of which it is a member.
        registered_count: u16 = 2,
        /// Sets to which it has an allocation.
        allocated_count: u16 = 2,
        /// The first of the former, as a reference.
        first_registered: [u64; 1] = 8,
        /// The first of the latter, as a reference.
        first_allocated: [u64; 1] = 8,
    }
}

/// One of an operator's lists of sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetList {
    /// Sets of which it is a member.
    Registered,
    /// Sets to which it has an allocation.
    Allocated,
}

impl Operator {
    /// The record of an account.
    pub fn load(operator: Address) -> Self {
        slot(operator).get()
    }

    /// Stores the record.
    pub fn store(&self, operator: Address) {
        slot(operator).set(self);
    }

    /// Whether the account is an operator. The delegation manager sets the delay of every operator
    /// that registers, and registration is permanent.
    pub const fn is_registered(&self) -> bool {
        self.delay_effect_block != 0
    }

    /// The allocation delay, blocks.
    pub const fn delay(&self) -> Delayed<u32> {
        Delayed {
            current: self.delay_blocks,
            pending: self.pending_delay_blocks,
            effect_block: self.delay_effect_block,
        }
    }

    /// Sets the allocation delay, blocks.
    pub const fn set_delay(&mut self, delay: &Delayed<u32>) {
        self.delay_blocks = delay.current;
        self.pending_delay_blocks = delay.pending;
        self.delay_effect_block = delay.effect_block;
    }

    /// A list, and how many sets are in it.
    fn list(&mut self, operator: Address, list: SetList) -> (&mut u16, Numbers<'_, 8>) {
        let (count, first, tag) = match list {
            SetList::Registered => (&mut self.registered_count, &mut self.first_registered, tag::REGISTERED),
            SetList::Allocated => (&mut self.allocated_count, &mut self.first_allocated, tag::ALLOCATED),
        };
        (count, Numbers { first, rest: Words(Slot::keyed(tag, &[operator.as_slice()])) })
    }
}

/// Appends a set to a list; answers its index.
pub fn append(operator: Address, list: SetList, set: SetRef) -> u16 {
    let mut record = Operator::load(operator);
    let (count, mut list) = record.list(operator, list);
    let index = *count;
    *count = index.checked_add(1).or_revert();
    list.set(index.into(), set.0);
    record.store(operator);
    index
}

/// Removes a set, at `index` if it is not found by looking. Answers the set that moved into its
/// place, if it is one whose index has to be kept.
pub fn remove(operator: Address, list: SetList, set: SetRef, index: u16) -> Option<SetRef> {
    let mut record = Operator::load(operator);
    let (count, mut list) = record.list(operator, list);
    let len = u32::from(*count);
    *count = count.checked_sub(1).or_revert();
    let index = list.find(len, set.0).unwrap_or(index.into());
    let moved = list.swap_remove(index, len).filter(|_| index >= list.searched());
    record.store(operator);
    moved.map(SetRef)
}

/// The sets of a list in order.
pub fn sets(operator: Address, list: SetList) -> Vec<OperatorSet> {
    let mut record = Operator::load(operator);
    let (count, list) = record.list(operator, list);
    (0..u32::from(*count)).map(|i| SetRef(list.get(i)).resolve()).collect()
}

fn slot(operator: Address) -> Slot {
    Slot::keyed(tag::OPERATOR, &[operator.as_slice()])
}
