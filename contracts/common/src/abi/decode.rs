//! Reading values out of calldata and return data.

use super::{Address, B256, Bytes, FixedBytes, Narrow, U256, Vec};
use crate::{entry, revert};

/// A value that can be read from its ABI encoding.
pub trait Decode: Sized {
    /// True if the head holds an offset instead of the value.
    const DYNAMIC: bool;
    /// Bytes in the head.
    const HEAD: usize;
    /// Reads the value whose encoding starts at `at`. Reverts with empty data if it is malformed.
    fn read(data: &'static [u8], at: usize) -> Self;
}

/// Reads the fields of a tuple one after the other.
#[derive(Debug)]
pub struct Reader {
    data: &'static [u8],
    /// Where offsets count from.
    base: usize,
    /// The next field's head.
    head: usize,
}

impl Reader {
    /// The arguments of the present call.
    pub fn arguments() -> Self {
        Self { data: entry::calldata(), base: 4, head: 4 }
    }

    /// The values that another contract returned.
    pub fn returned(data: &'static [u8]) -> Self {
        Self { data, base: 0, head: 0 }
    }

    /// The fields of a tuple that starts at `at`.
    pub fn tuple(data: &'static [u8], at: usize) -> Self {
        Self { data, base: at, head: at }
    }

    /// The next field.
    pub fn take<T: Decode>(&mut self) -> T {
        let head = self.head;
        self.head += T::HEAD;
        if T::DYNAMIC {
            // Neither sum overflows: `small` is at most the data's length.
            let at = self.base + small(self.data, head);
            T::read(self.data, at)
        } else {
            T::read(self.data, head)
        }
    }
}

/// The 32 bytes at `at`.
fn word(data: &'static [u8], at: usize) -> &'static [u8; 32] {
    match data.get(at..).and_then(<[u8]>::first_chunk::<32>) {
        Some(word) => word,
        None => revert::empty(),
    }
}

/// The last `N` bytes of a word whose other bytes must be zero.
fn low<const N: usize>(data: &'static [u8], at: usize) -> [u8; N] {
    let word = word(data, at);
    let (padding, value) = word.split_at(32 - N);
    if padding.iter().any(|byte| *byte != 0) {
        revert::empty();
    }
    match value.first_chunk::<N>() {
        Some(value) => *value,
        None => revert::empty(),
    }
}

/// An offset or length: anything beyond the data is malformed.
fn small(data: &'static [u8], at: usize) -> usize {
    let value = u32::from_be_bytes(low::<4>(data, at)) as usize;
    if value > data.len() {
        revert::empty();
    }
    value
}

macro_rules! decode_uint {
    ($($ty:ty),*) => {$(
        impl Decode for $ty {
            const DYNAMIC: bool = false;
            const HEAD: usize = 32;
            fn read(data: &'static [u8], at: usize) -> Self {
                Self::from_be_bytes(low(data, at))
            }
        }
    )*};
}
decode_uint!(u8, u16, u32, u64);

impl<const BITS: u16> Decode for Narrow<BITS> {
    const DYNAMIC: bool = false;
    const HEAD: usize = 32;
    fn read(data: &'static [u8], at: usize) -> Self {
        let value = u128::from_be_bytes(low(data, at));
        if BITS < 128 && value >> BITS != 0 {
            revert::empty();
        }
        Self(value)
    }
}

impl Decode for U256 {
    const DYNAMIC: bool = false;
    const HEAD: usize = 32;
    fn read(data: &'static [u8], at: usize) -> Self {
        Self::from_be_bytes(*word(data, at))
    }
}

impl Decode for i128 {
    const DYNAMIC: bool = false;
    const HEAD: usize = 32;
    fn read(data: &'static [u8], at: usize) -> Self {
        let word = word(data, at);
        let (padding, value) = word.split_at(16);
        let Some(value) = value.first_chunk::<16>() else { revert::empty() };
        let value = Self::from_be_bytes(*value);
        let sign = if value < 0 { 0xff } else { 0 };
        if padding.iter().any(|byte| *byte != sign) {
            revert::empty();
        }
        value
    }
}

impl Decode for bool {
    const DYNAMIC: bool = false;
    const HEAD: usize = 32;
    fn read(data: &'static [u8], at: usize) -> Self {
        match low::<1>(data, at) {
            [0] => false,
            [1] => true,
            _ => revert::empty(),
        }
    }
}

impl Decode for Address {
    const DYNAMIC: bool = false;
    const HEAD: usize = 32;
    fn read(data: &'static [u8], at: usize) -> Self {
        Self::new(low(data, at))
    }
}

impl<const N: usize> Decode for FixedBytes<N> {
    const DYNAMIC: bool = false;
    const HEAD: usize = 32;
    fn read(data: &'static [u8], at: usize) -> Self {
        let word = word(data, at);
        let (value, padding) = word.split_at(N);
        if padding.iter().any(|byte| *byte != 0) {
            revert::empty();
        }
        match value.first_chunk::<N>() {
            Some(value) => Self::new(*value),
            None => revert::empty(),
        }
    }
}

impl Decode for Bytes {
    const DYNAMIC: bool = true;
    const HEAD: usize = 32;
    fn read(data: &'static [u8], at: usize) -> Self {
        let len = small(data, at);
        // `small` read 32 bytes at `at`, so the sum stays below the data's length plus 32.
        match data.get(at + 32..).and_then(|rest| rest.get(..len)) {
            Some(bytes) => Self(bytes),
            None => revert::empty(),
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    const DYNAMIC: bool = true;
    const HEAD: usize = 32;
    fn read(data: &'static [u8], at: usize) -> Self {
        let len = small(data, at);
        let mut items = Reader::tuple(data, at + 32);
        // Each item has a head in the data, which bounds what a hostile length can allocate.
        if len > data.len() / T::HEAD {
            revert::empty();
        }
        let mut out = Self::with_capacity(len);
        for _ in 0..len {
            out.push(items.take());
        }
        out
    }
}

impl<T: Decode + Copy + Default, const N: usize> Decode for [T; N] {
    const DYNAMIC: bool = T::DYNAMIC;
    const HEAD: usize = if T::DYNAMIC { 32 } else { T::HEAD * N };
    fn read(data: &'static [u8], at: usize) -> Self {
        let mut items = Reader::tuple(data, at);
        let mut out = [T::default(); N];
        for slot in &mut out {
            *slot = items.take();
        }
        out
    }
}

// B256 is FixedBytes<32>; named here so that the list of word types is complete.
const _: fn(&'static [u8], usize) -> B256 = <B256 as Decode>::read;
