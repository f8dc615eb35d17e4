//! The runner against a world that plays a recording back: every recorded scenario passes, and
//! every kind of deviation is noticed where it happens.
//!
//! The tape encodes what was recorded with the file's own signatures, so this does not show that
//! an implementation is right; it shows that the runner reads, encodes and compares everything.

use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, B256, Bytes, LogData, U256, keccak256};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use surety_scenario::interfaces::{Interfaces, Signature};
use surety_scenario::recorded::compare::{named_revert, recorded_revert};
use surety_scenario::recorded::file::{EventSpec, Status, Step};
use surety_scenario::recorded::fixture::domain_base;
use surety_scenario::recorded::symbols::{SeenWithdrawal, Symbols};
use surety_scenario::recorded::{FixtureFile, Player, RecordedError, Scenario, trees, value};
use surety_scenario::world::{Directory, EmittedLog, Moment, Outcome, World, WorldParams};

const CONTRACTS: &[&str] = &[
    "$dm",
    "$sm",
    "$am",
    "$pc",
    "$rc",
    "$kr",
    "$avsd",
    "$sf",
    "$rm",
    "$epm",
    "$pauserRegistry",
    "$strategyA",
    "$strategyB",
    "$strategyC",
    "$strategyD",
    "$strategyE",
    "$tokenA",
    "$tokenB",
    "$tokenC",
    "$tokenD",
    "$tokenE",
    "$strategyTVL",
    "$tokenTVL",
    "$eigenStrategy",
    "$eigenToken",
    "$acceptRegistrar",
    "$rejectRegistrar",
    "$unsupportedRegistrar",
    "$wallet1271",
];

/// Changes what a step of the tape answers.
type Tweak = fn(usize, &mut Outcome);

struct Tape {
    scenario: Scenario,
    interfaces: Interfaces,
    directory: Directory,
    symbols: Symbols,
    /// The step under way; `None` before the first.
    step: Option<usize>,
    current: Map<String, Value>,
    calls: HashMap<(Address, Bytes), String>,
    tweak: Tweak,
}

impl Tape {
    fn new(
        scenario: Scenario,
        params: &WorldParams,
        fixture: &FixtureFile,
        interfaces: &Interfaces,
        tweak: Tweak,
    ) -> Self {
        let mut directory = params.actors.clone();
        for (index, symbol) in CONTRACTS.iter().enumerate() {
            let address = Address::from_word(B256::from(U256::from(0xc0de_0000_usize + index)));
            directory.insert((*symbol).to_owned(), address);
        }
        let mut symbols = Symbols::new(&directory, params.start, domain_base(params), fixture.keys());
        for (name, spec) in &scenario.trees {
            let tree = trees::build(&symbols, spec).unwrap();
            symbols.trees.insert(name.clone(), tree);
        }
        let current = scenario.initial.clone();
        let interfaces = interfaces.clone();
        let calls = HashMap::new();
        let mut tape = Self { scenario, interfaces, directory, symbols, step: None, current, calls, tweak };
        tape.index_views();
        tape
    }

    fn index_views(&mut self) {
        self.calls.clear();
        for (name, spec) in &self.scenario.views {
            let Some(to) = self.symbols.address(&spec.to) else { continue };
            let signature = Signature::parse(&spec.function).unwrap();
            let args = value::elements(&spec.args);
            let Ok(args) = value::values(&self.symbols, &signature.types, args) else { continue };
            // Two names may stand for one call, of which `select` keeps different parts.
            self.calls.insert((to, signature.encode(args).into()), name.clone());
        }
    }

    fn answer(&mut self, step: &Step) -> Outcome {
        if step.status == Some(Status::Revert) {
            let output = recorded_revert(&self.symbols, step).unwrap().into();
            return Outcome { success: false, output, logs: Vec::new(), gas: None };
        }
        if let Some(symbol) = &step.binds {
            self.symbols.bind(symbol, Address::repeat_byte(0x77));
        }
        let logs = step.events.iter().flatten().filter_map(|e| self.log(e)).collect();
        let signature = Signature::parse(step.function.as_ref().unwrap()).unwrap();
        let output = match &step.returns {
            Some(returns) => {
                let types = &self.interfaces.returns(signature.selector()).unwrap().types;
                let values = value::values(&self.symbols, types, value::elements(returns));
                DynSolValue::Tuple(values.unwrap()).abi_encode_params()
            }
            None => Vec::new(),
        };
        Outcome { success: true, output: output.into(), logs, gas: None }
    }

