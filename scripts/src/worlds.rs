//! The worlds that `surety replay` plays on: the compiled programs and the model.

use crate::{
    common::Common,
    replay::{self, ReplayArgs, WorldChoice},
};
use anyhow::Result;
use std::process::ExitCode;
use surety_model::Model;
use surety_scenario::world::{World, WorldParams};
use surety_suite::{Programs, Worlds};

/// Replays on the chosen worlds. The programs are built when the first world needs them, after all
/// input was read.
///
/// # Errors
/// Those of [`replay::run`] and of the build.
pub(crate) fn replay(common: &Common, args: &ReplayArgs) -> Result<ExitCode> {
    surety_devnode::with_big_stack(|| {
        let mut worlds = None;
        replay::run(common, args, &mut |choice, params| deploy(common, &mut worlds, choice, params), &[])
    })
}

fn deploy(
    common: &Common,
    worlds: &mut Option<Worlds>,
    choice: WorldChoice,
    params: &WorldParams,
) -> Result<Vec<Box<dyn World>>> {
    if choice == WorldChoice::Model {
        return Ok(vec![Box::new(Model::alone(params.clone())?)]);
    }
    let worlds = match worlds {
        Some(worlds) => worlds,
        None => worlds.insert(Worlds::new(Programs::from_built(common.programs()?))),
    };
    let wasm = Box::new(worlds.wasm(params)?);
    Ok(match choice {
        WorldChoice::Both => vec![Box::new(worlds.model(params)?), wasm],
        WorldChoice::Wasm | WorldChoice::Model => vec![wasm],
    })
}
