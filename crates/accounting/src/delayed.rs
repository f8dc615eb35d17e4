//! A setting whose change comes into force at a later block: allocation delays, slashers.

use crate::{AccountingError, Result};

/// A setting and its scheduled successor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delayed<T> {
    /// In force until `effect_block`.
    pub current: T,
    /// In force from `effect_block` on.
    pub pending: T,
    /// The first block with `pending` in force; 0 if nothing was ever set.
    pub effect_block: u32,
}

impl<T: Copy> Delayed<T> {
    /// A setting in force from this block on.
    pub const fn immediate(value: T, now_block: u32) -> Self {
        Self { current: value, pending: value, effect_block: now_block }
    }

    /// What is in force in block `now`.
    pub const fn in_force(&self, now_block: u32) -> T {
        if self.is_pending_in_force(now_block) { self.pending } else { self.current }
    }

    /// What waits to come into force after block `now`, and when it will.
    pub const fn waiting(&self, now_block: u32) -> Option<(T, u32)> {
        if now_block < self.effect_block { Some((self.pending, self.effect_block)) } else { None }
    }

    /// Schedules a value for `delay` full blocks from now. A successor whose time has come is
    /// taken over, one whose time has not is replaced and the wait starts again.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`] if the effect block exceeds 32 bits.
    pub fn schedule(&self, value: T, now_block: u32, delay_blocks: u32) -> Result<Self> {
        let effect_block = now_block
            .checked_add(delay_blocks)
            .and_then(|last| last.checked_add(1))
            .ok_or(AccountingError::Overflow)?;
        Ok(Self { current: self.in_force(now_block), pending: value, effect_block })
    }

    const fn is_pending_in_force(&self, now_block: u32) -> bool {
        self.effect_block != 0 && now_block >= self.effect_block
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheduled_value_is_in_force_after_the_delay() {
        let set = Delayed::immediate('a', 100);
        assert_eq!(set.in_force(100), 'a');
        let scheduled = set.schedule('b', 200, 15).unwrap();
        assert_eq!(scheduled.effect_block, 216);
        assert_eq!((scheduled.in_force(215), scheduled.in_force(216)), ('a', 'b'));
        assert_eq!((scheduled.waiting(215), scheduled.waiting(216)), (Some(('b', 216)), None));
    }

    #[test]
    fn rescheduling_restarts_the_wait_or_takes_the_ripe_value_over() {
        let first = Delayed::immediate('a', 100).schedule('b', 200, 15).unwrap();
        let early = first.schedule('c', 210, 15).unwrap();
        assert_eq!((early.in_force(216), early.in_force(226)), ('a', 'c'));
        let late = first.schedule('c', 216, 15).unwrap();
        assert_eq!((late.in_force(216), late.in_force(232)), ('b', 'c'));
    }

    #[test]
    fn scheduling_fails_when_the_block_exceeds_32_bits() {
        assert_eq!(Delayed::<u32>::default().schedule(1, u32::MAX, 0), Err(AccountingError::Overflow));
    }
}
