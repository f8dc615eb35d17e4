//! The nursery: where a deployment's contracts are made, at addresses known before any of them exists.
//!
//! The contracts of a suite have each other's addresses in their code, so no address may depend on
//! code, as `CREATE2`'s does. The nursery itself has a `CREATE2` address, of its owner and a salt, and
//! makes its children with `CREATE`: the n-th child's address depends on the nursery and n alone.
//!
//! It creates and initialises in one transaction, so nobody can initialise a contract before its
//! deployer does, and only at the address that its caller expects, so a transaction that is sent twice
//! fails the second time.

use crate::{
    assembler::{self, Assembler, op},
    tail::Address,
};
use alloc::vec::Vec;

/// Runtime code of a nursery that obeys `owner`.
///
/// Calldata: the child's address, the length of its init code (32 bytes each), the init code, and the
/// call that initialises it, which may be empty. Answers the address; reverts as the init code or the
/// call did, and without data if the caller is not the owner or the address would be another.
#[must_use]
pub fn runtime(owner: Address) -> Vec<u8> {
    use op::*;
    let mut asm = Assembler::default();
    let (fail, done) = (asm.label(), asm.label());
    asm.ops(&[CALLER]).push(&owner).ops(&[EQ, ISZERO]).push_label(fail).ops(&[JUMPI]);
    asm.push(&[32]).ops(&[CALLDATALOAD, DUP1]).push(&[64]).ops(&[PUSH0, CALLDATACOPY]);
    // [length]
    asm.ops(&[DUP1, PUSH0, PUSH0, CREATE]);
    // [length, child]
    asm.ops(&[DUP1, PUSH0, CALLDATALOAD, EQ, ISZERO]).push_label(fail).ops(&[JUMPI]);
    asm.ops(&[SWAP1]).push(&[64]).ops(&[ADD, DUP1, CALLDATASIZE, SUB]);
    // [child, where the call begins, its length]
    asm.ops(&[DUP1, ISZERO]).push_label(done).ops(&[JUMPI]);
    asm.ops(&[DUP1, SWAP2, PUSH0, CALLDATACOPY, SWAP1, PUSH0, PUSH0]);
    // [length, child, 0, 0]
    asm.ops(&[DUP4, PUSH0, PUSH0, DUP6, GAS, CALL, ISZERO]).push_label(fail).ops(&[JUMPI]);
    asm.ops(&[PUSH0, MSTORE]).push(&[32]).ops(&[PUSH0, RETURN]);
    asm.jumpdest(done).ops(&[POP, POP, PUSH0, MSTORE]).push(&[32]).ops(&[PUSH0, RETURN]);
    asm.jumpdest(fail).ops(&[RETURNDATASIZE, PUSH0, PUSH0, RETURNDATACOPY]);
    asm.ops(&[RETURNDATASIZE, PUSH0, REVERT]);
    asm.finish()
}

/// Init code that deploys it.
#[must_use]
pub fn init_code(owner: Address) -> Vec<u8> {
    assembler::init(Assembler::default(), &runtime(owner))
}

/// What the owner sends to have a child made at `address`.
#[must_use]
pub fn calldata(address: Address, init_code: &[u8], initialize: &[u8]) -> Vec<u8> {
    let mut data = alloc::vec![0; 64];
    data[12..32].copy_from_slice(&address);
    data[56..64].copy_from_slice(&(init_code.len() as u64).to_be_bytes());
    data.extend_from_slice(init_code);
    data.extend_from_slice(initialize);
    data
}
