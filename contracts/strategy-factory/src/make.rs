//! Making strategies, and refusing to.

use crate::{
    factory::{StrategySetForToken, TokenBlacklisted, error},
    manager, params,
    storage::{self, Token},
};
use surety_common::{
    abi::{Address, Vec},
    call, interface,
    revert::require,
};

interface!(mod vault = "IStrategyVault.sol");

/// Reverts with `BlacklistedToken` for tokens that get no strategy.
pub(crate) fn require_allowed(token: Address) {
    require(!storage::token(token).blacklisted, error::BLACKLISTED_TOKEN);
}

/// Makes, announces and lists the one strategy of a token.
pub(crate) fn strategy(token: Address) -> Address {
    require_allowed(token);
    require(storage::token(token).strategy.is_zero(), error::STRATEGY_ALREADY_EXISTS);
    let init_code =
        surety_proxy::clone::init_code(params::vault_program().into_array(), &params::vault_tail(token).encode());
    let strategy = call::create(&init_code);
    // Stored before the token is asked for its decimals.
    storage::token_slot(token).set(&Token { strategy, blacklisted: false });
    vault::at::initialize(strategy, &token);
    StrategySetForToken { token, strategy }.emit();
    manager::at::add_strategies_to_deposit_whitelist(params::strategy_manager(), &Vec::from([strategy]));
    strategy
}

/// Blacklists tokens and takes the strategies that they have off the whitelist.
pub(crate) fn blacklist(tokens: &[Address]) {
    let mut strategies = Vec::new();
    for token in tokens {
        let known = storage::token(*token);
        require(!known.blacklisted, error::ALREADY_BLACKLISTED);
        storage::token_slot(*token).set(&Token { blacklisted: true, ..known });
        TokenBlacklisted { token: *token }.emit();
        if !known.strategy.is_zero() {
            strategies.push(known.strategy);
        }
    }
    if !strategies.is_empty() {
        manager::at::remove_strategies_from_deposit_whitelist(params::strategy_manager(), &strategies);
    }
}
