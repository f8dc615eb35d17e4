//! What a node needs of the chain: blocks as it says, state by value, simulation, delegations, what
//! host functions were given.

use crate::support::{PROXY, STORE, at, chain, chain_with, program, send, word};
use alloy_primitives::{B256, Bytes, U256, bytes};
use anyhow::{Context as _, Result, ensure};
use surety_devnode::{BlockEnv, Chain, Delegation, Tx, TxError, TxOptions, precompiles};

#[test]
fn a_block_is_what_it_is_said_to_be() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // NUMBER, TIMESTAMP, COINBASE.
    let probe = chain.deploy_code(bytes!("43600052426020524160405260606000f3"))?;
    let env = BlockEnv { number: 77, l1_number: 5, timestamp: 9, coinbase: at(3), ..chain.block_env() };
    chain.open_block(env);
    assert_eq!(chain.block_env(), env);
    let output = send(&mut chain, alice, probe, vec![])?.output;
    let expected = [word(5), word(9), at(3).into_word()].concat();
    assert_eq!(output, Bytes::from(expected));
    assert_eq!(chain.l2_block_number(), 77);
    Ok(())
}

#[test]
fn arb_sys_answers_the_hashes_that_were_set() -> Result<()> {
    use precompiles::abi::ArbSys::arbBlockHashCall;
    let (mut chain, _) = chain()?;
    let env = chain.block_env();
    let ask = |chain: &mut Chain, number: u64| {
        let call = arbBlockHashCall { blockNumber: U256::from(number) };
        chain.view(precompiles::ARB_SYS, &call)
    };
    chain.open_block(BlockEnv { number: 1_000, ..env });
    let made_up = ask(&mut chain, 999)?;
    chain.set_l2_block_hash(999, B256::repeat_byte(7));
    assert_eq!(ask(&mut chain, 999)?, B256::repeat_byte(7));
    assert_ne!(made_up, B256::repeat_byte(7));
    let snapshot = chain.snapshot();
    chain.set_l2_block_hash(999, B256::repeat_byte(8));
    chain.revert(&snapshot);
    assert_eq!(ask(&mut chain, 999)?, B256::repeat_byte(7), "the hashes are state");
    Ok(())
}

#[test]
fn changes_since_a_snapshot_make_another_chain_the_same() -> Result<()> {
    let (mut chain, alice, store) = chain_with(STORE)?;
    let whole = chain.snapshot().export();
    send(&mut chain, alice, store, [word(1), word(5)].concat())?;
    let (after, changes) = chain.snapshot_with_changes();
    ensure!(changes.accounts[&store].as_ref().context("still there")?.code.is_none(), "the code is the same");
    let slots = &changes.slots[&store];
    assert_eq!(slots.iter().collect::<Vec<_>>(), [(&B256::with_last_byte(1), &B256::with_last_byte(5))]);

    let mut other = Chain::builder().build()?;
    other.clear();
    assert_eq!(other.stylus_params().version, 0, "nothing is left");
    other.apply(&whole);
    other.apply(&changes);
    assert_eq!(other.snapshot().export(), after.export());
    let output = send(&mut other, alice, store, word(1))?.output;
    assert_eq!(U256::from_be_slice(&output), U256::from(5), "the program is active there");
    assert!(other.snapshot_with_changes().1.slots.is_empty());
    Ok(())
}

#[test]
fn a_snapshot_can_be_read() -> Result<()> {
    let (mut chain, alice, store) = chain_with(STORE)?;
    send(&mut chain, alice, store, [word(1), word(5)].concat())?;
    let snapshot = chain.snapshot();
    chain.set_storage(store, U256::ONE, U256::ZERO);
    chain.set_nonce(alice, 99);
    assert_eq!(snapshot.storage(store, U256::ONE), U256::from(5));
    assert_eq!((snapshot.nonce(alice), snapshot.code(store)), (1, chain.code(store)));
    assert_eq!(snapshot.slots_of(store), [U256::ONE]);
    assert_eq!(snapshot.env(), chain.block_env());
    chain.replace_storage(store, [(U256::from(2), U256::from(3))]);
    assert_eq!(chain.snapshot().slots_of(store), [U256::from(2)]);
    Ok(())
}

#[test]
fn a_simulation_has_the_senders_own_funds_and_leaves_no_trace() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let poor = at(1);
    chain.set_balance(poor, U256::from(10));
    let pay = |value: u64| Tx::call(poor, alice).value(U256::from(value));
    assert!(chain.simulate(pay(10))?.is_success(), "gas is free");
    assert!(matches!(chain.simulate(pay(11)), Err(TxError::Funds { .. })));
    assert_eq!((chain.balance(poor), chain.nonce(poor)), (U256::from(10), 0));
    Ok(())
}

