//! Host calls: one program, run by engines that are set up differently, must do the same.

mod chain;
mod functions;
mod program;

use alloy_primitives::{Address, U256, keccak256};
use chain::{Chain, Left, Setting};
use program::Program;
use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::LazyLock,
};
use surety_stylus_vm::{
    ActivationRules, ArbosVersion, Engine, EngineConfig, HostioTrace, Outcome, RunResult, StylusParams,
    activate::activate, host::FrameEnv,
};

/// ArbOS versions whose host functions differ.
const VERSIONS: [u64; 4] = [30, 32, 51, 60];
/// Gas that a run may have, by the input's choice.
const GAS: [u64; 4] = [3_000, 60_000, 1_000_000, 8_000_000];

/// Engines that differ in all but what programs do.
struct Engines {
    usual: Engine,
    /// Compiles without optimization.
    plain: Engine,
    /// Has one instance ahead: nested calls get theirs one by one.
    crowded: Engine,
    /// Leaves metering out.
    unmetered: Engine,
    /// Compiles into a directory, and forgets at once.
    forgetful: Engine,
    dir: PathBuf,
}

static ENGINES: LazyLock<Engines> = LazyLock::new(|| {
    let dir = std::env::temp_dir().join(format!("surety-fuzz-{}", std::process::id()));
    // As deep as any of the versions goes.
    let max_stack_depth = 262_144;
    let base = || EngineConfig {
        max_loaded_programs: 1,
        pooled_instances: 8,
        max_stack_depth,
        ..EngineConfig::default()
    };
    let engine = |config| Engine::new(config).expect("an engine can be set up");
    Engines {
        usual: engine(base()),
        plain: engine(EngineConfig { optimize: false, ..base() }),
        crowded: engine(EngineConfig { pooled_instances: 1, ..base() }),
        unmetered: engine(EngineConfig { metering: false, ..base() }),
        forgetful: engine(EngineConfig { cache_dir: Some(dir.clone()), ..base() }),
        dir,
    }
});

/// Everything that a run leaves behind.
type Ran = (RunResult, Left);

/// Feeds the bytes as a program that calls host functions.
///
/// # Panics
/// If two engines, or two runs of one, do not agree.
pub fn feed(data: &[u8]) {
    let Some((&choice, rest)) = data.split_first() else { return };
    let arbos = ArbosVersion::new(*pick(&VERSIONS, choice));
    let params = StylusParams::for_arbos(arbos);
    let ink = params.gas_to_ink(*pick(&GAS, choice >> 2));
    let is_static = choice >> 6 == 3;
    let program = Program::new(rest);
    let rules = ActivationRules::new(arbos, &params);
    if activate(&program.wasm, &rules, &mut u64::MAX.clone()).is_err() {
        return;
    }
    let hash = keccak256(&program.wasm);
    let run = |engine: &Engine, trace: Option<&mut dyn HostioTrace>| -> Ran {
        let compiled = engine.load(hash, &program.wasm).expect("an accepted module compiles");
        let setting = Setting { engine, program: &compiled, arbos, params: &params };
        let mut chain = Chain::new(setting, env(is_static));
        let result = chain.run(rest, ink, trace);
        (result, chain.left)
    };
    let Engines { usual, plain, crowded, unmetered, forgetful, dir } = &*ENGINES;
    let first = run(usual, None);
    let (result, _) = &first;
    assert!(result.ink_left <= ink);
    assert_eq!(result.profile.total(), ink - result.ink_left, "the profile is not all the ink");

    let mut trace = Trace { last: ink, calls: 0 };
    same("with a trace", &first, &run(usual, Some(&mut trace)));
    assert!(trace.last >= result.ink_left, "ink came back");
    same("without optimization", &first, &run(plain, None));
    same("with one instance ahead", &first, &run(crowded, None));
    same("compiled for the disk", &first, &run(forgetful, None));
    // Another program takes the only place in memory; then the first comes from the disk.
    let other = Program::new(&[]).wasm;
    forgetful.load(keccak256(&other), &other).expect("a program of nothing compiles");
    assert!(forgetful.loaded(hash).is_none() || hash == keccak256(&other));
    same("read from the disk", &first, &run(forgetful, None));
    empty(dir).expect("the cache can be emptied");

    let metered_out = matches!(result.outcome, Outcome::OutOfInk | Outcome::OutOfStack);
    if !program.sees_ink && !metered_out {
        let (bare, left) = run(unmetered, None);
        assert_eq!((bare.outcome, &bare.output), (result.outcome, &result.output), "without metering");
        assert!(left.state == first.1.state && left.asked() == first.1.asked(), "without metering");
    }
}

fn same(how: &str, (result, left): &Ran, (other, other_left): &Ran) {
    assert_eq!(result, other, "{how}");
    assert_eq!(left.state, other_left.state, "{how}");
    assert_eq!(left.asked(), other_left.asked(), "{how}: something else was asked of the chain");
}

/// Removes the files of programs that never come again; the engine's folders stay.
fn empty(dir: &Path) -> io::Result<()> {
    for kind in fs::read_dir(dir)? {
        for file in fs::read_dir(kind?.path())? {
            fs::remove_file(file?.path())?;
        }
    }
    Ok(())
}

fn pick<T>(of: &[T; 4], by: u8) -> &T {
    let [a, b, c, d] = of;
    match by % 4 {
        0 => a,
        1 => b,
        2 => c,
        _ => d,
    }
}

/// Listens to host calls.
struct Trace {
    last: u64,
    calls: usize,
}

impl HostioTrace for Trace {
    fn hostio(&mut self, name: &'static str, ink_before: u64, ink_after: u64) {
        assert!(ink_before <= self.last && ink_after <= ink_before, "{name} after {} calls", self.calls);
        self.last = ink_after;
        self.calls += 1;
    }
}

fn env(is_static: bool) -> FrameEnv {
    FrameEnv {
        contract_address: Address::repeat_byte(2),
        msg_sender: Address::repeat_byte(3),
        msg_value: U256::from(4),
        reentrant: false,
        is_static,
        tx_origin: Address::repeat_byte(5),
        tx_gas_price: U256::from(6),
        block_number: 7,
        block_timestamp: 8,
        block_gas_limit: 9,
        block_basefee: U256::from(10),
        block_coinbase: Address::repeat_byte(11),
        chain_id: 12,
    }
}
