//! EigenLayer's Rust SDK, unmodified, against `surety node --with-suite`: an operator's life by the SDK's own
//! chain clients. `SURETY_NODE` has the node's announcement.

mod allocations;
mod operator;
mod permissions;
mod rewards;
mod world;

use anyhow::Result;
use world::World;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let world = World::open().await?;
    operator::registers_and_is_delegated_to(&world).await?;
    allocations::are_made_counted_and_taken_back(&world).await?;
    permissions::appointees_and_admins_come_and_go(&world).await?;
    rewards::are_claimed_and_split(&world).await?;
    println!("eigensdk: an operator, its delegations, allocations, permissions and rewards");
    Ok(())
}
