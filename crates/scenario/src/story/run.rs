//! Playing a story: every step on every world, with expectations, invariants and a snapshot.

use super::call::{Lookup, Queued, Scene, address};
use super::check::{Happened, is_known_error};
use super::error::StoryError;
use super::expect::Quantity;
use super::format::{Asset, Step, Story};
use super::invariants::{self, View};
use super::reader::Source;
use super::snapshot::{Known, MeasureError, Measured, Meter, Snapshot, quantities};
use super::stage::{Disagreement, Stage, sum_gas};
use super::verb::Verb;
use crate::interfaces::Interfaces;
use crate::recorded::symbols::WITHDRAWAL;
use crate::world::{EmittedLog, GasUse, Moment, Outcome, World};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, B256, U256, keccak256};
use std::collections::{BTreeMap, HashMap};

/// Follows a story while it is played.
pub trait Teller {
    /// A step is over.
    fn step(&mut self, story: &Story, index: usize, step: &StepRun);
}

impl Teller for () {
    fn step(&mut self, _: &Story, _: usize, _: &StepRun) {}
}

/// A story that was played, to its end or to its failure.
#[derive(Clone, Debug)]
pub struct StoryRun {
    /// The story.
    pub story: Story,
    /// The worlds it was played on.
    pub worlds: Vec<&'static str>,
    /// The state before the first step.
    pub start: Snapshot,
    /// What happened.
    pub steps: Vec<StepRun>,
    /// Why it stopped before its end.
    pub failure: Option<StoryError>,
}

/// A step that was played.
#[derive(Clone, Debug)]
pub struct StepRun {
    /// Block number.
    pub block: u64,
    /// Who, by name; empty when time passed.
    pub who: String,
    /// What, as a sentence without its subject.
    pub what: String,
    /// `ok`, or the error.
    pub result: String,
    /// Whether it reverted.
    pub reverted: bool,
    /// What it took.
    pub gas: Option<GasUse>,
    /// The state afterwards.
    pub after: Snapshot,
}

/// Plays a story on worlds in lock-step.
///
/// The text of the story is read again for places, if the file is there; it is otherwise not
/// needed.
pub fn play(
    story: &Story,
    text: &str,
    interfaces: &Interfaces,
    worlds: Vec<Box<dyn World>>,
    teller: &mut dyn Teller,
) -> StoryRun {
    let names: Vec<&'static str> = worlds.iter().map(|w| w.name()).collect();
    let mut run = StoryRun {
        story: story.clone(),
        worlds: names,
        start: Snapshot::new(),
        steps: Vec::new(),
        failure: None,
    };
    let mut play = match Play::new(story, text, interfaces, worlds) {
        Ok(play) => play,
        Err(e) => {
            run.failure = Some(e);
            return run;
        }
    };
    let told = play.tell(&mut run, teller);
    run.failure = told.err();
    run
}

/// A story under way.
struct Play<'s> {
    story: &'s Story,
    text: &'s str,
    interfaces: &'s Interfaces,
    stage: Stage<'s>,
    withdrawals: BTreeMap<String, Queued>,
    known: Known,
    last_slash: BTreeMap<super::format::SetName, u64>,
}

impl<'s> Play<'s> {
    fn new(
        story: &'s Story,
        text: &'s str,
        interfaces: &'s Interfaces,
        worlds: Vec<Box<dyn World>>,
    ) -> Result<Self, StoryError> {
        let unplayable = |message: &str| StoryError::Unplayable {
            place: Source { file: &story.file, text, step: None }.place(0),
            message: message.to_owned(),
        };
        let stage = Stage::new(interfaces, worlds);
        let stage = stage.ok_or_else(|| unplayable("there is no world to play on"))?;
        let play = Self {
            story,
            text,
            interfaces,
            stage,
            withdrawals: BTreeMap::new(),
            known: Known::default(),
            last_slash: BTreeMap::new(),
        };
        if let Some(found) = play.stage.differing_addresses() {
            return Err(play.disagreement(None, found));
        }
        Ok(play)
    }

