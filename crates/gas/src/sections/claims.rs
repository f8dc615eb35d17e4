//! Roots of rewards and claims against them: 2^18 earners, eight tokens for each.

use super::rewards::days_ago;
use crate::{
    GasError,
    stage::{Stage, tokens},
};
use alloy_primitives::{Address, B256, keccak256};
use surety_abi::IRewardsCoordinator as rc;
use surety_scenario::merkle::{Tree, earner_leaf, token_leaf};

/// Levels of the tree of earners.
const EARNERS: u8 = 18;
/// Leaves of an earner's tree of tokens.
const TOKENS: usize = 8;
/// Blocks of 12 seconds until a root can be claimed against.
const ACTIVATION: u64 = 601;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    let single = Earner::new(stage, "staker1")?;
    let several = Earner::new(stage, "staker2")?;
    // The day of each root, who claims by it and what was earned, in whole tokens.
    let roots = [(9, single, 10), (8, single, 20), (7, several, 10), (6, several, 20)];
    for ((days, earner, earned), variant) in
        roots.iter().zip([Some("first root"), Some("second root"), Some("third"), None])
    {
        let (root, end) = (earner.root(*earned), days_ago(*days));
        let call = rc::submitRootCall { root, rewardsCalculationEndTimestamp: end };
        match variant {
            Some(variant) => stage.measure(variant, "rewardsUpdater", "rc", &call)?,
            None => stage.send("rewardsUpdater", "rc", &call)?,
        };
    }
    stage.mine(ACTIVATION);
    for (root, who, leaves, variant) in [
        (0, "staker1", 1, "1 leaf, first claim of the earner/token"),
        (1, "staker1", 1, "1 leaf, later claim"),
        (2, "staker2", 5, "5 leaves, first claim"),
        (3, "staker2", 5, "5 leaves, later claim"),
    ] {
        let Some((_, earner, earned)) = roots.get(root) else { continue };
        let claim = earner.claim(u32::try_from(root).unwrap_or(u32::MAX), *earned, leaves);
        let recipient = stage.at(who)?;
        stage.measure(variant, who, "rc", &rc::processClaimCall { claim, recipient })?;
    }
    Ok(())
}

/// Somebody who earned the same of every token.
#[derive(Clone, Copy, Debug)]
struct Earner {
    earner: Address,
    tokens: [Address; TOKENS],
}

impl Earner {
    fn new(stage: &Stage<'_, '_>, who: &str) -> Result<Self, GasError> {
        let mut earned = [Address::ZERO; TOKENS];
        for (place, letter) in earned.iter_mut().zip('A'..='E') {
            *place = stage.at(&format!("token{letter}"))?;
        }
        Ok(Self { earner: stage.at(who)?, tokens: earned })
    }

    fn tree(&self, earned: u64) -> Tree {
        Tree::new(self.tokens.iter().map(|token| token_leaf(*token, tokens(earned))).collect())
    }

    /// What nobody needs to know of the other earners.
    fn siblings() -> impl Iterator<Item = B256> {
        (0..EARNERS).map(|level| keccak256([level]))
    }

    /// The root of a tree in which this earner's leaf is the second.
    fn root(&self, earned: u64) -> B256 {
        let leaf = earner_leaf(self.earner, self.tree(earned).root());
        Self::siblings().enumerate().fold(leaf, |node, (level, sibling)| {
            let [left, right] = if level == 0 { [sibling, node] } else { [node, sibling] };
            keccak256([left.0, right.0].concat())
        })
    }

    /// A claim of the first tokens by root `index`.
    fn claim(&self, index: u32, earned: u64, leaves: usize) -> rc::RewardsMerkleClaim {
        let tree = self.tree(earned);
        let leaf =
            |token: &Address| rc::TokenTreeMerkleLeaf { token: *token, cumulativeEarnings: tokens(earned) };
        rc::RewardsMerkleClaim {
            rootIndex: index,
            earnerIndex: 1,
            earnerTreeProof: Self::siblings().flat_map(|node| node.0).collect::<Vec<_>>().into(),
            earnerLeaf: rc::EarnerTreeMerkleLeaf { earner: self.earner, earnerTokenRoot: tree.root() },
            tokenIndices: (0..).take(leaves).collect(),
            tokenTreeProofs: (0..leaves).map(|at| tree.proof(at).unwrap_or_default().into()).collect(),
            tokenLeaves: self.tokens.iter().take(leaves).map(leaf).collect(),
        }
    }
}
