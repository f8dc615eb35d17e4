//! What a slash takes: of an allocation, of an operator's magnitude, of shares.
//!
//! A slasher names a fraction of the *allocation* to its operator set. The magnitude x taken from
//! it lowers the operator's whole magnitude m by x, and all of its shares by the ratio
//! (m - x) / m.

use crate::allocation::{Allocation, StrategyMagnitude};
use crate::wad::{div_wad_down, mul_div_up, mul_wad_up};
use crate::{AccountingError, Magnitude, Result, Shares, WadToSlash};
use alloy_primitives::U256;

/// The outcome of slashing one allocation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocationSlash {
    /// The operator's magnitude in the strategy before.
    pub max_before: Magnitude,
    /// x / `max_before`: the fraction of the operator's stake lost, WAD-based, rounded down.
    pub wad_slashed: U256,
    /// The operator's magnitudes in the strategy afterwards.
    pub strategy: StrategyMagnitude,
    /// The allocation afterwards.
    pub allocation: Allocation,
    /// Whether a deallocation was pending: then its end result changes as well.
    pub was_deallocating: bool,
}

/// Slashes an allocation, given in its updated view.
///
/// A pending deallocation is slashed in proportion, so that less magnitude is freed later.
///
/// # Rounding
/// The slashed magnitude is rounded up: a slash of a non-zero allocation takes at least 1.
///
/// # Errors
/// [`AccountingError::Overflow`] where the allocation exceeds the operator's magnitudes, which
/// consistent state rules out.
pub fn slash_allocation_up(
    strategy: StrategyMagnitude,
    allocation: Allocation,
    wad: WadToSlash,
) -> Result<AllocationSlash> {
    let slashed = part_up(allocation.current, wad)?;
    let pending_diff = if allocation.pending_diff < 0 {
        let freed = part_up(Magnitude::new(allocation.pending_diff.unsigned_abs()), wad)?;
        allocation.pending_diff.checked_add_unsigned(freed.get()).ok_or(AccountingError::Overflow)?
    } else {
        allocation.pending_diff
    };
    Ok(AllocationSlash {
        max_before: strategy.max,
        wad_slashed: div_wad_down(slashed.wide(), strategy.max.wide())?,
        strategy: StrategyMagnitude {
            max: strategy.max.sub(slashed)?,
            encumbered: strategy.encumbered.sub(slashed)?,
        },
        allocation: Allocation { current: allocation.current.sub(slashed)?, pending_diff, ..allocation },
        was_deallocating: allocation.pending_diff < 0,
    })
}

/// The shares lost when a magnitude falls from `before` to `after`.
///
/// # Rounding
/// What stays is rounded up, so the loss down: in favour of keeping shares.
///
/// # Errors
/// [`AccountingError::DivisionByZero`] if `before` is zero, [`AccountingError::MulDivOverflow`],
/// [`AccountingError::Overflow`] if the magnitude rises.
pub fn slashed_shares_down(shares: Shares, before: Magnitude, after: Magnitude) -> Result<Shares> {
    let kept = mul_div_up(shares.get(), after.wide(), before.wide())?;
    shares.sub(Shares::new(kept))
}

