//! Writing values as calldata, results, logs and hash preimages.

use super::{Address, Bytes, FixedBytes, Narrow, U256, Vec};
use crate::host;

/// A value that can be written in its ABI encoding.
pub trait Encode {
    /// True if the head holds an offset instead of the value.
    const DYNAMIC: bool;
    /// Bytes in the head.
    const HEAD: usize;
    /// Writes the value. A static one fills its bytes at `at`, which are reserved; a dynamic one
    /// appends, and `at` is the end of what is written so far.
    fn put(&self, out: &mut Writer, at: usize);
}

/// A growing buffer.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

/// What one message usually needs. The allocator never frees, so buffers should not grow twice.
const CAPACITY: usize = 512;

impl Writer {
    /// An empty buffer.
    pub fn new() -> Self {
        Self { bytes: Vec::with_capacity(CAPACITY) }
    }

    /// A buffer that begins with a selector; offsets do not count it.
    pub fn with_selector(selector: u32) -> Self {
        let mut out = Self::new();
        out.bytes.extend_from_slice(&selector.to_be_bytes());
        out
    }

    /// Everything written.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Everything written, to keep.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Length so far.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// True if nothing is written.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Appends `n` zero bytes and answers where they begin.
    pub fn reserve(&mut self, n: usize) -> usize {
        let at = self.bytes.len();
        self.bytes.resize(at + n, 0);
        at
    }

    /// Appends one word.
    pub fn push_word(&mut self, word: &[u8; 32]) {
        self.bytes.extend_from_slice(word);
    }

    /// Appends bytes as they are, without length or padding.
    pub fn push_raw(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Appends a value of one word.
    pub fn push_value<T: Encode>(&mut self, value: &T) {
        let at = self.reserve(32);
        value.put(self, at);
    }

    /// Copies `value` to `at`, within what is reserved.
    fn set(&mut self, at: usize, value: &[u8]) {
        if let Some(place) = self.bytes.get_mut(at..).and_then(|rest| rest.get_mut(..value.len())) {
            place.copy_from_slice(value);
        }
    }

    /// Writes a number into the word at `at`.
    fn set_usize(&mut self, at: usize, value: usize) {
        self.set(at + 28, &(value as u32).to_be_bytes());
    }
}

/// Writes the fields of a tuple one after the other.
#[derive(Debug)]
pub struct Head {
    base: usize,
    at: usize,
}

impl Head {
    /// The tuple whose heads are reserved from `base` on; offsets count from there.
    pub fn at(base: usize) -> Self {
        Self { base, at: base }
    }

    /// The next field.
    pub fn put<T: Encode + ?Sized>(&mut self, out: &mut Writer, value: &T) {
        if T::DYNAMIC {
            let end = out.len();
            out.set_usize(self.at, end - self.base);
            value.put(out, end);
            self.at += 32;
        } else {
            value.put(out, self.at);
            self.at += T::HEAD;
        }
    }
}

/// Lets `fill` write topics and data after the first topic, and emits the log.
///
/// The first topic comes as four big-endian numbers: as bytes it would lie in the program's data,
/// which costs 24 gas in every call; numbers live in the code.
pub fn with_log(topic0: [u64; 4], topics: usize, fill: impl FnOnce(&mut Writer)) {
    let [a, b, c, d] = topic0;
    let mut out = begin_log(a, b, c, d);
    fill(&mut out);
    host::log(out.bytes(), topics);
}

/// A buffer that begins with a topic. Never inlined: then its arguments stay numbers.
#[inline(never)]
fn begin_log(a: u64, b: u64, c: u64, d: u64) -> Writer {
    let mut out = Writer::new();
    for part in [a, b, c, d] {
        out.push_raw(&part.to_be_bytes());
    }
    out
}

/// The topic of an indexed value that is longer than a word: the hash of its encoding in place.
pub fn topic_hash<T: Encode>(value: &T) -> [u8; 32] {
    let mut out = Writer::new();
    let at = if T::DYNAMIC { 0 } else { out.reserve(T::HEAD) };
    value.put(&mut out, at);
    host::keccak(out.bytes()).0
}

macro_rules! encode_word {
    ($($ty:ty: |$value:ident, $out:ident, $at:ident| $body:expr;)*) => {$(
        impl Encode for $ty {
            const DYNAMIC: bool = false;
            const HEAD: usize = 32;
            fn put(&self, $out: &mut Writer, $at: usize) {
                let $value = self;
                $body;
            }
        }
    )*};
}

encode_word! {
    u8: |v, out, at| out.set(at + 31, &v.to_be_bytes());
    u16: |v, out, at| out.set(at + 30, &v.to_be_bytes());
    u32: |v, out, at| out.set(at + 28, &v.to_be_bytes());
    u64: |v, out, at| out.set(at + 24, &v.to_be_bytes());
    bool: |v, out, at| out.set(at + 31, &[u8::from(*v)]);
    U256: |v, out, at| out.set(at, &v.to_be_bytes::<32>());
    Address: |v, out, at| out.set(at + 12, v.as_slice());
    i128: |v, out, at| {
        let sign = if *v < 0 { 0xff } else { 0 };
        out.set(at, &[sign; 16]);
        out.set(at + 16, &v.to_be_bytes());
    };
}

impl<const BITS: u16> Encode for Narrow<BITS> {
    const DYNAMIC: bool = false;
    const HEAD: usize = 32;
    fn put(&self, out: &mut Writer, at: usize) {
        out.set(at + 16, &self.0.to_be_bytes());
    }
}

impl<const N: usize> Encode for FixedBytes<N> {
    const DYNAMIC: bool = false;
    const HEAD: usize = 32;
    fn put(&self, out: &mut Writer, at: usize) {
        out.set(at, self.as_slice());
    }
}

impl Encode for Bytes {
    const DYNAMIC: bool = true;
    const HEAD: usize = 32;
    fn put(&self, out: &mut Writer, _end: usize) {
        self.0.put(out, 0);
    }
}

impl Encode for [u8] {
    const DYNAMIC: bool = true;
    const HEAD: usize = 32;
    fn put(&self, out: &mut Writer, _end: usize) {
        let at = out.reserve(32);
        out.set_usize(at, self.len());
        out.push_raw(self);
        out.reserve(self.len().wrapping_neg() % 32);
    }
}

impl<T: Encode> Encode for Vec<T> {
    const DYNAMIC: bool = true;
    const HEAD: usize = 32;
    fn put(&self, out: &mut Writer, _end: usize) {
        let at = out.reserve(32);
        out.set_usize(at, self.len());
        let mut head = Head::at(out.reserve(T::HEAD * self.len()));
        for item in self {
            head.put(out, item);
        }
    }
}

impl<T: Encode, const N: usize> Encode for [T; N] {
    const DYNAMIC: bool = T::DYNAMIC;
    const HEAD: usize = if T::DYNAMIC { 32 } else { T::HEAD * N };
    fn put(&self, out: &mut Writer, at: usize) {
        if T::DYNAMIC {
            out.reserve(32 * N);
        }
        let mut head = Head::at(at);
        for item in self {
            head.put(out, item);
        }
    }
}