    fn tell(&mut self, run: &mut StoryRun, teller: &mut dyn Teller) -> Result<(), StoryError> {
        run.start = self.snapshot(None)?;
        let mut before = run.start.clone();
        for (index, step) in self.story.steps.iter().enumerate() {
            let (told, failure) = self.step((index, step), &run.start, &before)?;
            teller.step(self.story, index, &told);
            before = told.after.clone();
            run.steps.push(told);
            if let Some(failure) = failure {
                return Err(failure);
            }
        }
        Ok(())
    }

    /// Plays one step. What went against expectations comes with the step, so that it can be shown.
    fn step(
        &mut self,
        at: (usize, &Step),
        start: &Snapshot,
        before: &Snapshot,
    ) -> Result<(StepRun, Option<StoryError>), StoryError> {
        let (index, step) = at;
        if let Some(error) = &step.expect.fails_with
            && !is_known_error(self.interfaces, error)
        {
            return Err(self.unplayable(Some(at), format!("no contract has an error `{error}`")));
        }
        let now = self.stage.now();
        let overflow = || self.unplayable(Some(at), "time ends before this step".to_owned());
        let seconds = step.blocks_later.checked_mul(super::cast::BLOCK_SECS).ok_or_else(overflow)?;
        self.stage.advance(Moment {
            block: now.block.checked_add(step.blocks_later).ok_or_else(overflow)?,
            timestamp: now.timestamp.checked_add(seconds).ok_or_else(overflow)?,
        });
        let outcome = self.act(at)?;
        if let Some(outcome) = outcome.as_ref().filter(|o| o.success) {
            self.learn(step, &outcome.logs);
        }
        let after = self.snapshot(Some(at))?;
        let told = StepRun {
            block: self.stage.now().block,
            who: step.who.as_ref().map(|(name, _)| name.clone()).unwrap_or_default(),
            what: step.sentence.clone(),
            result: match &outcome {
                Some(outcome) if !outcome.success => self.interfaces.explain_revert(&outcome.output),
                _ => "ok".to_owned(),
            },
            reverted: outcome.as_ref().is_some_and(|o| !o.success),
            gas: outcome.as_ref().and_then(|o| o.gas),
            after,
        };
        let failure = self.judge((index, step), outcome.as_ref(), &told, start, before)?;
        Ok((told, failure))
    }

    /// Sends the step's transactions; the first that fails is the last.
    fn act(&mut self, at: (usize, &Step)) -> Result<Option<Outcome>, StoryError> {
        let step = at.1;
        let who = step.who.as_ref().map(|(_, party)| party);
        let directory = self.stage.directory().clone();
        let scene = Scene { names: &self.story.names, directory: &directory, withdrawals: &self.withdrawals };
        let mut lookup = Questions { scene: &scene, stage: &mut self.stage, interfaces: self.interfaces };
        let calls = scene.calls(who, &step.verb, &mut lookup);
        let calls = calls.map_err(|message| self.unplayable(Some(at), message))?;
        let from = who.and_then(|party| directory.get(&party.0)).copied().unwrap_or_default();
        let mut whole: Option<Outcome> = None;
        for call in calls {
            let sent = self.stage.transact(from, call.to, &call.data);
            let mut outcome = sent.map_err(|found| self.disagreement(Some(at), found))?;
            if let Some(earlier) = whole.take() {
                outcome.gas = sum_gas(earlier.gas, outcome.gas);
                outcome.logs.splice(0..0, earlier.logs);
            }
            let failed = !outcome.success;
            whole = Some(outcome);
            if failed {
                break;
            }
        }
        Ok(whole)
    }

