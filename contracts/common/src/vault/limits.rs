//! Limits on deposits, for strategies that have them.

use super::{
    api::{self, error},
    params,
    state::State,
};
use crate::{abi::U256, host, interface, revert::require, storage::Slot};

interface!(mod registry = "IPauserRegistry.sol");

const MAX_PER_DEPOSIT: Slot = Slot::tag(1);
const MAX_TOTAL_DEPOSITS: Slot = Slot::tag(2);

/// Reverts with `OnlyUnpauser` for anyone else.
pub fn require_unpauser() {
    require(registry::at::unpauser(params::pauser_registry()) == host::sender(), error::ONLY_UNPAUSER);
}

/// Announces and sets both limits, wei of the token. Reverts with `MaxPerDepositExceedsMax` if the
/// first is above the second.
pub fn replace(per_deposit: U256, total: U256) {
    let (old_per_deposit, old_total) = get();
    api::MaxPerDepositUpdated { previous_value: old_per_deposit, new_value: per_deposit }.emit();
    api::MaxTotalDepositsUpdated { previous_value: old_total, new_value: total }.emit();
    require(per_deposit <= total, error::MAX_PER_DEPOSIT_EXCEEDS_MAX);
    MAX_PER_DEPOSIT.store(&per_deposit.to_be_bytes());
    MAX_TOTAL_DEPOSITS.store(&total.to_be_bytes());
}

/// From now on each deposit keeps the limits by itself; kinds that check them elsewhere leave it.
pub fn enforce() {
    let mut state = State::load();
    state.limited = true;
    state.store();
}

/// Both limits; zeros where there are none.
pub fn get() -> (U256, U256) {
    (U256::from_be_bytes(MAX_PER_DEPOSIT.load()), U256::from_be_bytes(MAX_TOTAL_DEPOSITS.load()))
}

/// Reverts if a deposit of `amount` that left `balance` in the strategy breaks a limit.
pub(super) fn check(amount: U256, balance: U256) {
    let (per_deposit, total) = get();
    require(amount <= per_deposit, error::MAX_PER_DEPOSIT_EXCEEDS_MAX);
    require(balance <= total, error::BALANCE_EXCEEDS_MAX_TOTAL_DEPOSITS);
}
