//! An operator's magnitudes in one strategy.

use super::tag;
use crate::{abi::Address, packed, revert::OrRevert, storage::Slot};
use surety_accounting::{Magnitude, allocation::StrategyMagnitude};

packed! {
    /// Magnitudes and the ends of the deallocation queue. Packed slot: 8 + 8 + 4 + 4 + 8 = 32.
    ///
    /// The magnitude is kept as what was slashed, so that an untouched word means all of it.
    pub struct Magnitudes {
        /// 1e18 less the max magnitude, WAD.
        slashed: u64 = 8,
        /// Promised to sets, WAD.
        encumbered: u64 = 8,
        /// Index of the queue's second entry, see [`super::queue`].
        queue_head: u32 = 4,
        /// Index behind the queue's last entry.
        queue_tail: u32 = 4,
        /// The queue's first entry, as a reference; 0 if the queue is empty.
        queue_front: u64 = 8,
    }
}

impl Magnitudes {
    /// The record of an operator and a strategy.
    pub fn load(operator: Address, strategy: Address) -> Self {
        slot(operator, strategy).get()
    }

    /// Stores the record.
    pub fn store(&self, operator: Address, strategy: Address) {
        slot(operator, strategy).set(self);
    }

    /// What slashing has left.
    pub fn max(&self) -> Magnitude {
        Magnitude::ONE.sub(Magnitude::new(self.slashed)).or_revert()
    }

    /// Both magnitudes as stored.
    pub fn get(&self) -> StrategyMagnitude {
        StrategyMagnitude { max: self.max(), encumbered: Magnitude::new(self.encumbered) }
    }

    /// Sets both magnitudes.
    pub fn set(&mut self, magnitudes: StrategyMagnitude) {
        self.slashed = Magnitude::ONE.sub(magnitudes.max).or_revert().get();
        self.encumbered = magnitudes.encumbered.get();
    }
}

fn slot(operator: Address, strategy: Address) -> Slot {
    Slot::keyed(tag::MAGNITUDES, &[operator.as_slice(), strategy.as_slice()])
}