    fn log(&mut self, spec: &EventSpec) -> Option<EmittedLog> {
        let hash = Signature::parse(&spec.event).unwrap().hash;
        let args = spec.args.as_ref()?;
        let params = self.interfaces.event_named(hash).unwrap().params.clone();
        if spec.event.starts_with("SlashingWithdrawalQueued(") {
            let struct_ = value::value(&self.symbols, &params[1].1, &args["withdrawal"]).unwrap();
            let root = keccak256(struct_.abi_encode());
            self.symbols.withdrawals.push(SeenWithdrawal { value: struct_, root });
        }
        let mut topics = vec![hash];
        let mut data = Vec::new();
        for ((_, ty, indexed), json) in params.iter().zip(args.values()) {
            if let Some(hash) = json.get("indexedTopicHash") {
                topics.push(hash.as_str().unwrap().parse().unwrap());
                continue;
            }
            // The file has only this hash's name; the tape computes it as the reference says.
            let resolved = if json.as_str() == Some("$submissionHash") {
                let types = [DynSolType::Address, DynSolType::Uint(256), params[3].1.clone()];
                let given = ["avs", "submissionNonce", "rewardsSubmission"].map(|k| &args[k]);
                let values = types.iter().zip(given);
                let values = values.map(|(t, v)| value::value(&self.symbols, t, v).unwrap());
                let encoded = DynSolValue::Tuple(values.collect()).abi_encode_params();
                DynSolValue::FixedBytes(keccak256(encoded), 32)
            } else {
                value::value(&self.symbols, ty, json).unwrap()
            };
            if *indexed {
                topics.push(resolved.encode_topic());
            } else {
                data.push(resolved);
            }
        }
        let data = DynSolValue::Tuple(data).abi_encode_params();
        let emitter = self.symbols.address(&spec.emitter).unwrap();
        Some(EmittedLog { emitter, data: LogData::new_unchecked(topics, data.into()) })
    }
}

impl World for Tape {
    fn name(&self) -> &'static str {
        "tape"
    }

    fn directory(&self) -> &Directory {
        &self.directory
    }

    fn advance(&mut self, to: Moment) {
        let step = self.step.map_or(0, |s| s + 1);
        self.step = Some(step);
        self.symbols.now = to;
        if let Some(changed) = &self.scenario.steps[step].views {
            self.current.extend(changed.clone());
        }
        self.index_views();
    }

    fn now(&self) -> Moment {
        self.symbols.now
    }

    fn transact(&mut self, _: Address, _: Address, _: &Bytes, _: U256) -> Outcome {
        let index = self.step.unwrap();
        let step = self.scenario.steps[index].clone();
        let mut outcome = self.answer(&step);
        (self.tweak)(index, &mut outcome);
        self.index_views();
        outcome
    }

    fn view(&mut self, to: Address, data: &Bytes) -> Outcome {
        let name = &self.calls[&(to, data.clone())];
        let spec = &self.scenario.views.iter().find(|(n, _)| n == name).unwrap().1;
        let json = &self.current[name];
        if let Some(revert) = json.get("revert") {
            let output = named_revert(revert.as_str().unwrap()).unwrap().into();
            return Outcome { success: false, output, logs: Vec::new(), gas: None };
        }
        let selector = Signature::parse(&spec.function).unwrap().selector();
        let types = self.interfaces.returns(selector).unwrap().types.clone();
        let output = if spec.select.is_some() {
            // Only the second value is recorded; the tape invents an empty first one.
            let shares = value::value(&self.symbols, &types[1], json).unwrap();
            DynSolValue::Tuple(vec![DynSolValue::Array(Vec::new()), shares]).abi_encode_params()
        } else {
            let list = if types.len() == 1 { vec![json.clone()] } else { json.as_array().unwrap().clone() };
            let values = value::values(&self.symbols, &types, value::elements(&list)).unwrap();
            DynSolValue::Tuple(values).abi_encode_params()
        };
        Outcome { success: true, output: output.into(), logs: Vec::new(), gas: None }
    }
}

