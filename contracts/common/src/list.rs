//! Lists that behave as sets: insertion order, and removal moves the last element into the gap.
//!
//! That order is observable through views and, for a staker's strategies, decides the order in
//! which `undelegate` queues. Where an element's position is kept is the caller's choice: records
//! that exist anyway hold it in spare bytes ([`List`]); otherwise [`IndexedList`] keeps it in a
//! slot of its own.

use crate::storage::Slot;

/// Elements behind a base slot. Length and positions are kept by the caller.
#[derive(Clone, Copy, Debug)]
pub struct List {
    base: Slot,
}

impl List {
    /// The list whose elements begin behind `base`, which must be a hashed slot.
    pub fn at(base: Slot) -> Self {
        Self { base }
    }

    /// The slot of element `i`.
    pub fn element(self, i: u32) -> Slot {
        // One further, so that the base slot itself stays free for a length.
        self.base.offset(1).offset(i)
    }

    /// Removes element `i` of `len`; answers the element that moved into its place, if one did.
    pub fn swap_remove(self, i: u32, len: u32) -> Option<[u8; 32]> {
        let last = self.element(len.saturating_sub(1));
        let moved = (i + 1 < len).then(|| last.load());
        if let Some(word) = &moved {
            self.element(i).store(word);
        }
        last.clear();
        moved
    }
}

/// A list with its length in the base slot and each element's position in a slot of its own.
///
/// Elements are words; position slots are keyed by the list's base and the element.
#[derive(Clone, Copy, Debug)]
pub struct IndexedList {
    base: Slot,
}

/// Tag of the position slots; no program uses it for anything else.
const POSITION: u8 = 0xff;

impl IndexedList {
    /// The list at `base`, which must be a hashed slot.
    pub fn at(base: Slot) -> Self {
        Self { base }
    }

    /// How many elements there are.
    pub fn len(self) -> u32 {
        number(&self.base.load())
    }

    /// True if there are none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Element `i`.
    pub fn get(self, i: u32) -> [u8; 32] {
        List::at(self.base).element(i).load()
    }

    /// True if `element` is in the list.
    pub fn contains(self, element: &[u8; 32]) -> bool {
        self.position(element).load() != [0; 32]
    }

    /// Appends `element`; false if it was there.
    pub fn insert(self, element: &[u8; 32]) -> bool {
        let position = self.position(element);
        if position.load() != [0; 32] {
            return false;
        }
        let len = self.len();
        List::at(self.base).element(len).store(element);
        position.store(&word(len + 1));
        self.base.store(&word(len + 1));
        true
    }

    /// Removes `element`; false if it was not there.
    pub fn remove(self, element: &[u8; 32]) -> bool {
        let position = self.position(element);
        let at: u32 = number(&position.load());
        let Some(i) = at.checked_sub(1) else { return false };
        let len = self.len();
        if let Some(moved) = List::at(self.base).swap_remove(i, len) {
            self.position(&moved).store(&word(at));
        }
        position.clear();
        self.base.store(&word(len.saturating_sub(1)));
        true
    }

    fn position(self, element: &[u8; 32]) -> Slot {
        Slot::keyed(POSITION, &[self.base.0.as_slice(), element])
    }
}

/// A number as a word, read back from the last four bytes.
fn word(n: u32) -> [u8; 32] {
    let mut out = [0; 32];
    if let Some(low) = out.last_chunk_mut::<4>() {
        *low = n.to_be_bytes();
    }
    out
}

/// The number in a word's last four bytes.
fn number(word: &[u8; 32]) -> u32 {
    word.last_chunk::<4>().map_or(0, |low| u32::from_be_bytes(*low))
}
