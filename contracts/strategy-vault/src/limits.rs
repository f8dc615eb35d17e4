//! Limits on deposits, for strategies that have them.

use crate::{params, storage::{MAX_PER_DEPOSIT, MAX_TOTAL_DEPOSITS, State}, vault::{self, error}};
use surety_common::{abi::U256, host, interface, revert::require};

interface!(mod registry = "IPauserRegistry.sol");

/// Reverts with `OnlyUnpauser` for anyone else.
pub(crate) fn require_unpauser() {
    require(registry::at::unpauser(params::pauser_registry()) == host::sender(), error::ONLY_UNPAUSER);
}

/// Sets both limits, wei of the token.
pub(crate) fn set(per_deposit: U256, total: U256) {
    let (old_per_deposit, old_total) = get();
    vault::MaxPerDepositUpdated { previous_value: old_per_deposit, new_value: per_deposit }.emit();
    vault::MaxTotalDepositsUpdated { previous_value: old_total, new_value: total }.emit();
    require(per_deposit <= total, error::MAX_PER_DEPOSIT_EXCEEDS_MAX);
    MAX_PER_DEPOSIT.store(&per_deposit.to_be_bytes());
    MAX_TOTAL_DEPOSITS.store(&total.to_be_bytes());
    let mut state = State::load();
    state.limited = true;
    state.store();
}

/// Both limits; zeros where there are none.
pub(crate) fn get() -> (U256, U256) {
    (
        U256::from_be_bytes(MAX_PER_DEPOSIT.load()),
        U256::from_be_bytes(MAX_TOTAL_DEPOSITS.load()),
    )
}

/// Reverts if a deposit of `amount` that left `balance` in the vault breaks a limit.
pub(crate) fn check(amount: U256, balance: U256) {
    let (per_deposit, total) = get();
    require(amount <= per_deposit, error::MAX_PER_DEPOSIT_EXCEEDS_MAX);
    require(balance <= total, error::BALANCE_EXCEEDS_MAX_TOTAL_DEPOSITS);
}
