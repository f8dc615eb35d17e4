//! Byte strings in storage: the length in the base slot, the bytes in the words behind it.

use crate::{packed, storage::Slot};

packed! {
    /// Packed slot: 4.
    struct Length {
        /// Bytes that follow.
        len: u32 = 4,
    }
}

/// A byte string at a hashed slot.
#[derive(Clone, Copy, Debug)]
pub struct Blob(pub Slot);

impl Blob {
    /// Stores `bytes`. A longer string that was there leaves its last words behind, unreachable.
    pub fn store(self, bytes: &[u8]) {
        // Calldata is far below 2^32 bytes.
        self.0.set(&Length { len: bytes.len() as u32 });
        for (i, chunk) in (1..).zip(bytes.chunks(32)) {
            let mut word = [0; 32];
            for (to, from) in word.iter_mut().zip(chunk) {
                *to = *from;
            }
            self.0.offset(i).store(&word);
        }
    }

    /// The string; it lives as long as the call.
    pub fn load(self) -> &'static [u8] {
        let Length { len } = self.0.get();
        let words = len.div_ceil(32);
        let mut bytes = Vec::with_capacity(words as usize * 32);
        for i in 0..words {
            // At most 2^27 words, so one more is still a number.
            bytes.extend_from_slice(&self.0.offset(i + 1).load());
        }
        bytes.truncate(len as usize);
        bytes.leak()
    }

    /// True if nothing, or the empty string, is stored.
    pub fn is_empty(self) -> bool {
        self.0.get::<Length>().len == 0
    }
}
