//! Where a proxy keeps its programs.

/// `keccak256("surety.proxy.implementation")`: the slot of the first program; the others follow.
///
/// Each word is 12 bytes of pause bits and the 20 bytes of a program's address.
pub const IMPLEMENTATION: [u8; 32] = [
    0xbe, 0x0c, 0x51, 0x89, 0x8b, 0xd7, 0x1c, 0x8e, 0x2b, 0x3c, 0x1b, 0x21, 0x52, 0x8d, 0x64, 0x5b, 0x82,
    0xcd, 0x39, 0x90, 0xd7, 0xfe, 0xee, 0x9d, 0xb6, 0xf8, 0xaa, 0x0f, 0x54, 0x47, 0x02, 0xcf,
];

/// Programs that one proxy can have.
pub const MAX_PROGRAMS: usize = 8;

/// Selector of `extsload(bytes32)`: the word of a slot, which every router answers itself.
///
/// Whoever needs one fact of a sister contract, whose layout it knows, reads it for an account and a
/// slot instead of entering a program for it. What is stored is public in any case.
pub const EXTSLOAD: u32 = 0x1e2e_aeaf;
