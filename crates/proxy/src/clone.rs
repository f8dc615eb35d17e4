//! The thin clone: one program for ever, and a tail.

use crate::{
    assembler::{self, Assembler, op},
    tail::Address,
};
use alloc::vec::Vec;

/// Runtime code of a clone of `program` that appends `tail` to its calldata.
pub fn runtime(program: Address, tail: &[u8]) -> Vec<u8> {
    use op::*;
    let mut asm = Assembler::default();
    let data = asm.label();
    let len = tail.len() as u16;
    asm.ops(&[CALLDATASIZE, PUSH0, PUSH0, CALLDATACOPY]);
    asm.push_u16(len).push_label(data).ops(&[CALLDATASIZE, CODECOPY]);
    asm.push(&program);
    assembler::delegate(&mut asm, len);
    asm.place(data);
    asm.ops(tail);
    asm.finish()
}

/// Init code that deploys it.
pub fn init_code(program: Address, tail: &[u8]) -> Vec<u8> {
    assembler::init(Assembler::default(), &runtime(program, tail))
}
