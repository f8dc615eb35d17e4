//! D by block: the running total of scaled shares that an operator's stakers have queued.
//!
//! Two entries share a slot as long as totals stay below 2^95 (39 thousand million tokens of 18
//! decimals); a greater total has a slot of its own and leaves a mark. So a queued withdrawal
//! writes a fresh slot here only every other block in which something is queued, and no total
//! is too large.

use super::{QUEUE, WIDE_QUEUE};
use crate::{
    abi::{Address, U256},
    accounting::ScaledShares,
    history::search,
    packed,
    revert::OrRevert as _,
    storage::Slot,
};

packed! {
    /// Two entries. Packed slot: 4 + 12 + 4 + 12 = 32.
    pub struct Pair {
        /// Block of the even entry.
        block: u32 = 4,
        /// Its total, or [`WIDE`].
        total: u128 = 12,
        /// Block of the odd entry.
        next_block: u32 = 4,
        /// Its total, or [`WIDE`].
        next_total: u128 = 12,
    }
}

/// Stands for a total that does not fit beside its block.
const WIDE: u128 = 1 << 95;

/// The history of one operator in one strategy. Its length is kept in the pool.
#[derive(Clone, Copy, Debug)]
pub struct QueueHistory {
    base: Slot,
}

impl QueueHistory {
    /// The history of an operator in a strategy.
    pub fn of(operator: Address, strategy: Address) -> Self {
        Self { base: Slot::keyed(QUEUE, &[operator.as_slice(), strategy.as_slice()]) }
    }

    /// The latest total of `len` entries, zero if there is none.
    pub fn latest(self, len: u32) -> ScaledShares {
        len.checked_sub(1).map_or(ScaledShares::ZERO, |last| self.entry(last).1)
    }

    /// The total at the end of `block`.
    pub fn at(self, len: u32, block: u32) -> ScaledShares {
        search(len, block, |i| self.entry(i).0).map_or(ScaledShares::ZERO, |i| self.entry(i).1)
    }

    /// Adds to the total under `block`; a second time in a block replaces its entry. Answers the
    /// new length.
    pub fn add(self, len: u32, block: u32, scaled: ScaledShares) -> u32 {
        let (i, total) = match len.checked_sub(1) {
            None => (0, scaled),
            Some(last) => {
                let (at, total) = self.entry(last);
                (if at == block { last } else { len }, total.add(scaled).or_revert())
            }
        };
        self.set(i, block, total);
        i + 1
    }

    fn entry(self, i: u32) -> (u32, ScaledShares) {
        let pair: Pair = self.base.offset(i / 2).get();
        let (block, total) =
            if i.is_multiple_of(2) { (pair.block, pair.total) } else { (pair.next_block, pair.next_total) };
        if total == WIDE {
            (block, ScaledShares::new(U256::from_be_bytes(self.wide(i).load())))
        } else {
            (block, ScaledShares::from(total))
        }
    }

    fn set(self, i: u32, block: u32, total: ScaledShares) {
        let narrow = u128::try_from(total.get()).ok().filter(|total| *total < WIDE);
        if narrow.is_none() {
            self.wide(i).store(&total.get().to_be_bytes());
        }
        let total = narrow.unwrap_or(WIDE);
        let slot = self.base.offset(i / 2);
        let mut pair: Pair = slot.get();
        if i.is_multiple_of(2) {
            (pair.block, pair.total) = (block, total);
        } else {
            (pair.next_block, pair.next_total) = (block, total);
        }
        slot.set(&pair);
    }

    fn wide(self, i: u32) -> Slot {
        Slot::keyed(WIDE_QUEUE, &[self.base.0.as_slice()]).offset(i)
    }
}
