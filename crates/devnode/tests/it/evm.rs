//! EVM code on the chain.

use crate::support::{at, bytes, chain, chain_at, send, word};
use alloy_primitives::{Address, Bytes, U256, keccak256};
use anyhow::Result;
use surety_devnode::{HaltReason, Tx, TxError, TxStatus};

#[test]
fn a_transfer_costs_21000_and_wei_are_conserved() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let (before, bob) = (chain.balance(alice), at(1));
    let receipt = chain.transact(Tx::call(alice, bob).value(U256::from(5)))?;
    assert_eq!((receipt.gas_used, receipt.intrinsic_gas), (21_000, 21_000));
    let fee = U256::from(21_000 * chain.basefee());
    assert_eq!(chain.balance(bob), U256::from(5));
    assert_eq!(chain.balance(alice), before - fee - U256::from(5));
    assert_eq!((chain.nonce(alice), chain.transaction_count()), (1, 1));
    Ok(())
}

#[test]
fn transactions_that_cannot_be_in_a_block_change_nothing() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let poor = at(9);
    let funds = chain.transact(Tx::call(poor, alice));
    assert!(matches!(funds, Err(TxError::Funds { sender, .. }) if sender == poor));
    let gas = chain.transact(Tx::call(alice, poor).gas(20_999));
    assert!(matches!(gas, Err(TxError::IntrinsicGas { limit: 20_999, intrinsic: 21_000 })));
    let nonce = chain.transact(Tx { nonce: Some(4), ..Tx::call(alice, poor) });
    assert!(matches!(nonce, Err(TxError::Nonce { given: 4, expected: 0, .. })));
    let long = chain.transact(Tx::create(alice, vec![0; 49_153]));
    assert!(matches!(long, Err(TxError::InitCodeSize { len: 49_153 })));
    assert_eq!((chain.nonce(alice), chain.transaction_count()), (0, 0));
    Ok(())
}

#[test]
fn number_is_l1s_and_the_clock_moves_as_told() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // NUMBER, TIMESTAMP
    let code = chain.deploy_code(bytes("436000524260205260406000f3")?)?;
    chain.set_block(77, 1_900_000_000);
    let l2 = chain.l2_block_number();
    chain.mine(3);
    chain.warp(5);
    let output = send(&mut chain, alice, code, Bytes::new())?.output;
    assert_eq!(output, [word(80), word(1_900_000_041)].concat());
    assert_eq!(chain.l2_block_number(), l2 + 4);
    chain.set_block(80, 1_900_000_041);
    assert_eq!(chain.l2_block_number(), l2 + 4, "the same moment is the same block");
    Ok(())
}

#[test]
fn refunds_are_capped_at_a_fifth() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // Clears slots 0 and 1.
    let code = chain.deploy_code(bytes("600060005560006001550000")?)?;
    for key in 0..2 {
        chain.set_storage(code, U256::from(key), U256::ONE);
    }
    let receipt = send(&mut chain, alice, code, Bytes::new())?;
    let spent = receipt.gas_used + receipt.gas_refunded;
    // Two cold resets of 5 000 and four pushes of 3.
    assert_eq!(spent, 21_000 + 2 * 5_000 + 12);
    assert_eq!(receipt.gas_refunded, spent / 5, "2 × 4 800 would be more");
    Ok(())
}

#[test]
fn creation_follows_the_rules_for_code() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let deploy = |code: &[u8]| surety_stylus_vm::code::deploy_init_code(code);
    let nonce = chain.nonce(alice);
    let receipt = chain.transact(Tx::create(alice, deploy(&[0x5b, 0x00])))?;
    assert_eq!(receipt.contract_address, Some(alice.create(nonce)));
    assert_eq!(chain.code(alice.create(nonce)), [0x5b, 0x00].to_vec());
    // EIP-3541, and its waiver for Stylus code.
    let ef = chain.transact(Tx::create(alice, deploy(&[0xef, 0x00, 0x01, 0x02])))?;
    assert!(matches!(ef.status, TxStatus::Halt(HaltReason::Evm(_))));
    for prefix in [0xeff0_0000_u32, 0xeff0_0100, 0xeff0_0200] {
        let receipt = chain.transact(Tx::create(alice, deploy(&prefix.to_be_bytes())))?;
        assert!(receipt.is_success(), "{prefix:x}");
    }
    let short = chain.transact(Tx::create(alice, deploy(&[0xef, 0xf0, 0x00])))?;
    assert!(!short.is_success(), "a prefix alone is no Stylus code");
    let long = chain.transact(Tx::create(alice, deploy(&vec![0; 24_577])))?;
    assert!(matches!(long.status, TxStatus::Halt(HaltReason::Evm(_))));
    Ok(())
}

