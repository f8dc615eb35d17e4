//! The router proxy: one address, up to eight programs, an admin or none, and `extsload`.

use crate::{
    assembler::{self, Assembler, op},
    slots,
    tail::Address,
};
use alloc::vec::Vec;

/// `keccak256("eip1967.proxy.implementation") - 1`.
pub const ERC1967_IMPLEMENTATION: [u8; 32] = [
    0x36, 0x08, 0x94, 0xa1, 0x3b, 0xa1, 0xa3, 0x21, 0x06, 0x67, 0xc8, 0x28, 0x49, 0x2d, 0xb9, 0x8d, 0xca,
    0x3e, 0x20, 0x76, 0xcc, 0x37, 0x35, 0xa9, 0x20, 0xa3, 0xca, 0x50, 0x5d, 0x38, 0x2b, 0xbc,
];

/// `Upgraded(address)`.
pub const UPGRADED: [u8; 32] = [
    0xbc, 0x7c, 0xd7, 0x5a, 0x20, 0xee, 0x27, 0xfd, 0x9a, 0xde, 0xba, 0xb3, 0x20, 0x41, 0xf7, 0x55, 0x21,
    0x4d, 0xbc, 0x6b, 0xff, 0xa9, 0x0c, 0xc0, 0x22, 0x5b, 0x39, 0xda, 0x2e, 0x5c, 0x2d, 0x3b,
];

/// `upgradeTo(uint8,address)`: what the admin sends.
pub const UPGRADE_TO: u32 = 0x5f5a_bd16;

/// Selectors compared one after the other before the search halves again.
const RUN: usize = 4;

/// A proxy to be deployed.
#[derive(Clone, Debug)]
pub struct Router<'a> {
    /// Who may replace programs; `None` makes them final.
    pub admin: Option<Address>,
    /// The first program, which answers everything that no other one does, and for each further
    /// program its selectors.
    pub programs: &'a [(Address, &'a [u32])],
    /// Selectors that are compared before anything else: what users or sister contracts send most.
    /// The admin, too, reaches their program with them; `upgradeTo` cannot be one.
    pub hot: &'a [u32],
    /// The contract's tail, as encoded; the proxy fills in the pause bits.
    pub tail: &'a [u8],
}

/// Why a proxy cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouterError {
    /// No program, or more than [`slots::MAX_PROGRAMS`].
    ProgramCount(usize),
    /// A selector leads to two programs, or is the router's own.
    AmbiguousSelector(u32),
    /// A tail shorter than its prefix of 13 bytes, or too long for the code.
    TailLength(usize),
}

impl core::fmt::Display for RouterError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::ProgramCount(n) => {
                write!(f, "a router takes 1 to {} programs, not {n}", slots::MAX_PROGRAMS)
            }
            Self::AmbiguousSelector(s) => write!(f, "selector {s:08x} leads to two programs"),
            Self::TailLength(n) => write!(f, "a tail has 13 to 4096 bytes, not {n}"),
        }
    }
}

impl core::error::Error for RouterError {}

