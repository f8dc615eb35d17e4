//! How an operator stands towards a set: what a duration vault has to know of itself, at once.

use surety_common::{
    abi::Address,
    allocations::{allocation::Key, manager::OperatorSet, membership::Membership, set::Set},
    host,
};

/// Whether the operator is a member of the set, whether the strategy is one of the set's, and the
/// allocation as of this block: current magnitude, pending change, and the change's first block.
pub(crate) fn of(operator: Address, set: &OperatorSet, strategy: Address) -> (bool, bool, u64, i128, u32) {
    let membership = Membership::load(operator, set);
    let key = Key::new(operator, set, &membership, strategy);
    let (_, allocation) = key.updated(host::block_number());
    let is_listed = key.is_in(set, &Set::load(set));
    (
        membership.registered,
        is_listed,
        allocation.current.get(),
        allocation.pending_diff.into(),
        allocation.effect_block,
    )
}