    /// Takes up what later steps and snapshots refer to.
    fn learn(&mut self, step: &Step, logs: &[EmittedLog]) {
        let queued: Vec<Queued> = logs.iter().filter_map(queued).collect();
        let single = queued.len() == 1;
        let base = match &step.verb {
            Verb::Undelegate { named, .. }
            | Verb::Redelegate { named, .. }
            | Verb::QueueWithdrawal { named, .. } => named.clone(),
            _ => None,
        };
        for (index, withdrawal) in queued.into_iter().enumerate() {
            let number = self.withdrawals.len().saturating_add(1);
            let name = match &base {
                Some(base) if single => base.clone(),
                Some(base) => format!("{base} {}", index.saturating_add(1)),
                None => format!("withdrawal {number}"),
            };
            let assets = self.assets(&withdrawal.strategies);
            self.known.withdrawals.push((name.clone(), assets));
            self.withdrawals.insert(name, withdrawal);
        }
        match &step.verb {
            Verb::CreateOperatorSet { set, .. } => self.known.sets.push(set.clone()),
            Verb::Slash { set, .. } => {
                // Ids count from 1 in each set (reference, section 7.3).
                let id = self.last_slash.entry(set.clone()).or_default();
                *id = id.saturating_add(1);
                self.known.slashes.push((set.clone(), *id));
            }
            _ => {}
        }
    }

    fn assets(&self, strategies: &[Address]) -> Vec<Asset> {
        let directory = self.stage.directory();
        let of = |asset: &Asset| directory.get(&asset.strategy()).copied();
        let known = self.story.names.strategies.values().copied();
        known.filter(|asset| of(asset).is_some_and(|a| strategies.contains(&a))).collect()
    }

    fn meter(&mut self) -> Meter<'_, 's> {
        Meter {
            stage: &mut self.stage,
            names: &self.story.names,
            withdrawals: &self.withdrawals,
            interfaces: self.interfaces,
            answers: HashMap::new(),
        }
    }

    fn snapshot(&mut self, at: Option<(usize, &Step)>) -> Result<Snapshot, StoryError> {
        let list = quantities(&self.story.names, &self.known);
        let mut snapshot = Snapshot::new();
        let mut meter = self.meter();
        let mut failure = None;
        for quantity in list {
            match meter.measure(&quantity) {
                Ok(measured) => {
                    snapshot.insert(quantity, measured);
                }
                Err(e) => {
                    failure = Some(e);
                    break;
                }
            }
        }
        match failure {
            Some(e) => Err(self.measure_error(at, e)),
            None => Ok(snapshot),
        }
    }

    /// The first thing about a step that is not as it should be.
    fn judge(
        &mut self,
        at: (usize, &Step),
        outcome: Option<&Outcome>,
        told: &StepRun,
        start: &Snapshot,
        before: &Snapshot,
    ) -> Result<Option<StoryError>, StoryError> {
        let mut states: Vec<Measured> = Vec::new();
        for expectation in &at.1.expect.then {
            let measured = self.meter().measure(&expectation.quantity);
            states.push(measured.map_err(|e| self.measure_error(Some(at), e))?);
        }
        let roots: BTreeMap<String, B256> =
            self.withdrawals.iter().map(|(name, w)| (name.clone(), w.root)).collect();
        let happened = Happened {
            interfaces: self.interfaces,
            names: &self.story.names,
            directory: self.stage.directory(),
            roots: &roots,
            outcome,
            gas: told.gas,
        };
        let differences = happened.differences(&at.1.expect);
        if !differences.is_empty() {
            let place = self.place(at.1.offset, Some(at.0));
            return Ok(Some(StoryError::Expectation { place, differences }));
        }
        for (expectation, measured) in at.1.expect.then.iter().zip(states) {
            if let Some(difference) = happened.state(expectation, measured, start) {
                let place = self.place(expectation.offset, Some(at.0));
                let differences = vec![difference];
                return Ok(Some(StoryError::Expectation { place, differences }));
            }
        }
        let view = View {
            names: &self.story.names,
            directory: self.stage.directory(),
            now: &told.after,
            before: Some(before),
            reverted: told.reverted,
        };
        Ok(invariants::broken(&view).map(|(invariant, detail)| StoryError::Invariant {
            place: self.place(at.1.offset, Some(at.0)),
            id: invariant.id,
            sentence: invariant.sentence,
            detail,
        }))
    }

    fn place(&self, offset: usize, step: Option<usize>) -> super::error::Place {
        let step = step.map(|index| index.saturating_add(1));
        Source { file: &self.story.file, text: self.text, step }.place(offset)
    }

    fn place_at(&self, at: Option<(usize, &Step)>) -> super::error::Place {
        self.place(at.map_or(0, |(_, step)| step.offset), at.map(|(index, _)| index))
    }

