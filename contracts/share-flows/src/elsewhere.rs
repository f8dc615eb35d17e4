//! What this program answers at the strategy manager's address (ADR 0008).
//!
//! Each block runs behind its own proxy, on that proxy's storage and with its tail; the entrypoint
//! tells them apart by the tail's kind.

use surety_common::{
    abi::{Address, Bytes, U256},
    external, guard, pause,
    revert::require,
    strategies::{DEPOSITS, deposit, manager::error, params},
};

/// At the strategy manager's address: deposits.
#[derive(Debug)]
pub struct Deposits;

#[external("IStrategyManager.sol", manager, then = Notice)]
impl Deposits {
    pub fn deposit_into_strategy(strategy: Address, token: Address, amount: U256) -> U256 {
        pause::require_running(DEPOSITS);
        guard::enter();
        deposit::for_caller(strategy, token, amount)
    }

    pub fn deposit_into_strategy_with_signature(
        strategy: Address,
        token: Address,
        amount: U256,
        staker: Address,
        expiry: U256,
        signature: Bytes,
    ) -> U256 {
        pause::require_running(DEPOSITS);
        guard::enter();
        deposit::with_signature(strategy, token, amount, staker, expiry, signature)
    }
}

/// At the strategy manager's address: what only the delegation manager calls.
#[derive(Debug)]
pub struct Notice;

#[external("internal/IShareNotice.sol", notice)]
impl Notice {
    pub fn notice_shares(staker: Address, strategy: Address, shares: U256) -> bool {
        params::require_delegation_manager();
        guard::enter();
        require(!staker.is_zero(), error::STAKER_ADDRESS_ZERO);
        deposit::notice(staker, strategy, shares)
    }
}
