//! What the proxy appends from its code.

use core::mem::offset_of;
use surety_common::{
    abi::Address,
    entry::Tail,
    tail::{StrategyFactoryTail, StrategyVaultTail},
};

/// Keeps the whitelist.
pub(crate) fn strategy_manager() -> Address {
    Tail::address(offset_of!(StrategyFactoryTail, strategy_manager))
}

/// Who may pause.
pub(crate) fn pauser_registry() -> Address {
    Tail::address(offset_of!(StrategyFactoryTail, pauser_registry))
}

/// The program behind every strategy.
pub(crate) fn vault_program() -> Address {
    Tail::address(offset_of!(StrategyFactoryTail, vault_program))
}

/// What a new strategy has in its code.
pub(crate) fn vault_tail(token: Address) -> StrategyVaultTail {
    StrategyVaultTail {
        token: token.into_array(),
        strategy_manager: strategy_manager().into_array(),
        delegation_manager: Tail::bytes(offset_of!(StrategyFactoryTail, delegation_manager)),
        pauser_registry: pauser_registry().into_array(),
    }
}
