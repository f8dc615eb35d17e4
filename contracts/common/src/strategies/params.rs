//! What the proxy appends from its code.

use super::manager::error;
use crate::{
    abi::{Address, B256, Bytes},
    entry::Tail,
    host,
    revert::require,
    tail::StrategyManagerTail,
};
use core::mem::offset_of;

/// The ledger of shares.
pub fn delegation_manager() -> Address {
    Tail::address(offset_of!(StrategyManagerTail, delegation_manager))
}

/// AVS registry and slasher.
pub fn allocation_manager() -> Address {
    Tail::address(offset_of!(StrategyManagerTail, allocation_manager))
}

/// Who may pause.
pub fn pauser_registry() -> Address {
    Tail::address(offset_of!(StrategyManagerTail, pauser_registry))
}

/// Where burnt tokens go.
pub fn burn_address() -> Address {
    Tail::address(offset_of!(StrategyManagerTail, burn_address))
}

/// Hash of the EIP-712 domain name.
pub fn name_hash() -> B256 {
    B256::new(Tail::bytes(offset_of!(StrategyManagerTail, name_hash)))
}

/// The version string.
pub fn version() -> Bytes {
    Tail::text(offset_of!(StrategyManagerTail, version))
}

/// Reverts with `OnlyDelegationManager` for anyone else.
pub fn require_delegation_manager() {
    require(host::sender() == delegation_manager(), error::ONLY_DELEGATION_MANAGER);
}

/// Lets the delegation manager and the slasher pass: in the original the former forwards what the
/// latter reports here directly (ADR 0001).
pub fn require_slashing_core() {
    let caller = host::sender();
    require(caller == delegation_manager() || caller == allocation_manager(), error::ONLY_DELEGATION_MANAGER);
}
