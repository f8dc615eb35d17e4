//! Ending a frame with an error.

use crate::{abi::Writer, host};

/// A custom error without arguments: its selector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(pub u32);

impl Error {
    /// Reverts with this error.
    pub fn raise(self) -> ! {
        revert(&self.0.to_be_bytes())
    }
}

/// Reverts with `data`. What the frame cached but did not flush is forgotten with it.
pub fn revert(data: &[u8]) -> ! {
    host::write_result(data);
    host::exit(1)
}

/// Reverts without data: malformed calldata, unknown selector, value to a function that takes none.
#[cold]
pub fn empty() -> ! {
    revert(&[])
}

/// Reverts with `error` unless `condition` holds.
pub fn require(condition: bool, error: Error) {
    if !condition {
        error.raise();
    }
}

/// `Panic(uint256)` with Solidity's code: 0x11 arithmetic, 0x12 division by zero, 0x32 index.
#[cold]
pub fn panic(code: u8) -> ! {
    let mut data = [0; 36];
    data[..4].copy_from_slice(&[0x4e, 0x48, 0x7b, 0x71]);
    data[35] = code;
    revert(&data)
}

/// Arithmetic over- or underflow.
#[cold]
pub fn overflow() -> ! {
    panic(0x11)
}

/// `Error(string)` with a text of at most 32 bytes, given as big-endian numbers.
///
/// A text in the program's data costs 0.75 gas a byte on **every** call of the program; numbers
/// live in the code and cost nothing until they are used.
#[cold]
pub fn short_string(len: u8, text: [u64; 4]) -> ! {
    long_string(len, &[text])
}

/// The same for a text of up to three words. Inlined, so that constant words become numbers in the
/// code.
#[inline(always)]
pub fn long_string(len: u8, words: &[[u64; 4]]) -> ! {
    let mut out = begin_string(len);
    push_text(&mut out, words);
    revert(out.bytes())
}

#[cold]
fn begin_string(len: u8) -> Writer {
    let mut out = Writer::with_selector(0x08c3_79a0);
    out.push_value(&32_u32);
    out.push_value(&len);
    out
}

/// Appends up to three words that are given as numbers.
#[inline(always)]
pub fn push_text(out: &mut Writer, words: &[[u64; 4]]) {
    // Not a loop: a loop reads the words from memory, and so puts them into the program's data.
    if let Some([a, b, c, d]) = words.first() {
        push_word(out, *a, *b, *c, *d);
    }
    if let Some([a, b, c, d]) = words.get(1) {
        push_word(out, *a, *b, *c, *d);
    }
    if let Some([a, b, c, d]) = words.get(2) {
        push_word(out, *a, *b, *c, *d);
    }
}

#[inline(never)]
fn push_word(out: &mut Writer, a: u64, b: u64, c: u64, d: u64) {
    for part in [a, b, c, d] {
        out.push_raw(&part.to_be_bytes());
    }
}

/// "Initializable: contract is already initialized", 46 bytes.
pub const ALREADY_INITIALIZED: [[u64; 4]; 2] = [
    [0x496e_6974_6961_6c69, 0x7a61_626c_653a_2063, 0x6f6e_7472_6163_7420, 0x6973_2061_6c72_6561],
    [0x6479_2069_6e69_7469, 0x616c_697a_6564_0000, 0, 0],
];

/// Values that may be absent for one stated reason.
pub trait OrRevert<T> {
    /// The value, or the revert that its absence means.
    fn or_revert(self) -> T;
}

impl<T> OrRevert<T> for Option<T> {
    /// `None` from checked arithmetic: panic 0x11.
    fn or_revert(self) -> T {
        match self {
            Some(value) => value,
            None => overflow(),
        }
    }
}
