//! What a program sees of its surroundings through calls of all kinds.

use crate::support::{PROBE, PROXY, STORE, at, bytes, chain, program, proxied, send, word};
use alloy_primitives::{Address, U256};
use anyhow::Result;
use surety_devnode::{Chain, Tx};

const OUTER: u8 = 0xa0;
const INNER: u8 = 0xa1;

fn nested(inner: &str) -> Result<(Chain, Address)> {
    let (mut chain, alice) = chain()?;
    chain.set_program(at(OUTER), &program(PROXY)?)?;
    chain.set_program(at(INNER), &program(inner)?)?;
    Ok((chain, alice))
}

/// What [`PROBE`] answered: acting account, sender, value, reentrancy.
fn probed(output: &[u8]) -> (Address, Address, U256, bool) {
    let value = U256::from_be_slice(&output[40..72]);
    (Address::from_slice(&output[..20]), Address::from_slice(&output[20..40]), value, output[72] == 1)
}

#[test]
fn a_call_acts_as_the_callee() -> Result<()> {
    let (mut chain, alice) = nested(PROBE)?;
    let output = send(&mut chain, alice, at(OUTER), proxied(0, at(INNER), &[]))?.output;
    assert_eq!(output[0], 0);
    assert_eq!(probed(&output[1..]), (at(INNER), at(OUTER), U256::ZERO, false));
    assert_eq!(output[74..82], 1_u64.to_le_bytes(), "block_number is L1's");
    Ok(())
}

#[test]
fn a_delegate_call_keeps_account_sender_and_value() -> Result<()> {
    let (mut chain, alice) = nested(PROBE)?;
    let tx = Tx::call(alice, at(OUTER)).data(proxied(1, at(INNER), &[])).value(U256::from(7));
    let output = chain.transact(tx)?.output;
    assert_eq!(probed(&output[1..]), (at(OUTER), alice, U256::from(7), false));
    Ok(())
}

#[test]
fn a_program_entered_twice_is_reentrant_but_not_by_delegate_calls() -> Result<()> {
    let (mut chain, alice) = nested(PROBE)?;
    // outer → outer → (delegate) inner: acts as outer, which is open twice.
    let data = proxied(0, at(OUTER), &proxied(1, at(INNER), &[]));
    let output = send(&mut chain, alice, at(OUTER), data)?.output;
    assert_eq!(probed(&output[2..]), (at(OUTER), at(OUTER), U256::ZERO, true));
    // outer → (delegate) outer → (delegate) inner: one frame acts as itself.
    let data = proxied(1, at(OUTER), &proxied(1, at(INNER), &[]));
    let output = send(&mut chain, alice, at(OUTER), data)?.output;
    assert_eq!(probed(&output[2..]), (at(OUTER), alice, U256::ZERO, false));
    Ok(())
}

#[test]
fn storage_belongs_to_the_acting_account() -> Result<()> {
    let (mut chain, alice) = nested(STORE)?;
    let write = [word(1), word(5)].concat();
    send(&mut chain, alice, at(OUTER), proxied(1, at(INNER), &write))?;
    assert_eq!(chain.storage(at(OUTER), U256::ONE), U256::from(5));
    assert_eq!(chain.storage(at(INNER), U256::ONE), U256::ZERO);
    Ok(())
}

#[test]
fn static_calls_bind_everything_below_them() -> Result<()> {
    let (mut chain, alice) = nested(STORE)?;
    let write = [word(1), word(5)].concat();
    let output = send(&mut chain, alice, at(OUTER), proxied(2, at(INNER), &write))?.output;
    assert_eq!(output, [2].to_vec(), "fails without data");
    let data = proxied(2, at(OUTER), &proxied(0, at(INNER), &write));
    let output = send(&mut chain, alice, at(OUTER), data)?.output;
    assert_eq!(output, [0, 2].to_vec());
    assert_eq!(chain.storage(at(INNER), U256::ONE), U256::ZERO);
    Ok(())
}

