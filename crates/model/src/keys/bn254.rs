//! Keys and signatures on the curve BN254, checked by the chain's own precompiled contracts.

use crate::revert::{Result, Revert};
use alloy_primitives::{B256, U256, keccak256, uint};
use revm::precompile::bn254::{run_add, run_mul, run_pair};

/// The field's modulus.
const P: U256 = uint!(21888242871839275222246405745257275088696311157297823662689037894645226208583_U256);
/// The groups' order.
const R: U256 = uint!(21888242871839275222246405745257275088548364400416034343698204186575808495617_U256);
/// The generator of G1: x, y.
const GENERATOR: [U256; 2] = [U256::ONE, uint!(2_U256)];
/// The negated generator of G2, imaginary parts first: x, y.
const NEGATED_GENERATOR_2: [U256; 4] = [
    uint!(11559732032986387107991004021392285783925812861821192530917403151452391805634_U256),
    uint!(10857046999023057135944570762232829481370756359578518086990519993285655852781_U256),
    uint!(17805874995975841540914202342111839520379459829704422454583296818431106115052_U256),
    uint!(13392588948715843804641432497768002650278120570034223513918757245338268106653_U256),
];

/// A public key: the secret times the generators of both groups.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    /// x, y.
    pub(super) g1: [U256; 2],
    /// x, y, imaginary parts first.
    pub(super) g2: [U256; 4],
}

impl Key {
    /// Reads 192 bytes: the point of G1, then that of G2.
    pub(super) fn decode(data: &[u8]) -> Option<Self> {
        let data: &[u8; 192] = data.try_into().ok()?;
        let words = data.as_chunks::<32>().0;
        let [x, y, g2 @ ..] = words else { return None };
        let g2: &[[u8; 32]; 4] = g2.try_into().ok()?;
        let word = |bytes: &[u8; 32]| U256::from_be_bytes(*bytes);
        Some(Self { g1: [word(x), word(y)], g2: g2.each_ref().map(word) })
    }

    /// Whether its point of G1 is the point at infinity.
    pub(super) fn is_zero(&self) -> bool {
        self.g1 == [U256::ZERO; 2]
    }

    /// What the key is known by.
    pub(super) fn hash(&self) -> B256 {
        hash_point(self.g1)
    }

    /// Whether `signature`, a point of G1, is the digest's by this key, and both points of the key
    /// have the same secret: e(σ + γ·K₁, -G₂) · e(H + γ·G₁, K₂) = 1 with γ from a hash of all.
    ///
    /// # Errors
    /// Without data for anything that is not on its curve: there the original runs out of gas.
    pub(super) fn verify(&self, digest: B256, signature: &[u8; 64]) -> Result<bool> {
        let challenge = [digest.as_slice(), &bytes(&self.g1), &bytes(&self.g2), signature].concat();
        let gamma = U256::from_be_bytes(keccak256(challenge).0) % R;
        let left = add(signature, &mul(&bytes(&self.g1), gamma)?)?;
        let right = add(&bytes(&hash_to_curve(digest)), &mul(&bytes(&GENERATOR), gamma)?)?;
        let input = [left, bytes(&NEGATED_GENERATOR_2), right, bytes(&self.g2)].concat();
        let output = run_pair(&input, 0, 0, 0).map_err(|_| Revert::empty())?;
        Ok(output.bytes.last() == Some(&1))
    }
}

/// keccak256 of a point of G1.
pub(super) fn hash_point(point: [U256; 2]) -> B256 {
    keccak256(bytes(&point))
}

/// The first point from x = digest upwards that is on the curve.
fn hash_to_curve(digest: B256) -> [U256; 2] {
    let mut x = U256::from_be_bytes(digest.0) % P;
    // Half of all x are on the curve, so this ends after a few rounds.
    loop {
        let square = x.mul_mod(x, P).mul_mod(x, P).add_mod(uint!(3_U256), P);
        // P = 3 (mod 4), so that a square's root is this power of it.
        let y = square.pow_mod((P + U256::ONE) >> 2, P);
        if y.mul_mod(y, P) == square {
            return [x, y];
        }
        x = x.add_mod(U256::ONE, P);
    }
}

fn bytes(words: &[U256]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes::<32>()).collect()
}

fn add(a: &[u8], b: &[u8]) -> Result<Vec<u8>> {
    run_add(&[a, b].concat(), 0, 0).map(|output| output.bytes.to_vec()).map_err(|_| Revert::empty())
}

fn mul(point: &[u8], scalar: U256) -> Result<Vec<u8>> {
    let input = [point, &scalar.to_be_bytes::<32>()].concat();
    run_mul(&input, 0, 0).map(|output| output.bytes.to_vec()).map_err(|_| Revert::empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The generators of both groups: the key of secret 1.
    fn key_of_one() -> Key {
        let [x_im, x_re, y_im, y_re] = NEGATED_GENERATOR_2;
        Key { g1: GENERATOR, g2: [x_im, x_re, P - y_im, P - y_re] }
    }

    fn signed_by_one(digest: B256) -> [u8; 64] {
        bytes(&hash_to_curve(digest)).try_into().unwrap()
    }

    #[test]
    fn signature_is_valid_only_for_its_digest_and_key() {
        let digest = B256::repeat_byte(7);
        let signature = signed_by_one(digest);
        assert_eq!(key_of_one().verify(digest, &signature), Ok(true));
        assert_eq!(key_of_one().verify(B256::repeat_byte(8), &signature), Ok(false));
        let double = mul(&bytes(&GENERATOR), uint!(2_U256)).unwrap();
        let [x, y] = [&double[..32], &double[32..]].map(|word| U256::try_from_be_slice(word).unwrap());
        // Two points with different secrets do not belong together.
        let torn = Key { g1: [x, y], ..key_of_one() };
        assert_eq!(torn.verify(digest, &signature), Ok(false));
    }

    #[test]
    fn points_off_the_curve_fail_without_data() {
        let digest = B256::repeat_byte(7);
        assert_eq!(key_of_one().verify(digest, &[1; 64]), Err(Revert::empty()));
        let off = Key { g1: [U256::ONE, U256::ONE], ..key_of_one() };
        assert_eq!(off.verify(digest, &signed_by_one(digest)), Err(Revert::empty()));
    }

    #[test]
    fn decode_fails_when_the_length_is_wrong() {
        assert!(Key::decode(&[1; 191]).is_none());
        assert!(Key::decode(&[1; 193]).is_none());
        assert!(Key::decode(&[0; 192]).is_some_and(|key| key.is_zero()));
    }
}
