//! One life: actions resolved, sent, looked at and judged.

use crate::{
    action::{Action, Kind},
    deeds::{self, Call, Plan, rewards::tree},
    look::Touch,
    stage::{HOSTILE, Published, Stage},
};
use alloy_primitives::{B256, Keccak256, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Context as _, Error, Result, anyhow};
use std::collections::BTreeMap;
use surety_abi::{IAllocationManager as am, IRewardsCoordinator as rc};
use surety_invariants::{Deed, History, State, Step, broken};
use surety_scenario::world::Outcome;

/// Steps between two full looks, which show that a step touched nothing but what was looked at.
const FULL_LOOK: usize = 64;

/// What lives met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Steps taken.
    pub steps: u64,
    /// Of each kind: how many succeeded and how many failed.
    pub kinds: BTreeMap<Kind, (u64, u64)>,
    /// How often each function succeeded.
    pub functions: BTreeMap<String, u64>,
    /// How often each error was met, by its first four bytes; `None` for failures without data.
    pub errors: BTreeMap<Option<[u8; 4]>, u64>,
    /// By what the hostile token was doing: how many steps that may have moved it succeeded and failed.
    pub habits: BTreeMap<String, (u64, u64)>,
    /// Ways out that were tried at ends of lives.
    pub ways_out: u64,
    /// Batches that were compared with their sequence.
    pub batches: u64,
}

impl Met {
    /// Adds what another life met.
    pub fn add(&mut self, other: &Self) {
        let plus = |a: &mut u64, b: u64| *a = a.saturating_add(b);
        plus(&mut self.steps, other.steps);
        plus(&mut self.ways_out, other.ways_out);
        plus(&mut self.batches, other.batches);
        for (kind, (done, failed)) in &other.kinds {
            let mine = self.kinds.entry(*kind).or_default();
            plus(&mut mine.0, *done);
            plus(&mut mine.1, *failed);
        }
        for (habit, (done, failed)) in &other.habits {
            let mine = self.habits.entry(habit.clone()).or_default();
            plus(&mut mine.0, *done);
            plus(&mut mine.1, *failed);
        }
        for (function, times) in &other.functions {
            plus(self.functions.entry(function.clone()).or_default(), *times);
        }
        for (error, times) in &other.errors {
            plus(self.errors.entry(*error).or_default(), *times);
        }
    }
}

/// A life that ended badly.
#[derive(Debug, thiserror::Error)]
#[error("step {step} ({}): {what}", name.unwrap_or("the worlds disagree"))]
pub struct Failure {
    /// The step, from 0; the number of steps for what was found afterwards.
    pub step: usize,
    /// The invariant that does not hold; `None` if the worlds do not agree, or a look failed.
    pub name: Option<&'static str>,
    /// With which figures.
    pub what: String,
}

/// A life under way.
#[derive(Debug)]
pub struct Life {
    stage: Stage,
    state: State,
    history: History,
    met: Met,
    digest: Keccak256,
}

/// Why a step is wrong.
enum Wrong {
    Broken(&'static str, String),
    Other(Error),
}

impl From<Error> for Wrong {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl Life {
    /// Begins where a stage stands.
    ///
    /// # Errors
    /// If the worlds do not show the same.
    pub fn begin(mut stage: Stage) -> Result<Self> {
        let state = stage.look().context("the first look")?;
        Ok(Self { stage, state, history: History::default(), met: Met::default(), digest: Keccak256::new() })
    }

    /// Lives through all actions, and then looks for a way out for everybody.
    ///
    /// Answers what was met and a hash of all outcomes: the same actions give the same hash.
    ///
    /// # Errors
    /// [`Failure`] at the first step after which something does not hold.
    pub fn play(mut self, actions: &[Action]) -> Result<(Met, B256), Failure> {
        for (index, action) in actions.iter().enumerate() {
            let done = self.step(index, action);
            done.map_err(|wrong| failure(index, action, wrong))?;
        }
        self.end().map_err(|error| Failure {
            step: actions.len(),
            name: None,
            what: format!("at the end of the life: {error:#}"),
        })?;
        Ok((self.met, self.digest.finalize()))
    }

    fn step(&mut self, index: usize, action: &Action) -> Result<(), Wrong> {
        self.met.steps = self.met.steps.saturating_add(1);
        match deeds::resolve(&mut self.stage, &self.state, action)? {
            Plan::Wait(blocks) => {
                self.stage.twins.mine(blocks);
                self.digest.update(blocks.to_be_bytes());
                let touch = Touch::time(&self.state, self.stage.twins.block());
                self.judge(&Deed::Wait, true, &touch)?;
                self.note(action.kind, true);
            }
            Plan::Call(call) => self.call(action, *call)?,
        }
        if index % FULL_LOOK == FULL_LOOK - 1 {
            self.look_fully()?;
        }
        Ok(())
    }

    fn call(&mut self, action: &Action, mut call: Call) -> Result<(), Wrong> {
        let batch = matches!(call.deed, Deed::Complete { .. }) && action.kind == Kind::CompleteMany;
        let before = (batch && action.odds.is_multiple_of(4)).then(|| self.stage.fork());
        let outcome = self.stage.twins.send(call.from, call.to, call.data.clone(), call.name)?;
        self.digest.update([u8::from(outcome.success)]);
        self.digest.update(&outcome.output);
        self.note(action.kind, outcome.success);
        self.note_habit(&call, outcome.success);
        if !outcome.success {
            let error = outcome.output.first_chunk::<4>().copied();
            let times = self.met.errors.entry(error).or_default();
            *times = times.saturating_add(1);
            return self.judge(&call.deed, false, &call.touch);
        }
        let times = self.met.functions.entry(call.name.to_owned()).or_default();
        *times = times.saturating_add(1);
        learn(&mut call.deed, &outcome)?;
        self.remember(action, &call)?;
        self.judge(&call.deed, true, &call.touch)?;
        if let Some(before) = before {
            self.compare_with_sequence(before, &call)?;
        }
        Ok(())
    }

