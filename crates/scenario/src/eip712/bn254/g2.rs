//! G2 of BN254, for checking recorded key pairs: the same formulas over Fp².
//!
//! An element is `(imaginary, real)`, in the order in which the pairing precompile takes them.

use super::{P, R, sub};
use alloy_primitives::{U256, uint};

/// An element of Fp²: imaginary part, real part.
pub type Fp2 = (U256, U256);

/// A point of G2; `None` is the point at infinity.
pub type G2 = Option<(Fp2, Fp2)>;

/// The generator (EIP-197).
pub const GENERATOR: G2 = Some((
    (
        uint!(11559732032986387107991004021392285783925812861821192530917403151452391805634_U256),
        uint!(10857046999023057135944570762232829481370756359578518086990519993285655852781_U256),
    ),
    (
        uint!(4082367875863433681332203403145435568316851327593401208105741076214120093531_U256),
        uint!(8495653923123431417604973247489272438418190587263600148770280649306958101930_U256),
    ),
));

fn minus(a: Fp2, b: Fp2) -> Fp2 {
    (sub(a.0, b.0), sub(a.1, b.1))
}

fn plus(a: Fp2, b: Fp2) -> Fp2 {
    (a.0.add_mod(b.0, P), a.1.add_mod(b.1, P))
}

/// (a i + b)(c i + d) = (ad + bc) i + (bd − ac), as i² = −1.
fn times(a: Fp2, b: Fp2) -> Fp2 {
    let imaginary = a.0.mul_mod(b.1, P).add_mod(a.1.mul_mod(b.0, P), P);
    let real = sub(a.1.mul_mod(b.1, P), a.0.mul_mod(b.0, P));
    (imaginary, real)
}

/// 1 / (a i + b) = (b − a i) / (a² + b²).
fn inverse(a: Fp2) -> Option<Fp2> {
    let norm = a.0.mul_mod(a.0, P).add_mod(a.1.mul_mod(a.1, P), P);
    let scale = norm.inv_mod(P)?;
    Some((sub(U256::ZERO, a.0).mul_mod(scale, P), a.1.mul_mod(scale, P)))
}

/// Point addition.
pub fn add(a: G2, b: G2) -> G2 {
    let (Some((ax, ay)), Some((bx, by))) = (a, b) else { return a.or(b) };
    let slope = if ax == bx {
        if plus(ay, by) == Fp2::default() {
            return None;
        }
        let square = times(ax, ax);
        times(plus(plus(square, square), square), inverse(plus(ay, ay))?)
    } else {
        times(minus(by, ay), inverse(minus(bx, ax))?)
    };
    let x = minus(minus(times(slope, slope), ax), bx);
    Some((x, minus(times(slope, minus(ax, x)), ay)))
}

/// `scalar × point`.
pub fn mul(scalar: U256, point: G2) -> G2 {
    let scalar = scalar % R;
    (0..256).rev().fold(None, |sum, bit| {
        let doubled = add(sum, sum);
        if scalar.bit(bit) { add(doubled, point) } else { doubled }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mul_gives_infinity_when_scalar_is_the_order() {
        assert_eq!(mul(R, GENERATOR), None);
        assert_eq!(add(mul(R - U256::ONE, GENERATOR), GENERATOR), None);
    }
}
