//! Playing a recorded scenario on worlds and comparing everything the recording fixes.

use super::compare;
use super::error::{Difference, Mismatch, RecordedError, ValueError};
use super::file::{Scenario, Status, Step};
use super::fixture::domain_base;
use super::symbols::{Symbols, offset};
use super::trees::build;
use super::value::{entries, short, values};
use super::views::{Views, output_types};
use crate::interfaces::{Interfaces, Signature};
use crate::world::{GasUse, Moment, Outcome, World, WorldParams};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{B256, U256, keccak256};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What a scenario is played with.
#[derive(Debug)]
pub struct Player<'a> {
    /// Types of answers.
    pub interfaces: &'a Interfaces,
    /// What the worlds were deployed with.
    pub params: &'a WorldParams,
    /// Private keys of actors by symbol.
    pub keys: BTreeMap<String, B256>,
}

/// A scenario that went as recorded, step by step.
#[derive(Clone, Debug, Default)]
pub struct Played {
    /// Transactions and observations.
    pub steps: Vec<PlayedStep>,
    /// View results compared.
    pub views: usize,
}

/// One step that went as recorded.
#[derive(Clone, Debug)]
pub struct PlayedStep {
    /// Block number.
    pub block: u64,
    /// The caller's symbol.
    pub who: String,
    /// The function's name and its arguments in short.
    pub what: String,
    /// `ok`, or the error.
    pub result: String,
    /// Gas on the first world that has gas.
    pub gas: Option<GasUse>,
}

/// One world in play.
struct Seat<'w> {
    world: &'w mut dyn World,
    symbols: Symbols,
    views: Views,
}