impl Router<'_> {
    /// The code of the proxy.
    ///
    /// # Errors
    /// [`RouterError`] if the programs or the tail are not of the form that it can route.
    pub fn runtime(&self) -> Result<Vec<u8>, RouterError> {
        use op::*;
        let routes = self.routes()?;
        let len = self.tail.len() as u16;
        let mut asm = Assembler::default();
        asm.ops(&[CALLDATASIZE, PUSH0, PUSH0, CALLDATACOPY]);
        asm.push(&slots::IMPLEMENTATION);
        asm.ops(&[PUSH0, CALLDATALOAD]).push(&[224]).ops(&[SHR]);
        // [slot of the first program, selector] becomes [slot of the chosen one].
        let (admin, read, chosen) = (asm.label(), asm.label(), asm.label());
        let hot: Vec<_> = self.hot.iter().map(|selector| (*selector, program(&routes, *selector))).collect();
        compare(&mut asm, &hot, chosen);
        if let Some(account) = self.admin {
            asm.ops(&[CALLER]).push(&account).ops(&[EQ]).push_label(admin).ops(&[JUMPI]);
        }
        asm.ops(&[DUP1]).push(&slots::EXTSLOAD.to_be_bytes()).ops(&[EQ]).push_label(read).ops(&[JUMPI]);
        if routes.is_empty() && hot.is_empty() {
            asm.ops(&[POP]);
        } else {
            search(&mut asm, &routes, chosen);
            asm.jumpdest(chosen).ops(&[ADD]);
        }
        // The word is the pause bits and the program: it goes where the tail begins, and the rest of
        // the tail over the program.
        asm.ops(&[SLOAD, DUP1, CALLDATASIZE, MSTORE]);
        let rest = asm.label();
        asm.push_u16(len - 12).push_label(rest).ops(&[CALLDATASIZE]).push(&[12]).ops(&[ADD, CODECOPY]);
        assembler::delegate(&mut asm, len);
        asm.jumpdest(read);
        answer_slot(&mut asm);
        if self.admin.is_some() {
            asm.jumpdest(admin);
            upgrade(&mut asm, self.programs.len() as u8);
        }
        asm.place(rest);
        asm.ops(&[self.programs.len() as u8]);
        asm.ops(&self.tail[13..]);
        Ok(asm.finish())
    }

    /// Init code that stores the programs and deploys the proxy.
    ///
    /// # Errors
    /// As [`Router::runtime`].
    pub fn init_code(&self) -> Result<Vec<u8>, RouterError> {
        use op::*;
        let runtime = self.runtime()?;
        let mut asm = Assembler::default();
        for (i, (program, _)) in self.programs.iter().enumerate() {
            asm.push(program).push(&slot(i)).ops(&[SSTORE]);
            if i == 0 {
                asm.push(program).push(&ERC1967_IMPLEMENTATION).ops(&[SSTORE]);
            }
            asm.push(program).push(&UPGRADED).ops(&[PUSH0, PUSH0, LOG2]);
        }
        Ok(assembler::init(asm, &runtime))
    }

    /// Selectors of the further programs in ascending order, with the program's number.
    fn routes(&self) -> Result<Vec<(u32, u8)>, RouterError> {
        let count = self.programs.len();
        if !(1..=slots::MAX_PROGRAMS).contains(&count) {
            return Err(RouterError::ProgramCount(count));
        }
        if !(13..=4096).contains(&self.tail.len()) {
            return Err(RouterError::TailLength(self.tail.len()));
        }
        let mut routes: Vec<(u32, u8)> = self
            .programs
            .iter()
            .enumerate()
            .skip(1)
            .flat_map(|(i, (_, selectors))| selectors.iter().map(move |s| (*s, i as u8)))
            .collect();
        routes.sort_unstable();
        if routes.iter().any(|(selector, _)| *selector == slots::EXTSLOAD) {
            return Err(RouterError::AmbiguousSelector(slots::EXTSLOAD));
        }
        for pair in routes.windows(2) {
            if let [(a, _), (b, _)] = pair
                && a == b
            {
                return Err(RouterError::AmbiguousSelector(*a));
            }
        }
        Ok(routes)
    }
}

/// The slot of program `i`. The base ends in 0xcf, so eight slots do not carry.
fn slot(i: usize) -> [u8; 32] {
    let mut slot = slots::IMPLEMENTATION;
    slot[31] = slot[31].wrapping_add(i as u8);
    slot
}

/// Replaces the selector on the stack by its program's number and jumps to `chosen`.
fn search(asm: &mut Assembler, routes: &[(u32, u8)], chosen: assembler::Label) {
    use op::*;
    if routes.len() > RUN {
        let (low, high) = routes.split_at(routes.len() / 2);
        let upper = asm.label();
        let pivot = high.first().map_or(0, |(selector, _)| *selector);
        // [selector]: at or above the pivot goes to the upper half.
        asm.ops(&[DUP1]).push(&pivot.to_be_bytes()).ops(&[GT, ISZERO]).push_label(upper).ops(&[JUMPI]);
        search(asm, low, chosen);
        asm.jumpdest(upper);
        search(asm, high, chosen);
        return;
    }
    compare(asm, routes, chosen);
    asm.ops(&[POP, PUSH0]).push_label(chosen).ops(&[JUMP]);
}