fn shared() -> Option<PathBuf> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/vectors/restaking");
    if dir.is_dir() {
        return Some(dir);
    }
    eprintln!("skipped: no shared vectors beside this repository");
    None
}

fn play(dir: &Path, name: &str, tweak: Tweak) -> Result<usize, RecordedError> {
    let fixture = FixtureFile::load(&dir.join("fixture.json"))?;
    let interfaces = Interfaces::suite().unwrap();
    let scenario = Scenario::load(&dir.join(name))?;
    let params = fixture.params(&scenario.fixture).unwrap();
    let tape = Tape::new(scenario.clone(), &params, &fixture, &interfaces, tweak);
    let player = Player { interfaces: &interfaces, params: &params, keys: fixture.keys() };
    player.play(&scenario, &mut [Box::new(tape)]).map(|played| played.steps.len())
}

#[test]
fn every_recorded_scenario_passes_on_its_own_tape() {
    let Some(dir) = shared() else { return };
    let mut steps = 0;
    for entry in std::fs::read_dir(&dir).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        if name.starts_with(['s', 'r']) && name.ends_with(".json") {
            steps += play(&dir, &name, |_, _| {}).unwrap_or_else(|e| panic!("{e}"));
        }
    }
    assert!(steps >= 1_500, "{steps}");
}

/// The field that a tweaked tape of s04 is caught at.
fn caught(tweak: Tweak) -> (Option<usize>, String) {
    let Some(dir) = shared() else { return (Some(6), String::new()) };
    match play(&dir, "s04-basic-slash-and-burn.json", tweak) {
        Err(RecordedError::Mismatch(m)) => (m.step, m.differences[0].field.clone()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn deviation_is_caught_at_its_step_when_a_call_ends_otherwise() {
    if shared().is_none() {
        return;
    }
    let failing = caught(|step, outcome| {
        if step == 3 {
            *outcome = Outcome { success: false, output: Bytes::new(), logs: vec![], gas: None };
        }
    });
    assert_eq!(failing, (Some(3), "status".to_owned()));
}

#[test]
fn deviation_is_caught_when_a_log_is_missing_changed_or_surplus() {
    if shared().is_none() {
        return;
    }
    let missing = caught(|step, outcome| {
        if step == 5 {
            outcome.logs.pop();
        }
    });
    assert_eq!(missing.0, Some(5));
    assert!(missing.1.starts_with("events["), "{missing:?}");
    let surplus = caught(|step, outcome| {
        if step == 5 && !outcome.logs.is_empty() {
            outcome.logs.push(outcome.logs[0].clone());
        }
    });
    assert_eq!(surplus.0, Some(5));
    let foreign = caught(|step, outcome| {
        if step == 5 {
            outcome.logs[0].emitter = Address::ZERO;
        }
    });
    assert_eq!(foreign, (Some(5), "events[0]".to_owned()));
    let data = caught(|step, outcome| {
        if step == 5 {
            let last = outcome.logs.last_mut().unwrap();
            let mut bytes = last.data.data.to_vec();
            if let Some(byte) = bytes.last_mut() {
                *byte ^= 1;
            }
            last.data.data = bytes.into();
        }
    });
    assert!(data.1.contains(".args"), "{data:?}");
}

#[test]
fn deviation_is_caught_when_return_data_differs() {
    if shared().is_none() {
        return;
    }
    let returns = caught(|_, outcome| {
        if outcome.success && outcome.output.len() == 32 {
            outcome.output = Bytes::from(vec![7; 32]);
        }
    });
    assert_eq!(returns.1, "returns[0]");
}
