//! G1 of BN254: what signing a key registration needs, and nothing more.
//!
//! Affine arithmetic over [`U256`]: slow, and right for the handful of signatures of a scenario.

pub mod g2;

use alloy_primitives::{B256, U256, uint};

/// The field's modulus p.
const P: U256 = uint!(21888242871839275222246405745257275088696311157297823662689037894645226208583_U256);
/// The group's order r.
const R: U256 = uint!(21888242871839275222246405745257275088548364400416034343698204186575808495617_U256);

/// A point of G1; `None` is the point at infinity.
pub type G1 = Option<(U256, U256)>;

/// The generator.
pub const GENERATOR: G1 = Some((U256::ONE, uint!(2_U256)));

/// y² = x³ + 3, if there is such a y: the root that raising to (p+1)/4 gives.
fn y_of(x: U256) -> Option<U256> {
    let cube = x.mul_mod(x, P).mul_mod(x, P);
    let square = cube.add_mod(uint!(3_U256), P);
    // p ≡ 3 (mod 4), so a square's root is its (p+1)/4-th power; P + 1 fits (p < 2^254).
    let exponent = (P + U256::ONE) >> 2;
    let y = square.pow_mod(exponent, P);
    (y.mul_mod(y, P) == square).then_some(y)
}

/// The peer's hash to curve: the first x from `digest mod p` upwards that lies on it.
pub fn hash_to_g1(digest: B256) -> (U256, U256) {
    let mut x = U256::from_be_bytes(digest.0) % P;
    loop {
        if let Some(y) = y_of(x) {
            return (x, y);
        }
        // Half of all x are on the curve, so this ends after a few rounds.
        x = x.add_mod(U256::ONE, P);
    }
}

/// a − b mod p for reduced operands.
fn sub(a: U256, b: U256) -> U256 {
    a.add_mod(P - b % P, P)
}

/// Point addition.
pub fn add(a: G1, b: G1) -> G1 {
    let (Some((ax, ay)), Some((bx, by))) = (a, b) else { return a.or(b) };
    let slope = if ax == bx {
        if ay.add_mod(by, P).is_zero() {
            return None;
        }
        let top = uint!(3_U256).mul_mod(ax.mul_mod(ax, P), P);
        top.mul_mod(ay.add_mod(ay, P).inv_mod(P)?, P)
    } else {
        sub(by, ay).mul_mod(sub(bx, ax).inv_mod(P)?, P)
    };
    let x = sub(sub(slope.mul_mod(slope, P), ax), bx);
    let y = sub(slope.mul_mod(sub(ax, x), P), ay);
    Some((x, y))
}

/// `scalar × point`.
pub fn mul(scalar: U256, point: G1) -> G1 {
    let scalar = scalar % R;
    (0..256).rev().fold(None, |sum, bit| {
        let doubled = add(sum, sum);
        if scalar.bit(bit) { add(doubled, point) } else { doubled }
    })
}

/// The 64 bytes of a point; infinity is all zero.
pub fn encode(point: G1) -> Vec<u8> {
    let (x, y) = point.unwrap_or_default();
    [x.to_be_bytes::<32>(), y.to_be_bytes::<32>()].concat()
}

/// A key registration signature: `secret × hashToG1(digest)`.
pub fn sign(secret: U256, digest: B256) -> Vec<u8> {
    encode(mul(secret, Some(hash_to_g1(digest))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mul_gives_the_known_double_when_scalar_is_two() {
        let x = uint!(1368015179489954701390400359078579693043519447331113978918064868415326638035_U256);
        let y = uint!(9918110051302171585080402603319702774565515993150576347155970296011118125764_U256);
        assert_eq!(mul(uint!(2_U256), GENERATOR), Some((x, y)));
    }

    #[test]
    fn mul_gives_infinity_when_scalar_is_the_order() {
        assert_eq!(mul(R, GENERATOR), None);
        assert_eq!(add(mul(R - U256::ONE, GENERATOR), GENERATOR), None);
    }

    #[test]
    fn hash_to_g1_lies_on_the_curve() {
        for byte in 0..20 {
            let (x, y) = hash_to_g1(B256::repeat_byte(byte));
            assert_eq!(y_of(x), Some(y));
        }
    }
}
