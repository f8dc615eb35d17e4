//! Snapshots, forks, and what they share.

use crate::support::{STORE, at, chain_with, program, send, word};
use alloy_primitives::U256;
use anyhow::Result;

fn write(value: u64) -> Vec<u8> {
    [word(1), word(value)].concat()
}

#[test]
fn a_snapshot_brings_back_storage_balances_code_and_time() -> Result<()> {
    let (mut chain, alice, store) = chain_with(STORE)?;
    send(&mut chain, alice, store, write(5))?;
    let (balance, nonce, block) = (chain.balance(alice), chain.nonce(alice), chain.block_number());
    let snapshot = chain.snapshot();
    for round in 0..3 {
        send(&mut chain, alice, store, write(6 + round))?;
        chain.mine(10);
        chain.set_code(at(9), vec![0xfe].into());
        chain.set_program(at(8), &program("i32.const 0")?)?;
        chain.revert(&snapshot);
        assert_eq!(chain.storage(store, U256::ONE), U256::from(5));
        assert_eq!((chain.balance(alice), chain.nonce(alice), chain.block_number()), (balance, nonce, block));
        assert!(chain.code(at(9)).is_empty());
        assert_eq!(chain.program_info(at(8)).version, 0);
    }
    Ok(())
}

#[test]
fn snapshots_nest_and_can_be_returned_to_in_any_order() -> Result<()> {
    let (mut chain, alice, store) = chain_with(STORE)?;
    let mut snapshots = Vec::new();
    for value in 0..20 {
        send(&mut chain, alice, store, write(value))?;
        snapshots.push(chain.snapshot());
    }
    for value in [3_usize, 19, 0, 11] {
        chain.revert(&snapshots[value]);
        assert_eq!(chain.storage(store, U256::ONE), U256::from(value));
    }
    Ok(())
}

#[test]
fn a_snapshot_keeps_the_cache_of_recent_programs() -> Result<()> {
    let (mut chain, alice, store) = chain_with(STORE)?;
    let first = send(&mut chain, alice, store, word(1).to_vec())?.gas_used;
    let snapshot = chain.snapshot();
    let second = send(&mut chain, alice, store, word(1).to_vec())?.gas_used;
    chain.next_block();
    chain.revert(&snapshot);
    assert_eq!(send(&mut chain, alice, store, word(1).to_vec())?.gas_used, second);
    assert!(second < first);
    Ok(())
}

#[test]
fn a_snapshot_does_not_change_what_transactions_cost() -> Result<()> {
    let (mut chain, alice, store) = chain_with(STORE)?;
    let mut costs = Vec::new();
    for snapshots in [false, true] {
        let mut fork = chain.fork();
        let mut gas = Vec::new();
        for value in [1, 2, 2, 0, 3] {
            if snapshots {
                fork.snapshot();
            }
            gas.push(send(&mut fork, alice, store, write(value))?.gas_used);
        }
        costs.push(gas);
    }
    assert_eq!(costs[0], costs[1]);
    Ok(())
}

#[test]
fn forks_go_their_own_ways() -> Result<()> {
    let (mut chain, alice, store) = chain_with(STORE)?;
    send(&mut chain, alice, store, write(1))?;
    let mut fork = chain.fork();
    send(&mut fork, alice, store, write(2))?;
    send(&mut chain, alice, store, write(3))?;
    assert_eq!(chain.storage(store, U256::ONE), U256::from(3));
    assert_eq!(fork.storage(store, U256::ONE), U256::from(2));
    let other = std::thread::spawn(move || send(&mut fork, alice, store, write(4)).map(|_| fork));
    let fork = other.join().expect("no panic")?;
    assert_eq!(fork.storage(store, U256::ONE), U256::from(4));
    Ok(())
}
