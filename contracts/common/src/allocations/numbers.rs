//! Lists of short numbers.
//!
//! The first ones lie in a record that is touched anyway, the others side by side in the words
//! behind a hashed slot. Those in the record and in the first word are found by looking: nobody
//! has to keep their positions, so that moving one costs nothing but the move. Only those behind
//! have positions, which are kept by the caller; so finding one never takes more than two reads.

use crate::storage::{Field as _, Slot};

/// Numbers of `W` bytes behind a hashed slot, from the left.
#[derive(Clone, Copy, Debug)]
pub struct Words<const W: usize>(pub Slot);

impl<const W: usize> Words<W> {
    /// How many lie in a word.
    const EACH: u32 = 32 / W as u32;

    /// Number `i`.
    pub fn get(self, i: u32) -> u64 {
        self.word(i).load().chunks(W).nth(place(i, Self::EACH)).map_or(0, u64::read)
    }

    /// Sets number `i`, which has at most `W` bytes.
    pub fn set(self, i: u32, number: u64) {
        let slot = self.word(i);
        let mut word = slot.load();
        if let Some(bytes) = word.chunks_mut(W).nth(place(i, Self::EACH)) {
            number.write(bytes);
        }
        slot.store(&word);
    }

    fn word(self, i: u32) -> Slot {
        self.0.offset(i / Self::EACH)
    }
}

/// Where number `i` lies in its word.
fn place(i: u32, each: u32) -> usize {
    (i % each) as usize
}

/// A list of numbers; how many there are is known to the caller.
///
/// What stands behind the end is left there: writing it again is cheaper than a fresh slot.
#[derive(Debug)]
pub struct Numbers<'a, const W: usize> {
    /// The first ones, as they lie in the record.
    pub first: &'a mut [u64],
    /// The others.
    pub rest: Words<W>,
}

impl<const W: usize> Numbers<'_, W> {
    /// Numbers below this index are found by looking, the others have positions.
    pub fn searched(&self) -> u32 {
        // At most 32 each.
        self.first.len() as u32 + Words::<W>::EACH
    }

    /// Number `i`.
    pub fn get(&self, i: u32) -> u64 {
        match self.first.get(i as usize) {
            Some(number) => *number,
            None => self.rest.get(self.behind(i)),
        }
    }

    /// Sets number `i`.
    pub fn set(&mut self, i: u32, number: u64) {
        let behind = self.behind(i);
        match self.first.get_mut(i as usize) {
            Some(place) => *place = number,
            None => self.rest.set(behind, number),
        }
    }

    /// The index of `number` among the first of `len`, if it is where one looks.
    pub fn find(&self, len: u32, number: u64) -> Option<u32> {
        (0..len.min(self.searched())).find(|i| self.get(*i) == number)
    }

    /// Moves the last of `len` numbers, which are not none, to index `i`; answers it unless it is
    /// the one that was there.
    pub fn swap_remove(&mut self, i: u32, len: u32) -> Option<u64> {
        let last = len.saturating_sub(1);
        let moved = (i < last).then(|| self.get(last))?;
        self.set(i, moved);
        Some(moved)
    }

    /// The index among the numbers that are not in the record.
    fn behind(&self, i: u32) -> u32 {
        i.saturating_sub(self.first.len() as u32)
    }
}
