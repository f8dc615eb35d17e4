//! Appointees, who may call one function for an account, and admins, who appoint them.

use crate::world::World;
use alloy::{primitives::FixedBytes, sol_types::SolCall as _};
use anyhow::{Result, ensure};
use eigen_utils::slashing::core::allocation_manager::AllocationManager::setAllocationDelayCall;

pub async fn appointees_and_admins_come_and_go(world: &World) -> Result<()> {
    let (reader, own) = (&world.reader, world.writer("operator1")?);
    let (account, appointee) = (world.who("operator1")?, world.who("appointee1")?);
    let (target, selector) =
        (world.at("AllocationManager")?, FixedBytes::from(setAllocationDelayCall::SELECTOR));

    let theirs = world.writer("appointee1")?;
    ensure!(!reader.can_call(account, appointee, target, selector).await?);
    ensure!(theirs.set_allocation_delay(account, 9).await.is_err(), "a stranger may");
    world.done(own.set_permission(account, appointee, target, selector).await?).await?;
    ensure!(reader.can_call(account, appointee, target, selector).await?);
    ensure!(reader.list_appointees(account, target, selector).await? == [appointee]);
    let (targets, selectors) = reader.list_appointee_permissions(account, appointee).await?;
    ensure!(targets == [target] && selectors == [selector]);
    world.done(theirs.set_allocation_delay(account, 9).await?).await?;
    world.done(own.remove_permission(account, appointee, target, selector).await?).await?;
    ensure!(!reader.can_call(account, appointee, target, selector).await?);
    ensure!(theirs.set_allocation_delay(account, 8).await.is_err(), "a former appointee may");

    let (admin, other) = (world.who("other")?, world.who("staker3")?);
    ensure!(reader.is_admin(account, account).await? && !reader.is_admin(account, admin).await?);
    world.done(own.add_pending_admin(account, other).await?).await?;
    world.done(own.remove_pending_admin(account, other).await?).await?;
    for (name, who) in [("other", admin), ("staker3", other)] {
        let proposer = if name == "other" { &own } else { &world.writer("other")? };
        world.done(proposer.add_pending_admin(account, who).await?).await?;
        ensure!(reader.is_pending_admin(account, who).await?);
        ensure!(reader.list_pending_admins(account).await? == [who]);
        world.done(world.writer(name)?.accept_admin(account).await?).await?;
        ensure!(reader.is_admin(account, who).await? && !reader.is_pending_admin(account, who).await?);
    }
    ensure!(reader.list_admins(account).await? == [admin, other]);
    // With the first admin the account itself has lost its rights.
    ensure!(!reader.is_admin(account, account).await?);
    world.done(world.writer("other")?.remove_admin(account, other).await?).await?;
    ensure!(reader.list_admins(account).await? == [admin]);
    Ok(())
}
