//! Rewards: a root, claims of it, and the operator's share of what its stakers earn.

use crate::{must, world::World};
use alloy::{
    primitives::{Bytes, FixedBytes, U256},
    providers::Provider as _,
};
use anyhow::{Context as _, Result, ensure};
use eigen_utils::slashing::{
    core::{
        allocation_manager::AllocationManager::OperatorSet,
        i_rewards_coordinator::{
            IRewardsCoordinator,
            IRewardsCoordinatorTypes::{EarnerTreeMerkleLeaf, RewardsMerkleClaim, TokenTreeMerkleLeaf},
        },
    },
    middleware::ierc20::IERC20,
};

/// What the staker earns by the first root, and by the second.
const EARNED: [u64; 2] = [700, 1_000];

pub async fn are_claimed_and_split(world: &World) -> Result<()> {
    let (reader, staker, claimer) = (&world.reader, world.who("staker1")?, world.who("claimer1")?);
    let token = IERC20::new(world.at("tokenA")?, world.signer("staker2")?);
    let coordinator = world.at("RewardsCoordinator")?;
    must!(world, token.transfer(coordinator, U256::from(EARNED[1])))?;
    ensure!(reader.get_distribution_roots_length().await?.is_zero());

    world.done(world.writer("staker1")?.set_claimer_for(claimer).await?).await?;
    let mut claims = Vec::new();
    for (index, earned) in EARNED.into_iter().enumerate() {
        claims.push(publish(world, index as u32, U256::from(earned)).await?);
    }
    ensure!(reader.get_distribution_roots_length().await? == U256::from(2));
    let writer = world.writer("claimer1")?;
    let before = token.balanceOf(claimer).call().await?;
    for (claim, earned) in claims.into_iter().zip(EARNED) {
        ensure!(reader.check_claim(claim.clone()).await?);
        // One by the call for one, one by the call for many.
        let sent = match claim.rootIndex {
            0 => writer.process_claim(claim, claimer).await?,
            _ => writer.process_claims(vec![claim], claimer).await?,
        };
        world.done(sent).await?;
        ensure!(reader.get_cumulative_claimed(staker, *token.address()).await? == U256::from(earned));
        ensure!(token.balanceOf(claimer).call().await? - before == U256::from(earned));
    }

    splits(world).await
}

/// Publishes a root of one leaf over what `staker1` has earned, and waits until it takes claims.
async fn publish(world: &World, index: u32, earned: U256) -> Result<RewardsMerkleClaim> {
    let coordinator =
        IRewardsCoordinator::new(world.at("RewardsCoordinator")?, world.signer("rewardsUpdater")?);
    let token = TokenTreeMerkleLeaf { token: world.at("tokenA")?, cumulativeEarnings: earned };
    let earner = EarnerTreeMerkleLeaf {
        earner: world.who("staker1")?,
        earnerTokenRoot: coordinator.calculateTokenLeafHash(token.clone()).call().await?,
    };
    // Of one leaf, the root is the leaf.
    let root: FixedBytes<32> = coordinator.calculateEarnerLeafHash(earner.clone()).call().await?;
    let head = world.provider.get_block(Default::default()).await?.context("no block")?;
    let end = u32::try_from(head.header.timestamp)? - 1;
    must!(world, coordinator.submitRoot(root, end))?;
    world.wait(coordinator.activationDelay().call().await? + 1).await?;
    ensure!(world.reader.curr_rewards_calculation_end_timestamp().await? == end);
    ensure!(world.reader.get_root_index_from_hash(root).await? == index);
    ensure!(world.reader.get_current_claimable_distribution_root().await?.root == root);
    Ok(RewardsMerkleClaim {
        rootIndex: index,
        earnerIndex: 0,
        earnerTreeProof: Bytes::new(),
        earnerLeaf: earner,
        tokenIndices: vec![0],
        tokenTreeProofs: vec![Bytes::new()],
        tokenLeaves: vec![token],
    })
}

/// Each split begins with the default and takes effect after the activation delay.
async fn splits(world: &World) -> Result<()> {
    // The first operator has an admin by now, who acts for it.
    let (operator, writer) = (world.who("operator1")?, world.writer("other")?);
    let (reader, avs) = (&world.reader, world.who("avs1")?);
    let set = OperatorSet { avs, id: 1 };
    let theirs = eigen_utils::convert_allocation_operator_set_to_rewards_operator_set;
    let of_avs = reader.get_operator_avs_split(operator, avs).await?;
    let of_pi = reader.get_operator_pi_split(operator).await?;
    let of_set = reader.get_operator_set_split(operator, theirs(set.clone())).await?;
    world.done(writer.set_operator_avs_split(operator, avs, 1_500).await?).await?;
    world.done(writer.set_operator_pi_split(operator, 2_500).await?).await?;
    world.done(writer.set_operator_set_split(operator, set.clone(), 3_500).await?).await?;
    ensure!(reader.get_operator_avs_split(operator, avs).await? == of_avs, "no delay");
    ensure!(reader.get_operator_pi_split(operator).await? == of_pi, "no delay");
    ensure!(reader.get_operator_set_split(operator, theirs(set.clone())).await? == of_set, "no delay");
    let coordinator = IRewardsCoordinator::new(world.at("RewardsCoordinator")?, &world.provider);
    world.wait(coordinator.activationDelay().call().await? + 1).await?;
    ensure!(reader.get_operator_avs_split(operator, avs).await? == 1_500);
    ensure!(reader.get_operator_pi_split(operator).await? == 2_500);
    ensure!(reader.get_operator_set_split(operator, theirs(set)).await? == 3_500);
    Ok(())
}