    fn note(&mut self, kind: Kind, success: bool) {
        let noted = self.met.kinds.entry(kind).or_default();
        let place = if success { &mut noted.0 } else { &mut noted.1 };
        *place = place.saturating_add(1);
    }

    /// What the hostile token did while a step may have moved it.
    fn note_habit(&mut self, call: &Call, success: bool) {
        let moves = match &call.deed {
            Deed::Deposit { strategy, .. } | Deed::Fund { strategy, .. } => *strategy == HOSTILE,
            Deed::Complete { paid, .. } => paid.iter().any(|part| part.0 == HOSTILE && part.2),
            Deed::Donate { .. } => call.touch.strategies.contains(&HOSTILE),
            Deed::Pay | Deed::Claim => true,
            _ => false,
        };
        let Some(habit) = self.stage.temper.name().filter(|_| moves) else { return };
        let noted = self.met.habits.entry(habit).or_default();
        let place = if success { &mut noted.0 } else { &mut noted.1 };
        *place = place.saturating_add(1);
    }

    /// Looks at what the step may have touched, and checks every invariant.
    fn judge(&mut self, deed: &Deed, success: bool, touch: &Touch) -> Result<(), Wrong> {
        let before = self.state.clone();
        self.stage.look_at(&mut self.state, touch)?;
        let step = Step { before: &before, after: &self.state, deed, success };
        self.history.learn(&step);
        match broken(&step, &self.history) {
            Some((invariant, figures)) => {
                Err(Wrong::Broken(invariant.name, format!("{} {figures} ({deed:?})", invariant.sentence)))
            }
            None => Ok(()),
        }
    }

    /// A call must have changed nothing but what was looked at after it.
    fn look_fully(&mut self) -> Result<(), Wrong> {
        let seen = self.stage.look()?;
        if seen == self.state {
            return Ok(());
        }
        let what = difference(&self.state, &seen);
        Err(Wrong::Broken("X-5", format!("something changed that no step should have touched: {what}")))
    }

    /// Takes up what later actions refer to.
    fn remember(&mut self, action: &Action, call: &Call) -> Result<()> {
        match (&call.deed, action.kind) {
            (Deed::Fund { strategy, tokens }, _) => {
                // Two people earn it, all of it.
                let half = *tokens / U256::from(2);
                let count = self.stage.people.len();
                for (who, share) in [(action.who, half), (action.other, tokens.saturating_sub(half))] {
                    let row = self.stage.earned.get_mut(usize::from(who) % count).context("a person")?;
                    let earned = row.get_mut(*strategy).context("a strategy")?;
                    *earned = earned.saturating_add(share);
                }
            }
            (_, Kind::Publish) => {
                let index = u32::try_from(self.stage.published.len())?;
                let delay = self.stage.twins.ask(self.stage.coordinator, &rc::activationDelayCall {})?;
                let active = self.stage.twins.timestamp().saturating_add(delay.into());
                let tree = tree(&self.stage.earned, &self.stage.people, &self.stage.tokens);
                self.stage.published.push(Published { index, tree, active });
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        if let Err(wrong) = self.look_fully() {
            return Err(match wrong {
                Wrong::Broken(name, what) => anyhow!("{name}: {what}"),
                Wrong::Other(error) => error,
            });
        }
        let ways = crate::ways_out::for_everybody(self.stage.fork(), &self.state, &self.history)?;
        self.met.ways_out = self.met.ways_out.saturating_add(ways);
        Ok(())
    }

    /// the same withdrawals, one after the other, leave the same.
    fn compare_with_sequence(&mut self, mut other: Stage, call: &Call) -> Result<(), Wrong> {
        crate::ways_out::complete_in_sequence(&mut other, call)?;
        let (batch, sequence) = (self.stage.look()?, other.look()?);
        if batch != sequence {
            let what = difference(&batch, &sequence);
            return Err(Wrong::Broken("X-10", format!("a batch is not its sequence: {what}")));
        }
        self.met.batches = self.met.batches.saturating_add(1);
        Ok(())
    }
}

fn failure(step: usize, action: &Action, wrong: Wrong) -> Failure {
    match wrong {
        Wrong::Broken(name, what) => Failure { step, name: Some(name), what },
        Wrong::Other(error) => Failure { step, name: None, what: format!("{action:?}: {error:#}") },
    }
}

/// What a deed's outcome says of it.
fn learn(deed: &mut Deed, outcome: &Outcome) -> Result<()> {
    if let Deed::Slash { took, .. } = deed {
        let answer =
            am::slashOperatorCall::abi_decode_returns(&outcome.output).context("the slash's answer")?;
        *took = answer.shares;
    }
    Ok(())
}

/// The first part in which two states differ.
fn difference(expected: &State, seen: &State) -> String {
    for (index, (a, b)) in expected.people.iter().zip(&seen.people).enumerate() {
        if a != b {
            return format!("person {index}: expected {a:?}, seen {b:?}");
        }
    }
    format!("expected {expected:?}, seen {seen:?}")
}
