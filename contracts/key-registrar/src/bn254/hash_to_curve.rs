//! From a digest to a point of G1: what a key's secret multiplies to sign.

use super::{
    Point,
    field::{add, modulus, mul, root},
};
use surety_common::{
    abi::{B256, U256},
    revert,
};

/// How many x are tried before giving up.
///
/// The group has prime order r, so every point but the one at infinity has y ≠ 0, and exactly
/// (r − 1) / 2 of the p values of x are on the curve: a half, up to 2^-126. If successive x behave
/// like coin tosses, a digest fails with probability 2^-256. What is proven: the polynomials
/// (x + i)³ + 3 have no double roots, and two of them share one only if p divides (i − j)⁶ + 243,
/// which is positive and far smaller than p. So no product of some of them is a square, and by
/// Weil's bound on character sums at most p / 2^n + 3n·√p values of x begin a run of n without a
/// point. For n = 256 that is a share below 2^-117 of all x, and, as at most six digests lead to
/// the same x, one below 2^-116 of all digests. The original has no bound.
const TRIES: u32 = 256;

/// The first point with x = digest mod p, or 1, 2, … more, and the root that is a power of x³ + 3
/// as y. Reverts without data if there is none within [`TRIES`], which does not happen.
///
/// Two tries on average; one costs about 1,500 gas, nearly all of it the precompile's.
pub(super) fn hash_to_curve(digest: B256) -> Point {
    let p = modulus();
    let mut x = U256::from_be_bytes(digest.0);
    // At most five times: 2^256 is below 6p.
    while x >= p {
        x = x.wrapping_sub(p);
    }
    for _ in 0..TRIES {
        if let Some(y) = root(add(mul(mul(x, x), x), U256::from(3))) {
            return point(x, y);
        }
        x = add(x, U256::ONE);
    }
    revert::empty()
}

/// A point as its bytes.
pub(super) fn point(x: U256, y: U256) -> Point {
    let mut point = [0; 64];
    let (left, right) = point.split_at_mut(32);
    left.copy_from_slice(&x.to_be_bytes::<32>());
    right.copy_from_slice(&y.to_be_bytes::<32>());
    point
}
