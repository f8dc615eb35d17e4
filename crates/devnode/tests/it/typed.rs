//! Typed calls, errors and events.

use crate::support::{at, chain};
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolError, SolEvent, sol};
use anyhow::Result;
use surety_devnode::{CallError, Chain, HaltReason};

sol! {
    #[derive(Debug)]
    interface Vault {
        function shares(address staker) external view returns (uint256 shares_, bool frozen);
        function freeze() external;
        event Frozen(address indexed staker, uint256 shares);
        error Locked(uint256 until);
    }
}

/// EVM code that answers (or reverts with) fixed data.
fn answering(chain: &mut Chain, data: &[u8], opcode: u8) -> Result<Address> {
    let len = u8::try_from(data.len())?;
    // CODECOPY of what follows the opcode.
    let code = [&[0x60, len, 0x80, 0x60, 11, 0x5f, 0x39, 0x5f, opcode, 0, 0][..], data].concat();
    Ok(chain.deploy_code(code)?)
}

#[test]
fn a_typed_call_decodes_what_it_returns() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let returned = Vault::sharesCall::abi_encode_returns(&(U256::from(7), true).into());
    let vault = answering(&mut chain, &returned, 0xf3)?;
    let seen = chain.call(alice, vault, &Vault::sharesCall { staker: alice })?;
    assert_eq!((seen.shares_, seen.frozen), (U256::from(7), true));
    let sent = chain.send(alice, vault, &Vault::sharesCall { staker: alice })?;
    assert!(sent.output.frozen && sent.receipt.is_success());
    Ok(())
}

#[test]
fn a_typed_error_is_decoded() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let vault = answering(&mut chain, &Vault::Locked { until: U256::from(9) }.abi_encode(), 0xfd)?;
    let error = chain.send(alice, vault, &Vault::freezeCall {}).expect_err("locked");
    assert_eq!(error.error::<Vault::Locked>().expect("named").until, U256::from(9));
    assert!(matches!(error.interface_error(), Some(Vault::VaultErrors::Locked(_))));
    Ok(())
}

#[test]
fn other_failures_are_told_apart() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let garbage = answering(&mut chain, &[1, 2, 3], 0xf3)?;
    let call = Vault::sharesCall { staker: alice };
    assert!(matches!(chain.call(alice, garbage, &call), Err(CallError::Output { .. })));
    let invalid = chain.deploy_code(Bytes::from(vec![0xfe]))?;
    assert!(matches!(chain.call(alice, invalid, &call), Err(CallError::Halted(HaltReason::Evm(_), _))));
    let tx = chain.send(at(9), invalid, &call);
    assert!(matches!(tx, Err(CallError::Tx(_))), "no ether");
    Ok(())
}

#[test]
fn events_are_decoded_with_their_emitters() -> Result<()> {
    let (mut chain, alice) = chain()?;
    let event = Vault::Frozen { staker: alice, shares: U256::from(3) };
    let log = event.encode_log_data();
    // LOG2 of the data word.
    let mut code = vec![0x60, 3, 0x5f, 0x52, 0x73];
    code.extend(alice);
    code.push(0x7f);
    code.extend(log.topics()[0]);
    code.extend([0x60, 32, 0x5f, 0xa2]);
    let vault = chain.deploy_code(code)?;
    let receipt = chain.send(alice, vault, &Vault::freezeCall {})?.receipt;
    let [(emitter, seen)] = &receipt.events::<Vault::Frozen>()[..] else { panic!("{:?}", receipt.logs) };
    assert_eq!((*emitter, seen.staker, seen.shares), (vault, alice, U256::from(3)));
    assert!(matches!(receipt.interface_events()[..], [(_, Vault::VaultEvents::Frozen(_))]));
    assert!(receipt.event::<Vault::Frozen>().is_some());
    Ok(())
}
