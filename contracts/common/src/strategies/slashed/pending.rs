//! Which slashes of which sets wait for payout. Both lists are in EnumerableSet order.

use super::super::{
    manager::OperatorSet,
    storage::{self, PendingSet, PendingSets, SetKey, pending_sets},
};
use crate::{
    abi::{U256, Vec},
    list::List,
    revert::{self, OrRevert},
    storage::{Packed, Slot},
};

/// Eight numbers to a word.
const PER_WORD: u32 = 8;
/// Ids that the set's own word holds.
const INLINE: u32 = 6;

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
    let index = pending.ids;
    pending.ids = index.checked_add(1).or_revert();
    put_id(set, &mut pending, index, id);
    slot.set(&pending);
}

/// Unmarks a slash, and its set with the last one.
pub(super) fn remove(set: &OperatorSet, slash_id: U256) {
    let id = number(slash_id);
    let slot = storage::pending_set(set);
    let mut pending: PendingSet = slot.get();
    // A slash with entries is listed, so there is an index and a last one.
    let index = index_of(set, &pending, id).or_revert();
    let last = pending.ids.checked_sub(1).or_revert();
    let moved = id_at(set, &pending, last);
    if index >= INLINE {
        put_position(set, id, 0);
    }
    // The lane behind the end keeps its old id: the next slash writes into a word that is not zero.
    if index != last {
        if last >= INLINE {
            put_position(set, moved, 0);
        }
        put_id(set, &mut pending, index, moved);
    }
    pending.ids = last;
    if last == 0 {
        forget_set(pending.position);
        pending = PendingSet { ids: 0, position: 0, first: [0; INLINE as usize] };
    }
    slot.set(&pending);
}

/// Id `index` of the set.
fn id_at(set: &OperatorSet, pending: &PendingSet, index: u32) -> u32 {
    match pending.first.get(index as usize) {
        Some(id) => *id,
        None => get(storage::pending_ids(set), index.saturating_sub(INLINE)),
    }
}

/// Puts an id at `index`, and notes its position if it stands behind the inline ones.
fn put_id(set: &OperatorSet, pending: &mut PendingSet, index: u32, id: u32) {
    if let Some(place) = pending.first.get_mut(index as usize) {
        *place = id;
    } else {
        put(storage::pending_ids(set), index.saturating_sub(INLINE), id);
        put_position(set, id, index.saturating_add(1));
    }
}

/// Where an id stands: among the inline ones, which are looked through, or at its noted position.
fn index_of(set: &OperatorSet, pending: &PendingSet, id: u32) -> Option<u32> {
    let inline = pending.first.iter().take(pending.ids as usize).position(|other| *other == id);
    match inline {
        Some(index) => Some(index as u32),
        None => position(set, id).checked_sub(1),
    }
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
pub fn sets() -> Vec<OperatorSet> {
    let PendingSets { len } = pending_sets().get();
    (0..len)
        .map(|i| {
            let key: SetKey = List::at(pending_sets()).element(i).get();
            OperatorSet { avs: key.avs, id: key.id }
        })
        .collect()
}

/// Slashes of a set that wait.
pub fn ids(set: &OperatorSet) -> Vec<U256> {
    let pending: PendingSet = storage::pending_set(set).get();
    (0..pending.ids).map(|i| U256::from(id_at(set, &pending, i))).collect()
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
