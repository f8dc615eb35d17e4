//! What a share of a strategy is worth in its token.
//!
//! A pool of N shares over a token balance V is priced as if it also had 1000 shares and 1000
//! token units that nobody owns: a first depositor cannot inflate the price by a donation.
//! Products are ordinary 256-bit ones here, as in the original.

use crate::wad::narrow_mul_div_down;
use crate::{AccountingError, Assets, Result, Shares, WAD};
use alloy_primitives::U256;

/// Shares that nobody owns.
pub const VIRTUAL_SHARES: U256 = U256::from_limbs([1_000, 0, 0, 0]);
/// Token units that nobody owns.
pub const VIRTUAL_ASSETS: U256 = U256::from_limbs([1_000, 0, 0, 0]);
/// The most shares a strategy may have: 1e38 - 1, which fits 127 bits.
pub const MAX_TOTAL_SHARES: U256 =
    U256::from_limbs([687_399_551_400_673_279, 5_421_010_862_427_522_170, 0, 0]);

/// A strategy's shares and the token units it holds, both real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// N: shares in existence.
    pub total_shares: Shares,
    /// V: the strategy's token balance.
    pub balance: Assets,
}

impl Pool {
    /// The shares that `amount` mints. The tokens have already arrived in [`Pool::balance`].
    ///
    /// # Errors
    /// [`AccountingError::NewSharesZero`]; [`AccountingError::TotalSharesExceedsMax`];
    /// [`AccountingError::Overflow`] also if `amount` is more than the balance.
    pub fn minted_down(self, amount: Assets) -> Result<Shares> {
        let before = self.virtual_balance()?.checked_sub(amount.get()).ok_or(AccountingError::Overflow)?;
        let minted = narrow_mul_div_down(amount.get(), self.virtual_shares()?, before)?;
        if minted.is_zero() {
            return Err(AccountingError::NewSharesZero);
        }
        let minted = Shares::new(minted);
        if self.total_shares.add(minted)?.get() > MAX_TOTAL_SHARES {
            return Err(AccountingError::TotalSharesExceedsMax);
        }
        Ok(minted)
    }

    /// The tokens that redeeming `shares` pays.
    ///
    /// # Errors
    /// [`AccountingError::WithdrawalAmountExceedsTotalDeposits`], [`AccountingError::Overflow`].
    pub fn redeemed_down(self, shares: Shares) -> Result<Assets> {
        if shares > self.total_shares {
            return Err(AccountingError::WithdrawalAmountExceedsTotalDeposits);
        }
        self.to_assets_down(shares)
    }

    /// What `shares` are worth, whether they exist or not.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`].
    pub fn to_assets_down(self, shares: Shares) -> Result<Assets> {
        narrow_mul_div_down(self.virtual_balance()?, shares.get(), self.virtual_shares()?).map(Assets::new)
    }

    /// The shares that are worth `amount` now.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`].
    pub fn to_shares_down(self, amount: Assets) -> Result<Shares> {
        narrow_mul_div_down(amount.get(), self.virtual_shares()?, self.virtual_balance()?).map(Shares::new)
    }

    /// Token units per share, WAD-based.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`].
    pub fn exchange_rate_wad_down(self) -> Result<U256> {
        narrow_mul_div_down(U256::from(WAD), self.virtual_balance()?, self.virtual_shares()?)
    }

    /// The rate once `redeemed` shares were paid with `paid`, both of this pool.
    ///
    /// It exists also where `paid` exceeds the real balance, so that the token's own error decides.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`].
    pub fn exchange_rate_after_redeeming_wad_down(self, redeemed: Shares, paid: Assets) -> Result<U256> {
        let balance = self.virtual_balance()?.checked_sub(paid.get()).ok_or(AccountingError::Overflow)?;
        let shares = self.virtual_shares()?.checked_sub(redeemed.get()).ok_or(AccountingError::Overflow)?;
        narrow_mul_div_down(U256::from(WAD), balance, shares)
    }

    fn virtual_shares(self) -> Result<U256> {
        Ok(self.total_shares.add(Shares::new(VIRTUAL_SHARES))?.get())
    }

