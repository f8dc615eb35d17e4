//! What a vault carries in its code, after what every strategy does.

use core::mem::offset_of;
use surety_common::{
    abi::Address,
    entry::Tail,
    tail::{DurationVaultTail, StrategyVaultTail},
};

pub(crate) use surety_common::vault::params::{delegation_manager, require_core, token};

// The common half of the vault reads these four where a plain strategy has them.
const _: () = assert!(
    offset_of!(DurationVaultTail, token) == offset_of!(StrategyVaultTail, token)
        && offset_of!(DurationVaultTail, strategy_manager) == offset_of!(StrategyVaultTail, strategy_manager)
        && offset_of!(DurationVaultTail, delegation_manager)
            == offset_of!(StrategyVaultTail, delegation_manager)
        && offset_of!(DurationVaultTail, pauser_registry) == offset_of!(StrategyVaultTail, pauser_registry)
);

/// Where the vault allocates.
pub(crate) fn allocation_manager() -> Address {
    Tail::address(offset_of!(DurationVaultTail, allocation_manager))
}

/// Where the vault sets its splits.
pub(crate) fn rewards_coordinator() -> Address {
    Tail::address(offset_of!(DurationVaultTail, rewards_coordinator))
}

/// Knows which tokens are blacklisted.
pub(crate) fn strategy_factory() -> Address {
    Tail::address(offset_of!(DurationVaultTail, strategy_factory))
}

/// Who locks the vault and sets its limits.
pub(crate) fn admin() -> Address {
    Tail::address(offset_of!(DurationVaultTail, admin))
}

/// Who may end the term early.
pub(crate) fn arbitrator() -> Address {
    Tail::address(offset_of!(DurationVaultTail, arbitrator))
}

/// AVS of the vault's operator set.
pub(crate) fn avs() -> Address {
    Tail::address(offset_of!(DurationVaultTail, avs))
}

/// Number of that set.
pub(crate) fn operator_set_id() -> u32 {
    Tail::u32(offset_of!(DurationVaultTail, operator_set_id))
}

/// The term, seconds.
pub(crate) fn duration_secs() -> u32 {
    Tail::u32(offset_of!(DurationVaultTail, duration_secs))
}
