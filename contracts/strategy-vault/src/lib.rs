//! The strategy vault: holds one token for its stakers and prices its shares.
//!
//! One program serves all strategies. A strategy is a thin clone in EVM bytecode that delegates to
//! it and appends, from its own code, the token and its neighbours ([`params`]); so a strategy's
//! token can never change. The vault knows no stakers: the strategy manager and the delegation
//! manager do, and only they may mint and redeem.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod explanation;

use surety_common::{
    abi::{Address, Bytes, U256},
    entrypoint, external,
    tail::StrategyVaultTail,
    vault::{api, limits, params, pool, state, strategy::Strategy},
};

/// The program: what is particular to it. The rest is [`Strategy`]'s.
#[derive(Debug)]
pub struct StrategyVault;

entrypoint!(StrategyVault, tail = StrategyVaultTail::LEN);

#[external("IStrategyVault.sol", api, then = Strategy)]
impl StrategyVault {
    /// Announces the vault. Everything but the "once" is in the clone's code already.
    #[signature("initialize(address)")]
    pub fn initialize(underlying_token: Address) {
        state::initialize_once();
        pool::announce(underlying_token);
        api::Initialized { version: 1 }.emit();
    }

    /// The same, with limits.
    #[signature("initialize(uint256,uint256,address)")]
    pub fn initialize_limited(per_deposit: U256, total: U256, underlying_token: Address) {
        state::initialize_once();
        Self::limit(per_deposit, total);
        pool::announce(underlying_token);
        api::Initialized { version: 1 }.emit();
    }

    pub fn before_add_shares(_staker: Address, _shares: U256) {
        params::require_core();
    }

    pub fn before_remove_shares(_staker: Address, _shares: U256) {
        params::require_core();
    }

    pub fn set_tvl_limits(new_max_per_deposit: U256, new_max_total_deposits: U256) {
        limits::require_unpauser();
        Self::limit(new_max_per_deposit, new_max_total_deposits);
    }

    pub fn explanation() -> Bytes {
        explanation::text()
    }

    fn limit(per_deposit: U256, total: U256) {
        limits::replace(per_deposit, total);
        limits::enforce();
    }
}
