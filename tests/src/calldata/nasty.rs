//! Encodings that a decoder gets wrong if it can.

use alloy_primitives::U256;

/// Every word that is tried in the place of the word at byte `at` of `arguments`.
pub fn words(arguments: &[u8], at: usize) -> Vec<U256> {
    let was = word(arguments, at);
    let len = arguments.len() as u64;
    let here = at as u64;
    let one = U256::from(1);
    let mut all = vec![U256::ZERO, one, U256::MAX, was | one];
    // Bits just above each width that the ABI's types have, and the sign.
    all.extend([1, 8, 16, 32, 64, 96, 128, 160, 255].map(|bit| was ^ (one << bit)));
    // As an offset: to itself, to the word before, to the end and around it, unaligned, far beyond,
    // and where a sum with anything overflows.
    all.extend([here, here.saturating_sub(32), len, len.saturating_sub(32)].map(U256::from));
    all.extend([len + 1, len.saturating_sub(31), here + 1, 32, 31].map(U256::from));
    all.extend([u64::from(u32::MAX), 1 << 32, i64::MAX as u64, u64::MAX, u64::MAX - 31].map(U256::from));
    all.push(U256::MAX - U256::from(31));
    all.sort_unstable();
    all.dedup();
    all.retain(|word| *word != was);
    all
}

fn word(arguments: &[u8], at: usize) -> U256 {
    arguments
        .get(at..)
        .and_then(<[u8]>::first_chunk::<32>)
        .map_or(U256::ZERO, |word| U256::from_be_bytes(*word))
}

/// Puts a word in the place of the one at byte `at`.
pub fn put(arguments: &mut [u8], at: usize, word: U256) {
    if let Some(place) = arguments.get_mut(at..).and_then(<[u8]>::first_chunk_mut::<32>) {
        *place = word.to_be_bytes();
    }
}

/// Lengths to cut arguments to: each end of a word, and beside it.
pub fn cuts(arguments: &[u8]) -> Vec<usize> {
    let ends = (0..arguments.len()).step_by(32);
    let mut all: Vec<_> = ends.flat_map(|end| [end, end + 1, end + 31]).collect();
    all.retain(|cut| *cut < arguments.len());
    all
}
