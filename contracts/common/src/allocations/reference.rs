//! Operator sets in eight bytes, so that lists hold four to a word.
//!
//! A reference is the AVS's number and the set's id, four bytes each. Numbers are not zero, so that
//! no reference is. What it saves: an operator's first sets and the front of a deallocation queue
//! fit in words that are touched anyway, and further ones share a slot.

use super::{manager::OperatorSet, names::AVSS};

/// An operator set as it stands in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetRef(pub u64);

impl SetRef {
    /// The reference of set `id` of the AVS with a number.
    pub fn new(avs_number: u32, id: u32) -> Self {
        Self(u64::from(avs_number) << 32 | u64::from(id))
    }

    /// The set; one storage read.
    pub fn resolve(self) -> OperatorSet {
        // The lower half of the number.
        OperatorSet { avs: AVSS.resolve(self.0 >> 32), id: self.0 as u32 }
    }
}
