//! Minting and redeeming shares. The price is [`crate::accounting::share_price`]'s.

use super::{
    api::{self, error},
    limits, params,
    state::{self, State},
};
use crate::{
    abi::{Address, U256},
    accounting::{Assets, Shares, share_price::Pool},
    entry, erc20, guard, host, interface, pause,
    revert::{Error, OrRevert, require},
};

interface!(mod manager = "IStrategyManager.sol");

/// Where the calldata of `deposit(address,uint256)` ends.
const ARGUMENTS_END: usize = 4 + 2 * 32;

const DEPOSITS: u8 = 0;
const WITHDRAWALS: u8 = 1;

const CURRENTLY_PAUSED: Error = error::CURRENTLY_PAUSED;

/// Emits what a new strategy announces: unpaused, its token. `Initialized` is the caller's, last.
pub fn announce(token: Address) {
    require(token == params::token(), error::ONLY_UNDERLYING_TOKEN);
    pause::initialize(U256::ZERO, state::mirror_pause);
    let decimals = erc20::token::at::decimals(token);
    api::StrategyTokenSet { token, decimals }.emit();
}

/// Mints shares for tokens that have arrived already.
pub fn deposit(token: Address, amount: U256) -> U256 {
    let mut state = State::load();
    require(state.paused >> DEPOSITS & 1 == 0, CURRENTLY_PAUSED);
    require(host::sender() == params::strategy_manager(), error::ONLY_STRATEGY_MANAGER);
    guard::enter();
    let balance = erc20::balance_of(params::token(), host::this());
    let amount = arrived(amount, balance);
    if state.limited {
        limits::check(amount, balance);
    }
    require(token == params::token(), error::ONLY_UNDERLYING_TOKEN);
    let pool = pool(&state, balance);
    let minted = pool.minted_down(Assets::new(amount)).or_revert();
    let after = Pool { total_shares: pool.total_shares.add(minted).or_revert(), ..pool };
    state.total_shares = after.total_shares.get().to();
    state.store();
    api::ExchangeRateEmitted { rate: after.exchange_rate_wad_down().or_revert() }.emit();
    minted.get()
}

/// How much of `amount` arrived, if the caller says what the balance was before, in a word behind the
/// arguments. Without it, all of it.
fn arrived(amount: U256, balance: U256) -> U256 {
    match entry::calldata().get(ARGUMENTS_END..).and_then(<[u8]>::first_chunk::<32>) {
        // A surplus is a gift to all who hold shares.
        Some(before) => amount.min(balance.saturating_sub(U256::from_be_bytes(*before))),
        None => amount,
    }
}

/// Redeems shares and pays `recipient`.
pub fn withdraw(recipient: Address, token: Address, amount_shares: U256) -> U256 {
    let mut state = State::load();
    require(state.paused >> WITHDRAWALS & 1 == 0, CURRENTLY_PAUSED);
    params::require_core();
    // Shares are gone before the tokens are: whoever the token calls meanwhile would redeem at a
    // price that nobody pays in.
    guard::enter();
    require(token == params::token(), error::ONLY_UNDERLYING_TOKEN);
    let pool = pool(&state, erc20::balance_of(token, host::this()));
    let shares = Shares::new(amount_shares);
    let paid = pool.redeemed_down(shares).or_revert();
    state.total_shares = pool.total_shares.sub(shares).or_revert().get().to();
    state.store();
    let rate = pool.exchange_rate_after_redeeming_wad_down(shares, paid).or_revert();
    api::ExchangeRateEmitted { rate }.emit();
    erc20::transfer(token, recipient, paid.get());
    paid.get()
}

/// Deposit shares of a staker in this strategy.
pub fn shares(user: Address) -> U256 {
    manager::at::staker_deposit_shares(params::strategy_manager(), &user, &host::this())
}

/// What shares are worth.
pub fn to_underlying(shares: U256) -> U256 {
    current().to_assets_down(Shares::new(shares)).or_revert().get()
}

/// Which shares tokens are worth.
pub fn to_shares(amount: U256) -> U256 {
    current().to_shares_down(Assets::new(amount)).or_revert().get()
}

/// The pool as it stands.
pub fn current() -> Pool {
    with(&State::load())
}

/// The pool of a state that was read already.
pub fn with(state: &State) -> Pool {
    pool(state, erc20::balance_of(params::token(), host::this()))
}

fn pool(state: &State, balance: U256) -> Pool {
    Pool { total_shares: Shares::from(state.total_shares), balance: Assets::new(balance) }
}
