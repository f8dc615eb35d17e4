//! Shares that wait in the withdrawal queue and can still be slashed.
//!
//! Per operator and strategy a history keeps D, the running total of scaled shares ever queued.
//! Everything queued in the last W + 1 blocks, [now - W, now], is slashable:
//! D(now) - D(now - W - 1). Completing a withdrawal does not touch D; entries age out.

use crate::slashing::slashed_shares_down;
use crate::{AccountingError, Magnitude, Result, ScaledShares, Shares};

/// The block whose D is subtracted: the last one whose withdrawals can no longer be slashed.
///
/// # Errors
/// [`AccountingError::Overflow`] on a chain that is not W blocks old: there is no slashing yet.
pub fn last_unslashable_block(now_block: u32, delay_blocks: u32) -> Result<u32> {
    now_block
        .checked_sub(delay_blocks)
        .and_then(|start| start.checked_sub(1))
        .ok_or(AccountingError::Overflow)
}

/// D at its latest and at [`last_unslashable_block`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueTotals {
    /// Everything queued up to now, also earlier in this block.
    pub latest: ScaledShares,
    /// Everything that can no longer be slashed.
    pub aged: ScaledShares,
}

impl QueueTotals {
    /// q: the queued shares that a slash would hit, at the operator's present magnitude.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`], [`AccountingError::MulDivOverflow`].
    pub fn slashable_down(self, magnitude: Magnitude) -> Result<Shares> {
        self.latest.sub(self.aged)?.slashed_down(magnitude)
    }

    /// The queued shares lost when a magnitude falls from `before` to `after`; none if there was
    /// nothing left before.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`], [`AccountingError::MulDivOverflow`].
    pub fn lost_down(self, before: Magnitude, after: Magnitude) -> Result<Shares> {
        if before.is_zero() {
            return Ok(Shares::ZERO);
        }
        slashed_shares_down(self.slashable_down(before)?, before, after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WAD;
    use crate::history::at_block;
    use crate::withdrawal::{is_completable, slashable_until_block};
    use proptest::prelude::*;

    fn totals(latest: u128, aged: u128) -> QueueTotals {
        QueueTotals { latest: latest.into(), aged: aged.into() }
    }

    #[test]
    fn window_fails_when_the_chain_is_younger_than_the_delay() {
        assert_eq!(last_unslashable_block(10, 10), Err(AccountingError::Overflow));
        assert_eq!(last_unslashable_block(11, 10), Ok(0));
    }

    #[test]
    fn nothing_is_lost_when_nothing_was_left() {
        assert_eq!(totals(100, 0).lost_down(Magnitude::ZERO, Magnitude::ZERO), Ok(Shares::ZERO));
        assert_eq!(totals(1, 2).slashable_down(Magnitude::ONE), Err(AccountingError::Overflow));
    }

    proptest! {
        /// DM-8: a withdrawal is slashable through the queue exactly until it can be completed.
        #[test]
        fn slashable_exactly_until_completable(start in 1..50_u32, delay in 0..20_u32, later in 0..60_u32) {
            let now = start + later;
            prop_assume!(now > delay);
            let history = [(start, ScaledShares::from(100))];
            let aged = at_block(&history[..], last_unslashable_block(now, delay).unwrap()).unwrap();
            let queue = QueueTotals { latest: 100.into(), aged: aged.unwrap_or_default() };
            let slashable = !queue.slashable_down(Magnitude::ONE).unwrap().is_zero();
            prop_assert_eq!(slashable, now <= slashable_until_block(start, delay).unwrap());
            prop_assert_eq!(slashable, !is_completable(now, start, delay).unwrap());
        }

        /// SL-2: a slash takes no more of the queue than is slashable.
        #[test]
        fn lost_is_at_most_slashable(
            latest in 0..10_u128.pow(38), aged in 0..10_u128.pow(38), before in 1..=WAD, after in 0..=WAD,
        ) {
            let queue = totals(latest.max(aged), latest.min(aged));
            let (before, after) = (Magnitude::new(before.max(after)), Magnitude::new(before.min(after)));
            let slashable = queue.slashable_down(before).unwrap();
            prop_assert!(queue.lost_down(before, after).unwrap() <= slashable);
            prop_assert_eq!(queue.lost_down(before, Magnitude::ZERO), Ok(slashable));
        }
    }
}
