//! The deposit scaling factor k: what makes a staker's shares reflect slashing, and only the
//! slashing that happened after it deposited or delegated.
//!
//! A staker with s deposit shares can withdraw a = s · k · f, where f is its operator's magnitude.
//! When `added` shares arrive, k' must satisfy
//!
//! 1. a' = a + added,
//! 2. s' = s + added,
//! 3. a' = s' · k' · f, hence k' = (a + added) / (s + added) / f.
//!
//! With s = 0 this is k' = k / f, where k = 1: earlier slashes of the operator are forgiven.
//! Delegation is treated in the same way, with the whole holding as the added shares.
//!
//! # Bounds
//!
//! INVARIANT DM-1: k · f ≤ 1. It holds for k = 1 and f ≤ 1; f only falls while a staker is with
//! one operator; undelegating resets every k to 1; and an update keeps it, because a ≤ s by the
//! invariant itself, so that (a + added) / (s + added) ≤ 1, and both divisions round down.
//! With f ≥ 1e-18 it follows that k ≤ [`MAX_SCALING_FACTOR`], below 2^120.
//!
//! Deposit shares of one strategy add up to at most
//! [`MAX_TOTAL_SHARES`](crate::share_price::MAX_TOTAL_SHARES) < 2^127, unless slashed shares were
//! paid out of the strategy and room for as many new ones was used, again and again. [`pack`]
//! refuses what does not fit rather than cutting it.

use crate::wad::{div_wad_down, mul_wad_down};
use crate::{AccountingError, DepositShares, Magnitude, Result, ScaledShares, ScalingFactor, Shares, WAD};
use alloy_primitives::U256;

/// The largest scaling factor that can arise, WAD-based: WAD², when f is 1e-18.
pub const MAX_SCALING_FACTOR: u128 = WAD as u128 * WAD as u128;
/// The largest deposit shares of one staker that storage keeps: 127 bits.
pub const MAX_PACKED_DEPOSIT_SHARES: u128 = u128::MAX >> 1;

/// s and k as the two numbers that share a storage word.
///
/// # Errors
/// [`AccountingError::ExceedsPacking`] if s needs more than 127 bits or k more than 128.
pub fn pack(shares: DepositShares, factor: ScalingFactor) -> Result<(u128, u128)> {
    let shares = u128::try_from(shares.get()).ok().filter(|shares| *shares <= MAX_PACKED_DEPOSIT_SHARES);
    let factor = u128::try_from(factor.get()).ok();
    shares.zip(factor).ok_or(AccountingError::ExceedsPacking)
}

/// Refuses an increase of shares, even by nothing, under a slashing factor of zero.
///
/// # Errors
/// [`AccountingError::FullySlashed`].
pub fn require_not_fully_slashed(factor: Magnitude) -> Result<()> {
    if factor.is_zero() { Err(AccountingError::FullySlashed) } else { Ok(()) }
}

impl ScalingFactor {
    /// a = s · k · f: what the holder of `shares` could withdraw now.
    ///
    /// # Rounding
    /// Down twice, against the staker.
    ///
    /// # Errors
    /// [`AccountingError::MulDivOverflow`].
    pub fn withdrawable_down(self, shares: DepositShares, slashing: Magnitude) -> Result<Shares> {
        self.scaled_down(shares)?.slashed_down(slashing)
    }

    /// s · k: how the queue counts a withdrawal of `shares`.
    ///
    /// # Errors
    /// [`AccountingError::MulDivOverflow`].
    pub fn scaled_down(self, shares: DepositShares) -> Result<ScaledShares> {
        mul_wad_down(shares.get(), self.get()).map(ScaledShares::new)
    }

