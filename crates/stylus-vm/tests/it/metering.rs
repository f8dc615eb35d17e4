//! What instructions cost, and how stacks end (`stylus-vm.md`, section 5).

use surety_stylus_vm::Outcome;

use crate::support::{
    programs::{entrypoint, module},
    runner::Runner,
};

/// Ink of a block besides its operators.
const BLOCK: u64 = 2_450;

fn used(wasm: &[u8], input: &[u8]) -> u64 {
    let mut runner = Runner::default();
    let result = runner.run(wasm, input).result;
    assert_eq!(result.outcome, Outcome::Success);
    assert_eq!(result.profile.wasm, runner.ink - result.ink_left);
    result.profile.wasm
}

/// Ink of an entrypoint that starts with `body`, less that of returning 0.
fn cost(body: &str) -> u64 {
    used(&entrypoint(&format!("{body} i32.const 0")), &[]) - 2 - BLOCK
}

#[test]
fn operators_cost_what_the_table_says() {
    assert_eq!(cost("nop"), 1);
    assert_eq!(cost("(drop (i32.const 0))"), 10);
    assert_eq!(cost("(drop (i64.add (i64.const 0) (i64.const 0)))"), 111);
    assert_eq!(cost("(drop (i32.add (i32.const 0) (i32.const 0)))"), 81);
    assert_eq!(cost("(drop (select (i32.const 0) (i32.const 0) (i32.const 0)))"), 1_262);
    assert_eq!(cost("(drop (i64.popcnt (i64.const 0)))"), 6_010);
    assert_eq!(cost("(local i32) (local.set 1 (local.get 0))"), 285);
    assert_eq!(cost("(drop (memory.size))"), 3_009);
    assert_eq!(cost("(i64.store (i32.const 0) (i64.const 0))"), 952);
}

#[test]
fn blocks_are_charged_before_they_run() {
    // The condition is false: the `if` ends a block, the arm with its `end` is skipped.
    assert_eq!(cost("(if (i32.const 0) (then nop nop))"), 1 + 765 + BLOCK);
    assert_eq!(cost("(if (i32.const 1) (then nop nop))"), 1 + 765 + BLOCK + 2 + 1 + BLOCK);
    // A branch out of a block goes on behind its `end`.
    assert_eq!(cost("(block (br 0) unreachable)"), 1 + 765 + BLOCK);
    assert_eq!(cost("(block (br_table 0 0 0 0 (i32.const 0)))"), 1 + 1 + 2_400 + 3 * 325 + BLOCK);
    // Each turn of a loop pays its block, the `loop` operator belongs to the one before.
    let turn = 210 + 75 + 1 + 70 + 75 + 765 + BLOCK;
    let loops = "(local.set 0 (i32.const 5)) (loop (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if 0 (local.get 0)))";
    assert_eq!(cost(loops), 1 + 210 + 1 + BLOCK + 5 * turn + 1 + BLOCK);
}

