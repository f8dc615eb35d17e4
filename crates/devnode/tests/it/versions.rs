//! What differs between ArbOS versions.

use crate::support::{ECHO, at, chain_at, program, send};
use alloy_primitives::U256;
use anyhow::Result;
use surety_devnode::{
    Chain, Tx, TxOptions, TxStatus,
    precompiles::{
        ARB_WASM, ARB_WASM_CACHE,
        abi::{ArbWasm, ArbWasmCache},
    },
};

fn entry_cost(arbos: u64, cached: bool) -> Result<(u64, Chain)> {
    let (mut chain, alice) = chain_at(arbos)?;
    let echo = chain.install_program(&program(ECHO)?)?;
    if cached {
        chain.cache_program(echo)?;
    }
    let receipt = chain.transact(Tx::call(alice, echo).options(TxOptions::TRACE))?;
    let entry = receipt.trace.and_then(|trace| trace.stylus).and_then(|stylus| stylus.entry);
    Ok((entry.expect("a program").call_cost, chain))
}

#[test]
fn version_1_programs_pay_init_or_cached_gas_and_later_ones_both() -> Result<()> {
    for (arbos, cached) in [(30, false), (30, true), (31, false), (31, true), (60, false), (60, true)] {
        let (cost, chain) = entry_cost(arbos, cached)?;
        let (params, address) = (chain.stylus_params(), chain.owner().create(0));
        let info = chain.program_info(address);
        let (init, warm) = (info.init_gas(&params), info.cached_gas(&params));
        let expected = match (arbos, cached) {
            (30, false) => init,
            (_, true) => warm,
            _ => init + warm,
        };
        assert_eq!(cost, expected, "ArbOS {arbos}, cached {cached}");
        assert_eq!(info.version, if arbos == 30 { 1 } else { 2 });
    }
    Ok(())
}

#[test]
fn recent_programs_are_cheaper_from_arbos_60_on() -> Result<()> {
    for (arbos, cheaper) in [(51, false), (60, true)] {
        let (mut chain, alice) = chain_at(arbos)?;
        chain.set_program(at(1), &program(ECHO)?)?;
        let first = send(&mut chain, alice, at(1), [])?.gas_used;
        let second = send(&mut chain, alice, at(1), [])?.gas_used;
        assert_eq!(second < first, cheaper, "ArbOS {arbos}");
    }
    Ok(())
}

#[test]
fn returned_data_costs_at_least_evm_memory_from_arbos_31_on() -> Result<()> {
    // Returns 60 000 zero bytes: 5 625 + 6 866 gas as EVM memory, less by ink.
    let body = "(call $write_result (i32.const 0) (i32.const 60000)) i32.const 0";
    let mut gas = Vec::new();
    for arbos in [30, 31] {
        let (mut chain, alice) = chain_at(arbos)?;
        chain.set_program(at(1), &program(body)?)?;
        let poor = Tx::call(alice, at(1)).gas(21_000 + 12_000);
        assert_eq!(chain.transact(poor)?.is_success(), arbos == 30);
        gas.push(send(&mut chain, alice, at(1), [])?.gas_used - 21_000);
    }
    assert!(gas[0] < 12_491 && gas[1] == 12_491, "{gas:?}");
    Ok(())
}

#[test]
fn precompile_methods_appear_and_vanish() -> Result<()> {
    let works = |arbos: u64, to, data: Vec<u8>| -> Result<bool> {
        let (mut chain, alice) = chain_at(arbos)?;
        chain.set_program(at(1), &program(ECHO)?)?;
        let owner = chain.owner();
        let from = if to == ARB_WASM_CACHE { owner } else { alice };
        let receipt = chain.transact(Tx::call(from, to).data(data).gas(200_000))?;
        // Unknown selectors take all gas.
        assert!(receipt.is_success() || receipt.gas_used == 200_000 || receipt.status == TxStatus::Revert);
        Ok(receipt.is_success())
    };
    use alloy_sol_types::SolCall;
    let min = ArbWasm::minInitGasCall {}.abi_encode();
    assert_eq!((works(31, ARB_WASM, min.clone())?, works(32, ARB_WASM, min)?), (false, true));
    let activation = ArbWasm::activationGasCall {}.abi_encode();
    assert_eq!((works(51, ARB_WASM, activation.clone())?, works(60, ARB_WASM, activation)?), (false, true));
    let cache = ArbWasmCache::cacheProgramCall { program: at(1) }.abi_encode();
    assert_eq!((works(30, ARB_WASM_CACHE, cache.clone())?, works(31, ARB_WASM_CACHE, cache)?), (false, true));
    Ok(())
}

#[test]
fn the_evm_of_each_version_has_its_opcodes() -> Result<()> {
    // CLZ came with Osaka, so with ArbOS 50: answers CLZ(1).
    for (arbos, known) in [(40, false), (51, true)] {
        let (mut chain, alice) = chain_at(arbos)?;
        let code = chain.deploy_code(crate::support::bytes("60011e60005260206000f3")?)?;
        let receipt = chain.transact(Tx::call(alice, code))?;
        assert_eq!(receipt.is_success(), known, "ArbOS {arbos}");
        if known {
            assert_eq!(U256::from_be_slice(&receipt.output), U256::from(255));
        }
    }
    Ok(())
}

#[test]
fn unknown_versions_are_refused() {
    for arbos in [0, 29, 61] {
        assert!(Chain::builder().arbos(arbos).build().is_err(), "{arbos}");
    }
}
