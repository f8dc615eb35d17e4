//! Constants as code.
//!
//! A constant of bytes lies in the program's data, of which every call pays 0.75 gas a byte; numbers
//! stand in the code and cost nothing until they are used.

use surety_common::abi::{B256, U256};

/// The word of four big-endian numbers. Never inlined: then its arguments stay numbers.
#[inline(never)]
pub(crate) fn word(a: u64, b: u64, c: u64, d: u64) -> [u8; 32] {
    let mut word = [0; 32];
    for (place, part) in word.as_chunks_mut::<8>().0.iter_mut().zip([a, b, c, d]) {
        *place = part.to_be_bytes();
    }
    word
}

/// A hash.
pub(crate) fn hash(a: u64, b: u64, c: u64, d: u64) -> B256 {
    B256::new(word(a, b, c, d))
}

/// A number, the most significant part first.
pub(crate) fn number(a: u64, b: u64, c: u64, d: u64) -> U256 {
    U256::from_be_bytes(word(a, b, c, d))
}
