//! The ABI codec, written for size.
//!
//! Decoding is strict, as Solidity's is: a word with dirty padding, an offset or length that leads
//! out of the calldata reverts with empty data. Calldata and return data live as long as the frame,
//! so decoded byte strings borrow them.

mod constant;
mod decode;
mod encode;

pub use alloy_primitives::{Address, B256, FixedBytes, U256, b256};
pub use constant::Constant;
pub use decode::{Decode, Reader};
pub use encode::{Encode, Head, Writer, topic_hash, with_log};
pub use std::vec::Vec;

/// A `bytes` or `string` of the calldata, not copied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub &'static [u8]);

/// An unsigned integer of a width that Rust has no type for (`uint96` is `Narrow<96>`).
///
/// Invariant: the value is below 2^BITS; decoding checks it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Narrow<const BITS: u16>(pub u128);
