//! What entering programs costs: recent programs, cached programs, expiry.

use crate::support::{ECHO, at, chain, program, send};
use alloy_primitives::{Address, U256};
use anyhow::Result;
use surety_devnode::{
    Chain, HaltReason, Tx, TxOptions, TxStatus, precompiles::ARB_WASM, precompiles::abi::ArbWasm,
    trace::Entry,
};

fn entry(chain: &mut Chain, from: Address, to: Address) -> Result<Entry> {
    let receipt = chain.transact(Tx::call(from, to).options(TxOptions::TRACE))?;
    let trace = receipt.trace.expect("asked for");
    Ok(trace.stylus.and_then(|stylus| stylus.entry).expect("a program"))
}

#[test]
fn a_program_is_recent_until_the_block_ends() -> Result<()> {
    let (mut chain, alice) = chain()?;
    chain.set_program(at(1), &program(ECHO)?)?;
    let first = entry(&mut chain, alice, at(1))?;
    let second = entry(&mut chain, alice, at(1))?;
    assert!(!first.recent_hit && second.recent_hit);
    let info = chain.program_info(at(1));
    let params = chain.stylus_params();
    assert_eq!(first.call_cost, info.init_gas(&params) + info.cached_gas(&params));
    assert_eq!(second.call_cost, info.cached_gas(&params));
    chain.next_block();
    assert_eq!(entry(&mut chain, alice, at(1))?, first);
    Ok(())
}

#[test]
fn a_failed_call_makes_a_program_recent_and_a_view_does_not() -> Result<()> {
    let (mut chain, alice) = chain()?;
    chain.set_program(at(1), &program(ECHO)?)?;
    chain.view_tx(Tx::call(alice, at(1)))?;
    let poor = chain.transact(Tx::call(alice, at(1)).gas(22_000))?;
    assert_eq!(poor.status, TxStatus::Halt(HaltReason::OutOfGas));
    assert_eq!(poor.gas_used, 22_000);
    assert!(entry(&mut chain, alice, at(1))?.recent_hit);
    chain.next_block();
    chain.view_tx(Tx::call(alice, at(1)))?;
    assert!(!entry(&mut chain, alice, at(1))?.recent_hit);
    Ok(())
}

#[test]
fn thirty_two_programs_are_remembered() -> Result<()> {
    let (mut chain, alice) = chain()?;
    for n in 0..33 {
        chain.set_program(at(n), &program(&format!("(drop (i32.const {n})) i32.const 0"))?)?;
    }
    for n in 0..33 {
        assert!(!entry(&mut chain, alice, at(n))?.recent_hit);
    }
    assert!(entry(&mut chain, alice, at(1))?.recent_hit);
    assert!(!entry(&mut chain, alice, at(0))?.recent_hit, "pushed out by the 33rd");
    Ok(())
}

#[test]
fn a_cached_program_is_cheap_in_every_block_and_by_code_hash() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let module = program(ECHO)?;
    let one = chain.install_program(&module)?;
    chain.set_code(at(2), chain.code(one));
    chain.cache_program(one)?;
    let (info, params) = (chain.program_info(one), chain.stylus_params());
    assert!(info.cached);
    for program in [one, at(2)] {
        chain.next_block();
        let entry = entry(&mut chain, alice, program)?;
        assert_eq!((entry.recent_hit, entry.call_cost), (false, info.cached_gas(&params)));
    }
    chain.evict_program(one)?;
    chain.next_block();
    assert!(!chain.program_info(one).cached);
    let entry = entry(&mut chain, alice, one)?;
    assert!(entry.call_cost > info.cached_gas(&params), "{entry:?}");
    Ok(())
}

#[test]
fn programs_expire_unless_kept_alive() -> Result<()> {
    const DAY: u64 = 86_400;
    let (mut chain, alice) = chain()?;
    let echo = chain.install_program(&program(ECHO)?)?;
    let keepalive = ArbWasm::codehashKeepaliveCall { codehash: chain.code_hash(echo) };
    let wei = U256::from(10_u64.pow(18));
    chain.warp(30 * DAY);
    let soon = chain.send_value(alice, ARB_WASM, wei, &keepalive).expect_err("too soon");
    let error = soon.error::<ArbWasm::ProgramKeepaliveTooSoon>().expect("named");
    assert!((30 * DAY..30 * DAY + 3_600).contains(&error.ageInSeconds));
    chain.warp(300 * DAY);
    let kept = chain.send_value(alice, ARB_WASM, wei, &keepalive)?;
    let event = kept.receipt.event::<ArbWasm::ProgramLifetimeExtended>().expect("emitted");
    assert_eq!(event.codehash, keepalive.codehash);
    chain.warp(364 * DAY);
    send(&mut chain, alice, echo, [])?;
    chain.warp(2 * DAY);
    let expired = chain.transact(Tx::call(alice, echo).gas(1_000_000))?;
    assert!(matches!(expired.status, TxStatus::Halt(HaltReason::NotActive(_))));
    assert_eq!(expired.gas_used, 1_000_000);
    let view = chain.view(ARB_WASM, &ArbWasm::programVersionCall { program: echo }).expect_err("expired");
    assert!(view.error::<ArbWasm::ProgramExpired>().is_some());
    // An expired program may be activated again.
    chain.activate_program(echo)?;
    send(&mut chain, alice, echo, [])?;
    Ok(())
}
