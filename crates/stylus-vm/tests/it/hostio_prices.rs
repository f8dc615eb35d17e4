//! The price of each host function, and what it does where recordings don't show it.

use alloy_primitives::{Address, B256, Bytes, U256};
use surety_stylus_vm::{ArbosVersion, Outcome, code::classic_code};

use crate::support::{
    programs::hostio_program,
    runner::{Ran, Runner},
};

const HOSTIO: u64 = 8_400;
const PTR: u64 = 5_040;
const EVM_API: u64 = 59_673;
const INK_PRICE: u64 = 10_000;

fn read(len: u64) -> u64 {
    16_381 + 55 * len.saturating_sub(32)
}

fn write(len: u64) -> u64 {
    5_040 + 30 * len.saturating_sub(32)
}

/// Runs a program that holds all host functions and this body.
fn run(runner: &mut Runner, body: &str, input: &[u8]) -> Ran {
    runner.run(&hostio_program(body), input)
}

fn ok(body: &str) -> Ran {
    let ran = run(&mut Runner::default(), body, &[1, 2, 3]);
    assert_eq!(ran.result.outcome, Outcome::Success, "{body}");
    ran
}

#[test]
fn prices_are_those_of_the_rules() {
    let gas = |gas: u64| gas * INK_PRICE;
    let cases = [
        ("read_args", "(call $read_args (i32.const 0))", HOSTIO + write(3)),
        ("write_result", "(call $write_result (i32.const 0) (i32.const 40))", HOSTIO + 2 * read(40)),
        ("return_data_size", "(drop (call $return_data_size))", HOSTIO),
        (
            "read_return_data",
            "(drop (call $read_return_data (i32.const -1) (i32.const 0) (i32.const 99)))",
            HOSTIO + EVM_API + write(0),
        ),
        ("pay_for_memory_grow", "(call $pay_for_memory_grow (i32.const 0x70000))", HOSTIO),
        ("pay_for_memory_grow", "(call $pay_for_memory_grow (i32.const 2))", 0),
        ("pay_for_memory_grow", "(call $pay_for_memory_grow (i32.const 0x10003))", gas(1_000)),
        (
            "storage_load_bytes32",
            "(call $storage_load_bytes32 (i32.const 0) (i32.const 0))",
            HOSTIO + 2 * PTR + gas(2_105),
        ),
        (
            "storage_load_bytes32",
            "(call $storage_load_bytes32 (i32.const 0) (i32.const 32)) (call $storage_load_bytes32 (i32.const 0) (i32.const 32))",
            HOSTIO + 2 * PTR,
        ),
        (
            "storage_cache_bytes32",
            "(call $storage_cache_bytes32 (i32.const 0) (i32.const 0))",
            HOSTIO + 2 * PTR,
        ),
        ("storage_flush_cache", "(call $storage_flush_cache (i32.const 0))", HOSTIO + EVM_API),
        (
            "storage_flush_cache",
            "(call $storage_cache_bytes32 (i32.const 0) (i32.const 0)) (call $storage_flush_cache (i32.const 0))",
            HOSTIO + EVM_API + gas(2_200),
        ),
        (
            "transient_load_bytes32",
            "(call $transient_load_bytes32 (i32.const 0) (i32.const 0))",
            HOSTIO + 2 * PTR + EVM_API + gas(100),
        ),
        (
            "transient_store_bytes32",
            "(call $transient_store_bytes32 (i32.const 0) (i32.const 0))",
            HOSTIO + 2 * PTR + EVM_API + gas(100),
        ),
        (
            "call_contract",
            "(drop (call $call_contract (i32.const 0) (i32.const 0) (i32.const 50) (i32.const 100) (i64.const -1) (i32.const 0)))",
            HOSTIO + 3 * PTR + EVM_API + 2 * read(50) + gas(1_100),
        ),
        (
            "delegate_call_contract",
            "(drop (call $delegate_call_contract (i32.const 0) (i32.const 0) (i32.const 50) (i64.const -1) (i32.const 0)))",
            HOSTIO + 3 * PTR + EVM_API + 2 * read(50) + gas(1_100),
        ),
        (
            "static_call_contract",
            "(drop (call $static_call_contract (i32.const 0) (i32.const 0) (i32.const 50) (i64.const -1) (i32.const 0)))",
            HOSTIO + 3 * PTR + EVM_API + 2 * read(50) + gas(1_100),
        ),
        (
            "create1",
            "(call $create1 (i32.const 0) (i32.const 9) (i32.const 0) (i32.const 0) (i32.const 0))",
            HOSTIO + 3 * PTR + EVM_API + 2 * read(9) + gas(32_000),
        ),
        (
            "create2",
            "(call $create2 (i32.const 0) (i32.const 9) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0))",
            HOSTIO + 4 * PTR + EVM_API + 2 * read(9) + gas(32_000),
        ),
        (
            "emit_log",
            "(call $emit_log (i32.const 0) (i32.const 70) (i32.const 2))",
            HOSTIO + EVM_API + read(70) + gas(3 * 375 + 6 * 8),
        ),
        (
            "account_balance",
            "(call $account_balance (i32.const 0) (i32.const 0))",
            HOSTIO + 2 * PTR + EVM_API + gas(2_600),
        ),
        (
            "account_codehash",
            "(call $account_codehash (i32.const 0) (i32.const 0))",
            HOSTIO + 2 * PTR + EVM_API + gas(2_600),
        ),
        (
            "account_code_size",
            "(drop (call $account_code_size (i32.const 0)))",
            HOSTIO + EVM_API + gas(3_300),
        ),
        ("block_basefee", "(call $block_basefee (i32.const 0))", HOSTIO + PTR),
        ("block_coinbase", "(call $block_coinbase (i32.const 0))", HOSTIO + PTR),
        ("block_gas_limit", "(drop (call $block_gas_limit))", HOSTIO),
        ("block_number", "(drop (call $block_number))", HOSTIO),
        ("block_timestamp", "(drop (call $block_timestamp))", HOSTIO),
        ("chainid", "(drop (call $chainid))", HOSTIO),
        ("contract_address", "(call $contract_address (i32.const 0))", HOSTIO + PTR),
        ("evm_gas_left", "(drop (call $evm_gas_left))", HOSTIO),
        ("evm_ink_left", "(drop (call $evm_ink_left))", HOSTIO),
        ("msg_reentrant", "(drop (call $msg_reentrant))", HOSTIO),
        ("msg_sender", "(call $msg_sender (i32.const 0))", HOSTIO + PTR),
        ("msg_value", "(call $msg_value (i32.const 0))", HOSTIO + PTR),
        ("tx_gas_price", "(call $tx_gas_price (i32.const 0))", HOSTIO + PTR),
        ("tx_ink_price", "(drop (call $tx_ink_price))", HOSTIO),
        ("tx_origin", "(call $tx_origin (i32.const 0))", HOSTIO + PTR),
        ("math_div", "(call $math_div (i32.const 0) (i32.const 0))", 43_520),
        ("math_mod", "(call $math_mod (i32.const 0) (i32.const 0))", 43_520),
        ("math_pow", "(call $math_pow (i32.const 0) (i32.const 0))", HOSTIO + 3 * PTR + 20_500),
        ("math_add_mod", "(call $math_add_mod (i32.const 0) (i32.const 0) (i32.const 0))", 49_560),
        ("math_mul_mod", "(call $math_mul_mod (i32.const 0) (i32.const 0) (i32.const 0))", 52_660),
        (
            "native_keccak256",
            "(call $native_keccak256 (i32.const 0) (i32.const 65) (i32.const 0))",
            121_800 + 21_000,
        ),
        ("exit_early", "(call $exit_early (i32.const 0))", 0),
    ];
    for (name, body, price) in cases {
        assert_eq!(ok(body).price(name), price, "{body}");
    }
}

