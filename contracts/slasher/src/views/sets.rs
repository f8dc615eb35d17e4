//! AVSs and their operator sets.

use surety_common::{
    abi::{Address, U256, Vec},
    allocations::{
        avs::Avs,
        manager::OperatorSet,
        membership,
        set::{Set, flag},
        strategies as chain,
    },
};

/// Who is asked when operators join or leave sets of `avs`.
pub(crate) fn registrar(avs: Address) -> Address {
    Avs::load(avs).registrar_or(avs)
}

/// How many sets an AVS has.
pub(crate) fn count_of(avs: Address) -> U256 {
    U256::from(Avs::load(avs).set_count)
}

/// Whether a set exists.
pub(crate) fn exists(set: &OperatorSet) -> bool {
    Set::load(set).has(flag::EXISTS)
}

/// Whether a set pays what it slashes to a recipient.
pub(crate) fn redistributes(set: &OperatorSet) -> bool {
    Set::load(set).has(flag::REDISTRIBUTES)
}

/// Who receives what a set slashes.
pub(crate) fn recipient(set: &OperatorSet) -> Address {
    Set::load(set).recipient(set)
}

/// A set's strategies.
pub(crate) fn strategies(set: &OperatorSet) -> Vec<Address> {
    chain::all(set, &Set::load(set))
}

/// A set's members.
pub(crate) fn members(set: &OperatorSet) -> Vec<Address> {
    membership::members(set, &Set::load(set))
}

/// How many members a set has.
pub(crate) fn member_count(set: &OperatorSet) -> U256 {
    U256::from(Set::load(set).member_count)
}

/// How many slashes a set has made; the newest slash id.
pub(crate) fn slash_count(set: &OperatorSet) -> U256 {
    U256::from(Set::load(set).slash_count)
}
