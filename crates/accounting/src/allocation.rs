//! Magnitudes that an operator sets aside for operator sets, and their delayed changes.
//!
//! Per operator and strategy there is a magnitude (`max`) of which a part is `encumbered`: promised
//! to operator sets. An allocation is the part promised to one set. Raising it encumbers at once
//! and can be slashed after the operator's delay; lowering it frees magnitude after the protocol's
//! delay, during which it can still be slashed.
//!
//! Stored values may be stale: a change whose effect block has come is only applied on reading,
//! by [`Allocation::updated`].

use crate::{AccountingError, Magnitude, Result};

/// An operator's magnitudes in one strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StrategyMagnitude {
    /// m: what slashing has left.
    pub max: Magnitude,
    /// What is promised to operator sets, at most `max`.
    pub encumbered: Magnitude,
}

impl StrategyMagnitude {
    /// What may still be promised.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`] if more is encumbered than there is.
    pub fn allocatable(self) -> Result<Magnitude> {
        self.max.sub(self.encumbered)
    }
}

/// An operator's allocation from one strategy to one operator set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allocation {
    /// What the set can slash.
    pub current: Magnitude,
    /// The change that comes into force at `effect_block`, at most 1e18 on either side.
    pub pending_diff: i64,
    /// The first block with the change in force; 0 or past when none is pending.
    pub effect_block: u32,
}

/// Whether an allocation belongs in the operator's lists of allocated sets and strategies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// It has to be listed.
    Listed,
    /// It has to be taken off.
    Unlisted,
    /// As it was.
    Unchanged,
}

impl Allocation {
    /// The allocation and the encumbered magnitude as of block `now`.
    ///
    /// # Errors
    /// [`AccountingError::Exceeds64Bits`] if a deallocation exceeds what it is taken from, which
    /// consistent state rules out.
    pub fn updated(self, strategy: StrategyMagnitude, now_block: u32) -> Result<(StrategyMagnitude, Self)> {
        if !self.is_effective(now_block) {
            return Ok((strategy, self));
        }
        let encumbered = if self.pending_diff < 0 {
            strategy.encumbered.shift(self.pending_diff)?
        } else {
            strategy.encumbered
        };
        let settled = Self { current: self.target()?, pending_diff: 0, effect_block: 0 };
        Ok((StrategyMagnitude { encumbered, ..strategy }, settled))
    }

    /// Whether the pending change, if any, is in force in block `now`.
    pub const fn is_effective(self, now_block: u32) -> bool {
        now_block >= self.effect_block
    }

    /// The magnitude once the pending change is in force.
    ///
    /// # Errors
    /// [`AccountingError::Exceeds64Bits`].
    pub fn target(self) -> Result<Magnitude> {
        self.current.shift(self.pending_diff)
    }

    /// What the operator's lists have to say about this (just stored) allocation.
    pub const fn listing(self) -> Listing {
        if self.pending_diff != 0 {
            Listing::Listed
        } else if self.current.is_zero() {
            Listing::Unlisted
        } else {
            Listing::Unchanged
        }
    }
}

/// The delays of a modification, in blocks, and the block it happens in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// The present block.
    pub now_block: u32,
    /// The operator's own delay of allocations.
    pub allocation_delay_blocks: u32,
    /// The protocol's delay of deallocations.
    pub deallocation_delay_blocks: u32,
}

/// The outcome of setting an allocation to another magnitude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Modification {
    /// The operator's magnitudes in the strategy afterwards.
    pub strategy: StrategyMagnitude,
    /// The allocation afterwards.
    pub allocation: Allocation,
    /// Whether it has to be appended to the deallocation queue of the operator and strategy.
    pub is_queued: bool,
}

/// Sets an allocation, given in its updated view, to `wanted`.
///
/// `is_slashable` tells whether the set could slash it now; only then does lowering it wait.
///
/// # Errors
/// In this order: [`AccountingError::ModificationAlreadyPending`],
/// [`AccountingError::SameMagnitude`]; for increases [`AccountingError::Exceeds64Bits`] and
/// [`AccountingError::InsufficientMagnitude`]; [`AccountingError::Overflow`] if the effect block
/// exceeds 32 bits.
pub fn modify(
    strategy: StrategyMagnitude,
    allocation: Allocation,
    wanted: Magnitude,
    is_slashable: bool,
    timing: Timing,
) -> Result<Modification> {
    if allocation.effect_block != 0 {
        return Err(AccountingError::ModificationAlreadyPending);
    }
    if wanted == allocation.current {
        return Err(AccountingError::SameMagnitude);
    }
    if wanted > allocation.current {
        return increase(strategy, allocation, wanted, timing);
    }
    let freed = allocation.current.sub(wanted)?;
    if is_slashable {
        let effect_block = deallocation_effect_block(timing.now_block, timing.deallocation_delay_blocks)?;
        let allocation =
            Allocation { pending_diff: difference(wanted, allocation.current)?, effect_block, ..allocation };
        return Ok(Modification { strategy, allocation, is_queued: true });
    }
    // A freed allocation may exceed what is encumbered only in inconsistent state.
    let encumbered = strategy.encumbered.sub(freed).map_err(|_| AccountingError::Exceeds64Bits)?;
    Ok(Modification {
        strategy: StrategyMagnitude { encumbered, ..strategy },
        allocation: Allocation { current: wanted, pending_diff: 0, effect_block: timing.now_block },
        is_queued: false,
    })
}

fn increase(
    strategy: StrategyMagnitude,
    allocation: Allocation,
    wanted: Magnitude,
    timing: Timing,
) -> Result<Modification> {
    let encumbered = strategy.encumbered.add(wanted.sub(allocation.current)?)?;
    if encumbered > strategy.max {
        return Err(AccountingError::InsufficientMagnitude);
    }
    Ok(Modification {
        strategy: StrategyMagnitude { encumbered, ..strategy },
        allocation: Allocation {
            pending_diff: difference(wanted, allocation.current)?,
            effect_block: timing
                .now_block
                .checked_add(timing.allocation_delay_blocks)
                .ok_or(AccountingError::Overflow)?,
            ..allocation
        },
        is_queued: false,
    })
}

/// The first block in which a deallocation made now is in force: slashable for `delay` blocks
/// after the present one.
///
/// # Errors
/// [`AccountingError::Overflow`] above 32 bits.
pub fn deallocation_effect_block(now_block: u32, delay_blocks: u32) -> Result<u32> {
    slashable_until_block(now_block, delay_blocks)?.checked_add(1).ok_or(AccountingError::Overflow)
}

/// The last block in which an operator that deregisters now can be slashed.
///
/// # Errors
/// [`AccountingError::Overflow`] above 32 bits.
pub fn slashable_until_block(now_block: u32, delay_blocks: u32) -> Result<u32> {
    now_block.checked_add(delay_blocks).ok_or(AccountingError::Overflow)
}

/// to - from. Both are magnitudes within 1e18, so the difference fits 64 bits.
fn difference(to: Magnitude, from: Magnitude) -> Result<i64> {
    let difference =
        i128::from(to.get()).checked_sub(i128::from(from.get())).ok_or(AccountingError::Overflow)?;
    i64::try_from(difference).map_err(|_| AccountingError::Overflow)
}

#[cfg(test)]
mod tests;
