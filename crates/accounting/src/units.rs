//! Units as types: what can be added to what, and nothing else.

use crate::{AccountingError, Result};
use alloy_primitives::U256;

/// One, as a WAD-based fixed-point number: 1e18.
pub const WAD: u64 = 1_000_000_000_000_000_000;

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(U256);

        impl $name {
            /// Nothing.
            pub const ZERO: Self = Self(U256::ZERO);

            /// Takes a bare number for this unit.
            pub const fn new(value: U256) -> Self {
                Self(value)
            }

            /// The bare number.
            pub const fn get(self) -> U256 {
                self.0
            }

            /// Whether there is none.
            pub fn is_zero(self) -> bool {
                self.0.is_zero()
            }

            /// The sum.
            ///
            /// # Errors
            /// [`AccountingError::Overflow`] above 256 bits.
            pub fn add(self, other: Self) -> Result<Self> {
                self.0.checked_add(other.0).map(Self).ok_or(AccountingError::Overflow)
            }

            /// The difference.
            ///
            /// # Errors
            /// [`AccountingError::Overflow`] below zero.
            pub fn sub(self, other: Self) -> Result<Self> {
                self.0.checked_sub(other.0).map(Self).ok_or(AccountingError::Overflow)
            }
        }

        impl From<u128> for $name {
            fn from(value: u128) -> Self {
                Self(U256::from(value))
            }
        }
    };
}

amount! {
    /// Units of a strategy's underlying token (wei of it).
    Assets
}
amount! {
    /// Shares of a strategy at their present worth: what a strategy mints and redeems, what a
    /// staker could withdraw, what is delegated to an operator.
    Shares
}
amount! {
    /// s: the shares minted for a staker, before any slashing is applied.
    DepositShares
}
amount! {
    /// Deposit shares multiplied by their scaling factor: how the withdrawal queue counts.
    /// Multiplied by the slashing factor they are [`Shares`].
    ScaledShares
}

impl DepositShares {
    /// s after `added` shares were minted for, or handed back to, the staker.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`] above 256 bits.
    pub fn credit(self, added: Shares) -> Result<Self> {
        self.add(Self(added.get()))
    }

    /// s after `removed` were put in the withdrawal queue.
    ///
    /// # Errors
    /// [`AccountingError::SharesAmountZero`] for nothing, [`AccountingError::SharesAmountTooHigh`]
    /// for more than there is.
    pub fn remove(self, removed: Self) -> Result<Self> {
        if removed.is_zero() {
            return Err(AccountingError::SharesAmountZero);
        }
        self.sub(removed).map_err(|_| AccountingError::SharesAmountTooHigh)
    }
}

/// A fraction of an operator's stake, WAD-based: 1e18 is all of it.
///
/// Also the slashing factor f of a staker, which is its operator's magnitude.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Magnitude(u64);

impl Magnitude {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it: what every operator starts with.
    pub const ONE: Self = Self(WAD);

    /// Takes a bare WAD-based number. The type does not bound it: requested allocations may
    /// exceed [`Magnitude::ONE`] and are refused where that matters.
    pub const fn new(wad: u64) -> Self {
        Self(wad)
    }

    /// The bare WAD-based number.
    pub const fn get(self) -> u64 {
        self.0
    }

    /// The bare WAD-based number, for 256-bit formulas.
    pub fn wide(self) -> U256 {
        U256::from(self.0)
    }

    /// Whether there is none.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`AccountingError::Exceeds64Bits`].
    pub fn add(self, other: Self) -> Result<Self> {
        self.0.checked_add(other.0).map(Self).ok_or(AccountingError::Exceeds64Bits)
    }

    /// The difference.
    ///
    /// # Errors
    /// [`AccountingError::Overflow`] below zero.
    pub fn sub(self, other: Self) -> Result<Self> {
        self.0.checked_sub(other.0).map(Self).ok_or(AccountingError::Overflow)
    }

    /// The magnitude after a signed change.
    ///
    /// # Errors
    /// [`AccountingError::Exceeds64Bits`] outside 64 bits, on either side.
    pub fn shift(self, diff: i64) -> Result<Self> {
        self.0.checked_add_signed(diff).map(Self).ok_or(AccountingError::Exceeds64Bits)
    }
}

/// k: the deposit scaling factor, WAD-based. Never zero.
///
/// Storage keeps 0 for "never changed", which reads as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScalingFactor(U256);

impl ScalingFactor {
    /// One: no slashing to correct for.
    pub const ONE: Self = Self(U256::from_limbs([WAD, 0, 0, 0]));

    /// Reads storage, where 0 stands for one.
    pub fn from_stored(stored: U256) -> Self {
        if stored.is_zero() { Self::ONE } else { Self(stored) }
    }

    /// The bare WAD-based number.
    pub const fn get(self) -> U256 {
        self.0
    }

    pub(crate) const fn new(nonzero: U256) -> Self {
        Self(nonzero)
    }
}

impl Default for ScalingFactor {
    fn default() -> Self {
        Self::ONE
    }
}

/// A fraction in (0, 1] that a slasher takes of an allocation, WAD-based.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WadToSlash(u64);

impl WadToSlash {
    /// Checks the bounds.
    ///
    /// # Errors
    /// [`AccountingError::InvalidWadToSlash`] for 0 and for more than 1e18.
    pub fn new(wad: U256) -> Result<Self> {
        match u64::try_from(wad) {
            Ok(wad @ 1..=WAD) => Ok(Self(wad)),
            _ => Err(AccountingError::InvalidWadToSlash),
        }
    }

    /// The bare WAD-based number.
    pub const fn get(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remove_fails_when_nothing_or_too_much_is_asked_for() {
        let held = DepositShares::from(5);
        assert_eq!(held.remove(DepositShares::ZERO), Err(AccountingError::SharesAmountZero));
        assert_eq!(held.remove(DepositShares::from(6)), Err(AccountingError::SharesAmountTooHigh));
        assert_eq!(held.remove(held), Ok(DepositShares::ZERO));
    }

    #[test]
    fn amounts_fail_when_they_leave_their_type() {
        let most = Shares::new(U256::MAX);
        assert_eq!(most.add(Shares::from(1)), Err(AccountingError::Overflow));
        assert_eq!(Shares::ZERO.sub(Shares::from(1)), Err(AccountingError::Overflow));
        assert_eq!(Magnitude::new(u64::MAX).add(Magnitude::new(1)), Err(AccountingError::Exceeds64Bits));
        assert_eq!(Magnitude::new(1).shift(-2), Err(AccountingError::Exceeds64Bits));
        assert_eq!(Magnitude::ZERO.sub(Magnitude::new(1)), Err(AccountingError::Overflow));
    }

    #[test]
    fn wad_to_slash_fails_when_out_of_bounds() {
        let refused = Err(AccountingError::InvalidWadToSlash);
        assert_eq!(WadToSlash::new(U256::ZERO), refused);
        assert_eq!(WadToSlash::new(U256::from(WAD + 1)), refused);
        assert_eq!(WadToSlash::new(U256::MAX), refused);
        assert_eq!(WadToSlash::new(U256::from(WAD)).map(WadToSlash::get), Ok(WAD));
    }

    #[test]
    fn scaling_factor_reads_one_when_unset() {
        assert_eq!(ScalingFactor::from_stored(U256::ZERO), ScalingFactor::ONE);
        assert_eq!(ScalingFactor::from_stored(U256::from(7)).get(), U256::from(7));
    }
}
