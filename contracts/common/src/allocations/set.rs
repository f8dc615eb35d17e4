//! Operator sets.

use super::{
    Account,
    manager::{OperatorSet, error},
    params, set_slot, tag,
};
use crate::{abi::Address, packed, revert::require, storage::Slot};

packed! {
    /// An operator set. Packed slot: 18 + 1 + 4 + 4 + 3 = 30.
    pub struct Set {
        /// Its first strategies, by number (see [`super::strategies`]).
        strategies: [u64; 3] = 18,
        /// Of [`flag`].
        flags: u8 = 1,
        /// Slashes so far, which is the newest slash id.
        slash_count: u32 = 4,
        /// Members.
        member_count: u32 = 4,
        /// Strategies.
        strategy_count: u32 = 3,
    }
}

/// Bits of [`Set::flags`].
pub mod flag {
    /// The set was created.
    pub const EXISTS: u8 = 1;
    /// It pays what it slashes to a recipient.
    pub const REDISTRIBUTES: u8 = 1 << 1;
    /// Its slasher is in a word of its own; otherwise it is the AVS.
    pub const OWN_SLASHER: u8 = 1 << 2;
    /// Another slasher was scheduled at some time.
    pub const PENDING_SLASHER: u8 = 1 << 3;
    /// It stands in the word of the AVS.
    pub const PENDING_IN_AVS_WORD: u8 = 1 << 4;
}

impl Set {
    /// Where the record of a set is.
    pub fn slot(set: &OperatorSet) -> Slot {
        set_slot(tag::SET, set)
    }

    /// The record of a set, existing or not.
    pub fn load(set: &OperatorSet) -> Self {
        Self::slot(set).get()
    }

    /// The record of a set; reverts with `InvalidOperatorSet` if it does not exist.
    pub fn existing(set: &OperatorSet) -> Self {
        let record = Self::load(set);
        require(record.has(flag::EXISTS), error::INVALID_OPERATOR_SET);
        record
    }

    /// Stores the record.
    pub fn store(&self, set: &OperatorSet) {
        Self::slot(set).set(self);
    }

    /// Whether a flag is set.
    pub const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    /// Who receives what the set slashes: the burn address unless it redistributes.
    pub fn recipient(&self, set: &OperatorSet) -> Address {
        if self.has(flag::REDISTRIBUTES) {
            set_slot(tag::RECIPIENT, set).get::<Account>().account
        } else {
            params::burn_address()
        }
    }

    /// Makes it a redistributing set, for ever.
    pub fn redistribute_to(&mut self, set: &OperatorSet, recipient: Address) {
        self.flags |= flag::REDISTRIBUTES;
        set_slot(tag::RECIPIENT, set).set(&Account { account: recipient });
    }
}
