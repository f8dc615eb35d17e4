//! The thin clone: its programs for ever, and a tail.
//!
//! A clone may send a few selectors to a second program: one that calls the clone in the middle of a
//! larger flow and is loaded already, so that the flow opens one program less.

use crate::{
    assembler::{self, Assembler, op},
    tail::Address,
};
use alloc::vec::Vec;

/// Selectors that lead to a program of their own.
#[derive(Clone, Copy, Debug)]
pub struct Detour<'a> {
    /// The program.
    pub program: Address,
    /// What it answers; not empty.
    pub selectors: &'a [u32],
}

/// Runtime code of a clone of `program` that appends `tail` to its calldata.
pub fn runtime(program: Address, detour: Option<Detour<'_>>, tail: &[u8]) -> Vec<u8> {
    use op::*;
    let mut asm = Assembler::default();
    let data = asm.label();
    let len = tail.len() as u16;
    asm.ops(&[CALLDATASIZE, PUSH0, PUSH0, CALLDATACOPY]);
    asm.push_u16(len).push_label(data).ops(&[CALLDATASIZE, CODECOPY]);
    asm.push(&program);
    if let Some(Detour { program: other, selectors }) = detour {
        // program ^ (program ^ other) * (selector is one of these)
        let mut difference = program;
        difference.iter_mut().zip(other).for_each(|(byte, with)| *byte ^= with);
        asm.push(&difference).ops(&[PUSH0, CALLDATALOAD]).push(&[224]).ops(&[SHR]);
        for (i, selector) in selectors.iter().enumerate() {
            // [.., found so far, selector]
            let last = i + 1 == selectors.len();
            asm.ops(if last { &[] } else { &[DUP1] }).push(&selector.to_be_bytes()).ops(&[EQ]);
            match (i, last) {
                (0, true) => {}
                (0, false) => drop(asm.ops(&[SWAP1])),
                (_, true) => drop(asm.ops(&[OR])),
                (_, false) => drop(asm.ops(&[SWAP1, SWAP2, OR, SWAP1])),
            }
        }
        asm.ops(&[MUL, XOR]);
    }
    assembler::delegate(&mut asm, len);
    asm.place(data);
    asm.ops(tail);
    asm.finish()
}

/// Init code that deploys it.
pub fn init_code(program: Address, detour: Option<Detour<'_>>, tail: &[u8]) -> Vec<u8> {
    assembler::init(Assembler::default(), &runtime(program, detour, tail))
}
