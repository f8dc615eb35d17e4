//! Limits on deposits, for strategies that have them.

use super::{
    api::{self, error},
    params,
    state::State,
};
use crate::{abi::U256, host, interface, packed, revert::require, storage::Slot};

interface!(mod registry = "IPauserRegistry.sol");

const LIMITS: Slot = Slot::tag(1);
const WIDE_PER_DEPOSIT: Slot = Slot::tag(2);
const WIDE_TOTAL: Slot = Slot::tag(3);

packed! {
    /// Both limits, wei of the token; what does not fit says so by being as high as can be. Packed
    /// slot: 16 + 16 = 32.
    struct Limits {
        /// For one deposit.
        per_deposit: u128 = 16,
        /// For all.
        total: u128 = 16,
    }
}

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
    let limits =
        Limits { per_deposit: narrow(per_deposit, WIDE_PER_DEPOSIT), total: narrow(total, WIDE_TOTAL) };
    LIMITS.set(&limits);
}

/// From now on each deposit keeps the limits by itself; kinds that check them elsewhere leave it.
pub fn enforce() {
    let mut state = State::load();
    state.limited = true;
    state.store();
}

/// Both limits; zeros where there are none.
pub fn get() -> (U256, U256) {
    let Limits { per_deposit, total } = LIMITS.get();
    (widen(per_deposit, WIDE_PER_DEPOSIT), widen(total, WIDE_TOTAL))
}

/// Stores what 128 bits do not hold in a slot of its own.
fn narrow(limit: U256, wide: Slot) -> u128 {
    let narrow = limit.saturating_to::<u128>();
    if narrow == u128::MAX {
        wide.store(&limit.to_be_bytes());
    }
    narrow
}

fn widen(limit: u128, wide: Slot) -> U256 {
    if limit == u128::MAX { U256::from_be_bytes(wide.load()) } else { U256::from(limit) }
}

/// Reverts if a deposit of `amount` that left `balance` in the strategy breaks a limit.
pub(super) fn check(amount: U256, balance: U256) {
    let (per_deposit, total) = get();
    require(amount <= per_deposit, error::MAX_PER_DEPOSIT_EXCEEDS_MAX);
    require(balance <= total, error::BALANCE_EXCEEDS_MAX_TOTAL_DEPOSITS);
}
