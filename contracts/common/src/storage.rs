//! Storage: slots by tag and key, words packed by hand.
//!
//! A program's state is a list of **tags** (one byte each, documented in its `storage.rs`). A tag
//! without keys is the slot of that number; with keys it is the hash of the tag followed by the
//! keys, whose lengths are fixed per tag, so no two (tag, keys) share a preimage.
//!
//! One hash reaches any mapping, however many keys it has, and fields that are used together share
//! a word: storage is what a transaction pays for.

use crate::{
    abi::{Address, B256},
    host, revert,
};
use core::cell::Cell;

/// One storage slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot(pub B256);

/// Longest preimage: a tag, two addresses, an operator set and some.
const PREIMAGE: usize = 96;

impl Slot {
    /// The slot of a tag without keys.
    pub const fn tag(tag: u8) -> Self {
        let mut word = [0; 32];
        word[31] = tag;
        Self(B256::new(word))
    }

    /// The slot of a tag and its keys.
    pub fn keyed(tag: u8, keys: &[&[u8]]) -> Self {
        let mut preimage = [0; PREIMAGE];
        preimage[0] = tag;
        let mut len = 1;
        for key in keys {
            let Some(place) = preimage.get_mut(len..).and_then(|rest| rest.get_mut(..key.len())) else {
                revert::overflow()
            };
            place.copy_from_slice(key);
            len += key.len();
        }
        Self(host::keccak(preimage.get(..len).unwrap_or_default()))
    }

    /// The slot `n` further on: elements of a list live behind the hash of their list.
    ///
    /// Only the low eight bytes count up. A hash whose low bytes are within 2^32 of wrapping
    /// has probability 2^-32 and even then leads to a slot of its own.
    pub fn offset(self, n: u32) -> Self {
        let mut word = self.0.0;
        if let Some(low) = word.last_chunk_mut::<8>() {
            *low = u64::from_be_bytes(*low).wrapping_add(u64::from(n)).to_be_bytes();
        }
        Self(B256::new(word))
    }

    /// The word.
    pub fn load(self) -> [u8; 32] {
        CACHE.filled.set(true);
        host::storage_load(&self.0)
    }

    /// Sets the word; written at the next call or at the frame's end.
    pub fn store(self, word: &[u8; 32]) {
        CACHE.dirty.set(true);
        CACHE.filled.set(true);
        host::storage_cache(&self.0, word);
    }

    /// Sets the word to zero.
    pub fn clear(self) {
        self.store(&[0; 32]);
    }

    /// The word as a packed record.
    pub fn get<T: Packed>(self) -> T {
        T::unpack(&self.load())
    }

    /// Stores a packed record.
    pub fn set<T: Packed>(self, value: &T) {
        self.store(&value.pack());
    }
}

/// What the host's cache of this frame holds.
struct Cache {
    /// Something that was not written.
    dirty: Cell<bool>,
    /// Something that was read or written, which another frame may change behind our back.
    filled: Cell<bool>,
}

// SAFETY: WASM programs have a single thread; off the VM there is no host to store into.
unsafe impl Sync for Cache {}

static CACHE: Cache = Cache { dirty: Cell::new(false), filled: Cell::new(false) };

/// Writes what changed, if anything did: the end of a frame.
pub fn flush() {
    if CACHE.dirty.get() {
        forget();
    }
}

/// Writes what changed and forgets what was read: before every call. The callee may come back
/// into this contract and write, and a slot that was only read would otherwise still show its old
/// value afterwards.
pub fn hand_over() {
    if CACHE.filled.get() {
        forget();
    }
}

fn forget() {
    CACHE.dirty.set(false);
    CACHE.filled.set(false);
    host::storage_flush();
}

/// A record that fills one word.
pub trait Packed: Sized {
    /// From the word.
    fn unpack(word: &[u8; 32]) -> Self;
    /// To the word. Reverts with panic 0x11 if a field does not fit its bytes.
    fn pack(&self) -> [u8; 32];
}

/// A field of a packed record: big-endian in as many bytes as it is given.
pub trait Field: Sized {
    /// From its bytes.
    fn read(bytes: &[u8]) -> Self;
    /// Into its bytes.
    fn write(&self, bytes: &mut [u8]);
}

