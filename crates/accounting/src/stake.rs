//! How much an operator set could slash of an operator.

use crate::allocation::Allocation;
use crate::wad::{div_wad_down, mul_wad_down};
use crate::{Magnitude, Result, Shares};

/// The operator's shares behind an allocation, given in its updated view, at `future_block`.
///
/// A deallocation that will be in force by then is applied; an allocation never is, since this is
/// a minimum. `max` is the operator's magnitude; without any left the stake is zero.
///
/// # Rounding
/// Down twice. When the whole magnitude is allocated, the stake is the shares themselves.
///
/// # Errors
/// [`crate::AccountingError::MulDivOverflow`]; [`crate::AccountingError::Exceeds64Bits`] in
/// inconsistent state.
pub fn minimum_stake_down(
    shares: Shares,
    allocation: Allocation,
    max: Magnitude,
    future_block: u32,
) -> Result<Shares> {
    if max.is_zero() {
        return Ok(Shares::ZERO);
    }
    let is_freed = allocation.pending_diff < 0 && allocation.is_effective(future_block);
    let current = if is_freed { allocation.target()? } else { allocation.current };
    let proportion = div_wad_down(current.wide(), max.wide())?;
    mul_wad_down(shares.get(), proportion).map(Shares::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WAD;
    use proptest::prelude::*;

    #[test]
    fn anticipates_deallocations_only() {
        let freeing = Allocation { current: Magnitude::ONE, pending_diff: -(WAD as i64), effect_block: 20 };
        let stake =
            |allocation, block| minimum_stake_down(100.into(), allocation, Magnitude::ONE, block).unwrap();
        assert_eq!(stake(freeing, 19), 100.into());
        assert_eq!(stake(freeing, 20), Shares::ZERO);
        let growing = Allocation { pending_diff: 5, current: Magnitude::ZERO, effect_block: 20 };
        assert_eq!(stake(growing, 20), Shares::ZERO);
    }

    #[test]
    fn nothing_is_at_stake_when_fully_slashed() {
        let stake = minimum_stake_down(100.into(), Allocation::default(), Magnitude::ZERO, 1);
        assert_eq!(stake, Ok(Shares::ZERO));
    }

    proptest! {
        /// AM-4: the stake is at most the shares, all of them for a whole allocation.
        #[test]
        fn stake_is_at_most_the_shares(shares in 0..10_u128.pow(38), max in 1..=WAD, part in 0..=WAD) {
            let allocation = |current| Allocation { current: Magnitude::new(current), ..Allocation::default() };
            let max_magnitude = Magnitude::new(max);
            let some = minimum_stake_down(shares.into(), allocation(part.min(max)), max_magnitude, 1).unwrap();
            prop_assert!(some <= shares.into());
            prop_assert_eq!(minimum_stake_down(shares.into(), allocation(max), max_magnitude, 1), Ok(shares.into()));
        }
    }
}
