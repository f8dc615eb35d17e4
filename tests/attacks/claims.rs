//! Front-running a claim.
//!
//! The cases: hundreds emptied Nomad's bridge in 2022 by copying the first attacker's calldata with their own
//! address in it; and an earner who replaces its claimer in front of a claim makes it fail, as Sigma Prime's
//! review of EigenLayer's rewards noted in 2025. A claim of rewards is public, too, and names its recipient
//! in the open.

use crate::scene::{ONE, Scene};
use alloy_primitives::{Bytes, U256};
use anyhow::{Result, ensure};
use surety_abi::IRewardsCoordinator as rc;
use surety_scenario::merkle::{Tree, earner_leaf, token_leaf};

#[test]
fn copied_claim_pays_nobody() -> Result<()> {
    let mut scene = Scene::open()?;
    let (earner, token, mallory) = (scene.at("staker1")?, scene.at("tokenA")?, scene.at("staker3")?);
    let tokens = Tree::new(vec![token_leaf(token, U256::from(9 * ONE))]);
    scene.rewards(100 * ONE, earner_leaf(earner, tokens.root()))?;
    let claim = rc::RewardsMerkleClaim {
        earnerLeaf: rc::EarnerTreeMerkleLeaf { earner, earnerTokenRoot: tokens.root() },
        tokenIndices: vec![0],
        tokenTreeProofs: vec![Bytes::new()],
        tokenLeaves: vec![rc::TokenTreeMerkleLeaf { token, cumulativeEarnings: U256::from(9 * ONE) }],
        ..Default::default()
    };
    let to = |recipient| rc::processClaimCall { claim: claim.clone(), recipient };
    let before = [scene.held("staker1")?, scene.held("staker3")?];
    // As it is, with her own address, in a batch, and after naming herself.
    scene.refused("staker3", "rc", &to(earner), "UnauthorizedCaller()")?;
    scene.refused("staker3", "rc", &to(mallory), "UnauthorizedCaller()")?;
    let batch = rc::processClaimsCall { claims: vec![claim.clone()], recipient: mallory };
    scene.refused("staker3", "rc", &batch, "UnauthorizedCaller()")?;
    scene.must("staker3", "rc", &rc::setClaimerFor_0Call { claimer: mallory })?;
    let foreign = rc::setClaimerFor_1Call { earner, claimer: mallory };
    scene.refused("staker3", "rc", &foreign, "InvalidPermissions()")?;
    scene.refused("staker3", "rc", &to(mallory), "UnauthorizedCaller()")?;
    // A claimer whose name is taken back in front of its claim is too late.
    scene.must("staker1", "rc", &rc::setClaimerFor_0Call { claimer: mallory })?;
    let claimer = scene.at("claimer1")?;
    scene.must("staker1", "rc", &rc::setClaimerFor_0Call { claimer })?;
    scene.refused("staker3", "rc", &to(mallory), "UnauthorizedCaller()")?;
    scene.must("claimer1", "rc", &to(earner))?;
    scene.refused("claimer1", "rc", &to(claimer), "EarningsNotGreaterThanClaimed()")?;
    let after = [scene.held("staker1")?, scene.held("staker3")?];
    ensure!(after == [before[0] + U256::from(9 * ONE), before[1]], "{before:?} became {after:?}");
    Ok(())
}