#[test]
fn profile_says_what_ink_went_to() {
    let profile = ok("(call $native_keccak256 (i32.const 0) (i32.const 0) (i32.const 0))
         (call $storage_load_bytes32 (i32.const 0) (i32.const 0))
         (call $storage_cache_bytes32 (i32.const 0) (i32.const 0))
         (call $emit_log (i32.const 0) (i32.const 0) (i32.const 0))
         (call $pay_for_memory_grow (i32.const 0))
         (call $msg_sender (i32.const 0))")
    .result
    .profile;
    assert_eq!(profile.hashing, 121_800);
    assert_eq!(profile.storage_reads, HOSTIO + 2 * PTR + 2_105 * INK_PRICE);
    assert_eq!(profile.storage_writes, HOSTIO + 2 * PTR);
    assert_eq!(profile.logs, HOSTIO + EVM_API + read(0) + 375 * INK_PRICE);
    assert_eq!(profile.memory, HOSTIO);
    assert_eq!(profile.other, HOSTIO + PTR);
    assert_eq!((profile.calls, profile.creates), (0, 0));
    assert!(profile.wasm > 6 * 3_800);
}

#[test]
fn bad_pointers_fail_after_the_charges_before_them() {
    let base = ok("").result.ink_left;
    let cases = [
        ("(call $read_args (i32.const 65534))", HOSTIO + write(3)),
        ("(call $write_result (i32.const 65537) (i32.const 0))", HOSTIO + 2 * read(0)),
        ("(call $storage_load_bytes32 (i32.const 65505) (i32.const 0))", HOSTIO + 2 * PTR),
        ("(call $storage_load_bytes32 (i32.const 0) (i32.const -1))", HOSTIO + 2 * PTR + 2_105 * INK_PRICE),
        ("(call $native_keccak256 (i32.const 65536) (i32.const 1) (i32.const 0))", 121_800),
        ("(call $emit_log (i32.const 0) (i32.const 31) (i32.const 1))", HOSTIO + EVM_API),
        ("(call $emit_log (i32.const 0) (i32.const 160) (i32.const 5))", HOSTIO + EVM_API),
        (
            "(call $emit_log (i32.const 65535) (i32.const 2) (i32.const 0))",
            HOSTIO + EVM_API + read(2) + 391 * INK_PRICE,
        ),
    ];
    for (body, price) in cases {
        let ran = run(&mut Runner::default(), body, &[1, 2, 3]);
        assert_eq!(ran.result.outcome, Outcome::Failure, "{body}");
        assert!(ran.result.output.is_empty() && ran.hostio.is_empty());
        // Besides the host function: the call, its arguments, and a block of its own.
        let around = base - price - ran.result.ink_left;
        assert!((3_000..9_000).contains(&around), "{body}: {around}");
    }
    // An empty range may end where memory does.
    ok("(call $write_result (i32.const 65536) (i32.const 0))");
}

#[test]
fn static_context_refuses_changes() {
    let refused = [
        "(call $transient_store_bytes32 (i32.const 0) (i32.const 0))",
        "(call $emit_log (i32.const 0) (i32.const 0) (i32.const 0))",
        "(call $storage_cache_bytes32 (i32.const 0) (i32.const 0)) (call $storage_flush_cache (i32.const 0))",
    ];
    let allowed = [
        "(call $storage_cache_bytes32 (i32.const 0) (i32.const 0))",
        "(call $storage_flush_cache (i32.const 1))",
        "(call $transient_load_bytes32 (i32.const 0) (i32.const 0))",
    ];
    let run_static = |body: &str| {
        let mut runner = Runner::default();
        runner.env.is_static = true;
        run(&mut runner, body, &[]).result.outcome
    };
    for body in refused {
        assert_eq!(run_static(body), Outcome::Failure, "{body}");
    }
    for body in allowed {
        assert_eq!(run_static(body), Outcome::Success, "{body}");
    }
}

#[test]
fn needs_are_not_prices() {
    // Ink for the base prices and one gas less than is needed.
    let body = "(call $storage_cache_bytes32 (i32.const 0) (i32.const 0))";
    let mut runner = Runner::default();
    let before = 10_000_000_000 - ok(body).hostio[0].1;
    runner.ink = before + HOSTIO + 2 * PTR + 2_310 * INK_PRICE - 1;
    let short = run(&mut runner, body, &[]).result;
    assert_eq!((short.outcome, short.ink_left), (Outcome::OutOfInk, 0));
    assert_eq!(short.profile.total(), runner.ink);
    // The function that exhausts ink has used all that was left.
    assert_eq!(short.profile.storage_writes, HOSTIO + 2 * PTR + 2_310 * INK_PRICE - 1);
    runner.ink += 1;
    let enough = run(&mut runner, body, &[]).result;
    assert_eq!(enough.outcome, Outcome::Success);
    assert!(enough.ink_left > 2_300 * INK_PRICE);
}

#[test]
fn nested_calls_leave_return_data() {
    let ran = ok("(drop (call $call_contract (i32.const 0) (i32.const 0) (i32.const 3) (i32.const 100) (i64.const -1) (i32.const 64)))
        (i32.store (i32.const 68) (call $return_data_size))
        (i32.store (i32.const 72) (call $read_return_data (i32.const 76) (i32.const 1) (i32.const 99)))
        (call $write_result (i32.const 64) (i32.const 16))");
    let words: Vec<u32> =
        ran.result.output.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect();
    assert_eq!(words, [3, 3, 2, 0]);
}

#[test]
fn creations_answer_address_and_revert_data() {
    let created =
        ok("(call $create1 (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 64) (i32.const 84))
        (call $write_result (i32.const 64) (i32.const 24))");
    assert_eq!(created.result.output[..20], [0xcc; 20]);
    assert_eq!(created.result.output[20..], [0; 4]);
    let reverted = ok("(call $create2 (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 64) (i32.const 84))
        (i32.store8 (i32.const 88) (call $return_data_size))
        (call $write_result (i32.const 64) (i32.const 25))");
    assert_eq!(reverted.result.output[..20], [0; 20]);
    assert_eq!(reverted.result.output[20..], [8, 0, 0, 0, 8]);
    let mut poor = Runner { ink: 31_000 * INK_PRICE, ..Runner::default() };
    let refused = run(
        &mut poor,
        "(call $create1 (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 64) (i32.const 84))",
        &[],
    );
    assert_eq!(refused.result.outcome, Outcome::Failure);
}

#[test]
fn last_code_is_kept_for_one_account() {
    let account = Address::ZERO;
    let code = Bytes::from(classic_code(b"code"));
    let size = "(drop (call $account_code_size (i32.const 0)))";
    let again = format!("{size} {size}");
    let mut runner = Runner::default();
    runner.chain.accounts.insert(account, (U256::ZERO, code.clone()));
    assert_eq!(run(&mut runner, &again, &[]).price("account_code_size"), HOSTIO + EVM_API);
    let copy = format!(
        "{size} (drop (call $account_code (i32.const 0) (i32.const 2) (i32.const 2) (i32.const 64)))
        (call $write_result (i32.const 64) (i32.const 3))"
    );
    let ran = run(&mut runner, &copy, &[]);
    assert_eq!(ran.price("account_code"), HOSTIO + EVM_API + write(code.len() as u64));
    assert_eq!(ran.result.output[..], [0, 0, 0]);

    // Empty code is forgotten from ArbOS 40 on.
    for (arbos, price) in [(32, 0), (40, 800)] {
        let ran = run(&mut Runner::at(ArbosVersion::new(arbos)), &again, &[]);
        assert_eq!(ran.price("account_code_size"), HOSTIO + EVM_API + price * INK_PRICE, "ArbOS {arbos}");
    }
}

#[test]
fn old_versions_charge_storage_otherwise() {
    let load = "(call $storage_load_bytes32 (i32.const 0) (i32.const 0))";
    let price = |arbos: u64| {
        let mut runner = Runner::at(ArbosVersion::new(arbos));
        run(&mut runner, load, &[]).price("storage_load_bytes32") - HOSTIO - 2 * PTR
    };
    assert_eq!((price(31), price(32)), ((2_100 + 59_673) * INK_PRICE, 2_105 * INK_PRICE));

    let flush =
        "(call $storage_cache_bytes32 (i32.const 0) (i32.const 0)) (call $storage_flush_cache (i32.const 0))";
    let free = run(&mut Runner::at(ArbosVersion::new(31)), flush, &[]);
    assert_eq!(free.price("storage_flush_cache"), HOSTIO + EVM_API);

    // 20 000 gas for a fresh slot, with 10 000 left.
    let store = "(i32.store8 (i32.const 40) (i32.const 1))
        (call $storage_cache_bytes32 (i32.const 0) (i32.const 32)) (call $storage_flush_cache (i32.const 0))";
    for (arbos, outcome) in [(40, Outcome::Failure), (50, Outcome::OutOfInk)] {
        let mut runner = Runner { ink: 10_000 * INK_PRICE, ..Runner::at(ArbosVersion::new(arbos)) };
        assert_eq!(run(&mut runner, store, &[]).result.outcome, outcome, "ArbOS {arbos}");
    }
}

#[test]
fn exits_keep_the_result_that_was_set() {
    let set = "(i32.store8 (i32.const 0) (i32.const 9)) (call $write_result (i32.const 0) (i32.const 1))";
    let cases = [
        ("(call $exit_early (i32.const 0))", Outcome::Success, 1),
        ("(call $exit_early (i32.const 5))", Outcome::Revert, 1),
        ("(return (i32.const -1))", Outcome::Revert, 1),
        ("unreachable", Outcome::Failure, 0),
        ("(drop (i32.div_u (i32.const 1) (i32.const 0)))", Outcome::Failure, 0),
        ("(drop (i32.load (i32.const -4)))", Outcome::Failure, 0),
    ];
    for (end, outcome, len) in cases {
        let result = run(&mut Runner::default(), &format!("{set} {end}"), &[]).result;
        assert_eq!((result.outcome, result.output.len()), (outcome, len), "{end}");
    }
}

#[test]
fn math_agrees_with_wide_arithmetic() {
    let operands =
        [U256::ZERO, U256::ONE, U256::from(7), U256::MAX, U256::MAX - U256::from(5), U256::ONE << 200];
    for a in operands {
        for b in operands {
            for m in operands {
                let input: Vec<u8> = [a, b, m].iter().flat_map(|word| word.to_be_bytes::<32>()).collect();
                let result = |call: &str| {
                    let body = format!(
                        "(call $read_args (i32.const 0)) {call} (call $write_result (i32.const 0) (i32.const 32))"
                    );
                    let output = run(&mut Runner::default(), &body, &input).result.output;
                    U256::from_be_bytes(B256::from_slice(&output).0)
                };
                let wide = |value: U256| alloy_primitives::U512::from(value);
                let reduce = |value: alloy_primitives::U512| {
                    if m.is_zero() { U256::ZERO } else { U256::from(value % wide(m)) }
                };
                let three = "(i32.const 0) (i32.const 32) (i32.const 64)";
                assert_eq!(result(&format!("(call $math_add_mod {three})")), reduce(wide(a) + wide(b)));
                assert_eq!(result(&format!("(call $math_mul_mod {three})")), reduce(wide(a) * wide(b)));
                assert_eq!(
                    result("(call $math_div (i32.const 0) (i32.const 32))"),
                    a.checked_div(b).unwrap_or_default()
                );
                assert_eq!(
                    result("(call $math_mod (i32.const 0) (i32.const 32))"),
                    a.checked_rem(b).unwrap_or_default()
                );
                assert_eq!(result("(call $math_pow (i32.const 0) (i32.const 32))"), a.wrapping_pow(b));
            }
        }
    }
}
