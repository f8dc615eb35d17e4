//! Who may slash for a set, and who will.
//!
//! Most sets are slashed by their AVS and never change that: they need no word for it.

use super::{
    Account,
    manager::OperatorSet,
    set::{Set, flag},
    set_slot, tag,
};
use crate::{abi::Address, packed};
use surety_accounting::delayed::Delayed;

packed! {
    /// A scheduled slasher. Packed slot: 20 + 4 = 24.
    pub struct PendingSlasher {
        /// Who takes over.
        slasher: Address = 20,
        /// The first block in which it is in force.
        effect_block: u32 = 4,
    }
}

/// The slasher of a set and its scheduled successor.
pub fn load(set: &OperatorSet, record: &Set) -> Delayed<Address> {
    let current = if record.has(flag::OWN_SLASHER) {
        set_slot(tag::SLASHER, set).get::<Account>().account
    } else {
        set.avs
    };
    if !record.has(flag::PENDING_SLASHER) {
        return Delayed { current, pending: current, effect_block: 0 };
    }
    let pending: PendingSlasher = set_slot(tag::PENDING_SLASHER, set).get();
    Delayed { current, pending: pending.slasher, effect_block: pending.effect_block }
}

/// Sets who slashes from now on. The set's record is stored by the caller.
pub fn set_current(set: &OperatorSet, record: &mut Set, slasher: Address) {
    if slasher == set.avs {
        record.flags &= !flag::OWN_SLASHER;
    } else {
        record.flags |= flag::OWN_SLASHER;
        set_slot(tag::SLASHER, set).set(&Account { account: slasher });
    }
}

/// Sets slasher and successor. The set's record is stored by the caller.
pub fn schedule(set: &OperatorSet, record: &mut Set, slasher: &Delayed<Address>) {
    set_current(set, record, slasher.current);
    record.flags |= flag::PENDING_SLASHER;
    let pending = PendingSlasher { slasher: slasher.pending, effect_block: slasher.effect_block };
    set_slot(tag::PENDING_SLASHER, set).set(&pending);
}
