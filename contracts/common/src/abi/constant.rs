//! Words that are known when a program is compiled.

use super::B256;
use core::hint::black_box;

/// A word as four numbers, which live in the code.
///
/// As an array of bytes it would be in the program's data, and data is paid for in every call: a
/// hash of 32 bytes costs 28 gas, used or not. In the code it costs nothing until it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Constant(u64, u64, u64, u64);

impl Constant {
    /// From its bytes.
    pub const fn new(word: B256) -> Self {
        let value = alloy_primitives::U256::from_be_bytes(word.0);
        let [d, c, b, a] = value.into_limbs();
        Self(a, b, c, d)
    }

    /// The word.
    #[inline(always)]
    pub fn word(self) -> B256 {
        let mut word = [0; 32];
        // Hidden from the optimiser, which would otherwise put the bytes together again in data.
        let numbers = [black_box(self.0), black_box(self.1), black_box(self.2), black_box(self.3)];
        for (place, number) in word.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        B256::new(word)
    }
}
