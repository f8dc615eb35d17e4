//! Merkle second preimages and zero leaves.
//!
//! The cases: BNB's bridge paid two million coins in 2022 for a forged proof, and Nomad's bridge paid
//! everybody in the same year because the zero root counted as proven. Certora's audit of EigenLayer's own
//! library in 2025 found that nodes pass as leaves and that padding leaves are zero. Here leaves and nodes
//! differ in length and leaves of the two trees in their first byte, a zero word is no leaf's hash, and the
//! zero root is refused.

use crate::scene::{ONE, Scene};
use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::{Context as _, Result, ensure};
use surety_abi::IRewardsCoordinator as rc;
use surety_scenario::merkle::{RewardTree, Tree, earner_leaf, token_leaf};
use surety_scenario::world::World as _;

struct Case {
    scene: Scene,
    tree: RewardTree,
}

/// Three earners, of whom the first has three tokens; so both trees have a padding leaf of zero.
fn open() -> Result<Case> {
    let mut scene = Scene::open()?;
    let tokens = ["tokenA", "tokenB", "tokenC"].map(|token| scene.at(token));
    let [a, b, c] = tokens;
    let (a, b, c) = (a?, b?, c?);
    let earned = |n: u128| U256::from(n * ONE);
    let tree = RewardTree::new(vec![
        (scene.at("staker1")?, vec![(a, earned(5)), (b, earned(6)), (c, earned(7))]),
        (scene.at("staker2")?, vec![(a, earned(1))]),
        (scene.at("staker3")?, vec![(a, earned(2))]),
    ]);
    scene.rewards(100 * ONE, tree.tree.root())?;
    Ok(Case { scene, tree })
}

impl Case {
    fn claim(&self, earner: usize, token: usize) -> Result<rc::RewardsMerkleClaim> {
        let who = self.tree.earners.get(earner).context("no such earner")?;
        let (address, amount) = *who.tokens.get(token).context("no such token")?;
        Ok(rc::RewardsMerkleClaim {
            rootIndex: 0,
            earnerIndex: u32::try_from(earner)?,
            earnerTreeProof: self.tree.tree.proof(earner).context("no such leaf")?.into(),
            earnerLeaf: rc::EarnerTreeMerkleLeaf { earner: who.earner, earnerTokenRoot: who.tree.root() },
            tokenIndices: vec![u32::try_from(token)?],
            tokenTreeProofs: vec![who.tree.proof(token).context("no such leaf")?.into()],
            tokenLeaves: vec![rc::TokenTreeMerkleLeaf { token: address, cumulativeEarnings: amount }],
        })
    }

    fn refused(&mut self, who: &str, claim: rc::RewardsMerkleClaim, error: &str) -> Result<()> {
        let recipient = self.scene.at(who)?;
        let call = rc::processClaimCall { claim, recipient };
        self.scene.refused(who, "rc", &call, error)
    }
}

#[test]
fn node_is_no_leaf_and_a_leaf_of_one_tree_none_of_the_other() -> Result<()> {
    let mut case = open()?;
    let honest = case.claim(0, 0)?;
    let before = case.scene.held("staker1")?;
    // A node one level up, with the proof that leads on from there.
    let mut short = honest.clone();
    short.earnerTreeProof = Bytes::copy_from_slice(honest.earnerTreeProof.get(32..).context("two levels")?);
    case.refused("staker1", short, "InvalidClaimProof()")?;
    // The same below: half of the token tree as its root.
    let proof = honest.tokenTreeProofs.first().context("one token")?;
    let sibling = B256::try_from(proof.get(..32).context("two levels")?)?;
    let leaf = token_leaf(case.scene.at("tokenA")?, U256::from(5 * ONE));
    let mut half = honest.clone();
    half.earnerLeaf.earnerTokenRoot = Tree::new(vec![leaf, sibling]).root();
    half.tokenTreeProofs = vec![sibling.to_vec().into()];
    case.refused("staker1", half, "InvalidClaimProof()")?;
    // Both leaves have 53 bytes: an earner with its token root read as a token with an amount.
    let other = case.tree.earners.get(1).context("three earners")?;
    let (earner, root) = (other.earner, other.tree.root());
    let amount = U256::from_be_bytes(root.0);
    ensure!(earner_leaf(earner, root) != token_leaf(earner, amount), "the first byte tells them apart");
    let mut crossed = honest.clone();
    crossed.tokenLeaves = vec![rc::TokenTreeMerkleLeaf { token: earner, cumulativeEarnings: amount }];
    crossed.earnerLeaf.earnerTokenRoot = case.tree.tree.root();
    crossed.tokenTreeProofs = vec![case.tree.tree.proof(1).context("a leaf")?.into()];
    crossed.tokenIndices = vec![1];
    case.refused("staker1", crossed, "InvalidClaimProof()")?;
    ensure!(case.scene.held("staker1")? == before);
    let recipient = case.scene.at("staker1")?;
    case.scene.must("staker1", "rc", &rc::processClaimCall { claim: honest, recipient })?;
    ensure!(case.scene.held("staker1")? == before + U256::from(5 * ONE));
    Ok(())
}

#[test]
fn zero_leaf_and_zero_root_prove_nothing() -> Result<()> {
    let mut case = open()?;
    let mallory = case.scene.at("staker4")?;
    let proof: Bytes = case.tree.tree.proof(3).context("the padding")?.into();
    let padding = |earner: Address, root: B256| rc::RewardsMerkleClaim {
        rootIndex: 0,
        earnerIndex: 3,
        earnerTreeProof: proof.clone(),
        earnerLeaf: rc::EarnerTreeMerkleLeaf { earner, earnerTokenRoot: root },
        tokenIndices: vec![],
        tokenTreeProofs: vec![],
        tokenLeaves: vec![],
    };
    case.refused("staker4", padding(mallory, B256::ZERO), "InvalidClaimProof()")?;
    // Nobody is the zero address, and no leaf of it is the zero word.
    let nobody = case.scene.refusal(
        "staker4",
        "rc",
        &rc::processClaimCall { claim: padding(Address::ZERO, B256::ZERO), recipient: mallory },
    )?;
    ensure!(nobody == "InvalidClaimProof()" || nobody == "UnauthorizedCaller()", "{nobody}");
    // The padding of the token tree.
    let mut claim = case.claim(0, 2)?;
    claim.tokenIndices = vec![3];
    let first = case.tree.earners.first().context("three earners")?;
    claim.tokenTreeProofs = vec![first.tree.proof(3).context("the padding")?.into()];
    claim.tokenLeaves =
        vec![rc::TokenTreeMerkleLeaf { token: Address::ZERO, cumulativeEarnings: U256::ZERO }];
    case.refused("staker1", claim, "InvalidClaimProof()")?;
    // Beyond the tree, where an index that is cut would come round.
    for index in [4_u32, 1 << 31] {
        let mut claim = case.claim(0, 0)?;
        claim.earnerIndex = index;
        case.refused("staker1", claim, "InvalidEarnerLeafIndex()")?;
    }
    let now = u32::try_from(case.scene.world.now().timestamp)?;
    let empty = rc::submitRootCall { root: B256::ZERO, rewardsCalculationEndTimestamp: now - 1 };
    case.scene.must("rewardsUpdater", "rc", &empty)?;
    case.scene.wait(600, 7_200);
    let mut claim = padding(mallory, B256::ZERO);
    (claim.rootIndex, claim.earnerIndex, claim.earnerTreeProof) = (1, 0, Bytes::new());
    case.refused("staker4", claim, "EmptyRoot()")
}
