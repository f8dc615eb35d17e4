//! Making a life that fails short: leave out what is not needed, then make what is left plain.

use crate::{Action, Failure, Kind, Life, Stage};
use anyhow::Result;

/// The most lives that are tried while shrinking.
const TRIES: usize = 2_000;

/// A life that fails, as short as it was made.
#[derive(Debug)]
pub struct Shrunk {
    /// What is left of it.
    pub actions: Vec<Action>,
    /// How it fails.
    pub failure: Failure,
    /// Lives that were tried.
    pub tries: usize,
}

/// Shrinks a life that fails; what counts as the same failure is the invariant's name.
///
/// `tried` hears after each try how many actions are left.
///
/// # Errors
/// If a stage cannot be set up again.
pub fn shrink(
    stage: &mut Stage,
    actions: &[Action],
    failure: Failure,
    tried: &mut dyn FnMut(usize),
) -> Result<Shrunk> {
    // Nothing after the failure matters.
    let last = failure.step.saturating_add(1).min(actions.len());
    let actions = actions.get(..last).unwrap_or(actions).to_vec();
    let mut shrunk = Shrunk { actions, failure, tries: 0 };
    let mut chunk = shrunk.actions.len().div_ceil(2);
    while chunk > 0 && shrunk.tries < TRIES {
        let mut at = 0;
        while at < shrunk.actions.len() && shrunk.tries < TRIES {
            let mut without = shrunk.actions.clone();
            without.drain(at..at.saturating_add(chunk).min(without.len()));
            if !attempt(stage, without, &mut shrunk)? {
                at = at.saturating_add(chunk);
            }
            tried(shrunk.actions.len());
        }
        chunk /= 2;
    }
    for index in 0..shrunk.actions.len() {
        for plain in PLAINER {
            let Some(action) = shrunk.actions.get(index).copied() else { break };
            let simpler = plain(action);
            if simpler != action && shrunk.tries < TRIES {
                let mut actions = shrunk.actions.clone();
                if let Some(place) = actions.get_mut(index) {
                    *place = simpler;
                }
                attempt(stage, actions, &mut shrunk)?;
                tried(shrunk.actions.len());
            }
        }
    }
    Ok(shrunk)
}

/// Ways to make an action plainer, one choice each.
const PLAINER: [fn(Action) -> Action; 6] = [
    |action| Action { amount: 0, ..action },
    |action| Action { amount: 1, ..action },
    |action| Action { odds: 0, ..action },
    |action| Action { place: 0, ..action },
    |action| Action { other: 0, ..action },
    |action| Action { kind: Kind::Wait, place: 0, ..action },
];

/// Lives through the actions; takes them if they fail in the same way.
fn attempt(stage: &mut Stage, actions: Vec<Action>, shrunk: &mut Shrunk) -> Result<bool> {
    shrunk.tries = shrunk.tries.saturating_add(1);
    let Err(failure) = Life::begin(stage.fork())?.play(&actions) else { return Ok(false) };
    if failure.name != shrunk.failure.name {
        return Ok(false);
    }
    let last = failure.step.saturating_add(1).min(actions.len());
    shrunk.actions = actions.get(..last).unwrap_or(&actions).to_vec();
    shrunk.failure = failure;
    Ok(true)
}
