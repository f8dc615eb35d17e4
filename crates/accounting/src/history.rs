//! Values by block number: what an operator's magnitude or queue total was at some block.
//!
//! An entry holds from its block to the next entry's. Before the first entry, and without any,
//! the default holds, which each caller knows: one for magnitudes, zero for queue totals.
//! Writing twice in one block keeps the later value, so that a look-up for a block sees its end.

use crate::{AccountingError, Result};

/// Read access to the entries of one history, ordered by ascending block.
///
/// Every look-up reads as few entries as it can, since each costs a storage read in a contract.
pub trait History {
    /// What is recorded.
    type Value;
    /// Why an entry cannot be read.
    type Error;

    /// The number of entries.
    fn len(&self) -> usize;

    /// Entry number `index`, which is below [`History::len`].
    ///
    /// # Errors
    /// Whatever stands in the way of reading.
    fn entry(&self, index: usize) -> core::result::Result<(u32, Self::Value), Self::Error>;

    /// Whether nothing was ever recorded.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The newest value, if any.
///
/// # Errors
/// Those of the history.
pub fn latest<H: History + ?Sized>(history: &H) -> core::result::Result<Option<H::Value>, H::Error> {
    match history.len().checked_sub(1) {
        None => Ok(None),
        Some(last) => history.entry(last).map(|(_, value)| Some(value)),
    }
}

/// The value at the end of `block`: that of the last entry whose block is at most `block`.
///
/// The newest entry is tried first, because most look-ups end there.
///
/// # Errors
/// Those of the history.
pub fn at_block<H: History + ?Sized>(
    history: &H,
    block: u32,
) -> core::result::Result<Option<H::Value>, H::Error> {
    let Some(last) = history.len().checked_sub(1) else { return Ok(None) };
    let (key, value) = history.entry(last)?;
    if key <= block {
        return Ok(Some(value));
    }
    let mut found = None;
    // Entries below `low` are at most `block`, those from `high` on are later.
    let (mut low, mut high) = (0, last);
    while low < high {
        let middle = usize::midpoint(low, high);
        let (key, value) = history.entry(middle)?;
        if key <= block {
            found = Some(value);
            low = middle.saturating_add(1);
        } else {
            high = middle;
        }
    }
    Ok(found)
}

/// Where a new value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// After the last entry.
    Append,
    /// In place of the last entry, which is of the same block.
    ReplaceLast,
}

/// Where to record a value for `now`, given the block of the last entry.
///
/// # Errors
/// [`AccountingError::InvalidSnapshotOrdering`] if the last entry is of a later block.
pub fn place(last_block: Option<u32>, now_block: u32) -> Result<Place> {
    match last_block {
        Some(last) if last > now_block => Err(AccountingError::InvalidSnapshotOrdering),
        Some(last) if last == now_block => Ok(Place::ReplaceLast),
        _ => Ok(Place::Append),
    }
}

impl<V: Copy> History for [(u32, V)] {
    type Value = V;
    type Error = AccountingError;

    fn len(&self) -> usize {
        <[(u32, V)]>::len(self)
    }

    fn entry(&self, index: usize) -> Result<(u32, V)> {
        self.get(index).copied().ok_or(AccountingError::Overflow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn place_depends_on_the_last_block() {
        assert_eq!(place(None, 5), Ok(Place::Append));
        assert_eq!(place(Some(4), 5), Ok(Place::Append));
        assert_eq!(place(Some(5), 5), Ok(Place::ReplaceLast));
        assert_eq!(place(Some(6), 5), Err(AccountingError::InvalidSnapshotOrdering));
    }

    #[test]
    fn nothing_is_found_before_the_first_entry() {
        let history = [(10, 'a'), (12, 'b')];
        assert_eq!(at_block(&history[..0], 11), Ok(None));
        assert_eq!(at_block(&history[..], 9), Ok(None));
        assert_eq!(at_block(&history[..], 11), Ok(Some('a')));
        assert_eq!(latest(&history[..]), Ok(Some('b')));
    }

    proptest! {
        /// a look-up finds what a plain scan finds, at every block.
        #[test]
        fn lookup_equals_scan(gaps in proptest::collection::vec(1..5_u32, 0..40), block in 0..200_u32) {
            let mut key = 0;
            let history: std::vec::Vec<_> = gaps.into_iter().map(|gap| { key += gap; (key, key * 7) }).collect();
            let scan = history.iter().rev().find(|(key, _)| *key <= block).map(|(_, value)| *value);
            prop_assert_eq!(at_block(&history[..], block), Ok(scan));
        }
    }
}
