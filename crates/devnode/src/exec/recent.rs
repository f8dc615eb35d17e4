//! The cache of recently run programs, which makes calls of a block's programs cheaper
//! (`stylus-vm.md`, section 4.3).

use alloy_primitives::B256;

/// Least recently used code hashes of one block, the newest last.
///
/// A handful of entries, so a scan beats a map.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecentPrograms {
    hashes: Vec<B256>,
    /// Capacity, fixed by the block's first insertion.
    capacity: Option<usize>,
}

impl RecentPrograms {
    /// Looks `hash` up and makes it the newest entry; answers whether it was there.
    pub(crate) fn touch(&mut self, hash: B256, block_cache_size: u16) -> bool {
        let capacity = *self.capacity.get_or_insert(usize::from(block_cache_size));
        let found = self.hashes.iter().rposition(|known| *known == hash);
        if let Some(index) = found {
            self.hashes.remove(index);
        } else if capacity == 0 {
            return false;
        } else if self.hashes.len() >= capacity {
            self.hashes.remove(0);
        }
        self.hashes.push(hash);
        found.is_some()
    }

    /// Starts a new block.
    pub(crate) fn clear(&mut self) {
        self.hashes.clear();
        self.capacity = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(n: u8) -> B256 {
        B256::repeat_byte(n)
    }

    #[test]
    fn the_least_recently_used_program_is_forgotten() {
        let mut recent = RecentPrograms::default();
        assert!(![1, 2, 3].iter().any(|n| recent.touch(hash(*n), 3)));
        assert!(recent.touch(hash(1), 3));
        assert!(!recent.touch(hash(4), 3), "evicts 2, the oldest");
        assert!(recent.touch(hash(1), 3) && recent.touch(hash(3), 3));
        assert!(!recent.touch(hash(2), 3));
    }

    #[test]
    fn capacity_is_that_of_the_first_insertion() {
        let mut recent = RecentPrograms::default();
        recent.touch(hash(1), 1);
        recent.touch(hash(2), 99);
        assert!(!recent.touch(hash(1), 99));
        recent.clear();
        recent.touch(hash(1), 2);
        recent.touch(hash(2), 2);
        assert!(recent.touch(hash(1), 2));
    }

    #[test]
    fn a_cache_without_capacity_never_hits() {
        let mut recent = RecentPrograms::default();
        assert!(!recent.touch(hash(1), 0));
        assert!(!recent.touch(hash(1), 0));
    }
}
