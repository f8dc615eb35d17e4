//! A whole replay: every item on fresh worlds, one after the other, into a report.

use crate::catalogue::Item;
use crate::interfaces::Interfaces;
use crate::recorded::math::Accounting;
use crate::recorded::{Played, Player, SkipRule};
use crate::report::{Entry, Report, build};
use crate::story::{StepRun, Story, Teller, run};
use crate::world::{World, WorldParams};
use std::error::Error;
use std::time::Instant;

/// Deploys fresh worlds; the first one's gas is reported, and all of them must agree.
pub trait Deployer {
    /// Deploys with the given parameters.
    ///
    /// # Errors
    /// Whatever keeps a world from being built.
    fn deploy(&mut self, params: &WorldParams) -> Result<Vec<Box<dyn World>>, Box<dyn Error + Send + Sync>>;
}

impl<F> Deployer for F
where
    F: FnMut(&WorldParams) -> Result<Vec<Box<dyn World>>, Box<dyn Error + Send + Sync>>,
{
    fn deploy(&mut self, params: &WorldParams) -> Result<Vec<Box<dyn World>>, Box<dyn Error + Send + Sync>> {
        self(params)
    }
}

/// Follows a replay.
pub trait Progress {
    /// An item begins.
    fn begun(&mut self, item: &Item);
    /// A step of the present item is over. Recordings are reported whole, not by step.
    fn step(&mut self);
    /// The present item is over.
    fn done(&mut self, entry: &Entry);
}

/// Nobody looks.
impl Progress for () {
    fn begun(&mut self, _: &Item) {}
    fn step(&mut self) {}
    fn done(&mut self, _: &Entry) {}
}

/// Why a replay could not go on.
#[derive(Debug, thiserror::Error)]
#[error("{name}: the world cannot be deployed")]
pub struct DeployError {
    /// The item.
    pub name: String,
    /// Why.
    pub source: Box<dyn Error + Send + Sync>,
}

/// Plays all items.
///
/// # Errors
/// [`DeployError`] if a world cannot be built. Everything else is in the report.
pub fn replay(
    items: &[Item],
    interfaces: &Interfaces,
    skips: &[SkipRule],
    deployer: &mut dyn Deployer,
    progress: &mut dyn Progress,
) -> Result<Report, DeployError> {
    let begun = Instant::now();
    let mut entries = Vec::with_capacity(items.len());
    for item in items {
        progress.begun(item);
        let entry = play(item, interfaces, skips, deployer, progress)
            .map_err(|source| DeployError { name: item.name(), source })?;
        progress.done(&entry);
        entries.push(entry);
    }
    Ok(Report::new(entries, millis(begun)))
}

fn play(
    item: &Item,
    interfaces: &Interfaces,
    skips: &[SkipRule],
    deployer: &mut dyn Deployer,
    progress: &mut dyn Progress,
) -> Result<Entry, Box<dyn Error + Send + Sync>> {
    let begun = Instant::now();
    match item {
        Item::Story(story, text) => {
            let worlds = deployer.deploy(&story.params)?;
            let told = run::play(story, text, interfaces, worlds, &mut Steps(progress));
            Ok(build::story(&told, millis(begun)))
        }
        Item::Recorded(scenario, fixture) => {
            let no_fixture = || format!("there is no fixture `{}`", scenario.fixture);
            let params = fixture.params(&scenario.fixture).ok_or_else(no_fixture)?;
            let mut able = Vec::new();
            let mut unable = Vec::new();
            for world in deployer.deploy(&params)? {
                match SkipRule::first(skips, scenario, world.as_ref()) {
                    Some(rule) => unable.push((world.name(), rule.reason)),
                    None => able.push(world),
                }
            }
            if able.is_empty() {
                return Ok(build::skipped(scenario, &unable));
            }
            let names = able.iter().map(|w| w.name().to_owned()).collect();
            let player = Player { interfaces, params: &params, keys: fixture.keys() };
            let mut played = Played::default();
            let ended = player.play_into(scenario, &mut able, &mut played);
            let mut entry = build::recorded(scenario, names, &played, ended, millis(begun));
            build::note_skips(&mut entry, &unable);
            Ok(entry)
        }
        Item::Mathematics(pure, file) => {
            let checked = pure.check(&Accounting);
            Ok(build::mathematics(file, &checked, millis(begun)))
        }
    }
}

fn millis(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// Passes a story's steps on.
struct Steps<'p>(&'p mut dyn Progress);

impl Teller for Steps<'_> {
    fn step(&mut self, _: &Story, _: usize, _: &StepRun) {
        self.0.step();
    }
}