    fn virtual_balance(self) -> Result<U256> {
        Ok(self.balance.add(Assets::new(VIRTUAL_ASSETS))?.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pool(shares: u128, balance: u128) -> Pool {
        Pool { total_shares: shares.into(), balance: balance.into() }
    }

    #[test]
    fn max_total_shares_is_1e38_minus_1() {
        assert_eq!(MAX_TOTAL_SHARES, U256::from(10).pow(U256::from(38)) - U256::ONE);
        assert!(MAX_TOTAL_SHARES < U256::ONE << 127);
    }

    #[test]
    fn minting_fails_when_the_deposit_is_too_small_or_too_large() {
        // 1e6 tokens over no share: a unit is worth less than a share.
        assert_eq!(pool(0, 1_000_001).minted_down(1.into()), Err(AccountingError::NewSharesZero));
        let most = 10_u128.pow(38) - 1;
        assert_eq!(pool(0, most).minted_down(most.into()), Ok(most.into()));
        assert_eq!(
            pool(0, most + 1).minted_down((most + 1).into()),
            Err(AccountingError::TotalSharesExceedsMax)
        );
        assert_eq!(pool(0, 5).minted_down(1006.into()), Err(AccountingError::Overflow));
        assert_eq!(pool(0, 5).minted_down(1005.into()), Err(AccountingError::DivisionByZero));
    }

    #[test]
    fn redeeming_fails_when_more_than_all_shares_are_asked_for() {
        let refused = Err(AccountingError::WithdrawalAmountExceedsTotalDeposits);
        assert_eq!(pool(5, 5).redeemed_down(6.into()), refused);
        assert_eq!(pool(5, 5).redeemed_down(5.into()), Ok(5.into()));
    }

    #[test]
    fn products_are_ordinary_so_they_overflow_at_256_bits() {
        let pool = Pool { total_shares: Shares::ZERO, balance: Assets::new(U256::MAX >> 1) };
        assert_eq!(pool.to_assets_down(4.into()), Err(AccountingError::Overflow));
        assert_eq!(pool.exchange_rate_wad_down(), Err(AccountingError::Overflow));
    }

    proptest! {
        /// SV-1: whoever deposits and redeems at once gets no more than it paid.
        #[test]
        fn round_trip_never_profits(
            shares in 0..10_u128.pow(36), balance in 0..10_u128.pow(36), amount in 1..10_u128.pow(36),
        ) {
            let after_transfer = pool(shares, balance + amount);
            let Ok(minted) = after_transfer.minted_down(amount.into()) else { return Ok(()) };
            let after = Pool { total_shares: after_transfer.total_shares.add(minted).unwrap(), ..after_transfer };
            prop_assert!(after.redeemed_down(minted).unwrap() <= amount.into());
        }

        /// SV-2: deposits and withdrawals never lower the price for those who stay.
        #[test]
        fn price_never_falls(
            shares in 1..10_u128.pow(36), balance in 0..10_u128.pow(36),
            amount in 1..10_u128.pow(36), part in 1..=1000_u128,
        ) {
            // V/N before and after, compared as cross products of the virtual figures.
            let not_lower = |a: Pool, b: Pool| {
                use alloy_primitives::U512;
                let wide = |x: Result<U256>| U512::from(x.unwrap());
                wide(a.virtual_balance()) * wide(b.virtual_shares())
                    <= wide(b.virtual_balance()) * wide(a.virtual_shares())
            };
            let before = pool(shares, balance);
            if let Ok(minted) = pool(shares, balance + amount).minted_down(amount.into()) {
                let total_shares = before.total_shares.add(minted).unwrap();
                let after = Pool { total_shares, balance: (balance + amount).into() };
                prop_assert!(not_lower(before, after));
            }
            let redeemed = Shares::from((shares / 1000 * part).max(1));
            let paid = before.redeemed_down(redeemed).unwrap();
            if let (Ok(total_shares), Ok(balance)) = (before.total_shares.sub(redeemed), before.balance.sub(paid)) {
                let after = Pool { total_shares, balance };
                prop_assert!(not_lower(before, after));
            }
        }

        /// SV-3: more shares never redeem for less.
        #[test]
        fn redeemed_assets_grow_with_shares(
            shares in 1..10_u128.pow(36), balance in 0..10_u128.pow(36), part in 0..=1000_u128,
        ) {
            let pool = pool(shares, balance);
            let some = pool.redeemed_down((shares / 1000 * part).into()).unwrap();
            prop_assert!(some <= pool.redeemed_down(shares.into()).unwrap());
        }
    }
}
