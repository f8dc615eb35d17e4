//! Where gas goes.

use crate::support::{PROXY, STORE, at, bytes, chain, program, proxied, word};
use alloy_primitives::{Address, U256};
use anyhow::Result;
use surety_devnode::{Chain, GasBreakdown, Tx, TxOptions};

fn breakdown(chain: &mut Chain, tx: Tx) -> Result<GasBreakdown> {
    let snapshot = chain.snapshot();
    let plain = chain.transact(tx.clone())?;
    chain.revert(&snapshot);
    let receipt = chain.transact(tx.options(TxOptions::ALL))?;
    assert_eq!(
        (plain.gas_used, plain.gas_refunded, &plain.output, plain.status),
        (receipt.gas_used, receipt.gas_refunded, &receipt.output, receipt.status),
        "recording changes nothing"
    );
    let parts = receipt.gas.expect("asked for");
    assert_eq!(parts.spent(), receipt.gas_used + receipt.gas_refunded);
    assert_eq!(
        (parts.used, parts.refunded, parts.intrinsic),
        (receipt.gas_used, receipt.gas_refunded, receipt.intrinsic_gas)
    );
    Ok(parts)
}

fn programs() -> Result<(Chain, Address)> {
    let (mut chain, alice) = chain()?;
    chain.set_program(at(1), &program(STORE)?)?;
    chain.set_program(at(2), &program(PROXY)?)?;
    Ok((chain, alice))
}

#[test]
fn storage_of_programs_is_told_apart_from_their_work() -> Result<()> {
    let (mut chain, alice) = programs()?;
    let write = [word(1), word(2)].concat();
    let parts = breakdown(&mut chain, Tx::call(alice, at(1)).data(write))?;
    assert!((22_100..22_130).contains(&parts.storage_writes), "{parts:?}");
    let (params, info) = (chain.stylus_params(), chain.program_info(at(1)));
    assert_eq!(parts.program_init, info.init_gas(&params) + info.cached_gas(&params));
    assert_eq!((parts.calls, parts.evm, parts.storage_reads), (0, 0, 0));
    let parts = breakdown(&mut chain, Tx::call(alice, at(1)).data(word(1).to_vec()))?;
    assert!((2_100..2_115).contains(&parts.storage_reads), "{parts:?}");
    assert!(parts.wasm < 30, "{parts:?}");
    Ok(())
}

#[test]
fn nested_calls_are_attributed_where_the_gas_went() -> Result<()> {
    let (mut chain, alice) = programs()?;
    let data = proxied(0, at(1), &[word(1), word(2)].concat());
    let parts = breakdown(&mut chain, Tx::call(alice, at(2)).data(data))?;
    assert_eq!(parts.calls, 2_600, "one cold account");
    assert!((22_100..22_130).contains(&parts.storage_writes), "{parts:?}");
    assert_eq!(parts.evm, 0);
    Ok(())
}

#[test]
fn evm_instructions_are_sorted_by_kind() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // SLOAD(0), SSTORE(1, 1), KECCAK256(0, 0), LOG0(0, 0), BALANCE(0xc0…)
    let code = chain.deploy_code(bytes(
        "6000545060016001556000600020506000 6000a0 61c0c03150".replace(' ', "").as_str(),
    )?)?;
    let parts = breakdown(&mut chain, Tx::call(alice, code))?;
    assert_eq!((parts.storage_reads, parts.storage_writes), (2_100, 22_100));
    assert_eq!((parts.hashing, parts.logs, parts.calls), (30, 375, 2_600));
    // Eight pushes of 3 and three pops of 2 … and nothing else.
    assert_eq!(parts.evm, parts.spent() - 21_000 - 2_100 - 22_100 - 30 - 375 - 2_600);
    assert!(parts.evm < 40);
    Ok(())
}

#[test]
fn the_stipend_of_a_call_with_value_does_not_unbalance_the_sum() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // CALL(gas 0, c001…, value 1): the callee may use its stipend only.
    let callee = chain.deploy_code(bytes("6001600101 00".replace(' ', "").as_str())?)?;
    let code =
        [&[0x60, 0, 0x60, 0, 0x60, 0, 0x60, 0, 0x60, 1, 0x73][..], callee.as_slice(), &[0x60, 0, 0xf1, 0]]
            .concat();
    let caller = chain.deploy_code(code)?;
    chain.set_balance(caller, U256::from(10));
    let parts = breakdown(&mut chain, Tx::call(alice, caller))?;
    assert_eq!(parts.calls, 9_000 + 2_600 - 2_300);
    Ok(())
}

#[test]
fn what_a_failing_frame_loses_is_its_own_work() -> Result<()> {
    let (mut chain, alice) = programs()?;
    let invalid = chain.deploy_code(bytes("fe")?)?;
    let parts = breakdown(&mut chain, Tx::call(alice, at(2)).data(proxied(0, invalid, &[])).gas(1_000_000))?;
    assert!(parts.evm > 900_000, "{parts:?}");
    assert_eq!(parts.calls, 2_600);
    Ok(())
}

#[test]
fn hashing_by_the_host_is_hashing() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let body = "(call $native_keccak256 (i32.const 0) (i32.const 3200) (i32.const 0)) i32.const 0";
    chain.set_program(at(1), &program(body)?)?;
    let parts = breakdown(&mut chain, Tx::call(alice, at(1)))?;
    // 121 800 + 21 000 × 98 ink
    assert_eq!(parts.hashing, 217);
    Ok(())
}
