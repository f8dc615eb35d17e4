//! What stakers hold and could withdraw.

use surety_common::{
    abi::{Address, U256, Vec},
    ledger::{pool, position::Position, staker::Staker},
    revert::OrRevert as _,
};

/// The strategies of `staker` and its deposit shares in them.
pub(crate) fn deposited(staker: Address) -> (Vec<Address>, Vec<U256>) {
    let strategies = Staker::load(staker).strategies();
    let shares = strategies.iter().map(|strategy| Position::load(staker, *strategy).shares().get()).collect();
    (strategies, shares)
}

/// Shares that `staker` could withdraw now, and its deposit shares, per strategy.
pub(crate) fn withdrawable(staker: Address, strategies: &[Address]) -> (Vec<U256>, Vec<U256>) {
    let operator = Staker::load(staker).word.operator;
    strategies
        .iter()
        .map(|strategy| {
            let position = Position::load(staker, *strategy);
            let held = position.shares();
            let slashing = pool::factor(operator, *strategy);
            let withdrawable = position.factor().withdrawable_down(held, slashing).or_revert();
            (withdrawable.get(), held.get())
        })
        .unzip()
}
