//! What calldata means, as a validating decoder sees it.
//!
//! The structure (offsets, lengths, ends) is alloy's. It drops the bits that a type has no use for, so
//! each word is decoded whole and its range is checked here.

use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{B256, U256};

/// More words than any function's arguments have at least.
const PADDING: usize = 64;

/// The canonical encoding of what `arguments` say; `None` if they are malformed.
///
/// Offsets may lead anywhere, also to where something else is read, so few words can say much. alloy
/// refuses what is shorter than it would be without that, Solidity does not. So it is given more, twice:
/// what it reads is in the arguments if it does not depend on what comes after them.
pub fn canonical(types: &[DynSolType], arguments: &[u8]) -> Option<Vec<u8>> {
    let wide = DynSolType::Tuple(types.iter().map(widen).collect());
    let read = |padding: u8| {
        let padded = [arguments, &[padding; 32 * PADDING][..]].concat();
        wide.abi_decode_params(&padded).ok()
    };
    let values = read(0)?;
    if read(u8::MAX)? != values {
        return None;
    }
    let whole = values.as_tuple()?;
    let sound = types.iter().zip(whole).all(|(ty, value)| is_in_range(ty, value));
    sound.then(|| values.abi_encode_params())
}

/// The same layout with words that keep all their bits, and strings as bytes.
fn widen(ty: &DynSolType) -> DynSolType {
    match ty {
        DynSolType::Address | DynSolType::Bool | DynSolType::Uint(_) | DynSolType::Int(_) => {
            DynSolType::Uint(256)
        }
        DynSolType::FixedBytes(_) | DynSolType::Function => DynSolType::FixedBytes(32),
        DynSolType::String | DynSolType::Bytes => DynSolType::Bytes,
        DynSolType::Array(of) => DynSolType::Array(Box::new(widen(of))),
        DynSolType::FixedArray(of, len) => DynSolType::FixedArray(Box::new(widen(of)), *len),
        DynSolType::Tuple(types) => DynSolType::Tuple(types.iter().map(widen).collect()),
    }
}

fn is_in_range(ty: &DynSolType, value: &DynSolValue) -> bool {
    let all = |ty: &DynSolType, values: &[DynSolValue]| values.iter().all(|value| is_in_range(ty, value));
    match (ty, value) {
        (DynSolType::Address, DynSolValue::Uint(word, _)) => word.bit_len() <= 160,
        (DynSolType::Bool, DynSolValue::Uint(word, _)) => word.bit_len() <= 1,
        (DynSolType::Uint(bits), DynSolValue::Uint(word, _)) => word.bit_len() <= *bits,
        (DynSolType::Int(bits), DynSolValue::Uint(word, _)) => is_sign_extended(*word, *bits),
        (DynSolType::FixedBytes(len), DynSolValue::FixedBytes(word, _)) => {
            word.get(*len..).is_some_and(|padding| padding.iter().all(|byte| *byte == 0))
        }
        (DynSolType::Array(of), DynSolValue::Array(values))
        | (DynSolType::FixedArray(of, _), DynSolValue::FixedArray(values)) => all(of, values),
        (DynSolType::Tuple(types), DynSolValue::Tuple(values)) => {
            types.iter().zip(values).all(|(ty, value)| is_in_range(ty, value))
        }
        _ => true,
    }
}

fn is_sign_extended(word: U256, bits: usize) -> bool {
    let above = word >> bits.saturating_sub(1);
    above.is_zero() || above == U256::MAX >> bits.saturating_sub(1)
}

/// A word as a value of `ty`, for generated arguments.
pub(super) fn fixed(word: B256, len: usize) -> DynSolValue {
    let mut kept = B256::ZERO;
    for (to, from) in kept.iter_mut().zip(word).take(len) {
        *to = from;
    }
    DynSolValue::FixedBytes(kept, len)
}
