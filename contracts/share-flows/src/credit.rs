//! Shares that a staker gains: by a deposit, or back from the queue.

use surety_common::{
    abi::{Address, U256},
    accounting::{Magnitude, Shares, scaling},
    guard, host,
    ledger::{
        delegation::{self, error},
        params,
        pool::{self, Pool},
        position::Position,
        staker::Staker,
    },
    revert::{OrRevert as _, require},
};

/// Adds shares that the strategy manager has minted.
pub(crate) fn credit_shares(staker: Address, strategy: Address, shares: U256, hooked: bool) {
    from_strategy_manager(staker, strategy, shares, Some(hooked));
}

/// The same under the public ABI's name, which says nothing of hooks.
pub(crate) fn increase_delegated_shares(staker: Address, strategy: Address, added: U256) {
    from_strategy_manager(staker, strategy, added, None);
}

fn from_strategy_manager(staker: Address, strategy: Address, shares: U256, hooked: Option<bool>) {
    require(host::sender() == params::strategy_manager(), error::ONLY_STRATEGY_MANAGER_OR_EIGEN_POD_MANAGER);
    // A token that is being paid out by this contract cannot deposit meanwhile.
    guard::enter();
    let position = Position::load(staker, strategy);
    let added = Shares::new(shares);
    match position.operator() {
        Some(operator) if !added.is_zero() => increase(position, operator, added, hooked),
        _ => credit(&mut Staker::load(staker), strategy, added, hooked),
    }
}

/// Adds shares to a position and to the pool of the staker's operator. Stores the staker if its
/// list grows.
pub(crate) fn credit(staker: &mut Staker, strategy: Address, added: Shares, hooked: Option<bool>) {
    let operator = staker.word.operator;
    if added.is_zero() {
        // Nothing changes, but an increase by nothing is refused, too.
        scaling::require_not_fully_slashed(pool::factor(operator, strategy)).or_revert();
        return;
    }
    let mut position = Position::load(staker.address, strategy);
    if position.shares().is_zero() {
        let index = staker.push_strategy(strategy);
        position.set_index(index);
        staker.store();
    }
    position.set_operator(operator);
    increase(position, operator, added, hooked);
}

/// Adds shares, not zero, to a position that is in its staker's list.
fn increase(mut position: Position, operator: Address, added: Shares, hooked: Option<bool>) {
    let pool = (!operator.is_zero()).then(|| Pool::load(operator, position.strategy()));
    let slashing = pool.as_ref().map_or(Magnitude::ONE, Pool::magnitude);
    let held = position.shares();
    if let Some(hooked) = hooked {
        position.set_hooked(hooked);
    }
    let factor = position.raise(held, added, slashing);
    position.set(held.credit(added).or_revert(), factor);
    position.store();
    if let Some(mut pool) = pool {
        pool.add(added);
        pool.store();
        delegation::OperatorSharesIncreased {
            operator,
            staker: position.staker(),
            strategy: position.strategy(),
            shares: added.get(),
        }
        .emit();
    }
}
