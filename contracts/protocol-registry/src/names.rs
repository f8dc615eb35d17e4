//! Texts of at most 31 bytes as one word: from the left, the length in the last byte.

use crate::registry::error;
use surety_common::abi::Bytes;

/// Bytes that a text has at most.
const LONGEST: usize = 31;

/// A text as its word. Reverts with `StringTooLong`.
pub(crate) fn word(text: Bytes) -> [u8; 32] {
    let mut word = [0; 32];
    let len = text.0.len();
    match word.get_mut(..len) {
        Some(place) if len <= LONGEST => place.copy_from_slice(text.0),
        _ => error::string_too_long(text),
    }
    // At most 31.
    word[LONGEST] = len as u8;
    word
}

/// The text of a word.
pub(crate) fn text(word: &[u8; 32]) -> Bytes {
    let len = usize::from(word[LONGEST]);
    let bytes = word.get(..len).unwrap_or_default();
    Bytes(bytes.to_vec().leak())
}
