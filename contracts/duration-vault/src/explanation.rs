//! The sentence that duration vaults of this ABI answer.

use surety_common::{
    abi::{Bytes, Writer},
    revert,
};

/// "Duration-bound vault strategy with configurable deposit caps and lock periods".
///
/// As numbers, see [`revert::short_string`].
pub(crate) fn text() -> Bytes {
    let mut out = Writer::new();
    revert::push_text(&mut out, &EXPLANATION);
    let text: &'static [u8] = out.into_bytes().leak();
    Bytes(text.get(..EXPLANATION_LEN).unwrap_or_default())
}

const EXPLANATION_LEN: usize = 77;
const EXPLANATION: [[u64; 4]; 3] = [
    [0x4475_7261_7469_6f6e, 0x2d62_6f75_6e64_2076, 0x6175_6c74_2073_7472, 0x6174_6567_7920_7769],
    [0x7468_2063_6f6e_6669, 0x6775_7261_626c_6520, 0x6465_706f_7369_7420, 0x6361_7073_2061_6e64],
    [0x206c_6f63_6b20_7065, 0x7269_6f64_7300_0000, 0, 0],
];