impl Player<'_> {
    /// Plays a scenario on fresh worlds, in lock-step.
    ///
    /// # Errors
    /// Those of [`Player::play_into`].
    pub fn play(&self, scenario: &Scenario, worlds: &mut [Box<dyn World>]) -> Result<Played, RecordedError> {
        let mut played = Played::default();
        self.play_into(scenario, worlds, &mut played)?;
        Ok(played)
    }

    /// Plays a scenario and notes every step that went as recorded, also if a later one does not.
    ///
    /// # Errors
    /// [`RecordedError::Mismatch`] at the first step at which a world does something else,
    /// [`RecordedError::Disagreement`] if worlds with equal addresses differ in bytes, and
    /// [`RecordedError::Invalid`] for a recording that makes no sense.
    pub fn play_into(
        &self,
        scenario: &Scenario,
        worlds: &mut [Box<dyn World>],
        played: &mut Played,
    ) -> Result<(), RecordedError> {
        let mut seats = Vec::with_capacity(worlds.len());
        for world in worlds {
            let mut symbols = Symbols::new(
                world.directory(),
                self.params.start,
                domain_base(self.params),
                self.keys.clone(),
            );
            for (name, spec) in &scenario.trees {
                let tree = build(&symbols, spec)
                    .map_err(|e| invalid(scenario, e.inside(format!("trees.{name}"))))?;
                symbols.trees.insert(name.clone(), tree);
            }
            let world = world.as_mut();
            seats.push(Seat { world, symbols, views: Views::default() });
        }
        for seat in &mut seats {
            let found = self.views(seat, scenario, &scenario.initial, played);
            let differences = found.map_err(|e| invalid(scenario, e.inside("initial")))?;
            report(scenario, None, seat.world.name(), differences)?;
        }
        for (index, step) in scenario.steps.iter().enumerate() {
            self.step(scenario, index, step, &mut seats, played)?;
        }
        Ok(())
    }

    fn step(
        &self,
        scenario: &Scenario,
        index: usize,
        step: &Step,
        seats: &mut [Seat<'_>],
        played: &mut Played,
    ) -> Result<(), RecordedError> {
        let bad = |e: ValueError| invalid(scenario, e.inside(format!("steps[{index}]")));
        let moment = self.moment(step).map_err(bad)?;
        let mut line = PlayedStep {
            block: moment.block,
            who: step.caller.clone().unwrap_or_default(),
            what: describe(step),
            result: "ok".to_owned(),
            gas: None,
        };
        let mut outcomes: Vec<(&'static str, Outcome)> = Vec::new();
        for seat in seats.iter_mut() {
            seat.world.advance(moment);
            seat.symbols.now = moment;
            let mut differences = Vec::new();
            if !step.observe {
                let outcome = self.call(step, seat).map_err(bad)?;
                differences = self.compare(step, seat, &outcome).map_err(bad)?;
                if !outcome.success {
                    line.result = self.interfaces.explain_revert(&outcome.output);
                }
                line.gas = line.gas.or(outcome.gas);
                outcomes.push((seat.world.name(), outcome));
            }
            if let Some(changed) = &step.views {
                let found = self.views(seat, scenario, changed, played);
                differences.extend(found.map_err(|e| bad(e.inside("views")))?);
            }
            report(scenario, Some((index, step)), seat.world.name(), differences)?;
        }
        self.agree(scenario, index, step, seats, &outcomes)?;
        played.steps.push(line);
        Ok(())
    }

    /// Worlds with the same addresses must give the same bytes.
    fn agree(
        &self,
        scenario: &Scenario,
        index: usize,
        step: &Step,
        seats: &[Seat<'_>],
        outcomes: &[(&'static str, Outcome)],
    ) -> Result<(), RecordedError> {
        let directory = seats.first().map(|s| s.world.directory());
        if !seats.iter().all(|s| Some(s.world.directory()) == directory) {
            return Ok(());
        }
        let Some((first, rest)) = outcomes.split_first() else { return Ok(()) };
        for other in rest {
            let differences = disagreements(self.interfaces, &first.1, &other.1);
            if !differences.is_empty() {
                return Err(RecordedError::Disagreement(Box::new(Mismatch {
                    file: scenario.file.clone(),
                    step: Some(index),
                    what: describe(step),
                    world: format!("{} (got) against {} (expected)", other.0, first.0),
                    differences,
                })));
            }
        }
        Ok(())
    }

    /// Takes up changed expectations, then compares every view expected so far.
    fn views(
        &self,
        seat: &mut Seat<'_>,
        scenario: &Scenario,
        changed: &Map<String, Value>,
        played: &mut Played,
    ) -> Result<Vec<Difference>, ValueError> {
        seat.views.expect(&seat.symbols, self.interfaces, scenario, changed)?;
        let (count, differences) =
            seat.views.check(&seat.symbols, self.interfaces, scenario, &mut *seat.world)?;
        played.views = played.views.saturating_add(count);
        Ok(differences)
    }

    fn moment(&self, step: &Step) -> Result<Moment, ValueError> {
        let of = |text: &str, prefix: &str, base: u64, field: &str| {
            let at = offset(text, prefix).and_then(|n| base.checked_add_signed(n));
            at.ok_or_else(|| ValueError::new(format!("`{text}` is no such moment")).inside(field))
        };
        let start = self.params.start;
        Ok(Moment {
            block: of(&step.block, "$B", start.block, "block")?,
            timestamp: of(&step.time, "$T", start.timestamp, "time")?,
        })
    }

    fn call(&self, step: &Step, seat: &mut Seat<'_>) -> Result<Outcome, ValueError> {
        let symbols = &seat.symbols;
        let party = |field: &'static str, text: &Option<String>| {
            let text = text.as_deref().unwrap_or_default();
            let found = symbols.address(text);
            found.ok_or_else(|| ValueError::new(format!("`{text}` is not an address here")).inside(field))
        };
        let (from, to) = (party("caller", &step.caller)?, party("to", &step.to)?);
        let data = call_data(symbols, step)?;
        Ok(seat.world.transact(from, to, &data.into(), U256::ZERO))
    }

    /// Compares status, return values or error, and logs.
    fn compare(
        &self,
        step: &Step,
        seat: &mut Seat<'_>,
        outcome: &Outcome,
    ) -> Result<Vec<Difference>, ValueError> {
        let success = step.status == Some(Status::Success);
        if success != outcome.success {
            let recorded = step.error.as_deref().map(|e| format!("revert {e}"));
            return Ok(vec![Difference {
                field: "status".to_owned(),
                expected: recorded.unwrap_or_else(|| "success".to_owned()),
                got: compare::ending(self.interfaces, outcome),
            }]);
        }
        if !success {
            return self.compare_revert(step, seat, outcome);
        }
        self.learn(step, seat, outcome);
        let symbols = &seat.symbols;
        let mut differences = Vec::new();
        let function = step.function.as_deref().unwrap_or_default();
        match output_types(self.interfaces, function) {
            Ok(types) => {
                let recorded = step.returns.as_deref().unwrap_or_default();
                let found = compare::returns(symbols, &types, recorded, &outcome.output);
                differences.extend(found.map_err(|e| e.inside("returns"))?);
            }
            // Without return values the ABI is not needed to know what must come back.
            Err(_) if step.returns.is_none() => {
                if !outcome.output.is_empty() {
                    differences.push(Difference {
                        field: "returns".to_owned(),
                        expected: "nothing".to_owned(),
                        got: outcome.output.to_string(),
                    });
                }
            }
            Err(e) => return Err(e),
        }
        let recorded = step.events.as_deref().unwrap_or_default();
        differences.extend(compare::events(symbols, self.interfaces, recorded, &outcome.logs)?);
        Ok(differences)
    }

    fn compare_revert(
        &self,
        step: &Step,
        seat: &Seat<'_>,
        outcome: &Outcome,
    ) -> Result<Vec<Difference>, ValueError> {
        let mut differences = Vec::new();
        let expected = compare::recorded_revert(&seat.symbols, step)?;
        if expected != outcome.output.as_ref() {
            differences.push(Difference {
                field: "error".to_owned(),
                expected: self.interfaces.explain_revert(&expected),
                got: self.interfaces.explain_revert(&outcome.output),
            });
        }
        if !outcome.logs.is_empty() {
            differences.push(Difference {
                field: "events".to_owned(),
                expected: "none after a revert".to_owned(),
                got: format!("{} events", outcome.logs.len()),
            });
        }
        Ok(differences)
    }

    /// Takes up what later steps refer to: withdrawals queued, and the address that is bound.
    fn learn(&self, step: &Step, seat: &mut Seat<'_>, outcome: &Outcome) {
        let queued = keccak256(QUEUED);
        let manager = seat.symbols.address("$dm");
        for log in &outcome.logs {
            if log.data.topics().first() == Some(&queued) && Some(log.emitter) == manager {
                seat.symbols.see_withdrawal(&log.data.data);
            }
        }
        if let Some(symbol) = &step.binds
            && let Ok(DynSolValue::Address(address)) = DynSolType::Address.abi_decode(&outcome.output)
        {
            seat.symbols.bind(symbol, address);
        }
    }
}

/// The event whose struct `$wdN` names.
const QUEUED: &str = "SlashingWithdrawalQueued(bytes32,(address,address,address,uint256,uint32,address[],uint256[]),uint256[])";

pub(super) fn parse(signature: &str) -> Result<Signature, ValueError> {
    Signature::parse(signature).map_err(|e| ValueError::new(e.to_string()).inside("fn"))
}

fn call_data(symbols: &Symbols, step: &Step) -> Result<Vec<u8>, ValueError> {
    let signature = parse(step.function.as_deref().unwrap_or_default())?;
    if let Some(selector) = &step.selector
        && *selector != signature.selector().to_string()
    {
        return Err(ValueError::new("is not the function's").inside("selector"));
    }
    let none = serde_json::Map::new();
    let args = step.args.as_ref().unwrap_or(&none);
    let args = values(symbols, &signature.types, entries(args));
    Ok(signature.encode(args.map_err(|e| e.inside("args"))?))
}

/// Where two outcomes differ in anything that contracts can cause.
pub fn disagreements(interfaces: &Interfaces, a: &Outcome, b: &Outcome) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut note = |field: &str, expected: String, got: String| {
        if expected != got {
            differences.push(Difference { field: field.to_owned(), expected, got });
        }
    };
    note("status", compare::ending(interfaces, a), compare::ending(interfaces, b));
    note("output", a.output.to_string(), b.output.to_string());
    note("number of logs", a.logs.len().to_string(), b.logs.len().to_string());
    for (index, (left, right)) in a.logs.iter().zip(&b.logs).enumerate() {
        if left != right {
            note(&format!("logs[{index}]"), format!("{left:?}"), format!("{right:?}"));
        }
    }
    differences
}

fn describe(step: &Step) -> String {
    let Some(args) = &step.args else { return step.what().to_owned() };
    let args: Vec<String> = args.iter().map(|(k, v)| format!("{k} {}", plain(v))).collect();
    let text = format!("{}({})", step.what(), args.join(", "));
    match text.char_indices().nth(180) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

fn plain(json: &Value) -> String {
    json.as_str().map_or_else(|| short(json), str::to_owned)
}

fn invalid(scenario: &Scenario, e: ValueError) -> RecordedError {
    RecordedError::Invalid { file: scenario.file.clone(), path: e.path(), message: e.message }
}

fn report(
    scenario: &Scenario,
    step: Option<(usize, &Step)>,
    world: &str,
    differences: Vec<Difference>,
) -> Result<(), RecordedError> {
    if differences.is_empty() {
        return Ok(());
    }
    Err(RecordedError::Mismatch(Box::new(Mismatch {
        file: scenario.file.clone(),
        step: step.map(|(index, _)| index),
        what: step.map(|(_, s)| describe(s)).unwrap_or_default(),
        world: world.to_owned(),
        differences,
    })))
}