macro_rules! number_field {
    ($($ty:ty),*) => {$(
        impl Field for $ty {
            fn read(bytes: &[u8]) -> Self {
                let mut value = [0; size_of::<Self>()];
                let skip = value.len().saturating_sub(bytes.len());
                for (to, from) in value.iter_mut().skip(skip).zip(bytes) {
                    *to = *from;
                }
                Self::from_be_bytes(value)
            }
            fn write(&self, bytes: &mut [u8]) {
                let value = self.to_be_bytes();
                let skip = value.len().saturating_sub(bytes.len());
                let (high, low) = value.split_at(skip);
                if high.iter().any(|byte| *byte != 0) {
                    revert::overflow();
                }
                bytes.copy_from_slice(low);
            }
        }
    )*};
}
number_field!(u8, u16, u32, u64, u128);

/// Numbers side by side, four bytes each.
impl<const N: usize> Field for [u32; N] {
    fn read(bytes: &[u8]) -> Self {
        let mut values = [0; N];
        for (value, chunk) in values.iter_mut().zip(bytes.chunks(4)) {
            *value = u32::read(chunk);
        }
        values
    }
    fn write(&self, bytes: &mut [u8]) {
        for (value, chunk) in self.iter().zip(bytes.chunks_mut(4)) {
            value.write(chunk);
        }
    }
}

/// Numbers side by side, each in its share of the bytes.
impl<const N: usize> Field for [u64; N] {
    fn read(bytes: &[u8]) -> Self {
        let mut values = [0; N];
        for (value, chunk) in values.iter_mut().zip(bytes.chunks(bytes.len() / N)) {
            *value = u64::read(chunk);
        }
        values
    }
    fn write(&self, bytes: &mut [u8]) {
        let width = bytes.len() / N;
        for (value, chunk) in self.iter().zip(bytes.chunks_mut(width)) {
            value.write(chunk);
        }
    }
}

impl<const N: usize> Field for [u8; N] {
    fn read(bytes: &[u8]) -> Self {
        bytes.first_chunk::<N>().map_or([0; N], |bytes| *bytes)
    }
    fn write(&self, bytes: &mut [u8]) {
        bytes.copy_from_slice(self);
    }
}

impl Field for bool {
    fn read(bytes: &[u8]) -> Self {
        bytes.iter().any(|byte| *byte != 0)
    }
    fn write(&self, bytes: &mut [u8]) {
        if let Some(last) = bytes.last_mut() {
            *last = u8::from(*self);
        }
    }
}

impl Field for Address {
    fn read(bytes: &[u8]) -> Self {
        bytes.first_chunk::<20>().map_or(Self::ZERO, |bytes| Self::new(*bytes))
    }
    fn write(&self, bytes: &mut [u8]) {
        bytes.copy_from_slice(self.as_slice());
    }
}

/// Declares a record that fills one word: fields from the left, each with its width in bytes.
///
/// ```text
/// packed! {
///     /// Packed slot: 20 + 6 + 4 + 1 = 31.
///     pub struct Staker {
///         /// Whom it delegates to.
///         operator: Address = 20,
///         ...
///     }
/// }
/// ```
#[macro_export]
macro_rules! packed {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field:ident: $ty:ty = $width:expr),* $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis struct $name { $($(#[$field_meta])* pub $field: $ty),* }

        const _: () = assert!(0 $(+ $width)* < 33, "a packed record has 32 bytes");

        impl $crate::storage::Packed for $name {
            fn unpack(word: &[u8; 32]) -> Self {
                let rest: &[u8] = word;
                $(let ($field, rest) = rest.split_at($width);)*
                let _ = rest;
                Self { $($field: $crate::storage::Field::read($field)),* }
            }
            fn pack(&self) -> [u8; 32] {
                let mut word = [0; 32];
                let rest: &mut [u8] = &mut word;
                $(
                    let (place, rest) = rest.split_at_mut($width);
                    $crate::storage::Field::write(&self.$field, place);
                )*
                let _ = rest;
                word
            }
        }
    };
}
