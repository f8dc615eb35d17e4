//! A very small EVM assembler: opcodes, pushes, labels.

use alloc::{vec, vec::Vec};

/// Opcodes that the proxies use.
pub(crate) mod op {
    pub(crate) const STOP: u8 = 0x00;
    pub(crate) const ADD: u8 = 0x01;
    pub(crate) const MUL: u8 = 0x02;
    pub(crate) const SUB: u8 = 0x03;
    pub(crate) const LT: u8 = 0x10;
    pub(crate) const GT: u8 = 0x11;
    pub(crate) const EQ: u8 = 0x14;
    pub(crate) const ISZERO: u8 = 0x15;
    pub(crate) const AND: u8 = 0x16;
    pub(crate) const OR: u8 = 0x17;
    pub(crate) const XOR: u8 = 0x18;
    pub(crate) const SHL: u8 = 0x1b;
    pub(crate) const SHR: u8 = 0x1c;
    pub(crate) const CALLER: u8 = 0x33;
    pub(crate) const CALLVALUE: u8 = 0x34;
    pub(crate) const CALLDATALOAD: u8 = 0x35;
    pub(crate) const CALLDATASIZE: u8 = 0x36;
    pub(crate) const CALLDATACOPY: u8 = 0x37;
    pub(crate) const CODECOPY: u8 = 0x39;
    pub(crate) const EXTCODESIZE: u8 = 0x3b;
    pub(crate) const RETURNDATASIZE: u8 = 0x3d;
    pub(crate) const RETURNDATACOPY: u8 = 0x3e;
    pub(crate) const POP: u8 = 0x50;
    pub(crate) const MSTORE: u8 = 0x52;
    pub(crate) const SLOAD: u8 = 0x54;
    pub(crate) const SSTORE: u8 = 0x55;
    pub(crate) const JUMP: u8 = 0x56;
    pub(crate) const JUMPI: u8 = 0x57;
    pub(crate) const GAS: u8 = 0x5a;
    pub(crate) const JUMPDEST: u8 = 0x5b;
    pub(crate) const PUSH0: u8 = 0x5f;
    pub(crate) const PUSH1: u8 = 0x60;
    pub(crate) const DUP1: u8 = 0x80;
    pub(crate) const DUP4: u8 = 0x83;
    pub(crate) const DUP5: u8 = 0x84;
    pub(crate) const DUP6: u8 = 0x85;
    pub(crate) const SWAP1: u8 = 0x90;
    pub(crate) const SWAP2: u8 = 0x91;
    pub(crate) const LOG2: u8 = 0xa2;
    pub(crate) const CREATE: u8 = 0xf0;
    pub(crate) const CALL: u8 = 0xf1;
    pub(crate) const RETURN: u8 = 0xf3;
    pub(crate) const DELEGATECALL: u8 = 0xf4;
    pub(crate) const REVERT: u8 = 0xfd;
}

/// A place in the code that is known once the code is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label(usize);

/// Code in the making.
#[derive(Debug, Default)]
pub(crate) struct Assembler {
    code: Vec<u8>,
    /// Where each label stands, once it does.
    places: Vec<Option<u16>>,
    /// Two-byte operands that wait for a label.
    uses: Vec<(usize, Label)>,
}

impl Assembler {
    /// Appends opcodes.
    pub(crate) fn ops(&mut self, ops: &[u8]) -> &mut Self {
        self.code.extend_from_slice(ops);
        self
    }

    /// Pushes a constant of 1 to 32 bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> &mut Self {
        debug_assert!((1..=32).contains(&bytes.len()), "PUSH1 to PUSH32");
        self.code.push(op::PUSH1 + (bytes.len() as u8).wrapping_sub(1));
        self.code.extend_from_slice(bytes);
        self
    }

    /// Pushes a small number.
    pub(crate) fn push_u16(&mut self, value: u16) -> &mut Self {
        match value {
            0 => self.ops(&[op::PUSH0]),
            1..=0xff => self.push(&[value as u8]),
            _ => self.push(&value.to_be_bytes()),
        }
    }

    /// A new label.
    pub(crate) fn label(&mut self) -> Label {
        self.places.push(None);
        Label(self.places.len() - 1)
    }

    /// Pushes where a label will stand.
    pub(crate) fn push_label(&mut self, label: Label) -> &mut Self {
        self.push(&[0, 0]);
        self.uses.push((self.code.len() - 2, label));
        self
    }

    /// Places a label here, as the target of jumps.
    pub(crate) fn jumpdest(&mut self, label: Label) -> &mut Self {
        self.place(label);
        self.ops(&[op::JUMPDEST])
    }

    /// Places a label here, as an offset of data.
    pub(crate) fn place(&mut self, label: Label) {
        let here = self.code.len() as u16;
        if let Some(place) = self.places.get_mut(label.0) {
            *place = Some(here);
        }
    }

    /// The code with all labels filled in.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        for (at, label) in &self.uses {
            let place = self.places.get(label.0).copied().flatten().unwrap_or_default();
            if let Some(operand) = self.code.get_mut(*at..at + 2) {
                operand.copy_from_slice(&place.to_be_bytes());
            }
        }
        self.code
    }
}

/// Delegates to the account on top of the stack with all calldata and `tail` bytes of memory behind
/// it, and ends as it ended.
pub(crate) fn delegate(asm: &mut Assembler, tail: u16) {
    use op::*;
    let success = asm.label();
    // [program]
    asm.ops(&[PUSH0, PUSH0]).push_u16(tail).ops(&[CALLDATASIZE, ADD, PUSH0]);
    // [program, 0, 0, size, 0]
    asm.ops(&[DUP5, GAS, DELEGATECALL]);
    asm.ops(&[RETURNDATASIZE, PUSH0, PUSH0, RETURNDATACOPY]);
    asm.push_label(success).ops(&[JUMPI, RETURNDATASIZE, PUSH0, REVERT]);
    asm.jumpdest(success).ops(&[RETURNDATASIZE, PUSH0, RETURN]);
}

/// Init code that runs `prologue` and deploys `runtime`.
pub(crate) fn init(mut prologue: Assembler, runtime: &[u8]) -> Vec<u8> {
    use op::*;
    let start = prologue.label();
    let len = runtime.len() as u16;
    prologue.push_u16(len).ops(&[DUP1]).push_label(start).ops(&[PUSH0, CODECOPY, PUSH0, RETURN]);
    prologue.place(start);
    let mut code = vec![];
    code.extend_from_slice(&prologue.finish());
    code.extend_from_slice(runtime);
    code
}
