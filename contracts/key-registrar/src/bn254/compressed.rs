//! Keys in three words instead of six: of each point only x is stored, and which of the two y.
//!
//! A fresh word costs 22,100 gas, the root of an equation some 1,500; and only views ask for y. The
//! coordinates have 254 bits, so that the choices fit the first word's top bits.

use super::{
    Point,
    field::{add, halve, invert, mul, root, sub},
    hash_to_curve::point,
};
use crate::numbers::number;
use surety_common::{abi::U256, revert::OrRevert};

/// Words of a stored key.
pub(crate) const WORDS: usize = 3;

/// Top bit of the first word: y of the point of G1 is odd.
const G1_ODD: usize = 255;
/// The bit below it: y of the point of G2 is odd, see [`is_odd_2`].
const G2_ODD: usize = 254;

/// A coordinate of G2: real part, imaginary part.
type Pair = (U256, U256);

/// Key data, whose points were checked to be on their curves, as it is stored.
pub(crate) fn compress(data: [U256; 6]) -> [U256; WORDS] {
    let [x, y, x_im, x_re, y_im, y_re] = data;
    let mut first = x;
    first.set_bit(G1_ODD, y.bit(0));
    first.set_bit(G2_ODD, is_odd_2((y_re, y_im)));
    [first, x_im, x_re]
}

/// The point of G1 of a stored key.
pub(crate) fn point_1(first: U256) -> Point {
    let x = x_of(first);
    // y² = x³ + 3.
    let y = root(add(mul(mul(x, x), x), U256::from(3))).or_revert();
    point(x, if y.bit(0) == first.bit(G1_ODD) { y } else { sub(U256::ZERO, y) })
}

/// y of the point of G2 of a stored key: imaginary part, real part.
pub(crate) fn y_2([first, x_im, x_re]: [U256; WORDS]) -> [U256; 2] {
    // y² = x³ + 3 / (9 + i).
    let x = (x_re, x_im);
    let cube = mul_2(mul_2(x, x), x);
    let (b_re, b_im) = constant();
    let (re, im) = root_2((add(cube.0, b_re), add(cube.1, b_im)));
    if is_odd_2((re, im)) == first.bit(G2_ODD) { [im, re] } else { [negate(im), negate(re)] }
}

fn x_of(mut first: U256) -> U256 {
    first.set_bit(G1_ODD, false);
    first.set_bit(G2_ODD, false);
    first
}

/// Tells a coordinate from its negative: p is odd, so that a number other than zero and its negative
/// never are both odd or both even.
fn is_odd_2((re, im): Pair) -> bool {
    if im.is_zero() { re.bit(0) } else { im.bit(0) }
}

fn negate(a: U256) -> U256 {
    sub(U256::ZERO, a)
}

/// 3 / (9 + i), which is (27 − 3i) / 82.
fn constant() -> Pair {
    let re =
        number(0x2b14_9d40_ceb8_aaae, 0x81be_1899_1be0_6ac3, 0xb5b4_c5e5_59db_efa3, 0x3267_e6dc_24a1_38e5);
    let im =
        number(0x0097_13b0_3af0_fed4, 0xcd2c_afad_eed8_fdf4, 0xa74f_a084_e52d_1852, 0xe4a2_bd06_85c3_15d2);
    (re, im)
}

/// With i² = −1.
fn mul_2(a: Pair, b: Pair) -> Pair {
    (sub(mul(a.0, b.0), mul(a.1, b.1)), add(mul(a.0, b.1), mul(a.1, b.0)))
}

/// A square root of a square.
///
/// If (c + di)² = re + im·i, then c² is one of (re ± s) / 2 with s² = re² + im², and d = im / 2c. The
/// product of both candidates is −(im / 2)², and −1 is no square: exactly one of them is.
fn root_2((re, im): Pair) -> Pair {
    if im.is_zero() {
        return match root(re) {
            Some(c) => (c, U256::ZERO),
            None => (U256::ZERO, root(negate(re)).or_revert()),
        };
    }
    let s = root(add(mul(re, re), mul(im, im))).or_revert();
    let c = root(halve(add(re, s))).or_else(|| root(halve(sub(re, s)))).or_revert();
    (c, mul(im, invert(add(c, c))))
}