    fn unplayable(&self, at: Option<(usize, &Step)>, message: String) -> StoryError {
        StoryError::Unplayable { place: self.place_at(at), message }
    }

    fn disagreement(&self, at: Option<(usize, &Step)>, found: Disagreement) -> StoryError {
        StoryError::Disagreement {
            place: self.place_at(at),
            first: found.first.to_owned(),
            second: found.second.to_owned(),
            differences: found.differences,
        }
    }

    fn measure_error(&self, at: Option<(usize, &Step)>, e: MeasureError) -> StoryError {
        match e {
            MeasureError::Disagreement(found) => self.disagreement(at, found),
            MeasureError::Impossible(message) => self.unplayable(at, message),
        }
    }
}

/// Answers what a verb needs to know from the worlds before it is compiled.
struct Questions<'a, 's> {
    scene: &'a Scene<'a>,
    stage: &'a mut Stage<'s>,
    interfaces: &'a Interfaces,
}

impl Questions<'_, '_> {
    fn number(&mut self, to: Address, signature: &str, args: Vec<DynSolValue>) -> Result<U256, String> {
        let mut meter = Meter {
            stage: self.stage,
            names: self.scene.names,
            withdrawals: self.scene.withdrawals,
            interfaces: self.interfaces,
            answers: HashMap::new(),
        };
        let values = meter.call(to, signature, args).map_err(|e| match e {
            MeasureError::Disagreement(found) => {
                format!("{} and {} disagree on `{signature}`", found.first, found.second)
            }
            MeasureError::Impossible(message) => message,
        })?;
        let value = values.as_ref().and_then(|v| v.as_tuple()?.first()?.as_uint());
        value.map(|(n, _)| n).ok_or_else(|| format!("`{signature}` gives no number"))
    }
}

impl Lookup for Questions<'_, '_> {
    fn deposit_shares(&mut self, of: Address, asset: Asset) -> Result<U256, String> {
        let strategy = self.scene.resolve(&asset.strategy())?;
        let to = self.scene.resolve("$sm")?;
        let args = vec![address(of), address(strategy)];
        self.number(to, "stakerDepositShares(address,address)", args)
    }

    fn paused(&mut self, contract: Address) -> Result<U256, String> {
        self.number(contract, "paused()", Vec::new())
    }
}

/// The withdrawal a log announces, if it does.
fn queued(log: &EmittedLog) -> Option<Queued> {
    let signature = format!("SlashingWithdrawalQueued(bytes32,{WITHDRAWAL},uint256[])");
    if log.data.topics().first() != Some(&keccak256(signature)) {
        return None;
    }
    let ty = DynSolType::parse(&format!("(bytes32,{WITHDRAWAL},uint256[])")).ok()?;
    let decoded = ty.abi_decode_params(&log.data.data).ok()?;
    let value = decoded.as_tuple()?.get(1)?.clone();
    let strategies = value.as_tuple()?.get(5)?.as_array()?;
    let strategies = strategies.iter().filter_map(DynSolValue::as_address).collect();
    let root = keccak256(value.abi_encode());
    Some(Queued { value, root, strategies })
}

/// The label of a quantity in a story, for charts and tables.
pub fn label(story: &Story, quantity: &Quantity) -> String {
    let happened = |symbol: &str| story.names.name_of(symbol);
    match quantity {
        Quantity::WithdrawableShares(p, _)
        | Quantity::DepositShares(p, _)
        | Quantity::OperatorShares(p, _)
        | Quantity::TokenBalance(p, _)
        | Quantity::MaxMagnitude(p, _)
        | Quantity::EncumberedMagnitude(p, _) => happened(&p.0),
        Quantity::AllocatedMagnitude(p, _, s) => {
            format!("{} → {}/{}", happened(&p.0), happened(&s.avs.0), s.id)
        }
        Quantity::SlashedShares(s, id, _) => format!("slash {id}, {}/{}", happened(&s.avs.0), s.id),
        Quantity::WithdrawalShares(name, _) => format!("“{name}”"),
        other => format!("{other:?}"),
    }
}
