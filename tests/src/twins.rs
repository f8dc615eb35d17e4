//! The suite on the chain and the model in step, see [`surety_lives::Twins`].

use crate::worlds;
use anyhow::Result;
use surety_scenario::world::WorldParams;

pub use surety_lives::{Dice, Twins, events};

/// Deploys both with the same parameters, at the same addresses.
///
/// # Errors
/// Those of the build, and of [`Twins::new`].
pub fn deploy(params: &WorldParams) -> Result<Twins> {
    Twins::new(worlds()?, params)
}
