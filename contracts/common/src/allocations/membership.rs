//! An operator and a set: registration, slashability, and where each stands in the other's lists.

use super::{
    Account,
    avs::Avs,
    key,
    manager::OperatorSet,
    operator::{self, SetList},
    reference::SetRef,
    set::Set,
    set_slot, tag,
};
use crate::{
    abi::{Address, Vec},
    list::List,
    packed,
    revert::OrRevert,
    storage::{Packed, Slot},
};

packed! {
    /// What a set knows of an operator. Packed slot: 4 + 1 + 4 + 4 + 2 + 2 + 4 + 6 = 27.
    pub struct Membership {
        /// Number of the set's AVS; 0 before the operator first joined or allocated to the set.
        avs_number: u32 = 4,
        /// True while it is a member.
        registered: bool = 1,
        /// After it left: the last block in which it can be slashed.
        slashable_until_block: u32 = 4,
        /// Its index in the set's members, while it is one.
        member_index: u32 = 4,
        /// The set's index among its registered sets, while it is a member and not found by looking.
        registered_index: u16 = 2,
        /// The set's index among its allocated sets, while any strategy is allocated and it is not
        /// found by looking.
        allocated_index: u16 = 2,
        /// How many strategies are allocated to the set.
        allocated_count: u32 = 4,
        /// The first of them, by number.
        first_allocated: [u64; 1] = 6,
    }
}

impl Membership {
    /// The record of an operator and a set.
    pub fn load(operator: Address, set: &OperatorSet) -> Self {
        slot(operator, set).get()
    }

    /// The record of an operator and a set that exists, ready to be stored; reverts with
    /// `InvalidOperatorSet` if it does not exist. Sets cannot vanish, so that a record that names
    /// the AVS's number is proof enough.
    pub fn of_existing(operator: Address, set: &OperatorSet) -> Self {
        let mut record = Self::load(operator, set);
        if record.avs_number == 0 {
            Set::existing(set);
            record.avs_number = Avs::load(set.avs).number;
        }
        record
    }

    /// Stores the record.
    pub fn store(&self, operator: Address, set: &OperatorSet) {
        slot(operator, set).set(self);
    }

    /// Whether the set can slash the operator: it is a member, or left at most the deallocation
    /// delay ago.
    pub const fn is_slashable(&self, now_block: u32) -> bool {
        self.registered || now_block <= self.slashable_until_block
    }

    /// The set as it stands in lists.
    pub fn reference(&self, set: &OperatorSet) -> SetRef {
        SetRef::new(self.avs_number, set.id)
    }
}

/// Enters an operator that is not a member in both lists. Set and membership are stored.
pub fn join(operator: Address, set: &OperatorSet, membership: &mut Membership) {
    let mut record = Set::load(set);
    membership.registered = true;
    membership.member_index = record.member_count;
    membership.registered_index = operator::append(operator, SetList::Registered, membership.reference(set));
    membership.store(operator, set);
    members_of(set).element(record.member_count).set(&Account { account: operator });
    record.member_count = record.member_count.checked_add(1).or_revert();
    record.store(set);
}

/// Takes a member off both lists; whoever was last in them moves into its place.
pub fn leave(operator: Address, set: &OperatorSet, membership: &mut Membership, slashable_until_block: u32) {
    let mut record = Set::load(set);
    membership.registered = false;
    membership.slashable_until_block = slashable_until_block;
    membership.store(operator, set);
    if let Some(word) = members_of(set).swap_remove(membership.member_index, record.member_count) {
        let moved = Account::unpack(&word).account;
        let mut other = Membership::load(moved, set);
        other.member_index = membership.member_index;
        other.store(moved, set);
    }
    record.member_count = record.member_count.checked_sub(1).or_revert();
    record.store(set);
    let (at, reference) = (membership.registered_index, membership.reference(set));
    if let Some(moved) = operator::remove(operator, SetList::Registered, reference, at) {
        let moved = moved.resolve();
        let mut other = Membership::load(operator, &moved);
        other.registered_index = at;
        other.store(operator, &moved);
    }
}

/// The set's members in order.
pub fn members(set: &OperatorSet, record: &Set) -> Vec<Address> {
    let list = members_of(set);
    (0..record.member_count).map(|i| list.element(i).get::<Account>().account).collect()
}

fn members_of(set: &OperatorSet) -> List {
    List::at(set_slot(tag::MEMBERS, set))
}

/// Where the record of an operator and a set is.
pub fn slot(operator: Address, set: &OperatorSet) -> Slot {
    Slot::keyed(tag::MEMBERSHIP, &[operator.as_slice(), &key(set)])
}
