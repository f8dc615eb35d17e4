//! Fees and splits of rewards, in bips (ten-thousandths).

use crate::wad::{mul_div_down, narrow_mul_div_down};
use crate::{AccountingError, Assets, Result};
use alloy_primitives::U256;

/// The whole, in bips.
pub const ONE_HUNDRED_IN_BIPS: u16 = 10_000;
/// What a submitter that has opted in pays to the protocol, in bips.
pub const PROTOCOL_FEE_BIPS: u16 = 2_000;
/// The most tokens one submission may hold: 1e38 - 1.
pub const MAX_REWARDS_AMOUNT: U256 = crate::share_price::MAX_TOTAL_SHARES;

/// The protocol's part of a reward.
///
/// # Errors
/// [`AccountingError::MulDivOverflow`] cannot arise for amounts up to [`MAX_REWARDS_AMOUNT`].
pub fn protocol_fee_down(amount: Assets) -> Result<Assets> {
    let bips = |bips: u16| U256::from(bips);
    mul_div_down(amount.get(), bips(PROTOCOL_FEE_BIPS), bips(ONE_HUNDRED_IN_BIPS)).map(Assets::new)
}

/// A part of an amount: floor(amount · part / 10,000).
///
/// # Errors
/// [`AccountingError::Overflow`] cannot arise for amounts below 2^240.
pub fn share_down(amount: Assets, part_bips: u16) -> Result<Assets> {
    narrow_mul_div_down(amount.get(), U256::from(part_bips), U256::from(ONE_HUNDRED_IN_BIPS)).map(Assets::new)
}

/// The protocol's part of a reward that is not bounded yet.
///
/// # Errors
/// [`AccountingError::Overflow`] if already the product with the rate exceeds 256 bits.
pub fn unbounded_fee_down(amount: Assets) -> Result<Assets> {
    let bips = |bips: u16| U256::from(bips);
    narrow_mul_div_down(amount.get(), bips(PROTOCOL_FEE_BIPS), bips(ONE_HUNDRED_IN_BIPS)).map(Assets::new)
}

/// An operator's part of rewards, and the change of it that is or was scheduled.
#[derive(Default, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// The split before the change, bips; `None` for the default split of its time of reading.
    pub old_bips: Option<u16>,
    /// The split after the change, bips.
    pub new_bips: u16,
    /// When the change takes effect, in seconds; 0 if there never was one.
    pub activated_at: u32,
}

impl Split {
    /// The split in force at a time, in bips.
    pub fn in_force(&self, now_secs: u64, default_bips: u16) -> u16 {
        if self.activated_at != 0 && now_secs >= u64::from(self.activated_at) {
            self.new_bips
        } else {
            self.old_bips.unwrap_or(default_bips)
        }
    }

    /// Whether another change is still refused.
    pub fn is_change_pending(&self, now_secs: u64) -> bool {
        now_secs <= u64::from(self.activated_at)
    }

    /// Schedules a change. Whoever calls has checked [`Split::is_change_pending`].
    ///
    /// # Errors
    /// [`AccountingError::Overflow`] if its time exceeds 32 bits.
    pub fn schedule(&self, new_bips: u16, now_secs: u64, delay_secs: u32) -> Result<Self> {
        let at = now_secs.checked_add(u64::from(delay_secs)).ok_or(AccountingError::Overflow)?;
        Ok(Self {
            old_bips: if self.activated_at == 0 { None } else { Some(self.new_bips) },
            new_bips,
            activated_at: u32::try_from(at).map_err(|_| AccountingError::Overflow)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocol_fee_rounds_down() {
        assert_eq!(protocol_fee_down(4.into()), Ok(Assets::ZERO));
        assert_eq!(protocol_fee_down(9.into()), Ok(1.into()));
        assert!(protocol_fee_down(Assets::new(MAX_REWARDS_AMOUNT)).is_ok());
    }

    #[test]
    fn share_rounds_down_to_all_or_nothing_at_the_ends() {
        let fee = Assets::new(U256::from(u128::MAX));
        assert_eq!(share_down(9_999.into(), 1), Ok(Assets::ZERO));
        assert_eq!(share_down(10_001.into(), 9_999), Ok(9_999.into()));
        assert_eq!(share_down(fee, 0), Ok(Assets::ZERO));
        assert_eq!(share_down(fee, ONE_HUNDRED_IN_BIPS), Ok(fee));
        assert_eq!(share_down(Assets::new(U256::MAX), 2), Err(AccountingError::Overflow));
    }

    #[test]
    fn unbounded_fee_is_the_protocol_fee_until_its_product_overflows() {
        for amount in [Assets::ZERO, 9.into(), Assets::new(MAX_REWARDS_AMOUNT)] {
            assert_eq!(unbounded_fee_down(amount), protocol_fee_down(amount));
        }
        let largest = U256::MAX / U256::from(PROTOCOL_FEE_BIPS);
        assert!(unbounded_fee_down(Assets::new(largest)).is_ok());
        let beyond = Assets::new(largest + U256::ONE);
        assert_eq!(unbounded_fee_down(beyond), Err(AccountingError::Overflow));
        assert!(protocol_fee_down(beyond).is_ok());
    }

    #[test]
    fn first_split_reads_default_until_active() {
        let split = Split::default().schedule(300, 1_000, 50).unwrap();
        assert_eq!(split.in_force(1_049, 1_000), 1_000);
        assert_eq!(split.in_force(1_049, 2_000), 2_000);
        assert_eq!(split.in_force(1_050, 2_000), 300);
        let second = split.schedule(700, 2_000, 50).unwrap();
        assert_eq!((second.in_force(2_049, 1_000), second.in_force(2_050, 1_000)), (300, 700));
    }

    #[test]
    fn change_is_refused_until_after_activation() {
        let split = Split::default();
        assert!(!split.is_change_pending(1));
        let split = split.schedule(1, 1_000, 50).unwrap();
        assert!(split.is_change_pending(1_050));
        assert!(!split.is_change_pending(1_051));
    }
}
