//! Many lives, on several threads, that can be interrupted and taken up again.
//!
//! Life `n` of a seed is the same wherever and whenever it is lived; lives are counted up in their
//! order, so that a run's result depends on seed and steps only.

use crate::{
    Action, Failure, Life, Stage,
    action::life,
    life::Met,
    shrink::{Shrunk, shrink},
};
use alloy_primitives::{B256, keccak256};
use anyhow::{Context as _, Result, anyhow};
use proptest::{
    strategy::{Strategy as _, ValueTree as _},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
};
use surety_devnode::with_big_stack;
use surety_suite::Worlds;

/// Steps of a life.
pub const LIFE: usize = 512;
/// Counts up whenever a seed's lives become others: a run is not resumed by another version.
pub const VERSION: u32 = 2;
/// One life in so many has a hostile token.
const HOSTILE_ONE_IN: u8 = 3;
/// Worlds that lives begin in; they take turns.
const WORLDS: u64 = 3;

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Where all choices come from.
    pub seed: u64,
    /// Lives from the first on.
    pub lives: u64,
    /// Threads.
    pub jobs: usize,
}

/// Where a run stands: what all lives before `next` met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The first life that is not counted in.
    pub next: u64,
    /// What the others met.
    pub met: Met,
    /// A hash over all their outcomes.
    pub digest: B256,
}

impl Standing {
    fn count(&mut self, met: &Met, digest: B256) {
        self.next = self.next.saturating_add(1);
        self.met.add(met);
        self.digest = keccak256([self.digest, digest].concat());
    }
}

/// How a run ended.
#[derive(Debug)]
pub enum End {
    /// All lives were lived.
    Done(Standing),
    /// It was asked to stop.
    Stopped(Standing),
    /// A life failed.
    Failed {
        /// Where the run stood.
        standing: Standing,
        /// Which life.
        life: u64,
        /// How it failed, shrunk.
        shrunk: Shrunk,
    },
}

/// Follows a run.
pub trait Watcher: Sync {
    /// So many lives are counted in.
    fn counted(&self, standing: &Standing);
    /// A life failed, and is being shrunk; so many actions are left.
    fn shrinking(&self, life: u64, left: usize);
    /// Whether to stop.
    fn stop(&self) -> bool {
        false
    }
}

/// The actions of a life.
///
/// # Errors
/// If the generator gives up, which it does not.
pub fn actions(seed: u64, number: u64) -> Result<Vec<Action>> {
    let bytes = keccak256([seed.to_be_bytes(), number.to_be_bytes()].concat());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, bytes.as_slice());
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    // Not by the number itself, by which worlds take turns.
    let hostile = bytes.first().is_some_and(|byte| byte.is_multiple_of(HOSTILE_ONE_IN));
    let tree = life(LIFE, hostile).new_tree(&mut runner).map_err(|reason| anyhow!("{reason}"))?;
    Ok(tree.current())
}

/// The stages that lives begin on.
#[derive(Debug)]
pub struct Stages(Mutex<Vec<Stage>>);

impl Stages {
    /// Sets them up.
    ///
    /// # Errors
    /// If the suite cannot be deployed, or the worlds do not agree.
    pub fn set_up(worlds: &Worlds) -> Result<Self> {
        let stages = (0..WORLDS).map(|life| Stage::set_up(worlds, &Stage::params(life)));
        Ok(Self(Mutex::new(stages.collect::<Result<_>>()?)))
    }

    /// The stage of a life.
    ///
    /// # Errors
    /// If there is none.
    pub fn of(&self, life: u64) -> Result<Stage> {
        let which = usize::try_from(life % WORLDS)?;
        Ok(lock(&self.0).get_mut(which).context("a stage")?.fork())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Who panics here has left what is counted as it was.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What lives that are over came to, until those before them are over too.
struct Tally {
    standing: Standing,
    waiting: BTreeMap<u64, (Met, B256)>,
    failed: Option<(u64, Failure)>,
    broken: Option<anyhow::Error>,
}

/// Runs from where a run stands.
///
/// # Errors
/// If a life cannot begin. A life that fails is no error, but [`End::Failed`].
pub fn run(stages: &Stages, plan: &Plan, from: Standing, watcher: &dyn Watcher) -> Result<End> {
    let (next, stop) = (AtomicU64::new(from.next), AtomicBool::new(false));
    let tally = Mutex::new(Tally { standing: from, waiting: BTreeMap::new(), failed: None, broken: None });
    let work = || {
        while !stop.load(Ordering::Relaxed) && !watcher.stop() {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= plan.lives {
                break;
            }
            let lived = live(stages, plan.seed, number);
            let mut tally = lock(&tally);
            match lived {
                Ok(Ok(lived)) => drop(tally.waiting.insert(number, lived)),
                Ok(Err(failure)) => {
                    stop.store(true, Ordering::Relaxed);
                    if tally.failed.as_ref().is_none_or(|(first, _)| number < *first) {
                        tally.failed = Some((number, failure));
                    }
                }
                Err(error) => {
                    stop.store(true, Ordering::Relaxed);
                    tally.broken = Some(error.context(format!("life {number}")));
                }
            }
            while let Some((met, digest)) = {
                let next = tally.standing.next;
                tally.waiting.remove(&next)
            } {
                tally.standing.count(&met, digest);
            }
            watcher.counted(&tally.standing);
        }
    };
    thread::scope(|scope| {
        for _ in 0..plan.jobs.max(1) {
            scope.spawn(|| with_big_stack(work));
        }
    });
    let Tally { standing, failed, broken, .. } = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = broken {
        return Err(error);
    }
    let Some((life, failure)) = failed else {
        return Ok(if standing.next >= plan.lives { End::Done(standing) } else { End::Stopped(standing) });
    };
    let actions = actions(plan.seed, life)?;
    let mut stage = stages.of(life)?;
    let shrunk =
        with_big_stack(|| shrink(&mut stage, &actions, failure, &mut |left| watcher.shrinking(life, left)))?;
    Ok(End::Failed { standing, life, shrunk })
}

fn live(stages: &Stages, seed: u64, number: u64) -> Result<Result<(Met, B256), Failure>> {
    let actions = actions(seed, number)?;
    Ok(Life::begin(stages.of(number)?)?.play(&actions))
}
