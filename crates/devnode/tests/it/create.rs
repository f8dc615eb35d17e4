//! Creation by programs.

use crate::support::{CREATOR, CREATOR2, chain_with, send, word};
use alloy_primitives::{Address, Bytes, U256, hex, keccak256};
use anyhow::Result;
use surety_devnode::{Tx, TxStatus};
use surety_stylus_vm::code::deploy_init_code;

#[test]
fn create1_makes_an_account_and_bumps_the_nonce() -> Result<()> {
    let (mut chain, alice, creator) = chain_with(CREATOR)?;
    let expected = creator.create(1);
    let output = send(&mut chain, alice, creator, deploy_init_code(&[0x5b]))?.output;
    assert_eq!(output, expected.to_vec());
    assert_eq!((chain.code(expected), chain.nonce(expected)), (Bytes::from(vec![0x5b]), 1));
    assert_eq!(chain.nonce(creator), 2);
    Ok(())
}

#[test]
fn create2_makes_the_account_of_salt_and_code() -> Result<()> {
    let (mut chain, alice, creator) = chain_with(CREATOR2)?;
    let init = deploy_init_code(&[0x5b]);
    let expected = creator.create2(word(9), keccak256(&init));
    let data = [word(9).as_slice(), &init].concat();
    assert_eq!(send(&mut chain, alice, creator, data)?.output, expected.to_vec());
    Ok(())
}

#[test]
fn init_code_of_programs_has_no_limit_and_no_word_charge() -> Result<()> {
    let (mut chain, alice, creator) = chain_with(CREATOR)?;
    // STOP and padding: deploys nothing. Longer than what transactions may create with.
    let gas = |chain: &mut surety_devnode::Chain, len: usize| -> Result<u64> {
        let receipt = chain.transact(Tx::call(alice, creator).data(vec![0; len]))?;
        assert!(receipt.is_success());
        Ok(receipt.gas_used - receipt.intrinsic_gas)
    };
    gas(&mut chain, 100)?;
    let (short, long) = (gas(&mut chain, 1_000)?, gas(&mut chain, 50_000)?);
    // Reading the arguments costs 30 ink a byte, passing them on twice 55; two gas a word would be
    // 3 062 more.
    let bytes = 49_000 * (30 + 2 * 55) / 10_000;
    assert!(long - short <= bytes + 1, "{} more", long - short);
    Ok(())
}

#[test]
fn a_reverting_init_code_gives_its_data_and_no_address() -> Result<()> {
    let (mut chain, alice, creator) = chain_with(CREATOR)?;
    // MSTORE8(0, 0xab), REVERT(0, 1)
    let output = send(&mut chain, alice, creator, hex!("60ab60005360016000fd"))?.output;
    assert_eq!(output, [&[0; 20][..], &[0xab]].concat());
    assert_eq!(chain.nonce(creator), 2, "the attempt counts");
    Ok(())
}

#[test]
fn a_failing_init_code_loses_all_but_a_64th() -> Result<()> {
    let (mut chain, alice, creator) = chain_with(CREATOR)?;
    let receipt = chain.transact(Tx::call(alice, creator).data(hex!("fe")).gas(1_000_000))?;
    assert!(receipt.is_success());
    assert_eq!(receipt.output, [0; 20].to_vec());
    let left = 1_000_000 - receipt.gas_used;
    // (1 000 000 − intrinsic − entry − 32 000) / 64, less what the program does afterwards.
    assert!((14_600..14_660).contains(&left), "{left}");
    Ok(())
}

#[test]
fn too_little_gas_for_the_base_price_fails_the_program() -> Result<()> {
    let (mut chain, alice, creator) = chain_with(CREATOR)?;
    // The first call of the block pays for initialisation.
    send(&mut chain, alice, creator, [])?;
    let receipt = chain.transact(Tx::call(alice, creator).data([0]).gas(21_004 + 32_000))?;
    assert_eq!(receipt.status, TxStatus::Revert);
    assert!(receipt.output.is_empty() && receipt.gas_used < 22_000, "nothing of the base price is taken");
    Ok(())
}

#[test]
fn creation_needs_the_endowment() -> Result<()> {
    let body = "(i32.store8 (i32.const 31) (i32.const 5))
        (call $create1 (i32.const 64) (i32.const 1) (i32.const 0) (i32.const 32) (i32.const 60000))
        (call $write_result (i32.const 32) (i32.const 20)) i32.const 0";
    let (mut chain, alice, creator) = chain_with(body)?;
    let poor = send(&mut chain, alice, creator, [])?;
    assert_eq!((poor.output.as_ref(), chain.nonce(creator)), (&[0; 20][..], 1));
    chain.set_balance(creator, U256::from(8));
    let rich = send(&mut chain, alice, creator, [])?;
    let made = Address::from_slice(&rich.output);
    assert_eq!(
        (made, chain.balance(made), chain.balance(creator)),
        (creator.create(1), U256::from(5), U256::from(3))
    );
    Ok(())
}

#[test]
fn a_program_can_deploy_a_program() -> Result<()> {
    let (mut chain, alice, creator) = chain_with(CREATOR)?;
    let module = crate::support::program(crate::support::ECHO)?;
    let code = surety_stylus_vm::code::classic_code(&module);
    let output = send(&mut chain, alice, creator, deploy_init_code(&code))?.output;
    let echo = Address::from_slice(&output);
    let early = chain.transact(Tx::call(alice, echo).data([1, 2]))?;
    assert!(matches!(early.status, TxStatus::Halt(surety_devnode::HaltReason::NotActive(_))));
    chain.activate_program(echo)?;
    assert_eq!(send(&mut chain, alice, echo, [1, 2])?.output, [1, 2].to_vec());
    Ok(())
}
