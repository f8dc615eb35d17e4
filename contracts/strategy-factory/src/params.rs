//! What the proxy appends from its code.

use crate::factory::VaultConfig;
use core::mem::offset_of;
use surety_common::{
    abi::Address,
    entry::Tail,
    host,
    tail::{DurationVaultTail, StrategyFactoryTail, StrategyVaultTail},
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

/// The program that answers every strategy's deposits and withdrawals.
pub(crate) fn moves_program() -> Address {
    Tail::address(offset_of!(StrategyFactoryTail, moves_program))
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

/// The program behind every duration vault.
pub(crate) fn duration_vault_program() -> Address {
    Tail::address(offset_of!(StrategyFactoryTail, duration_vault_program))
}

/// What a new duration vault has in its code.
pub(crate) fn duration_vault_tail(config: &VaultConfig) -> DurationVaultTail {
    let base = vault_tail(config.underlying_token);
    DurationVaultTail {
        token: base.token,
        strategy_manager: base.strategy_manager,
        delegation_manager: base.delegation_manager,
        pauser_registry: base.pauser_registry,
        allocation_manager: Tail::bytes(offset_of!(StrategyFactoryTail, allocation_manager)),
        rewards_coordinator: Tail::bytes(offset_of!(StrategyFactoryTail, rewards_coordinator)),
        strategy_factory: host::this().into_array(),
        admin: config.vault_admin.into_array(),
        arbitrator: config.arbitrator.into_array(),
        avs: config.operator_set.avs.into_array(),
        operator_set_id: config.operator_set.id.to_be_bytes(),
        duration_secs: config.duration.to_be_bytes(),
    }
}
