//! Arbitrum's precompiles: answers, charges, refusals.

use crate::support::{ECHO, at, bytes, chain, program, send};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall;
use anyhow::Result;
use surety_devnode::{
    Chain, HaltReason, InstallError, ProgramError, Receipt, Tx, TxError, TxStatus,
    precompiles::{
        ARB_GAS_INFO, ARB_INFO, ARB_OWNER, ARB_OWNER_PUBLIC, ARB_SYS, ARB_WASM, ARB_WASM_CACHE,
        abi::{ArbGasInfo, ArbInfo, ArbOwner, ArbOwnerPublic, ArbSys, ArbWasm, ArbWasmCache},
    },
};

/// Gas that a precompile takes for a call.
fn gas_of(chain: &mut Chain, to: Address, call: &impl SolCall) -> Result<u64> {
    let receipt = chain.view_tx(Tx::call(at(1), to).sol(call))?;
    assert!(receipt.is_success(), "{:?} {}", receipt.status, receipt.output);
    Ok(receipt.gas_used - receipt.intrinsic_gas)
}

#[test]
fn views_cost_what_they_read() -> Result<()> {
    let (mut chain, _) = chain()?;
    let program = chain.install_program(&program(ECHO)?)?;
    let codehash = chain.code_hash(program);
    let chain = &mut chain;
    assert_eq!(gas_of(chain, ARB_WASM, &ArbWasm::stylusVersionCall {})?, 800 + 100 + 3);
    assert_eq!(gas_of(chain, ARB_WASM, &ArbWasm::activationGasCall {})?, 800 + 800 + 3);
    assert_eq!(gas_of(chain, ARB_WASM, &ArbWasm::minInitGasCall {})?, 800 + 100 + 6);
    assert_eq!(gas_of(chain, ARB_WASM, &ArbWasm::codehashVersionCall { codehash })?, 800 + 3 + 900 + 3);
    assert_eq!(gas_of(chain, ARB_WASM, &ArbWasm::programInitGasCall { program })?, 800 + 3 + 3_500 + 6);
    assert_eq!(
        gas_of(chain, ARB_WASM_CACHE, &ArbWasmCache::codehashIsCachedCall { codehash })?,
        800 + 3 + 803
    );
    assert_eq!(gas_of(chain, ARB_WASM_CACHE, &ArbWasmCache::allCacheManagersCall {})?, 800 + 800 + 6);
    assert_eq!(gas_of(chain, ARB_SYS, &ArbSys::arbBlockNumberCall {})?, 803);
    let alias = ArbSys::mapL1SenderContractAddressToL2AliasCall { sender: at(1), unused: at(2) };
    assert_eq!(gas_of(chain, ARB_SYS, &alias)?, 9, "pure methods open nothing");
    assert_eq!(gas_of(chain, ARB_INFO, &ArbInfo::getBalanceCall { account: at(1) })?, 800 + 3 + 700 + 3);
    assert_eq!(gas_of(chain, ARB_OWNER_PUBLIC, &ArbOwnerPublic::getAllChainOwnersCall {})?, 800 + 1_600 + 9);
    assert_eq!(gas_of(chain, ARB_GAS_INFO, &ArbGasInfo::getPricesInWeiCall {})?, 800 + 1_600 + 18);
    assert_eq!(gas_of(chain, ARB_GAS_INFO, &ArbGasInfo::getCurrentTxL1GasFeesCall {})?, 803);
    let code = chain.code(program);
    let words = 3 * u64::try_from(code.len().div_ceil(32))?;
    assert_eq!(
        gas_of(chain, ARB_INFO, &ArbInfo::getCodeCall { account: program })?,
        800 + 3 + 2_100 + words + 6 + words
    );
    Ok(())
}

