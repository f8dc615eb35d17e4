//! The curve's arithmetic, done by the chain (EIP-196, EIP-197, EIP-198).
//!
//! A precompile refuses points that are not on their curve and coordinates that are not below the
//! modulus, and keeps the gas that it was given, which is all but a 64th. The original stops with an
//! invalid opcode then, which takes the rest too; here the frame reverts without data.

use super::Point;
use surety_common::{
    abi::{Address, B256, U256, Writer},
    call,
    host::CallKind,
    revert,
};

/// Last bytes of the precompiles' addresses.
const MODULAR_POWER: u8 = 5;
const ADD: u8 = 6;
const MULTIPLY: u8 = 7;
const PAIRING: u8 = 8;

/// a + b.
pub(super) fn add(a: &Point, b: &Point) -> Point {
    let mut input = Writer::new();
    input.push_raw(a);
    input.push_raw(b);
    run(ADD, input.bytes())
}

/// A point times a scalar, which may exceed the group's order.
pub(super) fn multiply(point: &Point, scalar: &B256) -> Point {
    let mut input = Writer::new();
    input.push_raw(point);
    input.push_word(scalar);
    run(MULTIPLY, input.bytes())
}

/// Whether the product of the pairings of these pairs of points is one.
pub(super) fn is_product_one(pairs: &[u8]) -> bool {
    let [.., last] = run::<32>(PAIRING, pairs);
    last == 1
}

/// base ^ exponent mod modulus.
pub(super) fn power(base: U256, exponent: U256, modulus: U256) -> U256 {
    let mut input = Writer::new();
    // The lengths of the three numbers.
    for _ in 0..3 {
        input.push_value(&32_u8);
    }
    for number in [base, exponent, modulus] {
        input.push_value(&number);
    }
    U256::from_be_bytes(run::<32>(MODULAR_POWER, input.bytes()))
}

/// Calls a precompile whose answer has `N` bytes.
fn run<const N: usize>(precompile: u8, input: &[u8]) -> [u8; N] {
    let to = Address::with_last_byte(precompile);
    match call::attempt(CallKind::Static, to, input, N).map(<[u8; N]>::try_from) {
        Some(Ok(answer)) => answer,
        _ => revert::empty(),
    }
}
