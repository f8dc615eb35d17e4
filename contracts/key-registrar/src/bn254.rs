//! BN254 keys: a secret times the generators of both groups.

pub(crate) mod compressed;
mod field;
mod hash_to_curve;
mod precompiles;

use crate::{
    digests,
    keys::{OperatorSet, error},
    numbers::word,
};
use hash_to_curve::hash_to_curve;
use precompiles::{add, is_product_one, multiply};
use surety_common::{
    abi::{Address, B256, U256, Writer},
    host,
    revert::require,
};

/// A point of G1: x, y. Zeros are the point at infinity.
pub(crate) type Point = [u8; 64];

/// A key as it was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KeyPair {
    /// Both points, 192 bytes.
    pub(crate) data: &'static [u8],
    g1: &'static Point,
    /// Imaginary parts first, as the pairing wants them.
    g2: &'static [u8],
}

impl KeyPair {
    /// Splits the key data. Reverts with `InvalidKeyFormat` unless it has 192 bytes.
    pub(crate) fn decode(data: &'static [u8]) -> Self {
        match data.split_first_chunk() {
            Some((g1, g2)) if g2.len() == 128 => Self { data, g1, g2 },
            _ => error::INVALID_KEY_FORMAT.raise(),
        }
    }

    /// The key as it is stored.
    pub(crate) fn compressed(&self) -> [U256; compressed::WORDS] {
        let mut coordinates = [U256::ZERO; 6];
        for (coordinate, word) in coordinates.iter_mut().zip(self.data.as_chunks::<32>().0) {
            *coordinate = U256::from_be_bytes(*word);
        }
        compressed::compress(coordinates)
    }

    /// What the key is known by: its point of G1.
    pub(crate) fn hash(&self) -> B256 {
        hash_point(self.g1)
    }

    /// Reverts unless the key signed to serve the operator in the set.
    ///
    /// Reverts: `InvalidSignature` (not a point's length, or not the key's, or the key's two points
    /// have different secrets), `ZeroPubkey`, and without data for what is not on its curve.
    pub(crate) fn require_signed(&self, operator: Address, set: &OperatorSet, signature: &[u8]) {
        let Ok(signature) = signature.try_into() else { error::INVALID_SIGNATURE.raise() };
        require(*self.g1 != [0; 64], error::ZERO_PUBKEY);
        let digest = digests::bn254(operator, set, self.data);
        require(self.is_signed(digest, signature), error::INVALID_SIGNATURE);
    }

    /// e(σ + γ·K₁, −G₂) · e(H + γ·G₁, K₂) = 1, with γ from a hash of all: σ is the key's signature of
    /// H and, as γ cannot be chosen, K₁ and K₂ have the same secret.
    ///
    /// γ is used as it is hashed: the precompile multiplies modulo the group's order itself.
    fn is_signed(&self, digest: B256, signature: &Point) -> bool {
        let gamma = self.challenge(digest, signature);
        let left = add(signature, &multiply(self.g1, &gamma));
        let right = add(&hash_to_curve(digest), &multiply(&generator(), &gamma));
        let mut pairs = Writer::new();
        pairs.push_raw(&left);
        push_negated_generator_2(&mut pairs);
        pairs.push_raw(&right);
        pairs.push_raw(self.g2);
        is_product_one(pairs.bytes())
    }

    /// γ: keccak256 of the digest, the key and the signature.
    fn challenge(&self, digest: B256, signature: &Point) -> B256 {
        let mut all = Writer::new();
        all.push_word(&digest);
        all.push_raw(self.data);
        all.push_raw(signature);
        host::keccak(all.bytes())
    }
}

/// What a key with this point of G1 is known by.
pub(crate) fn hash_point(point: &Point) -> B256 {
    host::keccak(point)
}

/// G₁ = (1, 2).
fn generator() -> Point {
    let mut point = [0; 64];
    point[31] = 1;
    point[63] = 2;
    point
}

/// −G₂, imaginary parts first.
fn push_negated_generator_2(out: &mut Writer) {
    out.push_word(&word(
        0x198e_9393_920d_483a,
        0x7260_bfb7_31fb_5d25,
        0xf1aa_4933_35a9_e712,
        0x97e4_85b7_aef3_12c2,
    ));
    out.push_word(&word(
        0x1800_deef_121f_1e76,
        0x426a_0066_5e5c_4479,
        0x6743_22d4_f75e_dadd,
        0x46de_bd5c_d992_f6ed,
    ));
    out.push_word(&word(
        0x275d_c4a2_88d1_afb3,
        0xcbb1_ac09_1875_24c7,
        0xdb36_395d_f7be_3b99,
        0xe673_b13a_075a_65ec,
    ));
    out.push_word(&word(
        0x1d9b_efcd_05a5_323e,
        0x6da4_d435_f3b6_17cd,
        0xb3af_8328_5c2d_f711,
        0xef39_c015_7182_7f9d,
    ));
}
