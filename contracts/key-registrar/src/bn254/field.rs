//! The field of the curve's coordinates: numbers modulo p.
//!
//! Arguments are below p, and p is so far below 2^256 that sums of two are exact.

use super::precompiles::power;
use crate::numbers::number;
use surety_common::{abi::U256, host};

/// p: 254 bits, and 3 modulo 4.
pub(super) fn modulus() -> U256 {
    number(0x3064_4e72_e131_a029, 0xb850_45b6_8181_585d, 0x9781_6a91_6871_ca8d, 0x3c20_8c16_d87c_fd47)
}

/// (p + 1) / 4.
fn root_exponent() -> U256 {
    number(0x0c19_139c_b84c_680a, 0x6e14_116d_a060_5617, 0x65e0_5aa4_5a1c_72a3, 0x4f08_2305_b61f_3f52)
}

/// a + b.
pub(super) fn add(a: U256, b: U256) -> U256 {
    let (sum, p) = (a.wrapping_add(b), modulus());
    if sum >= p { sum.wrapping_sub(p) } else { sum }
}

/// a − b.
pub(super) fn sub(a: U256, b: U256) -> U256 {
    if a >= b { a.wrapping_sub(b) } else { a.wrapping_add(modulus()).wrapping_sub(b) }
}

/// a · b.
pub(super) fn mul(a: U256, b: U256) -> U256 {
    host::mul_mod(a, b, modulus())
}

/// a / 2.
pub(super) fn halve(a: U256) -> U256 {
    let even = if a.bit(0) { a.wrapping_add(modulus()) } else { a };
    even >> 1
}

/// 1 / a, zero for zero: by Fermat, a to the power of p − 2. About 1,500 gas.
pub(super) fn invert(a: U256) -> U256 {
    let p = modulus();
    power(a, p.wrapping_sub(U256::from(2)), p)
}

/// One of the square roots of a, if it has any; the other is its negative. About 1,500 gas.
///
/// As p mod 4 is 3, a square to the power of (p + 1) / 4 is one of its roots.
pub(super) fn root(a: U256) -> Option<U256> {
    let root = power(a, root_exponent(), modulus());
    (mul(root, root) == a).then_some(root)
}
