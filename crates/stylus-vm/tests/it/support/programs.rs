//! Modules built in code: for texts that would be too long, and for hostile ones.

use std::fmt::Write as _;

/// A module with this entrypoint body, and a memory of one page that can't grow.
pub(crate) fn entrypoint(body: &str) -> Vec<u8> {
    module("", &format!("(func (export \"user_entrypoint\") (param i32) (result i32) {body})"))
}

/// A module with these imports and functions, and a memory of one page that can't grow.
pub(crate) fn module(imports: &str, functions: &str) -> Vec<u8> {
    let text = format!("(module {imports} (memory (export \"memory\") 1 1) {functions})");
    wat::parse_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// One function as long as activation allows, nothing but blocks that end at once.
pub(crate) fn many_blocks() -> Vec<u8> {
    // A block and its br_if have 3 operators and 2 charges of 12.
    let mut body = String::new();
    for _ in 0..1_700 {
        body.push_str("(block (br_if 0 (local.get 0)))");
    }
    entrypoint(&format!("{body} i32.const 0"))
}

/// Blocks within blocks, as deep as fits.
pub(crate) fn deep_blocks() -> Vec<u8> {
    let depth = 4_500;
    entrypoint(&format!("{} {} i32.const 0", "block ".repeat(depth), "end ".repeat(depth)))
}

/// All locals live around a great many loops.
pub(crate) fn many_locals_and_loops() -> Vec<u8> {
    let mut body = "(local".to_owned() + &" i64".repeat(340) + ")";
    for turn in 0..1_400 {
        let local = 1 + turn % 340;
        write!(
            body,
            "(loop (local.set {local} (i64.add (local.get {local}) (i64.const 1))) (br_if 0 (local.get 0)))"
        )
        .unwrap();
    }
    for local in 1..341 {
        write!(body, "(i64.store (i32.const 8) (local.get {local}))").unwrap();
    }
    entrypoint(&(body + " i32.const 0"))
}

/// Many functions that are long together.
pub(crate) fn many_functions() -> Vec<u8> {
    let mut functions = "(func (export \"user_entrypoint\") (param i32) (result i32) i32.const 0)".to_owned();
    for _ in 0..4_000 {
        functions.push_str("(func (param i32) (result i32) (i32.mul (call 0 (local.get 0)) (i32.const 77777)) (if (then nop)) i32.const 1)");
    }
    module("", &functions)
}

/// A jump table with as many targets as fit.
pub(crate) fn wide_br_table() -> Vec<u8> {
    let mut body = String::new();
    let tables = 100;
    for _ in 0..tables {
        write!(body, "(block (block (br_table {} (local.get 0))))", "0 1 ".repeat(600)).unwrap();
    }
    entrypoint(&(body + " i32.const 0"))
}

/// Recurses between two runs over the same products: each frame is small by the rules, and would
/// be large if an optimizer kept the products for the second run.
pub(crate) fn repeated_values() -> Vec<u8> {
    let mut products = String::new();
    for k in 0..700_u64 {
        let factor = (2 * k + 3).wrapping_mul(0x9e37_79b9_7f4a_7c15).cast_signed();
        write!(
            products,
            "(local.set $sum (i64.xor (i64.mul (local.get $sum) (i64.const 3)) (i64.mul (local.get $x) (i64.const {factor}))))"
        )
        .unwrap();
    }
    module(
        "",
        &format!(
            "(func $recurse (param $depth i32) (param $x i64) (result i64) (local $sum i64)
               (if (i32.eqz (local.get $depth)) (then (return (i64.const 1))))
               {products}
               (local.set $sum (i64.add (local.get $sum)
                 (call $recurse (i32.sub (local.get $depth) (i32.const 1)) (local.get $x))))
               {products}
               local.get $sum)
             (func (export \"user_entrypoint\") (param i32) (result i32)
               (drop (call $recurse (i32.mul (local.get 0) (i32.const 100)) (i64.extend_i32_u (local.get 0))))
               i32.const 0)"
        ),
    )
}

/// Recurses as deep as its input is long, times 100, with many parameters that all stay alive.
pub(crate) fn many_parameters() -> Vec<u8> {
    let count = 300;
    let params = " i64".repeat(count);
    let mut pass = String::new();
    let mut sum = String::from("i64.const 0");
    for index in 1..=count {
        write!(pass, "(local.get {index})").unwrap();
        write!(sum, "(i64.add (local.get {index}))").unwrap();
    }
    let fill: String = (0..count).map(|index| format!("(i64.const {index})")).collect();
    module(
        "",
        &format!(
            "(func $recurse (param i32 {params}) (result i64)
               (if (i32.eqz (local.get 0)) (then (return (i64.const 1))))
               (call $recurse (i32.sub (local.get 0) (i32.const 1)) {pass})
               {sum}
               i64.add)
             (func (export \"user_entrypoint\") (param i32) (result i32)
               (drop (call $recurse (i32.mul (local.get 0) (i32.const 100)) {fill}))
               i32.const 0)"
        ),
    )
}

/// Recurses as deep as its input is long, times 100, in the smallest frame there is.
pub(crate) fn smallest_frame() -> Vec<u8> {
    module(
        "",
        "(func $recurse (param i32)
           local.get 0
           if
             local.get 0
             i32.const 1
             i32.sub
             call $recurse
           end)
         (func (export \"user_entrypoint\") (param i32) (result i32)
           local.get 0
           i32.const 100
           i32.mul
           call $recurse
           i32.const 0)",
    )
}

/// Recurses as deep as its input is long, times 100, with many locals that all stay alive.
pub(crate) fn many_locals() -> Vec<u8> {
    let locals = " i64".repeat(340);
    let mut set = String::new();
    let mut sum = String::from("i64.const 0");
    for local in 1..=340 {
        write!(
            set,
            "(local.set {local} (i64.mul (i64.extend_i32_u (local.get 0)) (i64.const {})))",
            2 * local + 1
        )
        .unwrap();
        write!(sum, "(i64.add (local.get {local}))").unwrap();
    }
    module(
        "",
        &format!(
            "(func $recurse (param i32) (result i64) (local {locals})
               {set}
               (if (i32.eqz (local.get 0)) (then (return (i64.const 1))))
               (call $recurse (i32.sub (local.get 0) (i32.const 1)))
               {sum}
               i64.add)
             (func (export \"user_entrypoint\") (param i32) (result i32)
               (drop (call $recurse (i32.mul (local.get 0) (i32.const 100))))
               i32.const 0)"
        ),
    )
}

/// A program that imports every host function, with this in its entrypoint before it returns 0.
pub(crate) fn hostio_program(body: &str) -> Vec<u8> {
    let types = [
        ("read_args", "i32", ""),
        ("write_result", "i32 i32", ""),
        ("exit_early", "i32", ""),
        ("read_return_data", "i32 i32 i32", "i32"),
        ("return_data_size", "", "i32"),
        ("pay_for_memory_grow", "i32", ""),
        ("storage_load_bytes32", "i32 i32", ""),
        ("storage_cache_bytes32", "i32 i32", ""),
        ("storage_flush_cache", "i32", ""),
        ("transient_load_bytes32", "i32 i32", ""),
        ("transient_store_bytes32", "i32 i32", ""),
        ("call_contract", "i32 i32 i32 i32 i64 i32", "i32"),
        ("delegate_call_contract", "i32 i32 i32 i64 i32", "i32"),
        ("static_call_contract", "i32 i32 i32 i64 i32", "i32"),
        ("create1", "i32 i32 i32 i32 i32", ""),
        ("create2", "i32 i32 i32 i32 i32 i32", ""),
        ("emit_log", "i32 i32 i32", ""),
        ("account_balance", "i32 i32", ""),
        ("account_codehash", "i32 i32", ""),
        ("account_code_size", "i32", "i32"),
        ("account_code", "i32 i32 i32 i32", "i32"),
        ("block_basefee", "i32", ""),
        ("block_coinbase", "i32", ""),
        ("block_gas_limit", "", "i64"),
        ("block_number", "", "i64"),
        ("block_timestamp", "", "i64"),
        ("chainid", "", "i64"),
        ("contract_address", "i32", ""),
        ("evm_gas_left", "", "i64"),
        ("evm_ink_left", "", "i64"),
        ("msg_reentrant", "", "i32"),
        ("msg_sender", "i32", ""),
        ("msg_value", "i32", ""),
        ("tx_gas_price", "i32", ""),
        ("tx_ink_price", "", "i32"),
        ("tx_origin", "i32", ""),
        ("math_div", "i32 i32", ""),
        ("math_mod", "i32 i32", ""),
        ("math_pow", "i32 i32", ""),
        ("math_add_mod", "i32 i32 i32", ""),
        ("math_mul_mod", "i32 i32 i32", ""),
        ("native_keccak256", "i32 i32 i32", ""),
    ];
    let mut imports = String::new();
    for (name, params, results) in types {
        write!(
            imports,
            "(import \"vm_hooks\" \"{name}\" (func ${name} (param {params}) (result {results})))"
        )
        .unwrap();
    }
    let entrypoint =
        format!("(func (export \"user_entrypoint\") (param i32) (result i32) {body} i32.const 0)");
    module(&imports, &entrypoint)
}
