//! The sentence that base strategies of this ABI answer.

use surety_common::{
    abi::{Bytes, Writer},
    revert,
};

/// "Base Strategy implementation to inherit from for more complex implementations".
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
    [0x4261_7365_2053_7472, 0x6174_6567_7920_696d, 0x706c_656d_656e_7461, 0x7469_6f6e_2074_6f20],
    [0x696e_6865_7269_7420, 0x6672_6f6d_2066_6f72, 0x206d_6f72_6520_636f, 0x6d70_6c65_7820_696d],
    [0x706c_656d_656e_7461, 0x7469_6f6e_7300_0000, 0, 0],
];
