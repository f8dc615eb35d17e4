//! The storage cache of one call of one program (section 6.2).

use std::collections::BTreeMap;

use alloy_primitives::B256;

/// Gas that must be left for any charge of the cache.
pub(crate) const CACHE_ACCESS_GAS: u64 = 10;

/// A slot as the program sees it.
#[derive(Clone, Copy, Debug)]
struct Word {
    value: B256,
    /// What the state holds, if that is known.
    known: Option<B256>,
}

/// Cached slots, and how often they were used.
#[derive(Debug, Default)]
pub(crate) struct StorageCache {
    slots: BTreeMap<B256, Word>,
    reads: u32,
    writes: u32,
}

impl StorageCache {
    /// Counts a read and answers its gas; hits count like misses.
    pub(crate) fn read_gas(&mut self) -> u64 {
        self.reads = self.reads.saturating_add(1);
        match self.reads {
            0..=32 => 0,
            33..=128 => 2,
            _ => CACHE_ACCESS_GAS,
        }
    }

    /// Counts a write and answers its gas.
    pub(crate) fn write_gas(&mut self) -> u64 {
        self.writes = self.writes.saturating_add(1);
        match self.writes {
            0..=8 => 0,
            9..=64 => 7,
            _ => CACHE_ACCESS_GAS,
        }
    }

    /// The cached value of a slot.
    pub(crate) fn get(&self, key: B256) -> Option<B256> {
        self.slots.get(&key).map(|word| word.value)
    }

    /// Keeps a value read from the state.
    pub(crate) fn insert_known(&mut self, key: B256, value: B256) {
        self.slots.insert(key, Word { value, known: Some(value) });
    }

    /// Keeps a value to be written. A slot never read is dirty even if the state is equal.
    pub(crate) fn write(&mut self, key: B256, value: B256) {
        self.slots.entry(key).and_modify(|word| word.value = value).or_insert(Word { value, known: None });
    }

    /// The dirty slots, which count as written from now on; `clear` forgets all slots, but not the
    /// counts of reads and writes.
    pub(crate) fn flush(&mut self, clear: bool) -> Vec<(B256, B256)> {
        let mut dirty = Vec::new();
        for (key, word) in &mut self.slots {
            if word.known != Some(word.value) {
                dirty.push((*key, word.value));
                word.known = Some(word.value);
            }
        }
        if clear {
            self.slots.clear();
        }
        dirty
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: B256 = B256::repeat_byte(1);

    fn word(byte: u8) -> B256 {
        B256::repeat_byte(byte)
    }

    #[test]
    fn flush_answers_dirty_slots_once() {
        let mut cache = StorageCache::default();
        cache.insert_known(KEY, word(7));
        cache.write(KEY, word(7));
        assert_eq!(cache.flush(false), []);
        cache.write(KEY, word(8));
        assert_eq!(cache.get(KEY), Some(word(8)));
        assert_eq!(cache.flush(false), [(KEY, word(8))]);
        assert_eq!(cache.flush(false), []);
    }

    #[test]
    fn flush_writes_slots_never_read_even_if_equal() {
        let mut cache = StorageCache::default();
        cache.write(KEY, B256::ZERO);
        assert_eq!(cache.flush(true), [(KEY, B256::ZERO)]);
        assert_eq!(cache.get(KEY), None);
    }

    #[test]
    fn gas_rises_with_use_and_survives_a_clear() {
        let mut cache = StorageCache::default();
        let reads: Vec<u64> = (0..130).map(|_| cache.read_gas()).collect();
        assert_eq!((reads[31], reads[32], reads[127], reads[128]), (0, 2, 2, 10));
        let writes: Vec<u64> = (0..66).map(|_| cache.write_gas()).collect();
        assert_eq!((writes[7], writes[8], writes[63], writes[64]), (0, 7, 7, 10));
        cache.flush(true);
        assert_eq!((cache.read_gas(), cache.write_gas()), (10, 10));
    }
}
