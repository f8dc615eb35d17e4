//! Histories by block number: what was in force at a block.
//!
//! Entries are in ascending order of block; a second entry in the same block replaces the first.
//! The length is kept by the caller, in a record that is written anyway.

use crate::{packed, storage::Slot};

packed! {
    /// Two snapshots of a 64-bit value. Packed slot: 4 + 8 + 4 + 8 = 24.
    pub struct Pair {
        /// Block of the even entry.
        block: u32 = 4,
        /// Value of the even entry.
        value: u64 = 8,
        /// Block of the odd entry.
        next_block: u32 = 4,
        /// Value of the odd entry.
        next_value: u64 = 8,
    }
}

/// A history of 64-bit values, two to a slot.
#[derive(Clone, Copy, Debug)]
pub struct Narrow(pub Slot);

impl Narrow {
    fn get(self, i: u32) -> (u32, u64) {
        let pair: Pair = self.0.offset(i / 2).get();
        if i.is_multiple_of(2) { (pair.block, pair.value) } else { (pair.next_block, pair.next_value) }
    }

    /// Records `value` at `block` in a history of `len` entries; answers the new length.
    pub fn push(self, len: u32, block: u32, value: u64) -> u32 {
        let i = match len.checked_sub(1) {
            Some(last) if self.get(last).0 == block => last,
            _ => len,
        };
        let slot = self.0.offset(i / 2);
        let mut pair: Pair = slot.get();
        if i.is_multiple_of(2) {
            (pair.block, pair.value) = (block, value);
        } else {
            (pair.next_block, pair.next_value) = (block, value);
        }
        slot.set(&pair);
        i + 1
    }

    /// The last value recorded at or before `block`.
    pub fn at(self, len: u32, block: u32) -> Option<u64> {
        search(len, block, |i| self.get(i).0).map(|i| self.get(i).1)
    }
}

/// The last of `len` ascending keys that is at most `block`.
///
/// The newest entries are what is asked for nearly always, so it walks back over two of them
/// before it halves the rest.
pub(crate) fn search(len: u32, block: u32, key: impl Fn(u32) -> u32) -> Option<u32> {
    let mut high = len;
    for _ in 0..2 {
        let last = high.checked_sub(1)?;
        if key(last) <= block {
            return Some(last);
        }
        high = last;
    }
    let mut low = 0;
    while low < high {
        let middle = low + (high - low) / 2;
        if key(middle) <= block {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low.checked_sub(1)
}
