//! Reward trees as the RewardsCoordinator checks them, and the claims made from them.
//!
//! Leaves: `keccak256(0x00 ‖ earner ‖ earnerTokenRoot)` and `keccak256(0x01 ‖ token ‖ amount)`.
//! Levels are padded with zero words to a power of two.

use alloy_primitives::{Address, B256, U256, keccak256};

/// Domain byte of an earner leaf.
const EARNER_SALT: u8 = 0x00;
/// Domain byte of a token leaf.
const TOKEN_SALT: u8 = 0x01;

/// The hash of an earner leaf.
pub fn earner_leaf(earner: Address, token_root: B256) -> B256 {
    let mut bytes = vec![EARNER_SALT];
    bytes.extend_from_slice(earner.as_slice());
    bytes.extend_from_slice(token_root.as_slice());
    keccak256(bytes)
}

/// The hash of a token leaf. `cumulative` is in the token's smallest unit.
pub fn token_leaf(token: Address, cumulative: U256) -> B256 {
    let mut bytes = vec![TOKEN_SALT];
    bytes.extend_from_slice(token.as_slice());
    bytes.extend_from_slice(&cumulative.to_be_bytes::<32>());
    keccak256(bytes)
}

/// The levels of a binary tree from the padded leaves up to the root.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    levels: Vec<Vec<B256>>,
}

impl Tree {
    /// Builds the tree. Without leaves the root is zero.
    pub fn new(mut leaves: Vec<B256>) -> Self {
        leaves.resize(leaves.len().next_power_of_two(), B256::ZERO);
        let mut levels = vec![leaves];
        while let Some(level) = levels.last().filter(|l| l.len() > 1) {
            let next = level.chunks(2).map(|pair| keccak256(pair.concat_words())).collect();
            levels.push(next);
        }
        Self { levels }
    }

    /// The top.
    pub fn root(&self) -> B256 {
        self.levels.last().and_then(|l| l.first()).copied().unwrap_or_default()
    }

    /// The siblings from the leaf up, concatenated; `None` if there is no such leaf.
    pub fn proof(&self, index: usize) -> Option<Vec<u8>> {
        self.levels.first()?.get(index)?;
        let mut at = index;
        let mut proof = Vec::new();
        for level in self.levels.iter().take_while(|l| l.len() > 1) {
            proof.extend_from_slice(level.get(at ^ 1)?.as_slice());
            at /= 2;
        }
        Some(proof)
    }
}

/// Joins hashes.
trait ConcatWords {
    fn concat_words(&self) -> Vec<u8>;
}

impl ConcatWords for [B256] {
    fn concat_words(&self) -> Vec<u8> {
        self.iter().flat_map(|w| w.0).collect()
    }
}

/// One earner of a reward tree.
#[derive(Clone, Debug)]
pub struct Earner {
    /// Who earned.
    pub earner: Address,
    /// Token and cumulative earnings, in leaf order.
    pub tokens: Vec<(Address, U256)>,
    /// The tree of the token leaves.
    pub tree: Tree,
}

/// A whole reward tree.
#[derive(Clone, Debug)]
pub struct RewardTree {
    /// Earners in leaf order.
    pub earners: Vec<Earner>,
    /// The tree of the earner leaves.
    pub tree: Tree,
}

impl RewardTree {
    /// Builds both levels from earners with their tokens, in leaf order.
    pub fn new(earners: Vec<(Address, Vec<(Address, U256)>)>) -> Self {
        let earners: Vec<Earner> = earners
            .into_iter()
            .map(|(earner, tokens)| {
                let tree = Tree::new(tokens.iter().map(|(t, a)| token_leaf(*t, *a)).collect());
                Earner { earner, tokens, tree }
            })
            .collect();
        let leaves = earners.iter().map(|e| earner_leaf(e.earner, e.tree.root())).collect();
        Self { tree: Tree::new(leaves), earners }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proof_leads_to_the_root_when_walked_up() {
        let leaves: Vec<B256> = (0_u8..5).map(B256::repeat_byte).collect();
        let tree = Tree::new(leaves.clone());
        for (index, leaf) in leaves.iter().enumerate() {
            let proof = tree.proof(index).unwrap();
            assert_eq!(proof.len(), 96);
            let mut node = *leaf;
            for (level, sibling) in proof.chunks(32).enumerate() {
                let sibling = B256::from_slice(sibling);
                let pair = if (index >> level) & 1 == 0 { [node, sibling] } else { [sibling, node] };
                node = keccak256([pair[0].0, pair[1].0].concat());
            }
            assert_eq!(node, tree.root());
        }
    }

    #[test]
    fn proof_is_none_when_there_is_no_leaf() {
        assert!(Tree::new(vec![B256::ZERO]).proof(1).is_none());
    }

    #[test]
    fn root_is_the_leaf_when_alone() {
        let tree = Tree::new(vec![B256::repeat_byte(7)]);
        assert_eq!(tree.root(), B256::repeat_byte(7));
        assert_eq!(tree.proof(0), Some(Vec::new()));
    }
}
