//! The deallocation queue of an operator and strategy: first in, first out.
//!
//! Its first entry lies in the [`Magnitudes`] record, which every change of an allocation touches
//! anyway; only entries behind it need slots. An entry names a set; what is freed, and when, stands
//! in the allocation.
//!
//! Clearing stops at the first entry whose block has not come: all deallocations wait equally long,
//! so nothing behind it is ripe either. A slash may leave an entry without anything to free; it is
//! cleared like any other.

use super::{allocation::Key, magnitudes::Magnitudes, numbers::Words, reference::SetRef, tag};
use crate::{abi::Address, revert::OrRevert, storage::Slot};
use surety_accounting::allocation::StrategyMagnitude;

/// Appends a set.
pub fn push(operator: Address, strategy: Address, set: SetRef) {
    let mut ends = Magnitudes::load(operator, strategy);
    if ends.queue_front == 0 {
        ends.queue_front = set.0;
    } else {
        entries(operator, strategy).set(ends.queue_tail, set.0);
        ends.queue_tail = ends.queue_tail.checked_add(1).or_revert();
    }
    ends.store(operator, strategy);
}

/// Completes up to `limit` deallocations whose block has come.
///
/// # Events
/// `EncumberedMagnitudeUpdated` for each that frees something.
pub fn clear(operator: Address, strategy: Address, limit: u16, now_block: u32) {
    for _ in 0..limit {
        let front = Magnitudes::load(operator, strategy).queue_front;
        if front == 0 {
            break;
        }
        let allocation = Key { operator, set: SetRef(front), named: None, strategy };
        if !allocation.stored().is_effective(now_block) {
            break;
        }
        let (magnitudes, updated) = allocation.updated(now_block);
        allocation.save(magnitudes, updated);
        pop(operator, strategy);
    }
}

/// An operator's magnitudes with all ripe deallocations counted as cleared.
pub fn magnitudes_when_cleared(operator: Address, strategy: Address, now_block: u32) -> StrategyMagnitude {
    let record = Magnitudes::load(operator, strategy);
    let mut magnitudes = record.get();
    let behind = entries(operator, strategy);
    let mut next = record.queue_front;
    let mut head = record.queue_head;
    while next != 0 {
        let allocation = Key { operator, set: SetRef(next), named: None, strategy }.stored();
        if !allocation.is_effective(now_block) {
            break;
        }
        magnitudes.encumbered = magnitudes.encumbered.shift(allocation.pending_diff).or_revert();
        if head == record.queue_tail {
            break;
        }
        next = behind.get(head);
        head += 1;
    }
    magnitudes
}

/// Drops the first entry; the second moves up.
fn pop(operator: Address, strategy: Address) {
    let mut ends = Magnitudes::load(operator, strategy);
    if ends.queue_head == ends.queue_tail {
        ends.queue_front = 0;
    } else {
        ends.queue_front = entries(operator, strategy).get(ends.queue_head);
        ends.queue_head += 1;
    }
    // An empty queue begins anew, in slots that are paid for.
    if ends.queue_head == ends.queue_tail {
        ends.queue_head = 0;
        ends.queue_tail = 0;
    }
    ends.store(operator, strategy);
}

/// All entries but the first.
fn entries(operator: Address, strategy: Address) -> Words<8> {
    Words(Slot::keyed(tag::QUEUE, &[operator.as_slice(), strategy.as_slice()]))
}