#[test]
fn fragments_and_roots_are_not_waived_before_arbos_60() -> Result<()> {
    let (mut chain, alice) = chain_at(51)?;
    let deploy = |prefix: u32| surety_stylus_vm::code::deploy_init_code(&prefix.to_be_bytes());
    assert!(chain.transact(Tx::create(alice, deploy(0xeff0_0000)))?.is_success());
    assert!(!chain.transact(Tx::create(alice, deploy(0xeff0_0100)))?.is_success());
    assert!(!chain.transact(Tx::create(alice, deploy(0xeff0_0200)))?.is_success());
    Ok(())
}

#[test]
fn create2_gives_the_address_of_salt_and_code() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // CREATE2(0, memory 0..0, salt 7), answers the address.
    let code = chain.deploy_code(bytes("6007600060006000f560005260206000f3")?)?;
    let output = send(&mut chain, alice, code, Bytes::new())?.output;
    let expected = code.create2(word(7), keccak256([]));
    assert_eq!(Address::from_slice(&output[12..]), expected);
    assert_eq!(chain.nonce(expected), 1);
    // The same again collides: all gas passed on is lost, the address is zero.
    let again = send(&mut chain, alice, code, Bytes::new())?;
    assert_eq!(again.output, word(0).to_vec());
    assert!(again.gas_used > 30_000_000);
    Ok(())
}

#[test]
fn selfdestruct_removes_only_what_the_transaction_made() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let heir = at(5);
    let destroy: Bytes = [&[0x73][..], heir.as_slice(), &[0xff]].concat().into();
    let old = chain.deploy_code(destroy.clone())?;
    chain.set_balance(old, U256::from(9));
    send(&mut chain, alice, old, Bytes::new())?;
    assert_eq!((chain.balance(heir), chain.code(old)), (U256::from(9), destroy.clone()));
    // As init code it destroys what it makes.
    let made = alice.create(chain.nonce(alice));
    let receipt = chain.transact(Tx::create(alice, destroy).value(U256::from(4)))?;
    assert!(receipt.is_success());
    assert_eq!((chain.balance(heir), chain.nonce(made)), (U256::from(13), 0));
    Ok(())
}

#[test]
fn deep_recursion_ends_at_1024_frames_on_a_small_native_stack() -> Result<()> {
    let (mut chain, alice) = chain()?;
    // Counts itself in transient slot 0, then calls itself with all gas; answers the count.
    let code = chain.deploy_code(bytes(
        "60005c6001016000 5d 600060006000600060003 05af1 50 60005c60005260206000f3".replace(' ', "").as_str(),
    )?)?;
    let small = std::thread::Builder::new().stack_size(512 * 1024);
    let output = small
        .spawn(move || {
            let gas = 1 << 50;
            chain.set_balance(alice, U256::ONE << 120);
            chain.transact(Tx::call(alice, code).gas(gas)).map(|receipt| receipt.output)
        })?
        .join()
        .expect("no panic")?;
    // Depths 0 to 1 024.
    assert_eq!(output, word(1_025).to_vec());
    Ok(())
}

#[test]
fn views_change_nothing_and_need_no_ether() -> Result<()> {
    let (mut chain, _) = chain()?;
    // SSTORE(0, CALLVALUE)
    let code = chain.deploy_code(bytes("3460005500")?)?;
    let count = chain.transaction_count();
    let poor = at(9);
    let receipt = chain.view_tx(Tx::call(poor, code).value(U256::ONE << 200))?;
    assert!(receipt.is_success());
    assert_eq!(chain.storage(code, U256::ZERO), U256::ZERO);
    assert_eq!((chain.balance(poor), chain.balance(code)), (U256::ZERO, U256::ZERO));
    assert_eq!((chain.nonce(poor), chain.transaction_count()), (0, count));
    Ok(())
}

#[test]
fn an_access_list_warms_what_it_names() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let code = chain.deploy_code(bytes("60005400")?)?;
    let plain = send(&mut chain, alice, code, Bytes::new())?.gas_used;
    let listed = Tx { access_list: vec![(code, vec![word(0)])], ..Tx::call(alice, code) };
    let listed = chain.transact(listed)?;
    assert_eq!(listed.intrinsic_gas, 21_000 + 2_400 + 1_900);
    assert_eq!(listed.gas_used, plain + 2_400 + 1_900 - 2_000);
    Ok(())
}
