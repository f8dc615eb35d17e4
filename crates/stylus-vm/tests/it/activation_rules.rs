//! Each rule on modules (`stylus-vm.md`, section 3.2), broken once.

use surety_stylus_vm::{
    Activation, ActivationError, ActivationRules, ArbosVersion, Refusal, StylusParams, activate::activate,
};

use crate::support::programs::entrypoint;

fn rules(arbos: u64) -> ActivationRules {
    let arbos = ArbosVersion::new(arbos);
    ActivationRules::new(arbos, &StylusParams::for_arbos(arbos))
}

fn at(arbos: u64, wasm: &[u8]) -> Result<Activation, ActivationError> {
    activate(wasm, &rules(arbos), &mut u64::MAX.clone())
}

fn text(text: &str) -> Result<Activation, ActivationError> {
    at(60, &wat::parse_str(text).unwrap())
}

const ENTRY: &str = "(func (export \"user_entrypoint\") (param i32) (result i32) i32.const 0)";
const MEMORY: &str = "(memory (export \"memory\") 1 1)";

fn with(parts: &str) -> Result<Activation, ActivationError> {
    text(&format!("(module {parts} {MEMORY} {ENTRY})"))
}

fn refusal(result: Result<Activation, ActivationError>) -> Refusal {
    match result {
        Err(ActivationError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

fn limited(result: Result<Activation, ActivationError>) -> (&'static str, u64) {
    match refusal(result) {
        Refusal::Limit { what, count, .. } => (what, count),
        other => panic!("{other}"),
    }
}

#[test]
fn names_must_not_clash() {
    let import = "(import \"vm_hooks\" \"read_args\" (func (param i32)))";
    with(import).unwrap();
    let name = || "read_args".to_owned();
    assert_eq!(refusal(with(&format!("{import} (func (export \"read_args\"))"))), Refusal::ReExport(name()));
    assert_eq!(
        refusal(with(&format!("{import} (func (export \"a__read_args\"))"))),
        Refusal::ReExport(name())
    );
    with(&format!("{import} (func (export \"read_args__a\"))")).unwrap();
    let reserved = |parts: &str| matches!(refusal(with(parts)), Refusal::ReservedName(_));
    assert!(reserved("(func (export \"stylus_start\"))"));
    assert!(reserved("(global (export \"a__stylusx\") i32 (i32.const 0))"));
    with("(func (export \"a_stylus\"))").unwrap();
    let twice = "(import \"vm_hooks\" \"read_args\" (func (param i32))) (import \"vm_hooks\" \"read_args\" (func (param i64)))";
    assert_eq!(refusal(with(twice)), Refusal::InconsistentImport(name()));
    with(&format!("{import} {import}")).unwrap();
}

#[test]
fn imports_must_be_host_functions() {
    let unknown = |name: &str| Refusal::UnknownImport(name.to_owned());
    assert_eq!(refusal(with("(import \"vm_hooks\" \"nothing\" (func))")), unknown("vm_hooks.nothing"));
    assert_eq!(
        refusal(with("(import \"console\" \"log_i32\" (func (param i32)))")),
        unknown("console.log_i32")
    );
    let other = refusal(with("(import \"vm_hooks\" \"msg_value\" (func (param i64)))"));
    assert_eq!(other, Refusal::ImportType("vm_hooks.msg_value".to_owned()));
    let kind = refusal(with("(import \"vm_hooks\" \"g\" (global i32))"));
    assert_eq!(kind, Refusal::ImportKind("g".to_owned()));
    let console = wat::parse_str(format!(
        "(module (import \"console\" \"log_i32\" (func (param i32))) {MEMORY} {ENTRY})"
    ));
    let debug = ActivationRules { debug: true, ..rules(60) };
    activate(&console.unwrap(), &debug, &mut u64::MAX.clone()).unwrap();
}

#[test]
fn entrypoint_and_memory_must_be_there() {
    assert_eq!(refusal(text(&format!("(module {MEMORY})"))), Refusal::NoEntrypoint);
    let other = "(func (export \"user_entrypoint\") (param i64) (result i32) i32.const 0)";
    assert_eq!(refusal(text(&format!("(module {MEMORY} {other})"))), Refusal::NoEntrypoint);
    assert_eq!(refusal(text(&format!("(module {ENTRY})"))), Refusal::NoMemory);
    assert_eq!(refusal(text(&format!("(module (memory 1 1) {ENTRY})"))), Refusal::NoMemory);
    assert_eq!(refusal(with("(func $start) (start $start)")), Refusal::StartFunction);
}

#[test]
fn memory_must_fit_and_growth_be_paid() {
    let memory = |limits: &str, imports: &str| {
        text(&format!("(module {imports} (memory (export \"memory\") {limits}) {ENTRY})"))
    };
    let pay = "(import \"vm_hooks\" \"pay_for_memory_grow\" (func (param i32)))";
    assert_eq!(memory("128 128", "").unwrap().figures.footprint, 128);
    assert_eq!(refusal(memory("129 129", "")), Refusal::MemoryTooLarge { pages: 129, limit: 128 });
    for growable in ["1", "1 2"] {
        assert_eq!(refusal(memory(growable, "")), Refusal::NoPayForMemoryGrow);
        memory(growable, pay).unwrap();
    }
    let other = "(import \"vm_hooks\" \"pay_for_memory_grow\" (func (param i64)))";
    assert_eq!(refusal(memory("1", other)), Refusal::NoPayForMemoryGrow);
    let wasm = wat::parse_str(format!("(module (memory (export \"memory\") 5 5) {ENTRY})")).unwrap();
    let open = |pages: u16| activate(&wasm, &rules(60).with_open_pages(pages), &mut u64::MAX.clone());
    open(123).unwrap();
    assert_eq!(refusal(open(124)), Refusal::MemoryTooLarge { pages: 5, limit: 4 });
}

#[test]
fn operators_must_be_allowed() {
    let operator = |body: &str| at(60, &entrypoint(&format!("{body} i32.const 0")));
    let refused = |body: &str| matches!(refusal(operator(body)), Refusal::Operator(_));
    assert!(refused("(drop (f32.add (f32.const 0) (f32.const 0)))"));
    assert!(refused("(drop (f64.lt (f64.const 0) (f64.const 0)))"));
    assert!(refused("(drop (i32.trunc_sat_f32_s (f32.const 0)))"));
    assert!(refused("(drop (f64.promote_f32 (f32.const 0)))"));
    operator("(f64.store (i32.const 0) (f64.reinterpret_i64 (i64.const 0)))").unwrap();
    operator("(memory.fill (i32.const 0) (i32.const 0) (i32.const 0))").unwrap();
    let table = with("(table 1 1 funcref) (func (table.copy (i32.const 0) (i32.const 0) (i32.const 0)))");
    assert!(matches!(refusal(table), Refusal::Operator(_)));
    let init = with("(data \"x\") (func (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))");
    assert_eq!(refusal(init), Refusal::Section, "its data count section comes first");
}

#[test]
fn proposals_beyond_the_rules_are_invalid() {
    let invalid = |parts: &str| matches!(refusal(with(parts)), Refusal::Invalid(_));
    assert!(invalid("(func (param v128))"));
    assert!(invalid("(func $f return_call $f)"));
    assert!(invalid("(table 1 externref)"));
    assert!(invalid("(global i32 (i32.add (i32.const 1) (i32.const 2)))"));
    assert!(matches!(refusal(at(60, b"\0asm")), Refusal::Invalid(_)));
    let multi =
        wat::parse_str(format!("(module (func (result i32 i32) i32.const 0 i32.const 0) {MEMORY} {ENTRY})"))
            .unwrap();
    at(51, &multi).unwrap();
    assert!(matches!(refusal(at(60, &multi)), Refusal::Invalid(_)));
}

#[test]
fn functions_must_keep_their_limits() {
    let locals = |count: usize| at(60, &entrypoint(&format!("(local{}) i32.const 0", " i64".repeat(count))));
    locals(348).unwrap();
    assert_eq!(limited(locals(349)), ("locals", 349));
    // Two operands of the charge lie on top of what the block finds.
    let height = |operands: usize| {
        at(
            60,
            &entrypoint(&format!(
                "{} {} i32.const 0",
                "i32.const 0 ".repeat(operands),
                "drop ".repeat(operands)
            )),
        )
    };
    height(4_096).unwrap();
    assert_eq!(limited(height(4_097)), ("words of operand stack", 4_097));
    // Own operators, a block's 12, 12 to enter, 4 to leave, an extra return.
    let operators = |nops: usize| at(60, &entrypoint(&format!("{} i32.const 0", "nop ".repeat(nops))));
    operators(65_536 - 2 - 29).unwrap();
    assert_eq!(limited(operators(65_536 - 2 - 28)), ("operators of a function", 65_537));
}

#[test]
fn counts_must_keep_their_limits() {
    let parts = |part: &str, count: usize| with(&part.repeat(count));
    parts("(data (i32.const 0) \"\")", 128).unwrap();
    assert_eq!(limited(parts("(data (i32.const 0) \"\")", 129)), ("data segments", 129));
    let table = "(table 4096 4096 funcref)";
    let elements = |count: usize| with(&format!("{table} {}", "(elem (i32.const 0))".repeat(count)));
    elements(128).unwrap();
    assert_eq!(limited(elements(129)), ("element segments", 129));
    assert_eq!(limited(with("(table 4097 4097 funcref)")), ("table entries", 4_097));
    let items =
        |count: usize| with(&format!("{table} (func $f) (elem (i32.const 0) {})", "$f ".repeat(count)));
    // Flag, offset of three bytes, count of two: 6 bytes before the items.
    items(4_090).unwrap();
    assert_eq!(limited(items(4_091)), ("element bytes", 4_097));
    assert_eq!(limited(parts("(func)", 4_096)), ("functions", 4_097));
    assert_eq!(limited(parts("(global i32 (i32.const 0))", 32_765)), ("globals", 32_769));
    let import = "(import \"vm_hooks\" \"msg_value\" (func (param i32)))";
    parts(import, 513).unwrap();
    assert_eq!(limited(parts(import, 514)), ("imports", 514));
    let many = wat::parse_str(format!("(module {} {MEMORY} {ENTRY})", import.repeat(514))).unwrap();
    at(31, &many).unwrap();
    let named = |len: usize| text(&format!("(module ${} {MEMORY} {ENTRY})", "n".repeat(len)));
    named(512).unwrap();
    assert_eq!(limited(named(513)), ("bytes of module name", 513));
}

#[test]
fn segments_must_fit() {
    let bounds = |parts: &str| matches!(refusal(with(parts)), Refusal::SegmentBounds(_));
    with("(data (i32.const 65535) \"x\")").unwrap();
    with("(data (i32.const 65536) \"\")").unwrap();
    assert!(bounds("(data (i32.const 65536) \"x\")"));
    assert!(bounds("(data (i32.const -1) \"\")"));
    with("(table 1 1 funcref) (func $f) (elem (i32.const 0) $f)").unwrap();
    assert!(bounds("(table 1 1 funcref) (func $f) (elem (i32.const 1) $f)"));
}

#[test]
fn unknown_sections_and_bad_names_are_refused() {
    let module = wat::parse_str(format!("(module {MEMORY} {ENTRY})")).unwrap();
    let custom = |name: &str, data: &[u8]| {
        let mut section = vec![u8::try_from(name.len()).unwrap()];
        section.extend(name.bytes());
        section.extend(data);
        let mut wasm = module.clone();
        wasm.extend([0, u8::try_from(section.len()).unwrap()]);
        wasm.extend(section);
        at(60, &wasm)
    };
    custom("anything", &[1, 2, 3]).unwrap();
    assert!(matches!(refusal(custom("name", &[0, 9])), Refusal::Invalid(_)));
    let tag = [&module[..], &[13, 1, 0]].concat();
    assert!(matches!(refusal(at(60, &tag)), Refusal::Invalid(_)));
}

#[test]
fn work_takes_all_gas_when_it_runs_out() {
    let wasm = wat::parse_str(format!("(module {MEMORY} {ENTRY})")).unwrap();
    let needed = at(60, &wasm).unwrap().metered_gas;
    let with_gas = |mut gas: u64| (activate(&wasm, &rules(60), &mut gas).map(|a| a.metered_gas), gas);
    assert_eq!(with_gas(needed + 5), (Ok(needed), 5));
    assert_eq!(with_gas(needed - 1), (Err(ActivationError::OutOfGas), 0));
    // The length of the module is not metered before ArbOS 32.
    let shorter = needed - wasm.len() as u64 * 31_733 / 100_000 * 28;
    assert_eq!(at(31, &wasm).unwrap().metered_gas, shorter);
}

#[test]
fn costs_must_fit_their_fields() {
    let data = format!("(data \"{}\")", "x".repeat(100_000));
    assert_eq!(refusal(with(&data)), Refusal::CostTooHigh);
}
