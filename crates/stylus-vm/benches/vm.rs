//! What metering and instantiation cost.
//!
//! `cargo bench -p surety-stylus-vm` ends with the ratios that the project promises: a hot call with
//! metering against the same call without, and the median of an instantiation.

use std::{
    hint::black_box,
    sync::Arc,
    time::{Duration, Instant},
};

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use criterion::Criterion;
use surety_stylus_vm::{
    ArbosVersion, Call, Engine, EngineConfig, Outcome, Program, RunResult, StylusParams,
    host::{CallOutcome, CallRequest, CreateOutcome, CreateRequest, FlushOutcome, FrameEnv, Host, Refused},
};

const PROGRAMS: [(&str, &str); 3] = [
    ("noop", include_str!("programs/noop.wat")),
    ("ledger", include_str!("programs/ledger.wat")),
    ("compute", include_str!("programs/compute.wat")),
];
/// Calls in one sample; the median is over samples.
const CALLS: u32 = 200;
const SAMPLES: usize = 101;

fn main() {
    let metered = Bench::new(true);
    let bare = Bench::new(false);
    let mut criterion = Criterion::default().configure_from_args();
    for (name, wat) in PROGRAMS {
        for (kind, bench) in [("metered", &metered), ("bare", &bare)] {
            let program = bench.load(wat);
            criterion.bench_function(&format!("{name}/{kind}"), |b| b.iter(|| bench.call(&program)));
        }
    }
    criterion.bench_function("activate/ledger", |b| {
        let wasm = wat::parse_str(PROGRAMS[1].1).unwrap();
        let rules = surety_stylus_vm::ActivationRules::new(ArbosVersion::NEWEST, &StylusParams::default());
        b.iter(|| surety_stylus_vm::activate::activate(black_box(&wasm), &rules, &mut u64::MAX.clone()));
    });
    criterion.final_summary();
    print_ratios(&metered, &bare);
}

fn print_ratios(metered: &Bench, bare: &Bench) {
    println!("\nmedians of {SAMPLES} samples of {CALLS} calls");
    for (name, wat) in PROGRAMS {
        let (one, other) = (metered.load(wat), bare.load(wat));
        let with = median(|| metered.call(&one));
        let without = median(|| bare.call(&other));
        let ratio = with.as_secs_f64() / without.as_secs_f64();
        println!("{name:8} metered {with:>10.2?}  bare {without:>10.2?}  ratio {ratio:.2}");
    }
    let noop = metered.load(PROGRAMS[0].1);
    println!(
        "instantiation and call of an empty program: {:.2?} (goal: 20 µs)",
        median(|| metered.call(&noop))
    );
}

fn median<T>(mut f: impl FnMut() -> T) -> Duration {
    let mut sample = || {
        let start = Instant::now();
        for _ in 0..CALLS {
            black_box(f());
        }
        start.elapsed() / CALLS
    };
    let mut samples: Vec<Duration> = (0..SAMPLES).map(|_| sample()).collect();
    samples.sort();
    samples[SAMPLES / 2]
}

struct Bench {
    engine: Engine,
    params: StylusParams,
    env: FrameEnv,
    input: [u8; 28],
}

impl Bench {
    fn new(metering: bool) -> Self {
        let engine = Engine::new(EngineConfig { metering, ..EngineConfig::default() }).unwrap();
        let env = FrameEnv {
            contract_address: Address::repeat_byte(0xc0),
            msg_sender: Address::repeat_byte(0x11),
            msg_value: U256::ZERO,
            reentrant: false,
            is_static: false,
            tx_origin: Address::repeat_byte(0x11),
            tx_gas_price: U256::from(100_000_000),
            block_number: 1_000,
            block_timestamp: 1_800_000_000,
            block_gas_limit: 1 << 50,
            block_basefee: U256::from(100_000_000),
            block_coinbase: Address::repeat_byte(0xa4),
            chain_id: 412_346,
        };
        Self { engine, params: StylusParams::default(), env, input: [7; 28] }
    }

    fn load(&self, wat: &str) -> Arc<Program> {
        let wasm = wat::parse_str(wat).unwrap();
        self.engine.load(keccak256(&wasm), &wasm).unwrap()
    }

    fn call(&self, program: &Program) -> RunResult {
        let (env, params) = (&self.env, &self.params);
        let call = Call { input: &self.input, ink: 1 << 40, env, params, arbos: ArbosVersion::NEWEST };
        let result = self.engine.run(program, &call, &mut Flat, None).unwrap();
        assert_eq!(result.outcome, Outcome::Success);
        result
    }
}

/// A chain that answers at once, so that the VM's own time is measured.
struct Flat;

impl Host for Flat {
    fn storage_load(&mut self, key: B256) -> (B256, u64) {
        (key, 2_100)
    }
    fn storage_flush(&mut self, entries: &[(B256, B256)], _budget: u64) -> FlushOutcome {
        FlushOutcome::Written(5_000 * entries.len() as u64)
    }
    fn transient_load(&mut self, key: B256) -> B256 {
        key
    }
    fn transient_store(&mut self, _key: B256, _value: B256) {}
    fn call(&mut self, _request: CallRequest<'_>) -> CallOutcome {
        CallOutcome { success: true, gas_cost: 100, output: Bytes::new() }
    }
    fn create(&mut self, _request: CreateRequest<'_>) -> Result<CreateOutcome, Refused> {
        Err(Refused)
    }
    fn log(&mut self, _topics: &[B256], _data: &[u8]) {}
    fn account_balance(&mut self, _address: Address) -> (U256, u64) {
        (U256::ZERO, 100)
    }
    fn account_code_hash(&mut self, _address: Address) -> (B256, u64) {
        (B256::ZERO, 100)
    }
    fn account_code(&mut self, _address: Address) -> (Bytes, u64) {
        (Bytes::new(), 100)
    }
    fn open_pages(&mut self, _pages: u16) -> u64 {
        0
    }
}
