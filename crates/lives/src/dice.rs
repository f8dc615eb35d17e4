//! Numbers that look random and are not.

use alloy_primitives::U256;
use anyhow::{Context as _, Result};

/// A small generator of numbers (splitmix64): the same seed gives the same run everywhere.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or(0)
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of a list's elements.
    ///
    /// # Errors
    /// If the list is empty.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Result<&'a T> {
        let i = self.below(of.len());
        of.get(i).context("an empty list has no element to pick")
    }

    /// An amount: small, ordinary or huge.
    pub fn amount(&mut self) -> U256 {
        let digits = *[0, 1, 3, 18, 20, 24, 27].get(self.below(7)).unwrap_or(&0_usize);
        let any = U256::from(self.next()) % U256::from(1000);
        match self.below(60) {
            0 => U256::MAX,
            1 => U256::ONE << 200,
            _ => any * U256::from(10).pow(U256::from(digits)),
        }
    }

    /// A fraction in (0, 1], as a WAD.
    pub fn wad(&mut self) -> u64 {
        const WAD: u64 = 1_000_000_000_000_000_000;
        match self.below(8) {
            0 => WAD,
            1 => 1,
            2 => WAD - 1,
            _ => self.next() % WAD + 1,
        }
    }
}