/// Compares the selector on the stack with each of these; replaces the one that matches as
/// [`search`] does.
fn compare(asm: &mut Assembler, routes: &[(u32, u8)], chosen: assembler::Label) {
    use op::*;
    for (selector, program) in routes {
        let next = asm.label();
        asm.ops(&[DUP1]).push(&selector.to_be_bytes()).ops(&[XOR]).push_label(next).ops(&[JUMPI]);
        asm.ops(&[POP]).push(&[*program]).push_label(chosen).ops(&[JUMP]);
        asm.jumpdest(next);
    }
}

/// The program of a selector.
fn program(routes: &[(u32, u8)], selector: u32) -> u8 {
    routes.iter().find(|(other, _)| *other == selector).map_or(0, |(_, program)| *program)
}

/// `extsload(bytes32 slot)`: without value, and not with less than its argument.
fn answer_slot(asm: &mut Assembler) {
    use op::*;
    let go = asm.label();
    asm.push(&[35]).ops(&[CALLDATASIZE, GT, CALLVALUE, ISZERO, AND]).push_label(go).ops(&[JUMPI]);
    asm.ops(&[PUSH0, PUSH0, REVERT]);
    asm.jumpdest(go).push(&[4]).ops(&[CALLDATALOAD, SLOAD, PUSH0, MSTORE]).push(&[32]).ops(&[PUSH0, RETURN]);
}

/// `upgradeTo(uint8 index, address program)`: nothing else is open to the admin.
fn upgrade(asm: &mut Assembler, programs: u8) {
    use op::*;
    let (go, first, done) = (asm.label(), asm.label(), asm.label());
    let check = asm.label();
    // Wrong selector or short calldata reverts without data.
    asm.ops(&[PUSH0, CALLDATALOAD]).push(&[224]).ops(&[SHR]);
    asm.push(&UPGRADE_TO.to_be_bytes()).ops(&[EQ]).push(&[67]).ops(&[CALLDATASIZE, GT, AND]);
    asm.push_label(check).ops(&[JUMPI, PUSH0, PUSH0, REVERT]);
    asm.jumpdest(check);
    // index < programs, and the address has no dirty bits and is not empty: delegating to an account
    // without code succeeds, and callers whose function answers nothing would believe it.
    asm.push(&[programs]).push(&[4]).ops(&[CALLDATALOAD, LT]);
    asm.push(&[36]).ops(&[CALLDATALOAD]).push(&[160]).ops(&[SHR, ISZERO, AND]);
    asm.push(&[36]).ops(&[CALLDATALOAD, EXTCODESIZE, ISZERO, ISZERO, AND]);
    asm.push_label(go).ops(&[JUMPI, PUSH0, PUSH0, REVERT]);
    asm.jumpdest(go);
    // slot := base + index; word := (word >> 160 << 160) | program
    asm.push(&[4]).ops(&[CALLDATALOAD]).push(&slots::IMPLEMENTATION).ops(&[ADD, DUP1, SLOAD]);
    asm.push(&[160]).ops(&[SHR]).push(&[160]).ops(&[SHL]);
    asm.push(&[36]).ops(&[CALLDATALOAD, OR, SWAP1, SSTORE]);
    asm.push(&[4]).ops(&[CALLDATALOAD, ISZERO]).push_label(first).ops(&[JUMPI]);
    asm.push_label(done).ops(&[JUMP]);
    asm.jumpdest(first);
    asm.push(&[36]).ops(&[CALLDATALOAD]).push(&ERC1967_IMPLEMENTATION).ops(&[SSTORE]);
    asm.jumpdest(done);
    asm.push(&[36]).ops(&[CALLDATALOAD]).push(&UPGRADED).ops(&[PUSH0, PUSH0, LOG2, STOP]);
}
