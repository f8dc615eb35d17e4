//! What a set could slash, in shares.

use surety_common::{
    abi::{Address, U256, Vec},
    accounting::{Shares, stake::minimum_stake_down},
    allocations::{allocation::Key, manager::OperatorSet, membership::Membership, params},
    host,
    ledger::delegation,
    revert::OrRevert,
};

/// Shares behind the allocations to a set as of this block, member or not; a row per operator.
pub(crate) fn allocated(
    set: &OperatorSet,
    operators: &Vec<Address>,
    strategies: &Vec<Address>,
) -> Vec<Vec<U256>> {
    table(set, operators, strategies, host::block_number(), |_| true)
}

/// Shares that the set will at least be able to slash at a block; zeros for operators that it
/// cannot slash now.
pub(crate) fn minimum_slashable(
    set: &OperatorSet,
    operators: &Vec<Address>,
    strategies: &Vec<Address>,
    future_block: u32,
) -> Vec<Vec<U256>> {
    let now = host::block_number();
    table(set, operators, strategies, future_block, |membership| membership.is_slashable(now))
}

fn table(
    set: &OperatorSet,
    operators: &Vec<Address>,
    strategies: &Vec<Address>,
    block: u32,
    counts: impl Fn(&Membership) -> bool,
) -> Vec<Vec<U256>> {
    let shares = delegation::at::get_operators_shares(params::delegation_manager(), operators, strategies);
    let now = host::block_number();
    let row = |(operator, shares): (&Address, Vec<U256>)| {
        let membership = Membership::load(*operator, set);
        let counts = counts(&membership);
        let stake = |(strategy, shares): (&Address, U256)| {
            if !counts {
                return U256::ZERO;
            }
            let key = Key::new(*operator, set, &membership, *strategy);
            let (magnitudes, allocation) = key.updated(now);
            minimum_stake_down(Shares::new(shares), allocation, magnitudes.max, block).or_revert().get()
        };
        strategies.iter().zip(shares).map(stake).collect()
    };
    operators.iter().zip(shares).map(row).collect()
}
