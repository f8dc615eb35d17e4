//! Allocations and magnitudes.

use surety_common::{
    abi::{Address, Vec},
    allocations::{
        allocation::{self, Key},
        magnitudes::Magnitudes,
        manager::{Allocation, OperatorSet},
        membership::Membership,
        operator::{self, SetList},
        params,
        queue::magnitudes_when_cleared,
    },
    host,
    ledger::sisters,
    revert::OrRevert,
};

/// The strategies that an operator has allocated to a set in storage.
pub(crate) fn strategies(operator: Address, set: &OperatorSet) -> Vec<Address> {
    allocation::strategies(operator, set)
}

/// An allocation as of this block.
pub(crate) fn of(operator: Address, set: &OperatorSet, strategy: Address) -> Allocation {
    let membership = Membership::load(operator, set);
    let key = Key::new(operator, set, &membership, strategy);
    let (_, allocation) = key.updated(host::block_number());
    Allocation {
        current_magnitude: allocation.current.get(),
        pending_diff: allocation.pending_diff.into(),
        effect_block: allocation.effect_block,
    }
}

/// Allocations of several operators.
pub(crate) fn of_operators(operators: &[Address], set: &OperatorSet, strategy: Address) -> Vec<Allocation> {
    operators.iter().map(|operator| of(*operator, set, strategy)).collect()
}

/// All sets that the operator has allocated to, and its allocations to them from one strategy.
pub(crate) fn from_strategy(operator: Address, strategy: Address) -> (Vec<OperatorSet>, Vec<Allocation>) {
    let sets = operator::sets(operator, SetList::Allocated);
    let allocations = sets.iter().map(|set| of(operator, set, strategy)).collect();
    (sets, allocations)
}

/// What is promised to sets, WAD, ripe deallocations counted as cleared.
pub(crate) fn encumbered_magnitude(operator: Address, strategy: Address) -> u64 {
    magnitudes_when_cleared(operator, strategy, host::block_number()).encumbered.get()
}

/// What may still be promised, WAD.
pub(crate) fn allocatable_magnitude(operator: Address, strategy: Address) -> u64 {
    magnitudes_when_cleared(operator, strategy, host::block_number()).allocatable().or_revert().get()
}

/// What slashing has left, WAD.
pub(crate) fn max_magnitude(operator: Address, strategy: Address) -> u64 {
    Magnitudes::load(operator, strategy).max().get()
}

/// What slashing had left at a block, WAD. The delegation manager keeps the history.
pub(crate) fn max_magnitudes_at(operator: Address, strategies: &Vec<Address>, block: u32) -> Vec<u64> {
    sisters::at::max_magnitudes_at(params::delegation_manager(), &operator, strategies, &block)
}
