//! Which strategies take deposits.

use surety_common::{
    abi::{Address, Writer},
    call,
    host::{self, CallKind},
    interface,
    revert::require,
    strategies::{
        manager::{
            StrategyAddedToDepositWhitelist, StrategyRemovedFromDepositWhitelist, StrategyWhitelisterChanged,
            error,
        },
        storage::{self, Strategy, WHITELISTER, Whitelister},
    },
};

interface!(mod hooks = "internal/IShareHooks.sol");

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
        if storage::strategy(*strategy).listed {
            continue;
        }
        let hooked = has_hooks(*strategy);
        storage::strategy_slot(*strategy).set(&Strategy { listed: true, hooked });
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

/// Asks a strategy once whether its hooks can refuse. Only a clear "no" saves the calls later.
fn has_hooks(strategy: Address) -> bool {
    let question = Writer::with_selector(hooks::selector::HAS_SHARE_HOOKS);
    call::attempt(CallKind::Static, strategy, question.bytes(), 32) != Some(&[0; 32])
}
