//! What a clone carries in its code.

use crate::vault::error;
use core::mem::offset_of;
use surety_common::{
    abi::{Address, Bytes, Writer},
    entry::Tail,
    host,
    revert::{self, require},
    tail::StrategyVaultTail,
};

/// Bytes that the clone appends.
pub(crate) const LEN: usize = StrategyVaultTail::LEN;

/// The vault's token.
pub(crate) fn token() -> Address {
    Tail::address(offset_of!(StrategyVaultTail, token))
}

/// Who mints, and redeems slashed shares.
pub(crate) fn strategy_manager() -> Address {
    Tail::address(offset_of!(StrategyVaultTail, strategy_manager))
}

/// Who redeems for stakers. The original goes through the strategy manager; the direct way saves
/// a program.
fn delegation_manager() -> Address {
    Tail::address(offset_of!(StrategyVaultTail, delegation_manager))
}

/// Who may pause.
pub(crate) fn pauser_registry() -> Address {
    Tail::address(offset_of!(StrategyVaultTail, pauser_registry))
}

/// Reverts with `OnlyStrategyManager` unless one of the core's two managers calls.
pub(crate) fn require_core() {
    let caller = host::sender();
    require(caller == strategy_manager() || caller == delegation_manager(), error::ONLY_STRATEGY_MANAGER);
}

/// The sentence that base strategies of this ABI answer; as numbers, see
/// [`revert::short_string`].
pub(crate) fn explanation() -> Bytes {
    let mut out = Writer::new();
    revert::push_text(&mut out, &EXPLANATION);
    let text: &'static [u8] = out.into_bytes().leak();
    Bytes(text.get(..EXPLANATION_LEN).unwrap_or_default())
}

const EXPLANATION_LEN: usize = 77;
const EXPLANATION: [[u64; 4]; 3] = [
    [0x4261_7365_2053_7472, 0x6174_6567_7920_696d, 0x706c_656d_656e_7461, 0x7469_6f6e_2074_6f20],
    [0x696e_6865_7269_7420, 0x6672_6f6d_2066_6f72, 0x206d_6f72_6520_636f, 0x6d70_6c65_7820_696d],
    [0x706c_656d_656e_7461, 0x7469_6f6e_7300_0000, 0, 0],
];
