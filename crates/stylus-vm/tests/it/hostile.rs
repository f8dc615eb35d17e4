//! Programs that try to hurt the machine they run on.

use std::{
    thread,
    time::{Duration, Instant},
};

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use surety_stylus_vm::{
    ActivationRules, ArbosVersion, Call, Engine, EngineConfig, Outcome, Program, StylusParams,
    activate::activate,
    host::{CallOutcome, CallRequest, CreateOutcome, CreateRequest, FlushOutcome, Host, Refused},
};

use crate::support::{
    mini_chain::env,
    programs,
    runner::{Runner, engine},
};

fn hostile_modules() -> [(&'static str, Vec<u8>); 9] {
    [
        ("many blocks", programs::many_blocks()),
        ("deep blocks", programs::deep_blocks()),
        ("many locals and loops", programs::many_locals_and_loops()),
        ("many functions", programs::many_functions()),
        ("wide jump tables", programs::wide_br_table()),
        ("repeated values", programs::repeated_values()),
        ("many parameters", programs::many_parameters()),
        ("many locals", programs::many_locals()),
        ("smallest frame", programs::smallest_frame()),
    ]
}

#[test]
fn accepted_modules_compile_in_reasonable_time() {
    let rules = ActivationRules::new(ArbosVersion::NEWEST, &StylusParams::default());
    for (name, wasm) in hostile_modules() {
        // Long enough to hurt, yet within every limit.
        if let Err(error) = activate(&wasm, &rules, &mut u64::MAX.clone()) {
            assert_eq!(name, "many functions", "{error}");
        }
        let start = Instant::now();
        engine().load(keccak256(&wasm), &wasm).unwrap();
        let took = start.elapsed();
        println!("{name}: {} bytes, compiled in {took:.2?}", wasm.len());
        assert!(took < Duration::from_secs(20), "{name} took {took:?}");
    }
}

#[test]
fn metered_stack_ends_before_the_native_one() {
    let programs = [
        ("repeated values", programs::repeated_values()),
        ("many parameters", programs::many_parameters()),
        ("many locals", programs::many_locals()),
        ("smallest frame", programs::smallest_frame()),
    ];
    for (name, wasm) in programs {
        for max_stack_depth in [22_000, 262_144] {
            let mut runner = Runner::default();
            runner.params.max_stack_depth = max_stack_depth;
            runner.ink = 1 << 40;
            // The programs recurse a hundred times for each byte: beyond every limit.
            let ran = runner.run(&wasm, &[0; 600]);
            assert_eq!(ran.result.outcome, Outcome::OutOfStack, "{name}, {max_stack_depth} words");
        }
    }
}

#[test]
fn small_threads_run_deep_programs() {
    let wasm = programs::smallest_frame();
    let run = |wasm: &[u8]| Runner::default().run(wasm, &[0; 20]).result.outcome;
    let outcomes = move || (run(&wasm), engine().with_native_stack(|| run(&wasm)));
    let outcomes = thread::Builder::new().stack_size(64 * 1024).spawn(outcomes).unwrap().join().unwrap();
    assert_eq!(outcomes, (Outcome::Success, Outcome::Success));
}

#[test]
fn one_engine_serves_all_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Engine>();
    shared::<Program>();
    let wasm = programs::smallest_frame();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..200 {
                    assert_eq!(Runner::default().run(&wasm, &[0; 3]).result.outcome, Outcome::Success);
                }
            });
        }
    });
}

#[test]
fn calls_nest_beyond_the_pool() {
    let engine = Engine::new(EngineConfig { pooled_instances: 4, ..EngineConfig::default() }).unwrap();
    let wasm = wat::parse_str(
        r#"(module
          (import "vm_hooks" "read_args" (func $read_args (param i32)))
          (import "vm_hooks" "call_contract" (func $call (param i32 i32 i32 i32 i64 i32) (result i32)))
          (import "vm_hooks" "read_return_data" (func $returned (param i32 i32 i32) (result i32)))
          (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
          (memory (export "memory") 1 1)
          (func (export "user_entrypoint") (param $len i32) (result i32)
            (call $read_args (i32.const 0))
            (if (i32.load (i32.const 0))
              (then
                (i32.store (i32.const 0) (i32.sub (i32.load (i32.const 0)) (i32.const 1)))
                (drop (call $call (i32.const 64) (i32.const 0) (i32.const 4) (i32.const 96) (i64.const -1) (i32.const 8)))
                (drop (call $returned (i32.const 0) (i32.const 0) (i32.const 4)))
                (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 2)))))
            (call $write_result (i32.const 0) (i32.const 4))
            i32.const 0))"#,
    )
    .unwrap();
    let program = engine.load(keccak256(&wasm), &wasm).unwrap();
    // Every level undoes the decrement of its callee and adds one.
    for depth in [0_u32, 3, 4, 5, 1_023] {
        let mut nest = Nest { engine: &engine, program: &program };
        let outcome = nest.enter(&depth.to_le_bytes());
        assert!(outcome.success);
        assert_eq!(outcome.output, Bytes::from((depth * 2).to_le_bytes()), "depth {depth}");
    }
}

#[test]
fn instances_start_clean() {
    let wasm = wat::parse_str(
        r#"(module
          (import "vm_hooks" "write_result" (func $write_result (param i32 i32)))
          (memory (export "memory") 3 3)
          (global $calls (mut i32) (i32.const 7))
          (data (i32.const 100) "seed")
          (func (export "user_entrypoint") (param i32) (result i32)
            (call $write_result (i32.const 96) (i32.const 12))
            (if (i32.ne (global.get $calls) (i32.const 7)) (then unreachable))
            (if (i32.load (i32.const 196000)) (then unreachable))
            (global.set $calls (i32.const 8))
            (i32.store (i32.const 100) (i32.const -1))
            (i32.store (i32.const 196000) (i32.const -1))
            i32.const 0))"#,
    )
    .unwrap();
    for _ in 0..300 {
        let ran = Runner::default().run(&wasm, &[]);
        assert_eq!(ran.result.outcome, Outcome::Success);
        assert_eq!(&ran.result.output[..], b"\0\0\0\0seed\0\0\0\0");
    }
}

/// A chain where every account is the same program.
struct Nest<'a> {
    engine: &'a Engine,
    program: &'a Program,
}

impl Nest<'_> {
    fn enter(&mut self, input: &[u8]) -> CallOutcome {
        let (env, params) = (env(), StylusParams::default());
        let call = Call { input, ink: 1 << 50, env: &env, params: &params, arbos: ArbosVersion::NEWEST };
        let (engine, program) = (self.engine, self.program);
        let result = engine.run(program, &call, self, None).unwrap();
        CallOutcome { success: result.outcome == Outcome::Success, gas_cost: 100, output: result.output }
    }
}

impl Host for Nest<'_> {
    fn call(&mut self, request: CallRequest<'_>) -> CallOutcome {
        self.enter(request.input)
    }
    fn storage_load(&mut self, _key: B256) -> (B256, u64) {
        (B256::ZERO, 100)
    }
    fn storage_flush(&mut self, _entries: &[(B256, B256)], _budget: u64) -> FlushOutcome {
        FlushOutcome::OutOfGas
    }
    fn transient_load(&mut self, _key: B256) -> B256 {
        B256::ZERO
    }
    fn transient_store(&mut self, _key: B256, _value: B256) {}
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