#[test]
fn activation_costs_what_the_table_says_and_returns_what_is_left_of_the_value() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let module = program(ECHO)?;
    chain.set_code(at(1), surety_stylus_vm::code::classic_code(&module).into());
    let call = ArbWasm::activateProgramCall { program: at(1) };
    let before = chain.balance(alice);
    let sent = chain.send_value(alice, ARB_WASM, U256::from(10_u64.pow(18)), &call)?;
    let mut gas = u64::MAX;
    let rules = surety_stylus_vm::ActivationRules::new(60.into(), &chain.stylus_params());
    let metered = chain.engine().activate(&module, &rules, &mut gas)?.metered_gas;
    assert_eq!(sent.receipt.gas_used - sent.receipt.intrinsic_gas, 1_748_626 + metered);
    let event = sent.receipt.event::<ArbWasm::ProgramActivated>().expect("emitted");
    assert_eq!((event.program, event.version, event.dataFee), (at(1), 2, sent.output.dataFee));
    let fee = U256::from(sent.receipt.gas_used * chain.basefee()) + event.dataFee;
    assert_eq!(chain.balance(alice), before - fee);
    assert_eq!(chain.balance(ARB_WASM), U256::ZERO);
    let again = chain.send_value(alice, ARB_WASM, U256::from(10_u64.pow(18)), &call).expect_err("up to date");
    assert!(again.error::<ArbWasm::ProgramUpToDate>().is_some());
    Ok(())
}

#[test]
fn activation_needs_its_data_fee_and_a_sound_module() -> Result<()> {
    let (mut chain, alice) = chain()?;
    chain.set_code(at(1), surety_stylus_vm::code::classic_code(&program(ECHO)?).into());
    let poor = chain.send(alice, ARB_WASM, &ArbWasm::activateProgramCall { program: at(1) });
    let error = poor.expect_err("no value").error::<ArbWasm::ProgramInsufficientValue>().expect("named");
    assert!(error.have.is_zero() && !error.want.is_zero());
    assert_eq!(chain.program_info(at(1)).version, 0, "undone");
    let unsound = wat::parse_str("(module (memory (export \"memory\") 1 1))")?;
    chain.set_code(at(2), surety_stylus_vm::code::classic_code(&unsound).into());
    let call = ArbWasm::activateProgramCall { program: at(2) };
    let refused = chain.transact(Tx::call(alice, ARB_WASM).sol(&call).value(U256::ONE))?;
    assert_eq!((refused.is_success(), refused.gas_used), (false, 32_000_000), "all gas is taken");
    Ok(())
}

#[test]
fn caching_is_for_managers_and_costs_the_init_cost() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let (owner, manager) = (chain.owner(), chain.actor("manager"));
    let program = chain.install_program(&program(ECHO)?)?;
    let cache = ArbWasmCache::cacheProgramCall { program };
    let refused = chain.transact(Tx::call(alice, ARB_WASM_CACHE).sol(&cache).gas(300_000))?;
    assert_eq!((refused.is_success(), refused.gas_used), (false, 300_000));
    chain.send(owner, ARB_OWNER, &ArbOwner::addWasmCacheManagerCall { manager })?;
    assert!(chain.view(ARB_WASM_CACHE, &ArbWasmCache::isCacheManagerCall { manager })?);
    let sent = chain.send(manager, ARB_WASM_CACHE, &cache)?;
    let gas = sent.receipt.gas_used - sent.receipt.intrinsic_gas;
    let init_cost = u64::from(chain.program_info(program).init_cost);
    assert_eq!(gas, 800 + 3 + 2_600 + 800 + 100 + 800 + (375 * 4 + 256) + init_cost + 800 + 20_000);
    let event = sent.receipt.event::<ArbWasmCache::UpdateProgramCache>().expect("emitted");
    assert_eq!((event.manager, event.cached), (manager, true));
    let again = chain.send(manager, ARB_WASM_CACHE, &cache)?.receipt;
    assert_eq!((again.gas_used - again.intrinsic_gas, again.logs.len()), (5_103, 0), "nothing to do");
    let evict = ArbWasmCache::evictCodehashCall { codehash: chain.code_hash(program) };
    // An owner who is no manager pays for one more look-up.
    let evicted = chain.send(owner, ARB_WASM_CACHE, &evict)?.receipt;
    assert_eq!(evicted.gas_used - evicted.intrinsic_gas, gas - 2_600 + 800);
    assert!(!chain.program_info(program).cached);
    Ok(())
}