    /// s = a / k / f: the deposit shares behind `withdrawable`.
    ///
    /// # Errors
    /// [`AccountingError::DivisionByZero`] for f = 0, [`AccountingError::MulDivOverflow`].
    pub fn deposit_shares_down(self, withdrawable: Shares, slashing: Magnitude) -> Result<DepositShares> {
        let scaled = div_wad_down(withdrawable.get(), self.get())?;
        div_wad_down(scaled, slashing.wide()).map(DepositShares::new)
    }

    /// k after `added` shares joined the `held` ones; `held` is zero on delegation.
    ///
    /// # Errors
    /// [`AccountingError::DivisionByZero`] for f = 0 (callers first
    /// [`require_not_fully_slashed`]); [`AccountingError::InvalidDepositScalingFactor`] if the
    /// result would be zero; [`AccountingError::Overflow`], [`AccountingError::MulDivOverflow`].
    pub fn after_increase_down(
        self,
        held: DepositShares,
        added: Shares,
        slashing: Magnitude,
    ) -> Result<Self> {
        if held.is_zero() {
            return div_wad_down(self.get(), slashing.wide()).map(Self::from_stored);
        }
        let present = self.withdrawable_down(held, slashing)?.add(added)?;
        let ratio = div_wad_down(present.get(), held.credit(added)?.get())?;
        let factor = div_wad_down(ratio, slashing.wide())?;
        if factor == U256::ZERO {
            return Err(AccountingError::InvalidDepositScalingFactor);
        }
        Ok(Self::new(factor))
    }
}

