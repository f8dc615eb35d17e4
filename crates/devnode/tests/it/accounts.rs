//! Host functions that look at accounts.

use crate::support::{at, chain_with, send};
use alloy_primitives::{Address, B256, U256, keccak256};
use anyhow::Result;

/// Calldata `address(20)`: answers `balance(32) codehash(32) code_size(4, LE) code(4 of them)`.
const LOOK: &str = "
  (call $read_args (i32.const 0))
  (call $account_balance (i32.const 0) (i32.const 100))
  (call $account_codehash (i32.const 0) (i32.const 132))
  (i32.store (i32.const 164) (call $account_code_size (i32.const 0)))
  (drop (call $account_code (i32.const 0) (i32.const 1) (i32.const 4) (i32.const 168)))
  (call $write_result (i32.const 100) (i32.const 72))
  i32.const 0";

fn look(
    address: Address,
    set_up: impl FnOnce(&mut surety_devnode::Chain),
) -> Result<(U256, B256, u32, [u8; 4])> {
    let (mut chain, alice, program) = chain_with(LOOK)?;
    set_up(&mut chain);
    let output = send(&mut chain, alice, program, address.to_vec())?.output;
    let size = u32::from_le_bytes(output[64..68].try_into()?);
    Ok((
        U256::from_be_slice(&output[..32]),
        B256::from_slice(&output[32..64]),
        size,
        output[68..72].try_into()?,
    ))
}

#[test]
fn an_account_that_does_not_exist_has_no_code_hash() -> Result<()> {
    assert_eq!(look(at(1), |_| ())?, (U256::ZERO, B256::ZERO, 0, [0; 4]));
    Ok(())
}

#[test]
fn an_account_without_code_has_the_empty_hash() -> Result<()> {
    let seen = look(at(1), |chain| chain.set_balance(at(1), U256::from(3)))?;
    assert_eq!(seen, (U256::from(3), keccak256([]), 0, [0; 4]));
    Ok(())
}

#[test]
fn code_is_seen_as_it_is() -> Result<()> {
    let code = [0xfe, 1, 2, 3, 4, 5];
    let seen = look(at(1), |chain| chain.set_code(at(1), code.to_vec().into()))?;
    assert_eq!(seen, (U256::ZERO, keccak256(code), 6, [1, 2, 3, 4]));
    Ok(())
}

#[test]
fn precompiles_hold_an_invalid_opcode() -> Result<()> {
    let seen = look(surety_devnode::precompiles::ARB_WASM, |_| ())?;
    assert_eq!((seen.1, seen.2), (keccak256([0xfe]), 1));
    Ok(())
}

/// Gas of `body`, which finds an address at 0, in the second call of a block.
fn gas_of(body: &str) -> Result<u64> {
    let body = format!("(call $read_args (i32.const 0)) {body} i32.const 0");
    let (mut chain, alice, program) = chain_with(&body)?;
    chain.set_code(at(1), vec![0xfe; 40].into());
    let mut gas = 0;
    for _ in 0..2 {
        let receipt = send(&mut chain, alice, program, at(1).to_vec())?;
        gas = receipt.gas_used - receipt.intrinsic_gas;
    }
    Ok(gas)
}

#[test]
fn accounts_are_cold_once() -> Result<()> {
    let balance = "(call $account_balance (i32.const 0) (i32.const 100))";
    let none = gas_of("")?;
    let once = gas_of(balance)?;
    let twice = gas_of(&balance.repeat(2))?;
    // 2 600 cold, 100 warm, and some 8 gas of ink for the host call.
    assert!((2_608..2_610).contains(&(once - none)), "{once} {none}");
    assert!((108..110).contains(&(twice - once)), "{twice} {once}");
    Ok(())
}

#[test]
fn the_last_code_is_remembered() -> Result<()> {
    let size = "(drop (call $account_code_size (i32.const 0)))";
    let once = gas_of(size)? - gas_of("")?;
    let twice = gas_of(&size.repeat(2))? - gas_of(size)?;
    assert!((3_300..3_320).contains(&once), "700 for the look-up, 2 600 for the account: {once}");
    assert!(twice < 20, "{twice}");
    Ok(())
}

#[test]
fn storage_is_cold_once_for_each_slot() -> Result<()> {
    let load = "(call $storage_load_bytes32 (i32.const 200) (i32.const 300))";
    let cost = gas_of(load)? - gas_of("")?;
    assert!((2_100..2_120).contains(&cost), "{cost}");
    let hit = gas_of(&load.repeat(2))? - gas_of(load)?;
    assert!(hit < 20, "the call's own cache answers: {hit}");
    Ok(())
}

#[test]
fn what_arbos_reads_stays_cold_for_programs() -> Result<()> {
    let arbos = "(i64.store (i32.const 500) (i64.const 0xffffffffff5fb0a4)) (i64.store (i32.const 508) (i64.const -1))
        (i64.store (i32.const 512) (i64.const -1)) (call $account_balance (i32.const 500) (i32.const 100))";
    let cost = gas_of(arbos)? - gas_of("")?;
    assert!((2_608..2_612).contains(&cost), "{cost}");
    Ok(())
}
