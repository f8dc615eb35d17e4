//! Making strategies, and refusing to.

use crate::{
    factory::{DurationVaultDeployed, StrategySetForToken, TokenBlacklisted, VaultConfig, error},
    manager, params,
    storage::{self, Token},
};
use surety_common::{
    abi::{Address, Vec, Writer},
    call, entry, interface,
    revert::require,
    vault::strategy,
};
use surety_proxy::clone::{self, Detour};

interface!(mod vault = "IStrategyVault.sol");
interface!(mod duration_vault = "IDurationVault.sol");

/// Reverts with `BlacklistedToken` for tokens that get no strategy.
pub(crate) fn require_allowed(token: Address) {
    require(!storage::token(token).blacklisted, error::BLACKLISTED_TOKEN);
}

/// Makes, announces and lists the one strategy of a token.
pub(crate) fn strategy(token: Address) -> Address {
    require_allowed(token);
    let known = storage::token(token);
    require(known.strategy.is_zero(), error::STRATEGY_ALREADY_EXISTS);
    let moves =
        Detour { program: params::moves_program().into_array(), selectors: strategy::Moves::SELECTORS };
    let program = params::vault_program().into_array();
    let tail = params::vault_tail(token).encode();
    let init_code = clone::init_code(program, Some(moves), &tail);
    let strategy = call::create(&init_code);
    // Stored before the token is asked for its decimals.
    storage::token_slot(token).set(&Token { strategy, ..known });
    vault::at::initialize(strategy, &token);
    StrategySetForToken { token, strategy }.emit();
    manager::at::add_strategies_to_deposit_whitelist(params::strategy_manager(), &Vec::from([strategy]));
    strategy
}

/// Makes, announces and lists a duration vault, one of any number per token.
pub(crate) fn duration_vault(config: &VaultConfig) -> Address {
    let token = config.underlying_token;
    require_allowed(token);
    let tail = params::duration_vault_tail(config).encode();
    let program = params::duration_vault_program().into_array();
    let vault = call::create(&clone::init_code(program, None, &tail));
    // `initialize` takes what this function takes, so its arguments are passed on as they came.
    let mut initialize = Writer::with_selector(duration_vault::selector::INITIALIZE);
    initialize.push_raw(entry::calldata().get(4..).unwrap_or_default());
    call::call(vault, initialize.bytes());
    // Only now, as the peer does: the vault's registration has asked the AVS's registrar, who may
    // have made vaults of its own.
    storage::push_vault(token, vault);
    manager::at::add_strategies_to_deposit_whitelist(params::strategy_manager(), &Vec::from([vault]));
    DurationVaultDeployed {
        vault,
        underlying_token: token,
        vault_admin: config.vault_admin,
        duration: config.duration,
        max_per_deposit: config.max_per_deposit,
        stake_cap: config.stake_cap,
        metadata_uri: config.metadata_uri,
        operator_set_avs: config.operator_set.avs,
        operator_set_id: config.operator_set.id,
    }
    .emit();
    vault
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