impl ScaledShares {
    /// scaled · f: the shares a queued withdrawal is worth under a slashing factor.
    ///
    /// # Errors
    /// [`AccountingError::MulDivOverflow`].
    pub fn slashed_down(self, slashing: Magnitude) -> Result<Shares> {
        mul_wad_down(self.get(), slashing.wide()).map(Shares::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HALF: Magnitude = Magnitude::new(WAD / 2);

    fn magnitude() -> impl Strategy<Value = Magnitude> {
        prop_oneof![1..=WAD, 1..=1000_u64, WAD - 1000..=WAD].prop_map(Magnitude::new)
    }

    fn amount() -> impl Strategy<Value = u128> {
        prop_oneof![1..=1000_u128, 1..=10_u128.pow(27), 1..10_u128.pow(38)]
    }

    #[test]
    fn increase_fails_when_fully_slashed() {
        assert_eq!(require_not_fully_slashed(Magnitude::ZERO), Err(AccountingError::FullySlashed));
        assert_eq!(require_not_fully_slashed(Magnitude::new(1)), Ok(()));
        let updated = ScalingFactor::ONE.after_increase_down(1.into(), 1.into(), Magnitude::ZERO);
        assert_eq!(updated, Err(AccountingError::DivisionByZero));
    }

    #[test]
    fn increase_fails_when_the_factor_vanishes() {
        let tiny = ScalingFactor::new(U256::ONE);
        let updated = tiny.after_increase_down(10_u128.pow(37).into(), 1.into(), Magnitude::new(1));
        assert_eq!(updated, Err(AccountingError::InvalidDepositScalingFactor));
    }

    #[test]
    fn first_deposit_forgives_earlier_slashes() {
        let k = ScalingFactor::ONE.after_increase_down(DepositShares::ZERO, 7.into(), HALF).unwrap();
        assert_eq!(k.get(), U256::from(2 * WAD));
        assert_eq!(k.withdrawable_down(7.into(), HALF), Ok(7.into()));
    }

    #[test]
    fn packing_fails_when_either_part_is_too_wide() {
        let most = DepositShares::from(MAX_PACKED_DEPOSIT_SHARES);
        assert_eq!(pack(most, ScalingFactor::ONE), Ok((MAX_PACKED_DEPOSIT_SHARES, WAD.into())));
        assert_eq!(
            pack(most.credit(1.into()).unwrap(), ScalingFactor::ONE),
            Err(AccountingError::ExceedsPacking)
        );
        let wide = ScalingFactor::new(U256::ONE << 128);
        assert_eq!(pack(most, wide), Err(AccountingError::ExceedsPacking));
    }

    proptest! {
        /// DM-1: k · f ≤ 1 through any life of deposits and slashes with one operator, so that k
        /// never exceeds its documented bound.
        #[test]
        fn factor_times_magnitude_is_at_most_one(
            first in magnitude(),
            life in proptest::collection::vec((amount(), magnitude()), 1..12),
        ) {
            let (mut k, mut held, mut m) = (ScalingFactor::ONE, DepositShares::ZERO, first);
            for (added, slash) in life {
                k = k.after_increase_down(held, added.into(), m).unwrap();
                held = held.credit(added.into()).unwrap();
                prop_assert!(k.get() * m.wide() <= U256::from(MAX_SCALING_FACTOR));
                prop_assert!(k.get() <= U256::from(MAX_SCALING_FACTOR));
                // The operator is slashed: m falls.
                m = m.min(slash);
            }
        }

        /// DM-2: nobody can withdraw more than it deposited.
        #[test]
        fn withdrawable_is_at_most_deposited(
            amounts in proptest::collection::vec(amount(), 1..8), m in magnitude(),
        ) {
            let (mut k, mut held) = (ScalingFactor::ONE, DepositShares::ZERO);
            for added in amounts {
                k = k.after_increase_down(held, added.into(), m).unwrap();
                held = held.credit(added.into()).unwrap();
            }
            prop_assert!(k.withdrawable_down(held, m).unwrap().get() <= held.get());
        }

        /// DM-3: a deposit adds at most its own amount to what its owner can withdraw.
        #[test]
        fn increase_adds_at_most_the_added_shares(
            held in amount(), added in amount(), before in magnitude(), slash in magnitude(),
        ) {
            let k = ScalingFactor::ONE.after_increase_down(DepositShares::ZERO, held.into(), before).unwrap();
            let now = before.min(slash);
            let held = DepositShares::from(held);
            let present = k.withdrawable_down(held, now).unwrap();
            let Ok(updated) = k.after_increase_down(held, added.into(), now) else { return Ok(()) };
            let after = updated.withdrawable_down(held.credit(added.into()).unwrap(), now).unwrap();
            prop_assert!(after <= present.add(added.into()).unwrap());
        }

        /// DM-4: a lower magnitude never raises what a staker can withdraw.
        #[test]
        fn slash_never_raises_withdrawable_shares(
            held in amount(), joined in magnitude(), a in magnitude(), b in magnitude(),
        ) {
            let k = ScalingFactor::ONE.after_increase_down(DepositShares::ZERO, held.into(), joined).unwrap();
            let (low, high) = (a.min(b), a.max(b));
            prop_assert!(
                k.withdrawable_down(held.into(), low).unwrap() <= k.withdrawable_down(held.into(), high).unwrap()
            );
        }

        /// DM-5: queueing a withdrawal and completing it under the same magnitude is worth what
        /// was withdrawable.
        #[test]
        fn queue_keeps_worth(held in amount(), joined in magnitude(), slash in magnitude()) {
            let k = ScalingFactor::ONE.after_increase_down(DepositShares::ZERO, held.into(), joined).unwrap();
            let now = joined.min(slash);
            let queued = k.scaled_down(held.into()).unwrap();
            prop_assert_eq!(queued.slashed_down(now), k.withdrawable_down(held.into(), now));
        }

        /// DM-6: the inverse gives no more deposit shares than there are.
        #[test]
        fn deposit_shares_invert_withdrawable(held in amount(), joined in magnitude(), slash in magnitude()) {
            let k = ScalingFactor::ONE.after_increase_down(DepositShares::ZERO, held.into(), joined).unwrap();
            let now = joined.min(slash);
            let withdrawable = k.withdrawable_down(held.into(), now).unwrap();
            prop_assert!(k.deposit_shares_down(withdrawable, now).unwrap() <= held.into());
        }
    }
}