#[test]
fn owners_set_parameters_for_nothing_and_others_lose_all_gas() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let owner = chain.owner();
    let set = ArbOwner::setInkPriceCall { price: 20_000 };
    let refused = chain.transact(Tx::call(alice, ARB_OWNER).sol(&set).gas(100_000))?;
    assert_eq!((refused.is_success(), refused.gas_used), (false, 100_000));
    let sent = chain.send(owner, ARB_OWNER, &set)?.receipt;
    assert_eq!(sent.gas_used, sent.intrinsic_gas);
    assert_eq!(chain.view(ARB_WASM, &ArbWasm::inkPriceCall {})?, 20_000);
    let min = ArbOwner::setWasmMinInitGasCall { gas: 1_000, cached: 65 };
    chain.send(owner, ARB_OWNER, &min)?;
    let set = chain.view(ARB_WASM, &ArbWasm::minInitGasCall {})?;
    assert_eq!((set.gas, set.cached), (1_024, 96), "rounded up to units");
    let zero = chain.send(owner, ARB_OWNER, &ArbOwner::setInkPriceCall { price: 0 });
    assert!(zero.is_err());
    Ok(())
}

#[test]
fn parameters_change_within_the_transaction_and_back_with_a_revert() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // Calls ArbOwner with its calldata, then reverts with what ArbWasm.inkPrice() answers.
    let code = bytes(
        "366000600037600060003660006000607 05af1 50 63d1c17abc60e01b600052 602060006004600060715afa 50 60206000fd"
            .replace(' ', "")
            .as_str(),
    )?;
    let contract = chain.deploy_code(code)?;
    let mut chain = Chain::builder().owner(contract).build().map(|mut fresh| {
        fresh.set_code(contract, chain.code(contract));
        fresh
    })?;
    let alice = {
        let _ = alice;
        chain.actor("alice")
    };
    let set = ArbOwner::setInkPriceCall { price: 777 };
    let receipt = chain.transact(Tx::call(alice, contract).sol(&set))?;
    assert_eq!(receipt.status, TxStatus::Revert);
    assert_eq!(U256::from_be_slice(&receipt.output), U256::from(777));
    assert_eq!(chain.view(ARB_WASM, &ArbWasm::inkPriceCall {})?, 10_000);
    Ok(())
}

#[test]
fn wrong_calls_take_all_gas() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let view = ArbWasm::stylusVersionCall {}.abi_encode();
    let lost = |receipt: Receipt| {
        assert!(matches!(receipt.status, TxStatus::Halt(HaltReason::Precompile)), "{:?}", receipt.status);
        assert_eq!((receipt.gas_used, receipt.output.len()), (100_000, 0));
    };
    let tx = |data: Vec<u8>| Tx::call(alice, ARB_WASM).data(data).gas(100_000);
    lost(chain.transact(tx(vec![]))?);
    lost(chain.transact(tx(vec![1, 2, 3]))?);
    lost(chain.transact(tx(vec![1, 2, 3, 4]))?);
    lost(chain.transact(tx(view.clone()).value(U256::ONE))?);
    lost(chain.transact(tx(ArbWasm::programVersionCall::SELECTOR.to_vec()))?);
    // DELEGATECALL and STATICCALL of ArbWasm with the calldata; answers whether it succeeded.
    let delegate = chain.deploy_code(bytes("36600060003760006000366000607161c350f460005260206000f3")?)?;
    let output = send(&mut chain, alice, delegate, view)?.output;
    assert_eq!(U256::from_be_slice(&output), U256::ZERO);
    let fixed = chain.deploy_code(bytes("36600060003760006000366000607161c350fa60005260206000f3")?)?;
    let write = ArbWasm::codehashKeepaliveCall { codehash: Default::default() }.abi_encode();
    let output = send(&mut chain, alice, fixed, write)?.output;
    assert_eq!(U256::from_be_slice(&output), U256::ZERO);
    Ok(())
}

