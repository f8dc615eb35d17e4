//! What every strategy's clone carries in its code, ahead of what its kind adds.

use super::api::error;
use crate::{abi::Address, entry::Tail, host, revert::require, tail::StrategyVaultTail};
use core::mem::offset_of;

/// The strategy's token.
pub fn token() -> Address {
    Tail::address(offset_of!(StrategyVaultTail, token))
}

/// Who mints, and redeems slashed shares.
pub fn strategy_manager() -> Address {
    Tail::address(offset_of!(StrategyVaultTail, strategy_manager))
}

/// Who redeems for stakers. The original goes through the strategy manager; the direct way saves
/// a program.
pub fn delegation_manager() -> Address {
    Tail::address(offset_of!(StrategyVaultTail, delegation_manager))
}

/// Who may pause.
pub fn pauser_registry() -> Address {
    Tail::address(offset_of!(StrategyVaultTail, pauser_registry))
}

/// Reverts with `OnlyStrategyManager` unless one of the core's two managers calls.
pub fn require_core() {
    let caller = host::sender();
    require(caller == strategy_manager() || caller == delegation_manager(), error::ONLY_STRATEGY_MANAGER);
}
