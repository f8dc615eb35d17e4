//! The containers that storage is made of here.

use crate::revert::Result;
use core::hash::Hash;
use std::collections::HashMap;
use surety_accounting::history::{self, Place};

/// A set that remembers insertion order; removing an element moves the last one into its place.
#[derive(Clone, Debug)]
pub(crate) struct ListSet<T>(Vec<T>);

impl<T> Default for ListSet<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq + Clone> ListSet<T> {
    /// Appends; whether it was new.
    pub(crate) fn insert(&mut self, value: T) -> bool {
        let is_new = !self.0.contains(&value);
        if is_new {
            self.0.push(value);
        }
        is_new
    }

    /// Takes out; whether it was there.
    pub(crate) fn remove(&mut self, value: &T) -> bool {
        let found = self.0.iter().position(|held| held == value);
        if let Some(index) = found {
            self.0.swap_remove(index);
        }
        found.is_some()
    }

    /// Whether it is there.
    pub(crate) fn contains(&self, value: &T) -> bool {
        self.0.contains(value)
    }

    /// All, in order.
    pub(crate) fn values(&self) -> Vec<T> {
        self.0.clone()
    }

    /// How many.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Reading a map as storage is read: what was never written is zero.
pub(crate) trait Read<K, V> {
    /// The value, or the default.
    fn read(&self, key: &K) -> V;
}

impl<K: Hash + Eq, V: Clone + Default> Read<K, V> for HashMap<K, V> {
    fn read(&self, key: &K) -> V {
        self.get(key).cloned().unwrap_or_default()
    }
}

/// A value's history by block.
#[derive(Clone, Debug)]
pub(crate) struct Record<V>(Vec<(u32, V)>);

impl<V> Default for Record<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V: Copy> Record<V> {
    /// The newest value, if any.
    pub(crate) fn latest(&self) -> Option<V> {
        self.0.last().map(|(_, value)| *value)
    }

    /// The value at the end of a block, if any.
    pub(crate) fn at_block(&self, block: u32) -> Result<Option<V>> {
        Ok(history::at_block(self.0.as_slice(), block)?)
    }

    /// Records a value for a block.
    pub(crate) fn push(&mut self, block: u32, value: V) -> Result {
        let place = history::place(self.0.last().map(|(block, _)| *block), block)?;
        if place == Place::ReplaceLast {
            self.0.pop();
        }
        self.0.push((block, value));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn removal_moves_the_last_element_into_the_gap() {
        let mut set = ListSet::default();
        for value in 1..=4 {
            assert!(set.insert(value));
        }
        assert!(!set.insert(2));
        assert!(set.remove(&2));
        assert!(!set.remove(&2));
        assert_eq!(set.values(), [1, 4, 3]);
    }

    #[test]
    fn record_keeps_one_value_per_block() {
        let mut record = Record::default();
        for (block, value) in [(5, 'a'), (5, 'b'), (7, 'c')] {
            record.push(block, value).unwrap();
        }
        assert_eq!(record.at_block(4), Ok(None));
        assert_eq!(record.at_block(6), Ok(Some('b')));
        assert_eq!(record.latest(), Some('c'));
        assert!(record.push(6, 'd').is_err());
    }
}
