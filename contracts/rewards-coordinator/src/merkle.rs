//! Merkle proofs: leaves whose first byte says in which tree they are, nodes as hash of two.

use crate::coordinator::{EarnerTreeMerkleLeaf, TokenTreeMerkleLeaf, error};
use surety_common::{
    abi::B256,
    host,
    revert::{Error, require},
};

/// First byte of earner leaves.
const EARNER: u8 = 0;
/// First byte of token leaves.
const TOKEN: u8 = 1;

/// `keccak256(0x00 ‖ earner ‖ earnerTokenRoot)`.
pub(crate) fn earner_leaf(leaf: &EarnerTreeMerkleLeaf) -> B256 {
    hash_leaf(EARNER, leaf.earner.as_slice(), leaf.earner_token_root.as_slice())
}

/// `keccak256(0x01 ‖ token ‖ cumulativeEarnings)`.
pub(crate) fn token_leaf(leaf: &TokenTreeMerkleLeaf) -> B256 {
    hash_leaf(TOKEN, leaf.token.as_slice(), &leaf.cumulative_earnings.to_be_bytes::<32>())
}

fn hash_leaf(kind: u8, account: &[u8], value: &[u8]) -> B256 {
    let mut preimage = [0; 53];
    let (first, rest) = preimage.split_at_mut(1);
    let (left, right) = rest.split_at_mut(20);
    first.fill(kind);
    left.copy_from_slice(account);
    right.copy_from_slice(value);
    host::keccak(&preimage)
}

/// Reverts unless `proof` leads from the leaf at `index` to `root`; with `wrong_index` if a tree as
/// deep as the proof has no such index.
///
/// Loops once per 32 bytes of the caller's proof.
pub(crate) fn require_included(root: B256, leaf: B256, index: u32, proof: &[u8], wrong_index: Error) {
    let depth = proof.len() / 32;
    // 32 siblings have room for every index.
    require(depth >= 32 || index >> depth == 0, wrong_index);
    require(!root.is_zero(), error::EMPTY_ROOT);
    let (siblings, rest) = proof.as_chunks::<32>();
    require(rest.is_empty(), error::INVALID_PROOF_LENGTH);
    let mut node = leaf;
    let mut path = index;
    for sibling in siblings {
        let mut pair = [0; 64];
        let (left, right) = pair.split_at_mut(32);
        let (first, second) = if path & 1 == 0 { (&node.0, sibling) } else { (sibling, &node.0) };
        left.copy_from_slice(first);
        right.copy_from_slice(second);
        node = host::keccak(&pair);
        path >>= 1;
    }
    require(node == root, error::INVALID_CLAIM_PROOF);
}
