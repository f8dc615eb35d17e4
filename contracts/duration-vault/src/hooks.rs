//! What the vault says when shares come and go.

use crate::{
    params,
    term::{Stage, Term},
    vault::error,
};
use surety_common::{
    abi::{Address, U256},
    accounting::Shares,
    host,
    ledger::{
        pool::PoolWord,
        staker::{self, StakerWord},
    },
    revert::{OrRevert, require},
    sister,
    tokens::{self, Token},
    vault::{limits, pool, state::State},
};

/// Refuses shares that the vault does not take: new ones and those that come back from the queue.
pub(crate) fn before_add(staker: Address, shares: U256) {
    params::require_core();
    let state = State::load();
    require(Term::of(&state).stage() == Stage::Deposits, error::DEPOSITS_LOCKED);
    let token: Token = sister::read(params::strategy_factory(), tokens::slot(params::token()));
    require(!token.blacklisted, error::UNDERLYING_TOKEN_BLACKLISTED);
    let (manager, this) = (params::delegation_manager(), host::this());
    let chosen: StakerWord = sister::read(manager, staker::slot(staker));
    require(chosen.operator == this, error::MUST_BE_DELEGATED_TO_VAULT_OPERATOR);
    let (per_deposit, stake_cap) = limits::get();
    let (pool, added) = (pool::with(&state), Shares::new(shares));
    let deposit = pool.to_assets_down(added).or_revert().get();
    require(deposit <= per_deposit, error::DEPOSIT_EXCEEDS_MAX_PER_DEPOSIT);
    // What waits in the withdrawal queue has left the operator's shares and does not count.
    let delegated: PoolWord = sister::read(manager, PoolWord::slot(this, this));
    let all = Shares::from(delegated.shares).add(added).or_revert();
    require(
        pool.to_assets_down(all).or_revert().get() <= stake_cap,
        error::BALANCE_EXCEEDS_MAX_TOTAL_DEPOSITS,
    );
}

/// Refuses to let shares be queued while the stake is locked.
pub(crate) fn before_remove() {
    params::require_core();
    require(Term::load().stage() != Stage::Allocations, error::WITHDRAWALS_LOCKED_DURING_ALLOCATIONS);
}
