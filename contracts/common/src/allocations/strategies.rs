//! The strategies of a set.
//!
//! They are a list of numbers (see [`super::names`]): the first three in the set's record, five to a
//! word behind it. Where the ninth and later ones stand has a word for each.
//!
//! The order that is observed is that of a set with removal by moving the last element into the gap.

use super::{
    key,
    manager::OperatorSet,
    names::STRATEGIES,
    numbers::{Numbers, Words},
    set::Set,
    set_slot, tag,
};
use crate::{
    abi::{Address, Vec},
    packed,
    revert::OrRevert,
    storage::Slot,
};

packed! {
    /// Where a strategy stands that is not found by looking. Packed slot: 4.
    struct Position {
        /// Its index; 0 if it has none.
        index: u32 = 4,
    }
}

/// Whether a strategy is in the set. `number` is its number, if it was read with something else,
/// or else 0.
pub fn contains(set: &OperatorSet, record: &Set, strategy: Address, number: u64) -> bool {
    let number = if number == 0 { STRATEGIES.find(strategy) } else { Some(number) };
    let mut record = *record;
    number.is_some_and(|number| index_of(set, &mut record, number).is_some())
}

/// The set's strategies in order.
pub fn all(set: &OperatorSet, record: &Set) -> Vec<Address> {
    let (mut record, count) = (*record, record.strategy_count);
    let list = list(set, &mut record);
    (0..count).map(|i| STRATEGIES.resolve(list.get(i))).collect()
}

/// Appends a strategy; false if it was there. The set's record is stored by the caller.
pub fn add(set: &OperatorSet, record: &mut Set, strategy: Address) -> bool {
    let number = STRATEGIES.ensure(strategy);
    if index_of(set, record, number).is_some() {
        return false;
    }
    let index = record.strategy_count;
    record.strategy_count = index.checked_add(1).or_revert();
    let mut list = list(set, record);
    list.set(index, number);
    if index >= list.searched() {
        position(set, number).set(&Position { index });
    }
    true
}

/// Removes a strategy; false if it was not there. The set's record is stored by the caller.
pub fn remove(set: &OperatorSet, record: &mut Set, strategy: Address) -> bool {
    let Some(number) = STRATEGIES.find(strategy) else { return false };
    let Some(index) = index_of(set, record, number) else { return false };
    let count = record.strategy_count;
    record.strategy_count = count.checked_sub(1).or_revert();
    let mut list = list(set, record);
    let moved = list.swap_remove(index, count);
    let searched = list.searched();
    if index >= searched {
        position(set, number).clear();
    }
    if let Some(moved) = moved
        && count > searched
    {
        // The last one had a position, and has it still unless it moved to where one looks.
        let index = if index < searched { 0 } else { index };
        position(set, moved).set(&Position { index });
    }
    true
}

fn index_of(set: &OperatorSet, record: &mut Set, number: u64) -> Option<u32> {
    let count = record.strategy_count;
    let list = list(set, record);
    let found = list.find(count, number);
    if found.is_some() || count <= list.searched() {
        return found;
    }
    let Position { index } = position(set, number).get();
    (index != 0).then_some(index)
}

fn list<'a>(set: &OperatorSet, record: &'a mut Set) -> Numbers<'a, 6> {
    Numbers { first: &mut record.strategies, rest: Words(set_slot(tag::STRATEGIES, set)) }
}

fn position(set: &OperatorSet, number: u64) -> Slot {
    Slot::keyed(tag::STRATEGY_POSITION, &[&key(set), &number.to_be_bytes()])
}
