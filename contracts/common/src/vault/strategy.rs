//! The functions that every kind of strategy answers alike. What moves tokens is a block of its own:
//! for plain strategies another program answers it.

use super::{limits, params, pool, state};
use crate::{
    abi::{Address, U256},
    external, interface, pause,
};

interface!(mod minting = "internal/IHooklessStrategy.sol");

/// What moves a plain strategy's tokens: called by the two managers in the middle of their flows.
#[derive(Debug)]
pub struct Moves;

#[external("internal/IHooklessStrategy.sol", minting)]
impl Moves {
    pub fn deposit(token: Address, amount: U256) -> (U256, bool) {
        (pool::deposit(token, amount), true)
    }

    pub fn withdraw(recipient: Address, token: Address, amount_shares: U256) -> U256 {
        pool::withdraw(recipient, token, amount_shares)
    }
}

/// The same for a strategy whose hooks want to be called.
#[derive(Debug)]
pub struct HookedMoves;

#[external("IStrategyVault.sol", api)]
impl HookedMoves {
    pub fn deposit(token: Address, amount: U256) -> U256 {
        pool::deposit(token, amount)
    }

    pub fn withdraw(recipient: Address, token: Address, amount_shares: U256) -> U256 {
        pool::withdraw(recipient, token, amount_shares)
    }
}

/// What kinds of strategies with hooks have in common, in one program.
#[derive(Debug)]
pub struct Whole;

impl Whole {
    /// Answers the selectors of both; false for any other.
    pub fn dispatch(selector: u32) -> bool {
        HookedMoves::dispatch(selector) || Strategy::dispatch(selector)
    }
}

/// What asks, and pausing.
#[derive(Debug)]
pub struct Strategy;

#[external("IStrategyVault.sol", api)]
impl Strategy {
    pub fn get_tvl_limits() -> (U256, U256) {
        limits::get()
    }

    pub fn max_per_deposit() -> U256 {
        limits::get().0
    }

    pub fn max_total_deposits() -> U256 {
        limits::get().1
    }

    pub fn shares(user: Address) -> U256 {
        pool::shares(user)
    }

    pub fn shares_to_underlying(amount_shares: U256) -> U256 {
        pool::to_underlying(amount_shares)
    }

    pub fn shares_to_underlying_view(amount_shares: U256) -> U256 {
        pool::to_underlying(amount_shares)
    }

    pub fn underlying_to_shares(amount_underlying: U256) -> U256 {
        pool::to_shares(amount_underlying)
    }

    pub fn underlying_to_shares_view(amount_underlying: U256) -> U256 {
        pool::to_shares(amount_underlying)
    }

    pub fn user_underlying(user: Address) -> U256 {
        pool::to_underlying(pool::shares(user))
    }

    pub fn user_underlying_view(user: Address) -> U256 {
        pool::to_underlying(pool::shares(user))
    }

    pub fn strategy_manager() -> Address {
        params::strategy_manager()
    }

    pub fn total_shares() -> U256 {
        U256::from(state::State::load().total_shares)
    }

    pub fn underlying_token() -> Address {
        params::token()
    }

    pub fn pause(new_paused_status: U256) {
        pause::pause(params::pauser_registry(), new_paused_status, state::mirror_pause);
    }

    pub fn pause_all() {
        pause::pause_all(params::pauser_registry(), state::mirror_pause);
    }

    pub fn unpause(new_paused_status: U256) {
        pause::unpause(params::pauser_registry(), new_paused_status, state::mirror_pause);
    }

    #[signature("paused()")]
    pub fn paused() -> U256 {
        pause::map()
    }

    #[signature("paused(uint8)")]
    pub fn paused_bit(index: u8) -> bool {
        pause::is_set(index)
    }

    pub fn pauser_registry() -> Address {
        params::pauser_registry()
    }
}
