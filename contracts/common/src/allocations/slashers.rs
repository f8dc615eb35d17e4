//! Who may slash for a set, and who will.
//!
//! Most sets are slashed by their AVS and never change that: they need no word for it. Each AVS has
//! one word, made with its number, for the first of its sets that changes its slasher; the other
//! ones make a word of their own when they do.

use super::{
    Account,
    manager::OperatorSet,
    set::{Set, flag},
    set_slot, tag,
};
use crate::{abi::Address, packed, storage::Slot};
use surety_accounting::delayed::Delayed;

packed! {
    /// A scheduled slasher. Packed slot: 20 + 4 + 1 = 25.
    pub struct PendingSlasher {
        /// Who takes over.
        slasher: Address = 20,
        /// The first block in which it is in force; 0 while nobody is scheduled.
        effect_block: u32 = 4,
        /// Always true: the word is there before somebody is scheduled.
        made: bool = 1,
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
    let pending: PendingSlasher = pending_slot(set, record).get();
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
    if !record.has(flag::PENDING_SLASHER) {
        record.flags |= flag::PENDING_SLASHER;
        if avs_slot(set.avs).get::<PendingSlasher>().effect_block == 0 {
            record.flags |= flag::PENDING_IN_AVS_WORD;
        }
    }
    let pending = PendingSlasher { slasher: slasher.pending, effect_block: slasher.effect_block, made: true };
    pending_slot(set, record).set(&pending);
}

/// Makes the word of an AVS.
pub fn prepare(avs: Address) {
    avs_slot(avs).set(&PendingSlasher { slasher: Address::ZERO, effect_block: 0, made: true });
}

fn pending_slot(set: &OperatorSet, record: &Set) -> Slot {
    if record.has(flag::PENDING_IN_AVS_WORD) {
        avs_slot(set.avs)
    } else {
        set_slot(tag::PENDING_SLASHER, set)
    }
}

fn avs_slot(avs: Address) -> Slot {
    Slot::keyed(tag::AVS_SLASHER, &[avs.as_slice()])
}