#[test]
fn arb_sys_knows_blocks_and_callers() -> Result<()> {
    let (mut chain, alice) = chain()?;
    chain.mine(300);
    let current = chain.l2_block_number();
    assert_eq!(chain.view(ARB_SYS, &ArbSys::arbBlockNumberCall {})?, U256::from(current));
    assert_eq!(chain.view(ARB_SYS, &ArbSys::arbOSVersionCall {})?, U256::from(115));
    assert_eq!(chain.view(ARB_SYS, &ArbSys::arbChainIDCall {})?, U256::from(chain.chain_id()));
    let hash = |n: u64| ArbSys::arbBlockHashCall { blockNumber: U256::from(n) };
    assert_ne!(chain.view(ARB_SYS, &hash(current - 1))?, chain.view(ARB_SYS, &hash(current - 256))?);
    for out_of_range in [current, current - 257] {
        let error = chain.view(ARB_SYS, &hash(out_of_range)).expect_err("no hash");
        let error = error.error::<ArbSys::InvalidBlockNumber>().expect("named");
        assert_eq!(error.current, U256::from(current));
    }
    let alias =
        ArbSys::mapL1SenderContractAddressToL2AliasCall { sender: Address::repeat_byte(0xff), unused: alice };
    let expected: Address = "0x1111000000000000000000000000000000001110".parse()?;
    assert_eq!(chain.view(ARB_SYS, &alias)?, expected);
    let withdraw = ArbSys::withdrawEthCall { destination: at(7) };
    let sent = chain.send_value(alice, ARB_SYS, U256::from(9), &withdraw)?;
    let event = sent.receipt.event::<ArbSys::L2ToL1Tx>().expect("emitted");
    assert_eq!((event.caller, event.destination, event.callvalue), (alice, at(7), U256::from(9)));
    assert_eq!(chain.balance(ARB_SYS), U256::ZERO, "burnt");
    Ok(())
}

#[test]
fn code_of_an_unavailable_dictionary_fails_loudly_until_its_module_is_supplied() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let module = program(ECHO)?;
    let mut code = surety_stylus_vm::code::classic_code(&module);
    code[3] = 1;
    chain.set_code(at(1), code.into());
    let activated = chain.activate_program(at(1));
    assert!(matches!(activated, Err(InstallError::Tx(TxError::Program(ProgramError::Code(_))))));
    chain.supply_module(chain.code_hash(at(1)), module);
    chain.activate_program(at(1))?;
    assert_eq!(send(&mut chain, alice, at(1), [7])?.output, [7].to_vec());
    Ok(())
}

#[test]
fn a_call_of_the_second_contract_is_top_level_and_one_of_the_third_is_not() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // Calls the 20-byte address in its calldata with the rest, answers what that answers.
    let relay = "601436036014600037600060006014360360003460003560601c5af1503d600060003e3d6000f3";
    let relays = [(); 3].map(|()| chain.deploy_code(bytes(relay)?).map_err(anyhow::Error::from));
    let [a, b, c] = relays;
    let (a, b, c) = (a?, b?, c?);
    let question = [ARB_SYS.as_slice(), &ArbSys::isTopLevelCallCall {}.abi_encode()].concat();
    let mut ask = |data: Vec<u8>| -> Result<bool> {
        Ok(U256::from_be_slice(&send(&mut chain, alice, a, data)?.output) == U256::ONE)
    };
    assert!(ask(question.clone())?);
    assert!(ask([b.as_slice(), &question].concat())?);
    assert!(!ask([b.as_slice(), c.as_slice(), &question].concat())?);
    let caller = [ARB_SYS.as_slice(), &ArbSys::myCallersAddressWithoutAliasingCall {}.abi_encode()].concat();
    let output = send(&mut chain, alice, a, [b.as_slice(), &caller].concat())?.output;
    assert_eq!(Address::from_slice(&output[12..]), a, "who called the contract that asks");
    Ok(())
}
