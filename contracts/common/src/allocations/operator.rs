//! Operators: their allocation delay and their two lists of sets.

use super::{
    manager::OperatorSet,
    reference::{SetRef, SetRefs},
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
        first_registered: u64 = 8,
        /// The first of the latter, as a reference.
        first_allocated: u64 = 8,
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

    const fn list(&mut self, list: SetList) -> (&mut u16, &mut u64) {
        match list {
            SetList::Registered => (&mut self.registered_count, &mut self.first_registered),
            SetList::Allocated => (&mut self.allocated_count, &mut self.first_allocated),
        }
    }
}

/// Appends a set to a list; answers its index.
pub fn append(operator: Address, list: SetList, set: SetRef) -> u16 {
    let mut record = Operator::load(operator);
    let (count, first) = record.list(list);
    let index = *count;
    *count = index.checked_add(1).or_revert();
    put(operator, list, first, index, set);
    record.store(operator);
    index
}

/// Removes the set at `index`; answers the set that moved into its place, if one did.
pub fn remove(operator: Address, list: SetList, index: u16) -> Option<SetRef> {
    let mut record = Operator::load(operator);
    let (count, first) = record.list(list);
    let last = count.checked_sub(1).or_revert();
    *count = last;
    // What stands behind the end is left there: writing it again is cheaper than a fresh slot.
    let moved = (index < last).then(|| get(operator, list, *first, last));
    if let Some(set) = moved {
        put(operator, list, first, index, set);
    }
    record.store(operator);
    moved
}

/// The sets of a list in order.
pub fn sets(operator: Address, list: SetList) -> Vec<OperatorSet> {
    let mut record = Operator::load(operator);
    let (count, first) = record.list(list);
    (0..*count).map(|i| get(operator, list, *first, i).resolve()).collect()
}

fn get(operator: Address, list: SetList, first: u64, index: u16) -> SetRef {
    match index.checked_sub(1) {
        None => SetRef(first),
        Some(i) => further(operator, list).get(i.into()),
    }
}

fn put(operator: Address, list: SetList, first: &mut u64, index: u16, set: SetRef) {
    match index.checked_sub(1) {
        None => *first = set.0,
        Some(i) => further(operator, list).set(i.into(), set),
    }
}

/// All references but the first.
fn further(operator: Address, list: SetList) -> SetRefs {
    let tag = match list {
        SetList::Registered => tag::REGISTERED,
        SetList::Allocated => tag::ALLOCATED,
    };
    SetRefs(Slot::keyed(tag, &[operator.as_slice()]))
}

fn slot(operator: Address) -> Slot {
    Slot::keyed(tag::OPERATOR, &[operator.as_slice()])
}
