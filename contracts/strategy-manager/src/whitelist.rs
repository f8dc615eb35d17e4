//! Which strategies take deposits.

use surety_common::{
    abi::Address,
    host,
    revert::require,
    strategies::{
        manager::{
            StrategyAddedToDepositWhitelist, StrategyRemovedFromDepositWhitelist, StrategyWhitelisterChanged,
            error,
        },
        storage::{self, Strategy, WHITELISTER, Whitelister},
    },
};

/// Who decides.
pub(crate) fn whitelister() -> Address {
    WHITELISTER.get::<Whitelister>().account
}

/// Names another one.
pub(crate) fn set_whitelister(account: Address) {
    StrategyWhitelisterChanged { previous_address: whitelister(), new_address: account }.emit();
    WHITELISTER.set(&Whitelister { account });
}

/// Reverts with `OnlyStrategyWhitelister` for anyone else.
pub(crate) fn require_whitelister() {
    require(host::sender() == whitelister(), error::ONLY_STRATEGY_WHITELISTER);
}

/// Lists strategies; those that are listed already are passed over silently.
pub(crate) fn add(strategies: &[Address]) {
    for strategy in strategies {
        let known = storage::strategy(*strategy);
        if known.listed {
            continue;
        }
        storage::strategy_slot(*strategy).set(&Strategy { listed: true, ..known });
        StrategyAddedToDepositWhitelist { strategy: *strategy }.emit();
    }
}

/// Takes strategies off the list. What they hold can still be withdrawn.
pub(crate) fn remove(strategies: &[Address]) {
    for strategy in strategies {
        let known = storage::strategy(*strategy);
        if !known.listed {
            continue;
        }
        storage::strategy_slot(*strategy).set(&Strategy { listed: false, ..known });
        StrategyRemovedFromDepositWhitelist { strategy: *strategy }.emit();
    }
}
