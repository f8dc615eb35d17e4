//! Operator sets in eight bytes, so that lists hold four to a word.
//!
//! A reference is the AVS's number and the set's id, four bytes each. Numbers begin at 1, so that
//! no reference is zero. What it saves: an operator's first sets and the front of a deallocation
//! queue fit in words that are touched anyway, and further ones share a slot.

use super::{avs, manager::OperatorSet};
use crate::storage::Slot;

/// An operator set as it stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetRef(pub u64);

impl SetRef {
    /// The reference of set `id` of the AVS with a number.
    pub fn new(avs_number: u32, id: u32) -> Self {
        Self(u64::from(avs_number) << 32 | u64::from(id))
    }

    /// The set; one storage read.
    pub fn resolve(self) -> OperatorSet {
        // The halves of the number.
        OperatorSet { avs: avs::by_number((self.0 >> 32) as u32), id: self.0 as u32 }
    }
}

/// References behind a hashed slot, four to a word, from the left.
#[derive(Clone, Copy, Debug)]
pub struct SetRefs(pub Slot);

impl SetRefs {
    /// Reference `i`.
    pub fn get(self, i: u32) -> SetRef {
        let word = self.word(i).load();
        let bytes = word.get(offset(i)..).and_then(<[u8]>::first_chunk::<8>);
        SetRef(bytes.map_or(0, |bytes| u64::from_be_bytes(*bytes)))
    }

    /// Sets reference `i`.
    pub fn set(self, i: u32, set: SetRef) {
        let slot = self.word(i);
        let mut word = slot.load();
        if let Some(place) = word.get_mut(offset(i)..).and_then(<[u8]>::first_chunk_mut::<8>) {
            *place = set.0.to_be_bytes();
        }
        slot.store(&word);
    }

    fn word(self, i: u32) -> Slot {
        self.0.offset(i / 4)
    }
}

/// Where reference `i` begins in its word.
fn offset(i: u32) -> usize {
    (i % 4 * 8) as usize
}
