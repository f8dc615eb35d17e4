//! Repeatable chance.

/// SplitMix64: each seed is one history.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// The next 64 bits.
    pub(crate) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.bits() % n.max(1)
    }

    /// True once in `n` times.
    pub(crate) fn once_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of them.
    pub(crate) fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.bits()).unwrap_or(0) % list.len()]
    }

    /// Each of them with an even chance, at most `most`, in an order of chance.
    pub(crate) fn some<T: Copy>(&mut self, list: &[T], most: usize) -> Vec<T> {
        let mut rest = list.to_vec();
        let count = 1 + usize::try_from(self.bits()).unwrap_or(0) % most;
        let mut out = Vec::new();
        while out.len() < count && !rest.is_empty() {
            let at = usize::try_from(self.bits()).unwrap_or(0) % rest.len();
            out.push(rest.swap_remove(at));
        }
        out
    }
}
