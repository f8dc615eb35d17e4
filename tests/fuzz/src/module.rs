//! Modules: parsed, activated, instrumented, compiled and run.

use std::sync::LazyLock;

use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use arbitrary::Unstructured;
use surety_stylus_vm::{
    ActivationRules, ArbosVersion, Call, Engine, EngineConfig, StylusParams,
    activate::activate,
    host::{CallOutcome, CallRequest, CreateOutcome, CreateRequest, FlushOutcome, FrameEnv, Host, Refused},
};

/// Ink for a run: some milliseconds at most.
const INK: u64 = 50_000_000;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let config = EngineConfig { max_loaded_programs: 8, pooled_instances: 8, ..EngineConfig::default() };
    Engine::new(config).expect("an engine can be set up")
});

/// Feeds the bytes as a module, and a module that is generated from them.
///
/// # Panics
/// If activation is not deterministic or does not account for its gas, or an accepted module does
/// not run to an end within its ink.
pub fn feed(data: &[u8]) {
    feed_module(data);
    if let Ok(module) = wasm_smith::Module::new(config(), &mut Unstructured::new(data)) {
        feed_module(&module.to_bytes());
    }
}

fn feed_module(wasm: &[u8]) {
    let mut accepted = false;
    for number in [30, 31, 51, 60] {
        let arbos = ArbosVersion::new(number);
        let rules = ActivationRules::new(arbos, &StylusParams::for_arbos(arbos));
        let mut gas = u64::MAX;
        let first = activate(wasm, &rules, &mut gas);
        if let Ok(activation) = &first {
            accepted = true;
            assert_eq!(activation.metered_gas, u64::MAX - gas);
            let mut short = activation.metered_gas.saturating_sub(1);
            assert!(activation.metered_gas == 0 || activate(wasm, &rules, &mut short).is_err());
        }
        assert_eq!(first, activate(wasm, &rules, &mut u64::MAX.clone()));
    }
    if accepted {
        run(wasm);
    }
}

fn run(wasm: &[u8]) {
    let program = ENGINE.load(keccak256(wasm), wasm).expect("an accepted module compiles");
    let (env, params) = (env(), StylusParams::default());
    let call = Call { input: b"input", ink: INK, env: &env, params: &params, arbos: ArbosVersion::NEWEST };
    let run = || ENGINE.run(&program, &call, &mut Void, None).expect("a program can't break the engine");
    let result = run();
    assert!(result.ink_left <= INK);
    assert_eq!(result.profile.total(), INK - result.ink_left);
    assert_eq!(result, run());
}

/// Modules of the shape that activation asks for; the rest is up to chance.
fn config() -> wasm_smith::Config {
    // (module (func (export "user_entrypoint") (param i32) (result i32) unreachable)
    //   (memory (export "memory") 1 1))
    let shape = b"\0asm\x01\0\0\0\x01\x06\x01`\x01\x7f\x01\x7f\x03\x02\x01\0\x05\x04\x01\x01\x01\x01\
        \x07\x1c\x02\x0fuser_entrypoint\0\0\x06memory\x02\0\x0a\x05\x01\x03\0\0\x0b";
    wasm_smith::Config {
        exports: Some(shape.to_vec()),
        max_imports: 0,
        allow_start_export: false,
        allow_floats: false,
        reference_types_enabled: false,
        simd_enabled: false,
        relaxed_simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        exceptions_enabled: false,
        gc_enabled: false,
        memory64_enabled: false,
        extended_const_enabled: false,
        saturating_float_to_int_enabled: false,
        max_memories: 1,
        max_table_elements: 64,
        ..wasm_smith::Config::default()
    }
}

fn env() -> FrameEnv {
    FrameEnv {
        contract_address: Address::ZERO,
        msg_sender: Address::ZERO,
        msg_value: U256::ZERO,
        reentrant: false,
        is_static: false,
        tx_origin: Address::ZERO,
        tx_gas_price: U256::ZERO,
        block_number: 0,
        block_timestamp: 0,
        block_gas_limit: 0,
        block_basefee: U256::ZERO,
        block_coinbase: Address::ZERO,
        chain_id: 0,
    }
}

/// A chain that holds nothing.
struct Void;

impl Host for Void {
    fn storage_load(&mut self, _key: B256) -> (B256, u64) {
        (B256::ZERO, 2_100)
    }
    fn storage_flush(&mut self, _entries: &[(B256, B256)], budget: u64) -> FlushOutcome {
        FlushOutcome::Written(budget / 2)
    }
    fn transient_load(&mut self, _key: B256) -> B256 {
        B256::ZERO
    }
    fn transient_store(&mut self, _key: B256, _value: B256) {}
    fn call(&mut self, request: CallRequest<'_>) -> CallOutcome {
        CallOutcome { success: false, gas_cost: 2_600, output: Bytes::copy_from_slice(request.input) }
    }
    fn create(&mut self, _request: CreateRequest<'_>) -> Result<CreateOutcome, Refused> {
        Err(Refused)
    }
    fn log(&mut self, _topics: &[B256], _data: &[u8]) {}
    fn account_balance(&mut self, _address: Address) -> (U256, u64) {
        (U256::ZERO, 2_600)
    }
    fn account_code_hash(&mut self, _address: Address) -> (B256, u64) {
        (B256::ZERO, 2_600)
    }
    fn account_code(&mut self, _address: Address) -> (Bytes, u64) {
        (Bytes::new(), 3_300)
    }
    fn open_pages(&mut self, pages: u16) -> u64 {
        u64::from(pages) * 1_000
    }
}