#[test]
fn check_gas_tells_what_is_due_before_anything_runs() -> Result<()> {
    let (chain, alice) = chain()?;
    let tx = Tx::call(alice, at(1)).data(vec![0, 1]);
    assert_eq!(chain.check_gas(&tx)?, 21_000 + 4 + 16);
    let delegation = Delegation { chain_id: U256::ZERO, authority: at(2), delegate: at(3), nonce: 0 };
    assert_eq!(chain.check_gas(&Tx { delegations: vec![delegation], ..tx.clone() })?, 21_020 + 25_000);
    assert!(matches!(chain.check_gas(&tx.gas(21_019)), Err(TxError::IntrinsicGas { .. })));
    Ok(())
}

#[test]
fn a_delegation_takes_effect_if_nonce_and_chain_fit() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let bob = chain.actor("bob");
    let code = chain.deploy_code(bytes!("602a60005260206000f3"))?;
    let delegation = |nonce, chain_id| Delegation {
        chain_id: U256::from(chain_id),
        authority: bob,
        delegate: code,
        nonce,
    };
    for (wrong, what) in [(delegation(1, 0), "nonce"), (delegation(0, 1), "chain")] {
        let receipt = chain.transact(Tx { delegations: vec![wrong], ..Tx::call(alice, bob) })?;
        assert!(receipt.output.is_empty() && chain.code(bob).is_empty(), "{what}");
        assert_eq!(receipt.gas_refunded, 0);
    }
    let right = delegation(0, 0);
    let receipt = chain.transact(Tx { delegations: vec![right], ..Tx::call(alice, bob) })?;
    assert_eq!(U256::from_be_slice(&receipt.output), U256::from(42), "at once");
    assert_eq!(chain.nonce(bob), 1);
    assert_eq!(receipt.gas_refunded, (receipt.gas_used + receipt.gas_refunded) / 5, "bob existed");
    let end = Delegation { delegate: alloy_primitives::Address::ZERO, nonce: 1, ..right };
    chain.transact(Tx { delegations: vec![end], ..Tx::call(alice, bob) })?;
    assert!(chain.code(bob).is_empty());
    // A contract can't be made to act by other code.
    let own = Delegation { authority: code, nonce: chain.nonce(code), ..right };
    let before = chain.code(code);
    chain.transact(Tx { delegations: vec![own], ..Tx::call(alice, bob) })?;
    assert_eq!(chain.code(code), before);
    Ok(())
}

#[test]
fn traces_tell_what_host_functions_were_given_and_gave() -> Result<()> {
    let (mut chain, alice, store) = chain_with(STORE)?;
    chain.set_program(at(0xbb), &program(PROXY)?)?;
    chain.set_storage(store, U256::from(7), U256::from(9));
    let input = [&[0][..], store.as_slice(), word(7).as_slice()].concat();
    let tx = Tx::call(alice, at(0xbb)).data(input.clone()).options(TxOptions::ALL);
    let trace = chain.transact(tx)?.trace.context("asked for")?;
    let steps = |frame: &surety_devnode::trace::CallTrace| -> Result<Vec<(&'static str, Bytes, Bytes)>> {
        let hostio = frame.stylus.as_ref().and_then(|stylus| stylus.hostio.as_ref()).context("a program")?;
        Ok(hostio.iter().map(|record| (record.name, record.given.clone(), record.gave.clone())).collect())
    };
    let none = Bytes::new();
    let call = [store.as_slice(), &u64::MAX.to_be_bytes(), word(0).as_slice(), word(7).as_slice()].concat();
    let answer = Bytes::from([&[0][..], word(9).as_slice()].concat());
    assert_eq!(
        steps(&trace)?,
        [
            ("read_args", none.clone(), Bytes::from(input)),
            // The length of what came back, and success.
            ("call_contract", Bytes::from(call), bytes!("0000002000")),
            ("read_return_data", bytes!("0000000000002710"), Bytes::from(word(9).to_vec())),
            ("return_data_size", none.clone(), bytes!("00000020")),
            ("write_result", answer, none.clone()),
        ]
    );
    let inner: Vec<_> = steps(&trace.children[0])?;
    let load = ("storage_load_bytes32", Bytes::from(word(7).to_vec()), Bytes::from(word(9).to_vec()));
    assert_eq!(inner[1], load);
    Ok(())
}
