//! Byte strings in storage: the length and the first bytes in the base slot, the others in the words
//! behind it.

use crate::{packed, storage::Slot};

/// Bytes that share the base slot with the length.
const FIRST: usize = 28;

packed! {
    /// Packed slot: 4 + 28 = 32.
    struct Base {
        /// Bytes of the string.
        len: u32 = 4,
        /// The first of them.
        first: [u8; 28] = 28,
    }
}

/// A byte string at a hashed slot.
#[derive(Clone, Copy, Debug)]
pub struct Blob(pub Slot);

impl Blob {
    /// Stores `bytes`. A longer string that was there leaves its last words behind, unreachable.
    pub fn store(self, bytes: &[u8]) {
        let (start, rest) = bytes.split_at(bytes.len().min(FIRST));
        let mut first = [0; FIRST];
        for (to, from) in first.iter_mut().zip(start) {
            *to = *from;
        }
        // Calldata is far below 2^32 bytes.
        self.0.set(&Base { len: bytes.len() as u32, first });
        for (i, chunk) in (1..).zip(rest.chunks(32)) {
            let mut word = [0; 32];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.0.offset(i).store(&word);
        }
    }

    /// The string; it lives as long as the call.
    pub fn load(self) -> &'static [u8] {
        let Base { len, first } = self.0.get();
        let len = len as usize;
        let words = len.saturating_sub(FIRST).div_ceil(32);
        let mut bytes = Vec::with_capacity(FIRST + words * 32);
        bytes.extend_from_slice(&first);
        // At most 2^27 words.
        for i in 0..words as u32 {
            bytes.extend_from_slice(&self.0.offset(i + 1).load());
        }
        bytes.truncate(len);
        bytes.leak()
    }

    /// True if nothing, or the empty string, is stored.
    pub fn is_empty(self) -> bool {
        self.0.get::<Base>().len == 0
    }
}
