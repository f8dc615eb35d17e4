//! Shares that a staker gains: by a deposit, or back from the queue.

use surety_common::{
    abi::{Address, U256},
    accounting::{DepositShares, Magnitude, ScalingFactor, Shares, scaling},
    guard, host,
    ledger::{
        delegation::{self, error},
        params,
        pool::Pool,
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
    let mut staker = Staker::load(staker);
    credit(&mut staker, strategy, Shares::new(shares), hooked);
}

/// Adds shares to a position and to the pool of the staker's operator. Stores the staker if its
/// list grows.
pub(crate) fn credit(staker: &mut Staker, strategy: Address, added: Shares, hooked: Option<bool>) {
    let operator = staker.word.operator;
    let pool = staker.is_delegated().then(|| Pool::load(operator, strategy));
    let slashing = pool.as_ref().map_or(Magnitude::ONE, Pool::magnitude);
    if added.is_zero() {
        // Nothing changes, but an increase by nothing is refused, too.
        scaling::require_not_fully_slashed(slashing).or_revert();
        return;
    }
    let mut position = Position::load(staker.address, strategy);
    let held = position.shares();
    if held.is_zero() {
        let index = staker.push_strategy(strategy);
        position.set_index(index);
        staker.store();
    }
    if let Some(hooked) = hooked {
        position.set_hooked(hooked);
    }
    let factor = raise(&position, held, added, slashing);
    position.set(held.credit(added).or_revert(), factor);
    position.store();
    if let Some(mut pool) = pool {
        pool.add(added);
        pool.store();
        delegation::OperatorSharesIncreased {
            operator,
            staker: staker.address,
            strategy,
            shares: added.get(),
        }
        .emit();
    }
}

/// The scaling factor of a position after `added` shares joined `held` ones, announced. Reverts with
/// `FullySlashed` or `InvalidDepositScalingFactor`.
pub(crate) fn raise(
    position: &Position,
    held: DepositShares,
    added: Shares,
    slashing: Magnitude,
) -> ScalingFactor {
    scaling::require_not_fully_slashed(slashing).or_revert();
    let factor = position.factor().after_increase_down(held, added, slashing).or_revert();
    delegation::DepositScalingFactorUpdated {
        staker: position.staker(),
        strategy: position.strategy(),
        new_deposit_scaling_factor: factor.get(),
    }
    .emit();
    factor
}
