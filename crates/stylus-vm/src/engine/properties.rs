//! Metering changes nothing but the meters: random valid modules give the same results with and
//! without it.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use proptest::{prelude::*, test_runner::TestCaseError};
use wasm_smith::{Config, Module};
use wasmtime::{Engine, Instance, Store, Trap, Val};

use crate::{
    activate::{ActivationRules, activate, check_activated},
    arbos::ArbosVersion,
    instrument::{export, instrument},
    params::StylusParams,
};

/// Turns and calls after which a generated module stops by itself.
const FUEL: u32 = 2_000;

/// What one run leaves behind.
#[derive(Debug, PartialEq)]
enum End {
    Returned(i32),
    Trapped(Trap),
}

struct Left {
    end: End,
    memory: Vec<u8>,
    ink: u64,
    stack: u32,
}

/// One plain engine for all runs.
static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

/// Only what programs may hold, so that most modules are accepted.
fn config(multi_value: bool) -> Config {
    let shape = r#"(module
        (func (export "user_entrypoint") (param i32) (result i32) unreachable)
        (memory (export "memory") 1 1))"#;
    Config {
        exports: Some(wat::parse_str(shape).unwrap()),
        max_imports: 0,
        allow_start_export: false,
        allow_floats: false,
        bulk_memory_enabled: true,
        multi_value_enabled: multi_value,
        sign_extension_ops_enabled: true,
        saturating_float_to_int_enabled: false,
        reference_types_enabled: false,
        simd_enabled: false,
        relaxed_simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        exceptions_enabled: false,
        gc_enabled: false,
        memory64_enabled: false,
        extended_const_enabled: false,
        max_memories: 1,
        max_data_segments: 4,
        max_element_segments: 4,
        max_table_elements: 32,
        max_instructions: 400,
        ..Config::default()
    }
}

/// A module that is accepted and ends by itself; `None` if the bytes give no such.
fn module(seed: &[u8], multi_value: bool) -> Option<Vec<u8>> {
    let mut module = Module::new(config(multi_value), &mut Unstructured::new(seed)).ok()?;
    module.ensure_termination(FUEL).ok()?;
    let wasm = module.to_bytes();
    let arbos = if multi_value { ArbosVersion::new(51) } else { ArbosVersion::NEWEST };
    let rules = ActivationRules::new(arbos, &StylusParams::default());
    activate(&wasm, &rules, &mut u64::MAX.clone()).ok()?;
    Some(wasm)
}

fn run(wasm: &[u8], metered: bool, ink: u64, stack: u32) -> Left {
    let (module, checked) = check_activated(wasm).unwrap();
    let instrumented = instrument(&module, &checked, metered).unwrap();
    let module = wasmtime::Module::new(&ENGINE, instrumented).unwrap();
    let mut store = Store::new(&ENGINE, ());
    let instance = Instance::new(&mut store, &module, &[]).unwrap();
    let [ink_left, stack_left] =
        [export::INK, export::STACK].map(|name| instance.get_global(&mut store, name).unwrap());
    ink_left.set(&mut store, Val::I64(ink.cast_signed())).unwrap();
    stack_left.set(&mut store, Val::I32(stack.cast_signed())).unwrap();
    let entrypoint = instance.get_typed_func::<i32, i32>(&mut store, "user_entrypoint").unwrap();
    let end = match entrypoint.call(&mut store, 7) {
        Ok(value) => End::Returned(value),
        Err(error) => End::Trapped(*error.downcast_ref().unwrap()),
    };
    Left {
        end,
        memory: instance.get_memory(&mut store, "memory").unwrap().data(&store).to_vec(),
        ink: ink_left.get(&mut store).i64().unwrap().cast_unsigned(),
        stack: stack_left.get(&mut store).i32().unwrap().cast_unsigned(),
    }
}

fn compare(wasm: &[u8]) -> Result<(), TestCaseError> {
    let plenty = u64::MAX / 2;
    let bare = run(wasm, false, plenty, 1 << 20);
    let metered = run(wasm, true, plenty, 1 << 20);
    prop_assert_eq!(&metered.end, &bare.end);
    prop_assert!(metered.memory == bare.memory, "memories differ");
    prop_assert!(metered.ink < plenty && bare.ink == plenty);

    // Exactly the ink used suffices; one less does not.
    let used = plenty - metered.ink;
    let enough = run(wasm, true, used, 1 << 20);
    prop_assert_eq!((&enough.end, enough.ink), (&bare.end, 0));
    let short = run(wasm, true, used - 1, 1 << 20);
    prop_assert_eq!(short.end, End::Trapped(Trap::UnreachableCodeReached));
    prop_assert!(metered.stack <= 1 << 20);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, max_global_rejects: 100_000, ..ProptestConfig::default() })]

    #[test]
    fn metering_changes_nothing_else(
        seed in prop::collection::vec(any::<u8>(), 200..4_000),
        multi_value: bool,
    ) {
        let wasm = module(&seed, multi_value);
        prop_assume!(wasm.is_some());
        compare(&wasm.unwrap())?;
    }
}
