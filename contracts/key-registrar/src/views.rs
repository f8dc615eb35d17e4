//! What the registrar answers without changing anything.

use crate::{
    bn254::{self, Point, compressed},
    ecdsa,
    keys::{G1Point, G2Point, OperatorSet, error},
    storage::{self, Curve},
};
use surety_common::{
    abi::{Address, B256, Bytes, U256, Vec},
    host,
    revert::{self, require},
};

/// The key data of two points: six words.
pub(crate) fn encode_bn254(g1: &G1Point, g2: &G2Point) -> Bytes {
    let mut data = Vec::with_capacity(192);
    for coordinate in [g1.x, g1.y].iter().chain(&g2.x).chain(&g2.y) {
        data.extend_from_slice(&coordinate.to_be_bytes::<32>());
    }
    Bytes(data.leak())
}

/// The operator's BN254 key; zeros if it has none. Reverts with `InvalidCurveType` in other sets.
pub(crate) fn bn254_key(set: &OperatorSet, operator: Address) -> (G1Point, G2Point) {
    require_curve(set, Curve::Bn254);
    let key = storage::key(set, operator);
    if !key.is_registered() {
        return (
            G1Point { x: U256::ZERO, y: U256::ZERO },
            G2Point { x: [U256::ZERO; 2], y: [U256::ZERO; 2] },
        );
    }
    let words @ [first, x_im, x_re] = key.words();
    let [x, y] = words_of(&compressed::point_1(first));
    (G1Point { x, y }, G2Point { x: [x_im, x_re], y: compressed::y_2(words) })
}

/// Both coordinates of a point.
fn words_of(point: &Point) -> [U256; 2] {
    let (x, y) = point.split_at(32);
    [U256::from_be_slice(x), U256::from_be_slice(y)]
}

/// The operator's ECDSA key, if it has one. Reverts with `InvalidCurveType` in other sets.
pub(crate) fn ecdsa_key(set: &OperatorSet, operator: Address) -> Option<Address> {
    require_curve(set, Curve::Ecdsa);
    let key = storage::key(set, operator);
    key.is_registered().then(|| key.address())
}

/// The same as key data.
pub(crate) fn ecdsa_key_data(set: &OperatorSet, operator: Address) -> Bytes {
    let key = ecdsa_key(set, operator);
    Bytes(key.map_or(&[], |key| key.as_slice().to_vec().leak()))
}

/// Hash of the operator's key; zero if it has none.
pub(crate) fn key_hash(set: &OperatorSet, operator: Address) -> B256 {
    let key = storage::key(set, operator);
    match storage::curve(set) {
        Some(curve) if key.is_registered() => match curve {
            Curve::Ecdsa => ecdsa::hash(key.address()),
            Curve::Bn254 => bn254::hash_point(&compressed::point_1(key.first_word())),
        },
        _ => B256::ZERO,
    }
}

/// Who registered a key, and whether that operator has a key in the set now.
///
/// Of a BN254 key only the point of G1 is looked at. Reverts with `InvalidCurveType` before the set
/// has chosen, without data if there is no point.
pub(crate) fn operator_of_key(set: &OperatorSet, data: &[u8]) -> (Address, bool) {
    let hash = match storage::curve(set) {
        None => error::INVALID_CURVE_TYPE.raise(),
        Some(Curve::Ecdsa) => host::keccak(data),
        Some(Curve::Bn254) => match data.first_chunk() {
            Some(point) => bn254::hash_point(point),
            None => revert::empty(),
        },
    };
    let operator = storage::spent(hash).operator;
    (operator, storage::key(set, operator).is_registered())
}

fn require_curve(set: &OperatorSet, curve: Curve) {
    require(storage::curve(set) == Some(curve), error::INVALID_CURVE_TYPE);
}