#[test]
fn calls_cost_by_kind_and_parameters() {
    let call = module(
        "",
        "(func $f) (func (export \"user_entrypoint\") (param i32) (result i32) (call $f) i32.const 0)",
    );
    assert_eq!(used(&call, &[]), (3_800 + BLOCK) + (1 + BLOCK) + (2 + BLOCK));
    let indirect = module(
        "",
        "(type $t (func (param i32 i64))) (table 1 1 funcref) (elem (i32.const 0) $f) (func $f (type $t))
         (func (export \"user_entrypoint\") (param i32) (result i32)
           (call_indirect (type $t) (i32.const 0) (i64.const 0) (i32.const 0)) i32.const 0)",
    );
    assert_eq!(used(&indirect, &[]), (3 + 13_610 + 2 * 650 + BLOCK) + (1 + BLOCK) + (2 + BLOCK));
}

#[test]
fn lengths_are_paid_before_their_bounds_are_checked() {
    assert_eq!(cost("(memory.fill (i32.const 0) (i32.const 0) (i32.const 1000))"), 3 + 950 + 100_000);
    assert_eq!(cost("(memory.copy (i32.const 0) (i32.const 0) (i32.const 7))"), 3 + 950 + 700);
    let mut runner = Runner::default();
    let wasm = entrypoint("(memory.fill (i32.const 65536) (i32.const 0) (i32.const 1)) i32.const 0");
    let result = runner.run(&wasm, &[]).result;
    assert_eq!(result.outcome, Outcome::Failure);
    assert_eq!(runner.ink - result.ink_left, 3 + 950 + 100 + 2 + BLOCK);
    // 2^32 - 1 bytes cost 43 gas of a million: too much here.
    let wasm = entrypoint("(memory.fill (i32.const 0) (i32.const 0) (i32.const -1)) i32.const 0");
    runner.ink = 400_000_000_000;
    assert_eq!(runner.run(&wasm, &[]).result.outcome, Outcome::OutOfInk);
    runner.ink = 500_000_000_000;
    assert_eq!(runner.run(&wasm, &[]).result.outcome, Outcome::Failure);
}

#[test]
fn growth_is_paid_even_if_it_fails() {
    let grow = |pages: u32| {
        let text = format!(
            "(module (import \"vm_hooks\" \"pay_for_memory_grow\" (func (param i32))) (memory (export \"memory\") 1 4)
             (func (export \"user_entrypoint\") (param i32) (result i32) (memory.grow (i32.const {pages}))))"
        );
        let mut runner = Runner::default();
        let result = runner.run(&wat::parse_str(text).unwrap(), &[]).result;
        (result.outcome, result.profile.memory, runner.chain.pages.open)
    };
    // Answers the old size, which reverts, or -1, which does as well.
    assert_eq!(grow(3), (Outcome::Revert, 10_000_000, 3));
    assert_eq!(grow(4), (Outcome::Revert, 20_000_000, 4));
    assert_eq!(grow(0x1_0001), (Outcome::Revert, 0, 1));
    assert_eq!(grow(0x1_0000), (Outcome::Revert, 8_400, 0));
    assert_eq!(grow(129).0, Outcome::OutOfInk);
}

#[test]
fn floats_run_out_of_ink() {
    let mut runner = Runner { ink: u64::MAX - 1, ..Runner::default() };
    let float = entrypoint("(drop (f32.const 0)) i32.const 0");
    let result = runner.run(&float, &[]).result;
    assert_eq!((result.outcome, result.ink_left), (Outcome::OutOfInk, 0));
    let unreached = entrypoint("(if (local.get 0) (then (drop (f32.const 0)))) i32.const 0");
    assert_eq!(runner.run(&unreached, &[]).result.outcome, Outcome::Success);
    assert_eq!(runner.run(&unreached, &[1]).result.outcome, Outcome::OutOfInk);
}

#[test]
fn words_come_back_on_return_but_not_on_branches_out() {
    let calls = |callee: &str| {
        module(
            "",
            &format!(
                "(func $f {callee})
                 (func (export \"user_entrypoint\") (param i32) (result i32)
                   (loop (call $f) (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
                   i32.const 0)"
            ),
        )
    };
    let outcome =
        |callee: &str, turns: usize| Runner::default().run(&calls(callee), &vec![0; turns]).result.outcome;
    assert_eq!(outcome("nop", 20_000), Outcome::Success);
    assert_eq!(outcome("return", 20_000), Outcome::Success);
    // Frames of 6 words that stay taken; the entrypoint has 6 as well, and one word must be left.
    assert_eq!(outcome("br 0", 3_665), Outcome::Success);
    assert_eq!(outcome("br 0", 3_666), Outcome::OutOfStack);
}

#[test]
fn stack_ends_before_ink() {
    let wasm = entrypoint("unreachable");
    let mut runner = Runner { ink: 0, ..Runner::default() };
    assert_eq!(runner.run(&wasm, &[]).result.outcome, Outcome::OutOfInk);
    runner.params.max_stack_depth = 6;
    let result = runner.run(&wasm, &[]).result;
    assert_eq!((result.outcome, result.ink_left), (Outcome::OutOfStack, 0));
    runner.params.max_stack_depth = 7;
    assert_eq!(runner.run(&wasm, &[]).result.outcome, Outcome::OutOfInk);
}

#[test]
fn entering_leaves_a_word_or_fails() {
    // A frame of 6 words.
    let wasm = entrypoint("i32.const 0");
    let mut runner = Runner::default();
    runner.params.max_stack_depth = 6;
    assert_eq!(runner.run(&wasm, &[]).result.outcome, Outcome::OutOfStack);
    runner.params.max_stack_depth = 7;
    assert_eq!(runner.run(&wasm, &[]).result.outcome, Outcome::Success);
}