#[test]
fn evm_and_programs_call_each_other_in_any_nesting() -> Result<()> {
    let (mut chain, alice) = nested(PROBE)?;
    // Calls the 20-byte address in its calldata with the rest, answers what that answers.
    let evm = chain.deploy_code(bytes(
        "601436036014600037600060006014360360003460003560601c5af1503d600060003e3d6000f3",
    )?)?;
    let data = [evm.as_slice(), at(OUTER).as_slice(), &proxied(0, at(INNER), &[])].concat();
    let output = send(&mut chain, alice, at(OUTER), proxied(0, evm, &data))?.output;
    // proxy → evm → evm → proxy → probe
    assert_eq!(output[..2], [0, 0]);
    assert_eq!(probed(&output[2..]), (at(INNER), at(OUTER), U256::ZERO, false));
    Ok(())
}

#[test]
fn a_revert_undoes_state_and_keeps_its_data() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let body = "(call $read_args (i32.const 0)) (call $storage_cache_bytes32 (i32.const 0) (i32.const 32))
        (call $storage_flush_cache (i32.const 0)) (call $emit_log (i32.const 0) (i32.const 0) (i32.const 0))
        (call $write_result (i32.const 0) (i32.const 4)) i32.const 1";
    chain.set_program(at(INNER), &program(body)?)?;
    chain.set_program(at(OUTER), &program(PROXY)?)?;
    let data = [word(1), word(5)].concat();
    let receipt = send(&mut chain, alice, at(OUTER), proxied(0, at(INNER), &data))?;
    assert_eq!(receipt.output, [2, 0, 0, 0, 0].to_vec());
    assert!(receipt.logs.is_empty());
    assert_eq!(chain.storage(at(INNER), U256::ONE), U256::ZERO);
    Ok(())
}

#[test]
fn programs_nest_until_pages_run_out() -> Result<()> {
    let (mut chain, alice) = nested(PROBE)?;
    chain.set_balance(alice, U256::ONE << 120);
    let data = (0..60).fold(proxied(0, at(INNER), &[]), |data, _| proxied(0, at(OUTER), &data));
    let tx = Tx::call(alice, at(OUTER)).data(data).gas(1 << 44);
    let receipt = chain.transact(tx)?;
    assert!(receipt.is_success());
    assert_eq!(receipt.output[..61], [0; 61]);
    assert_eq!(probed(&receipt.output[61..]), (at(INNER), at(OUTER), U256::ZERO, false));
    Ok(())
}

#[test]
fn transient_storage_lasts_for_one_transaction() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // Answers slot 0 and sets it to 1.
    let body = "(call $transient_load_bytes32 (i32.const 0) (i32.const 32))
        (i32.store8 (i32.const 127) (i32.const 1))
        (call $transient_store_bytes32 (i32.const 0) (i32.const 96))
        (call $write_result (i32.const 32) (i32.const 32)) i32.const 0";
    chain.set_program(at(INNER), &program(body)?)?;
    for _ in 0..2 {
        assert_eq!(send(&mut chain, alice, at(INNER), [])?.output, word(0).to_vec());
    }
    Ok(())
}

#[test]
fn a_program_cannot_destroy_its_account_by_delegate_call() -> Result<()> {
    let (mut chain, alice) = nested(STORE)?;
    let heir = at(7);
    let destroyer = chain.deploy_code([&[0x73][..], heir.as_slice(), &[0xff]].concat())?;
    chain.set_balance(at(OUTER), U256::from(9));
    let receipt = send(&mut chain, alice, at(OUTER), proxied(1, destroyer, &[]))?;
    assert_eq!(receipt.output, [2].to_vec());
    assert!(receipt.gas_used < 100_000, "a revert, which hands gas back");
    assert_eq!((chain.balance(heir), chain.balance(at(OUTER))), (U256::ZERO, U256::from(9)));
    Ok(())
}
