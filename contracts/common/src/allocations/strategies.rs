//! The strategies of a set, in one slot each.
//!
//! They form a chain: each link names the strategy before it, and the set's record names the last
//! one. Asking for a strategy is one read, adding one is one new slot (a list with positions takes
//! two). Listing walks the chain; removing one walks from the end to its successor, at the expense
//! of the AVS, who alone makes the chain long.
//!
//! The order that is observed is that of a set with removal by moving the last element into the gap.

use super::{key, manager::OperatorSet, set::Set, tag};
use crate::{
    abi::{Address, Vec},
    packed,
    revert::OrRevert,
    storage::Slot,
};

packed! {
    /// A strategy's place in a set. Packed slot: 20 + 1 = 21.
    pub struct Link {
        /// The strategy before it; of no meaning in the first one.
        previous: Address = 20,
        /// True while it is in the set.
        listed: bool = 1,
    }
}

/// Whether a strategy is in the set.
pub fn contains(set: &OperatorSet, strategy: Address) -> bool {
    link(set, strategy).listed
}

/// The set's strategies in order.
pub fn all(set: &OperatorSet, record: &Set) -> Vec<Address> {
    let mut out = Vec::new();
    let mut strategy = record.last_strategy;
    for _ in 0..record.strategy_count {
        out.push(strategy);
        strategy = link(set, strategy).previous;
    }
    out.reverse();
    out
}

/// Appends a strategy; false if it was there. The set's record is stored by the caller.
pub fn add(set: &OperatorSet, record: &mut Set, strategy: Address) -> bool {
    if contains(set, strategy) {
        return false;
    }
    slot(set, strategy).set(&Link { previous: record.last_strategy, listed: true });
    record.last_strategy = strategy;
    record.strategy_count = record.strategy_count.checked_add(1).or_revert();
    true
}

/// Removes a strategy; false if it was not there. The set's record is stored by the caller.
pub fn remove(set: &OperatorSet, record: &mut Set, strategy: Address) -> bool {
    let removed = link(set, strategy);
    if !removed.listed {
        return false;
    }
    let last = record.last_strategy;
    if strategy == last {
        record.last_strategy = removed.previous;
    } else {
        let end = link(set, last);
        let next = successor(set, record, strategy);
        if next != last {
            slot(set, next).set(&Link { previous: last, listed: true });
            record.last_strategy = end.previous;
        }
        slot(set, last).set(&Link { previous: removed.previous, listed: true });
    }
    slot(set, strategy).clear();
    record.strategy_count = record.strategy_count.checked_sub(1).or_revert();
    true
}

/// The strategy that names `strategy` as the one before it. It is found before the first link,
/// whose own `previous` means nothing, can be mistaken for it.
fn successor(set: &OperatorSet, record: &Set, strategy: Address) -> Address {
    let mut at = record.last_strategy;
    for _ in 0..record.strategy_count {
        let previous = link(set, at).previous;
        if previous == strategy {
            break;
        }
        at = previous;
    }
    at
}

fn link(set: &OperatorSet, strategy: Address) -> Link {
    slot(set, strategy).get()
}

fn slot(set: &OperatorSet, strategy: Address) -> Slot {
    Slot::keyed(tag::SET_STRATEGY, &[&key(set), strategy.as_slice()])
}
