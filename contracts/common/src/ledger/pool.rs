//! A pool: what is delegated to one operator in one strategy, its magnitude, and both histories.

use super::{MAGNITUDES, POOL, queue_history::QueueHistory};
use crate::{
    abi::Address,
    accounting::{Magnitude, ScaledShares, Shares, WAD, queue},
    history::Narrow,
    packed,
    revert::OrRevert as _,
    storage::Slot,
};

packed! {
    /// Packed slot: 16 + 8 + 4 + 4 = 32.
    pub struct PoolWord {
        /// Operator shares.
        shares: u128 = 16,
        /// WAD less the operator's maximum magnitude: zero for an operator never slashed, WAD for
        /// one slashed to nothing.
        slashed: u64 = 8,
        /// Entries in the history of magnitudes.
        magnitudes: u32 = 4,
        /// Entries in the history of queue totals.
        queued: u32 = 4,
    }
}

impl PoolWord {
    /// Where the word of an operator and a strategy is.
    pub fn slot(operator: Address, strategy: Address) -> Slot {
        slot(POOL, operator, strategy)
    }
}

/// One pool, read once and written once by each flow.
#[derive(Clone, Copy, Debug)]
pub struct Pool {
    operator: Address,
    strategy: Address,
    slot: Slot,
    word: PoolWord,
}

impl Pool {
    /// Reads a pool.
    pub fn load(operator: Address, strategy: Address) -> Self {
        let slot = PoolWord::slot(operator, strategy);
        Self { operator, strategy, slot, word: slot.get() }
    }

    /// Stores it.
    pub fn store(&self) {
        self.slot.set(&self.word);
    }

    /// S: the shares delegated.
    pub fn shares(&self) -> Shares {
        Shares::from(self.word.shares)
    }

    /// Adds shares. Reverts with panic 0x11 above 128 bits.
    pub fn add(&mut self, shares: Shares) {
        self.set(self.shares().add(shares).or_revert());
    }

    /// Takes shares away. Reverts with panic 0x11 if there are fewer.
    pub fn take(&mut self, shares: Shares) {
        self.set(self.shares().sub(shares).or_revert());
    }

    fn set(&mut self, shares: Shares) {
        self.word.shares = u128::try_from(shares.get()).ok().or_revert();
    }

    /// m: the present magnitude, the slashing factor of everybody delegated to the operator.
    pub fn magnitude(&self) -> Magnitude {
        // Never more than WAD was slashed: the setter subtracts a magnitude from it.
        Magnitude::new(WAD.saturating_sub(self.word.slashed))
    }

    /// The magnitude that was in force at the end of `block`.
    pub fn magnitude_at(&self, block: u32) -> Magnitude {
        self.magnitudes().at(self.word.magnitudes, block).map_or(Magnitude::ONE, Magnitude::new)
    }

    /// Records the magnitude after a slash in `block`. Reverts with panic 0x11 above one.
    pub fn set_magnitude(&mut self, magnitude: Magnitude, block: u32) {
        self.word.slashed = Magnitude::ONE.sub(magnitude).or_revert().get();
        self.word.magnitudes = self.magnitudes().push(self.word.magnitudes, block, magnitude.get());
    }

    /// Adds to D, the running total of everything queued.
    pub fn add_queued(&mut self, scaled: ScaledShares, block: u32) {
        self.word.queued = self.queue().add(self.word.queued, block, scaled);
    }

    /// D now and when the slashable window began. Reverts with panic 0x11 on a chain that is
    /// younger than the delay.
    pub fn queue_totals(&self, block: u32, delay_blocks: u32) -> queue::QueueTotals {
        let aged = queue::last_unslashable_block(block, delay_blocks).or_revert();
        let history = self.queue();
        queue::QueueTotals {
            latest: history.latest(self.word.queued),
            aged: history.at(self.word.queued, aged),
        }
    }

    fn magnitudes(&self) -> Narrow {
        Narrow(slot(MAGNITUDES, self.operator, self.strategy))
    }

    fn queue(&self) -> QueueHistory {
        QueueHistory::of(self.operator, self.strategy)
    }
}

/// The slashing factor of `operator`'s stakers that was in force at the end of `block`; one for
/// stakers without operator.
pub fn factor_at(operator: Address, strategy: Address, block: u32) -> Magnitude {
    if operator.is_zero() {
        return Magnitude::ONE;
    }
    Pool::load(operator, strategy).magnitude_at(block)
}

/// The slashing factor of `operator`'s stakers now; one for stakers without operator.
pub fn factor(operator: Address, strategy: Address) -> Magnitude {
    if operator.is_zero() {
        return Magnitude::ONE;
    }
    Pool::load(operator, strategy).magnitude()
}

fn slot(tag: u8, operator: Address, strategy: Address) -> Slot {
    Slot::keyed(tag, &[operator.as_slice(), strategy.as_slice()])
}