/// ceil(magnitude · wad), which is at most the magnitude.
fn part_up(magnitude: Magnitude, wad: WadToSlash) -> Result<Magnitude> {
    let part = mul_wad_up(magnitude.wide(), U256::from(wad.get()))?;
    u64::try_from(part).map(Magnitude::new).map_err(|_| AccountingError::Overflow)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{DepositShares, ScalingFactor, WAD};
    use proptest::prelude::*;

    fn wad() -> impl Strategy<Value = WadToSlash> {
        prop_oneof![1..=WAD, Just(1), Just(WAD)].prop_map(|wad| WadToSlash::new(U256::from(wad)).unwrap())
    }

    /// Consistent magnitudes: current ≤ encumbered ≤ max, a deallocation of part of current.
    fn allocated() -> impl Strategy<Value = (StrategyMagnitude, Allocation)> {
        proptest::array::uniform4(0..=WAD).prop_map(|mut cuts| {
            cuts.sort_unstable();
            let [freed, current, encumbered, max] = cuts.map(|cut| cut.max(1));
            let strategy =
                StrategyMagnitude { max: Magnitude::new(max), encumbered: Magnitude::new(encumbered) };
            let pending_diff = -i64::try_from(freed - 1).unwrap();
            (strategy, Allocation { current: Magnitude::new(current), pending_diff, effect_block: 9 })
        })
    }

    proptest! {
        /// AM-1: a slash takes at least 1 and keeps current ≤ encumbered ≤ max, and the pending
        /// deallocation within the allocation.
        #[test]
        fn slash_keeps_magnitudes_consistent((strategy, allocation) in allocated(), wad in wad()) {
            let slash = slash_allocation_up(strategy, allocation, wad).unwrap();
            prop_assert!(slash.strategy.max < strategy.max);
            prop_assert!(slash.allocation.current < allocation.current);
            prop_assert!(slash.strategy.encumbered <= slash.strategy.max);
            prop_assert!(slash.allocation.current <= slash.strategy.encumbered);
            let taken = allocation.current.sub(slash.allocation.current).unwrap();
            prop_assert_eq!(strategy.max.sub(slash.strategy.max), Ok(taken));
            prop_assert_eq!(strategy.encumbered.sub(slash.strategy.encumbered), Ok(taken));
            prop_assert!(slash.allocation.pending_diff >= allocation.pending_diff);
            prop_assert!(slash.allocation.pending_diff <= 0);
            prop_assert!(slash.allocation.current.shift(slash.allocation.pending_diff).is_ok());
            prop_assert!(slash.wad_slashed <= U256::from(WAD));
        }

        /// AM-2: a full slash leaves nothing of the allocation.
        #[test]
        fn full_slash_takes_the_whole_allocation((strategy, allocation) in allocated()) {
            let all = WadToSlash::new(U256::from(WAD)).unwrap();
            let slash = slash_allocation_up(strategy, allocation, all).unwrap();
            prop_assert!(slash.allocation.current.is_zero());
            prop_assert_eq!(slash.allocation.pending_diff, 0);
        }

        /// SL-1: a slash never raises shares and never takes more than there are.
        #[test]
        fn slashed_shares_are_at_most_the_shares(
            shares in 0..10_u128.pow(38), before in 1..=WAD, after in 0..=WAD,
        ) {
            let after = after.min(before);
            let lost = slashed_shares_down(shares.into(), Magnitude::new(before), Magnitude::new(after)).unwrap();
            prop_assert!(lost <= shares.into());
            if after == before { prop_assert!(lost.is_zero()); }
            if after == 0 { prop_assert_eq!(lost, shares.into()); }
        }

        /// DM-7: operator shares stay at least the sum of its stakers' withdrawable shares
        /// through deposits and slashes, and exceed it by at most a few units per deposit and
        /// slash, each worth at most 1 + shares / 1e18 at the lowest factor used here.
        #[test]
        fn operator_shares_cover_withdrawable_shares(
            steps in proptest::collection::vec((0..3_usize, 1..=10_u128.pow(24), WAD / 2..=WAD), 1..20),
        ) {
            let mut m = Magnitude::ONE;
            let mut operator = Shares::ZERO;
            let mut stakers = [(DepositShares::ZERO, ScalingFactor::ONE); 3];
            for (step, &(who, amount, keep)) in steps.iter().enumerate() {
                let (held, k) = stakers[who];
                let k = k.after_increase_down(held, amount.into(), m).unwrap();
                stakers[who] = (held.credit(amount.into()).unwrap(), k);
                operator = operator.add(amount.into()).unwrap();
                if step % 2 == 1 {
                    let after = Magnitude::new(u64::try_from(u128::from(m.get()) * u128::from(keep) / u128::from(WAD)).unwrap());
                    operator = operator.sub(slashed_shares_down(operator, m, after).unwrap()).unwrap();
                    m = after;
                }
                let sum = stakers.iter().fold(Shares::ZERO, |sum, (held, k)| {
                    sum.add(k.withdrawable_down(*held, m).unwrap()).unwrap()
                });
                prop_assert!(sum <= operator);
                // Dust: each of the ≤ 20 steps floors k at 1e-18, on at most 2e25 shares.
                prop_assert!(operator.sub(sum).unwrap() <= Shares::from(20 * 20 * 3 * (20_000_000 + 2)));
            }
        }
    }

    #[test]
    fn slashed_shares_fail_when_nothing_was_left_before() {
        let lost = slashed_shares_down(10.into(), Magnitude::ZERO, Magnitude::ZERO);
        assert_eq!(lost, Err(AccountingError::DivisionByZero));
        let rising = slashed_shares_down(10.into(), Magnitude::new(1), Magnitude::new(2));
        assert_eq!(rising, Err(AccountingError::Overflow));
    }

    #[test]
    fn slash_is_reported_relative_to_the_whole_magnitude() {
        let strategy = StrategyMagnitude { max: Magnitude::ONE, encumbered: Magnitude::new(WAD / 2) };
        let allocation = Allocation { current: Magnitude::new(WAD / 2), ..Allocation::default() };
        let half = WadToSlash::new(U256::from(WAD / 2)).unwrap();
        let slash = slash_allocation_up(strategy, allocation, half).unwrap();
        assert_eq!(slash.wad_slashed, U256::from(WAD / 4));
    }
}
