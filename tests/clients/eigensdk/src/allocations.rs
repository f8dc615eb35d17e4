//! Allocation delay, allocations to operator sets, membership, and the way back.

use crate::{must, operator::DEPOSIT, world::World};
use alloy::primitives::U256;
use anyhow::{Result, ensure};
use eigen_client_elcontracts::error::ElContractsError;
use eigen_crypto_bls::BlsKeyPair;
use eigen_utils::slashing::core::allocation_manager::{
    AllocationManager::{self, OperatorSet},
    IAllocationManagerTypes::{AllocateParams, CreateSetParams},
};

/// One, as a magnitude.
const WAD: u64 = 1_000_000_000_000_000_000;
/// The delay that the operator registered with, in blocks.
const DELAY: u32 = 3;

pub async fn are_made_counted_and_taken_back(world: &World) -> Result<()> {
    let (operator, avs, strategy) = (world.who("operator1")?, world.who("avs1")?, world.at("strategyA")?);
    let (writer, reader) = (world.writer("operator1")?, &world.reader);
    let set = OperatorSet { avs, id: 1 };
    let manager = AllocationManager::new(world.at("AllocationManager")?, world.signer("avs1")?);
    must!(world, manager.updateAVSMetadataURI(avs, "https://example.org/avs.json".into()))?;
    must!(world, manager.setAVSRegistrar(avs, world.at("acceptRegistrar")?))?;
    let created = CreateSetParams { operatorSetId: 1, strategies: vec![strategy] };
    must!(world, manager.createOperatorSets(avs, vec![created]))?;

    // Who registers has its delay at once; who does not has none.
    let unset = reader.get_allocation_delay(avs).await;
    ensure!(matches!(unset, Err(ElContractsError::AllocationDelayNotSet)), "{unset:?}");
    ensure!(reader.get_allocation_delay(operator).await? == DELAY);

    let allocate = |magnitude| {
        vec![AllocateParams {
            operatorSet: set.clone(),
            strategies: vec![strategy],
            newMagnitudes: vec![magnitude],
        }]
    };
    world.done(writer.modify_allocations(operator, allocate(WAD / 4)).await?).await?;
    let made = reader.get_allocation_info(operator, strategy).await?;
    ensure!(made.len() == 1 && made[0].operator_set.id == 1 && made[0].current_magnitude.is_zero());
    ensure!(made[0].pending_diff == U256::from(WAD / 4));
    ensure!(reader.get_allocatable_magnitude(operator, strategy).await? == WAD / 4 * 3);
    ensure!(reader.get_encumbered_magnitude(operator, strategy).await? == WAD / 4);
    ensure!(reader.get_max_magnitudes(operator, vec![strategy]).await? == [WAD]);
    world.mine(DELAY).await?;
    let made = reader.get_allocation_info(operator, strategy).await?;
    ensure!(made[0].current_magnitude == U256::from(WAD / 4) && made[0].pending_diff.is_zero());

    ensure!(!reader.is_operator_registered_with_operator_set(operator, set.clone()).await?);
    let key = BlsKeyPair::new(
        "12248929636257230549931416853095037629726205319386239410403476017439825112537".into(),
    )?;
    let joined = writer.register_for_operator_sets(operator, avs, vec![1], key, "127.0.0.1:9000").await?;
    world.done(joined).await?;
    is_member(world, &set).await?;

    world.done(writer.set_allocation_delay(operator, 2 * DELAY).await?).await?;
    let configured = manager.ALLOCATION_CONFIGURATION_DELAY().call().await?;
    world.mine(configured).await?;
    ensure!(reader.get_allocation_delay(operator).await? == DELAY);
    world.mine(1).await?;
    ensure!(reader.get_allocation_delay(operator).await? == 2 * DELAY);

    // Back: what is taken away stays slashable for a while, and so does who leaves.
    let delay = manager.DEALLOCATION_DELAY().call().await?;
    world.done(writer.modify_allocations(operator, allocate(WAD / 8)).await?).await?;
    ensure!(reader.get_encumbered_magnitude(operator, strategy).await? == WAD / 4);
    // What is slashable at a later block is what is left by then.
    let now = world.l1_block().await?;
    for (block, left) in [(now, 4), (now + delay, 4), (now + delay + 1, 8)] {
        let stakes = reader.get_slashable_shares_for_operator_sets_before(vec![set.clone()], block).await?;
        ensure!(stakes[0].slashable_stakes == [[U256::from(2 * DEPOSIT / left)]], "at {block} of {now}");
    }
    world.mine(delay + 1).await?;
    world.done(writer.clear_deallocation_queue(operator, vec![strategy], vec![1]).await?).await?;
    ensure!(reader.get_encumbered_magnitude(operator, strategy).await? == WAD / 8);
    world.done(writer.deregister_from_operator_sets(operator, avs, vec![1]).await?).await?;
    ensure!(reader.get_registered_sets(operator).await?.is_empty());
    ensure!(reader.is_operator_slashable(operator, set.clone()).await?);
    world.mine(delay + 1).await?;
    ensure!(!reader.is_operator_slashable(operator, set).await?);
    Ok(())
}

/// What the reader says of a set with one member.
async fn is_member(world: &World, set: &OperatorSet) -> Result<()> {
    let (operator, strategy, reader) = (world.who("operator1")?, world.at("strategyA")?, &world.reader);
    let quarter = U256::from(2 * DEPOSIT / 4);
    ensure!(reader.is_operator_registered_with_operator_set(operator, set.clone()).await?);
    for sets in
        [reader.get_registered_sets(operator).await?, reader.get_operator_sets_for_operator(operator).await?]
    {
        ensure!(sets.len() == 1 && sets[0].avs == set.avs && sets[0].id == set.id);
    }
    ensure!(reader.get_num_operator_sets_for_operator(operator).await? == U256::ONE);
    ensure!(reader.get_operators_for_operator_set(set.clone()).await? == [operator]);
    ensure!(reader.get_num_operators_for_operator_set(set.clone()).await? == U256::ONE);
    ensure!(reader.get_strategies_for_operator_set(set.clone()).await? == [strategy]);
    ensure!(reader.is_operator_slashable(operator, set.clone()).await?);
    ensure!(reader.get_allocated_stake(set.clone(), vec![operator], vec![strategy]).await? == [[quarter]]);
    // These two ask at the number of the chain's newest block.
    ensure!(reader.get_slashable_shares(operator, set.clone(), vec![strategy]).await? == [quarter]);
    let stakes = reader.get_slashable_shares_for_operator_sets(vec![set.clone()]).await?;
    ensure!(stakes.len() == 1 && stakes[0].slashable_stakes == [[quarter]]);
    ensure!(stakes[0].operators == [operator] && stakes[0].strategies == [strategy]);
    Ok(())
}
