//! Operators: their delay, their sets, and who can slash them.

use surety_common::{
    abi::{Address, Vec},
    allocations::{
        manager::OperatorSet,
        membership::Membership,
        operator::{self, Operator, SetList},
        set::{Set, flag},
    },
    host,
};

/// Whether the operator has an allocation delay, and the one in force, blocks.
pub(crate) fn allocation_delay(operator: Address) -> (bool, u32) {
    let record = Operator::load(operator);
    (record.is_registered(), record.delay().in_force(host::block_number()))
}

/// The sets of which it is a member.
pub(crate) fn registered_sets(operator: Address) -> Vec<OperatorSet> {
    operator::sets(operator, SetList::Registered)
}

/// The sets to which it has an allocation in storage, which may be one that has run out.
pub(crate) fn allocated_sets(operator: Address) -> Vec<OperatorSet> {
    operator::sets(operator, SetList::Allocated)
}

/// Whether it is a member of a set.
pub(crate) fn is_member(operator: Address, set: &OperatorSet) -> bool {
    Membership::load(operator, set).registered
}

/// Whether a set can slash it now.
pub(crate) fn is_slashable(operator: Address, set: &OperatorSet) -> bool {
    Membership::load(operator, set).is_slashable(host::block_number())
}

/// Whether a redistributing set can slash it now: one of which it is a member, or to which it
/// allocates still.
pub(crate) fn is_redistributable(operator: Address) -> bool {
    let by_any_of = |sets: Vec<OperatorSet>| {
        sets.iter().any(|set| is_slashable(operator, set) && Set::load(set).has(flag::REDISTRIBUTES))
    };
    by_any_of(registered_sets(operator)) || by_any_of(allocated_sets(operator))
}
