//! Which slashes of which sets wait for payout. Both lists are in EnumerableSet order.

use crate::{
    manager::OperatorSet,
    storage::{self, PendingSet, PendingSets, SetKey, pending_sets},
};
use surety_common::{
    abi::{U256, Vec},
    list::List,
    revert::{self, OrRevert},
    storage::{Packed, Slot},
};

/// Eight numbers to a word.
const PER_WORD: u32 = 8;

/// Marks a slash, and its set, as waiting.
pub(super) fn insert(set: &OperatorSet, slash_id: U256) {
    let id = number(slash_id);
    let slot = storage::pending_set(set);
    let mut pending: PendingSet = slot.get();
    if pending.ids == 0 {
        let PendingSets { len } = pending_sets().get();
        List::at(pending_sets()).element(len).set(&SetKey { avs: set.avs, id: set.id });
        pending.position = len.checked_add(1).or_revert();
        pending_sets().set(&PendingSets { len: pending.position });
    }
    put(storage::pending_ids(set), pending.ids, id);
    pending.ids = pending.ids.checked_add(1).or_revert();
    put_position(set, id, pending.ids);
    slot.set(&pending);
}

/// Unmarks a slash, and its set with the last one.
pub(super) fn remove(set: &OperatorSet, slash_id: U256) {
    let id = number(slash_id);
    let slot = storage::pending_set(set);
    let mut pending: PendingSet = slot.get();
    let at = position(set, id);
    let list = storage::pending_ids(set);
    // A slash with entries is listed, so neither subtraction goes below zero.
    let last = pending.ids.checked_sub(1).or_revert();
    let moved = get(list, last);
    put(list, at.checked_sub(1).or_revert(), moved);
    put(list, last, 0);
    put_position(set, moved, at);
    put_position(set, id, 0);
    pending.ids = last;
    if last == 0 {
        forget_set(pending.position);
        pending.position = 0;
    }
    slot.set(&pending);
}

fn forget_set(position: u32) {
    let PendingSets { len } = pending_sets().get();
    if let Some(moved) = List::at(pending_sets()).swap_remove(position.saturating_sub(1), len) {
        let key = SetKey::unpack(&moved);
        let slot = storage::pending_set(&OperatorSet { avs: key.avs, id: key.id });
        slot.set(&PendingSet { position, ..slot.get() });
    }
    pending_sets().set(&PendingSets { len: len.saturating_sub(1) });
}

/// Sets with slashes that wait.
pub(crate) fn sets() -> Vec<OperatorSet> {
    let PendingSets { len } = pending_sets().get();
    (0..len)
        .map(|i| {
            let key: SetKey = List::at(pending_sets()).element(i).get();
            OperatorSet { avs: key.avs, id: key.id }
        })
        .collect()
}

/// Slashes of a set that wait.
pub(crate) fn ids(set: &OperatorSet) -> Vec<U256> {
    let PendingSet { ids, .. } = storage::pending_set(set).get();
    (0..ids).map(|i| U256::from(get(storage::pending_ids(set), i))).collect()
}

/// Slash ids count up from one per set in 32 bits; a larger one was never given out.
fn number(slash_id: U256) -> u32 {
    match u32::try_from(slash_id) {
        Ok(id) => id,
        Err(_) => revert::overflow(),
    }
}

fn position(set: &OperatorSet, id: u32) -> u32 {
    get(storage::id_positions(set, id / PER_WORD), id % PER_WORD)
}

fn put_position(set: &OperatorSet, id: u32, position: u32) {
    put(storage::id_positions(set, id / PER_WORD), id % PER_WORD, position);
}

/// Number `i` of the numbers from `base` on.
fn get(base: Slot, i: u32) -> u32 {
    let word = base.offset(i / PER_WORD).load();
    let at = (i % PER_WORD) as usize * 4;
    word.get(at..).and_then(<[u8]>::first_chunk::<4>).map_or(0, |bytes| u32::from_be_bytes(*bytes))
}

fn put(base: Slot, i: u32, value: u32) {
    let slot = base.offset(i / PER_WORD);
    let mut word = slot.load();
    let at = (i % PER_WORD) as usize * 4;
    if let Some(place) = word.get_mut(at..).and_then(<[u8]>::first_chunk_mut::<4>) {
        *place = value.to_be_bytes();
    }
    slot.store(&word);
}
