//! Why a call failed, as the bytes a caller sees.

use alloy_primitives::{Bytes, U256};
use alloy_sol_types::{Panic, PanicKind, Revert as Text, SolError};
use surety_abi::{IAllocationManager, IDelegationManager, IStrategyManager, IStrategyVault};
use surety_accounting::AccountingError;

/// Revert data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revert(pub(crate) Bytes);

/// What every call of the model returns.
pub(crate) type Result<T = ()> = core::result::Result<T, Revert>;

impl Revert {
    /// A failure without data: an unknown function, undecodable arguments, no code.
    pub(crate) const fn empty() -> Self {
        Self(Bytes::new())
    }

    /// `Error(string)`.
    pub(crate) fn text(reason: &str) -> Self {
        Self::of(Text::from(reason))
    }

    /// `Panic(0x11)`.
    pub(crate) fn overflow() -> Self {
        Self::of(Panic::from(PanicKind::UnderOverflow))
    }

    /// `Panic(0x32)`.
    pub(crate) fn out_of_bounds() -> Self {
        Self::of(Panic::from(PanicKind::ArrayOutOfBounds))
    }

    /// A custom error.
    pub(crate) fn of<E: SolError>(error: E) -> Self {
        Self(error.abi_encode().into())
    }
}

/// Fails with a custom error unless a condition holds.
pub(crate) fn require<E: SolError>(condition: bool, error: E) -> Result {
    if condition { Ok(()) } else { Err(Revert::of(error)) }
}

impl From<AccountingError> for Revert {
    fn from(error: AccountingError) -> Self {
        use AccountingError as E;
        match error {
            E::Overflow | E::ExceedsPacking => Self::overflow(),
            E::DivisionByZero => Self::of(Panic { code: U256::from(PanicKind::DivisionByZero as u32) }),
            E::MulDivOverflow => Self::text("Math: mulDiv overflow"),
            E::Exceeds64Bits => Self::text("SafeCast: value doesn't fit in 64 bits"),
            E::FullySlashed => Self::of(IDelegationManager::FullySlashed {}),
            E::InvalidDepositScalingFactor => Self::of(IDelegationManager::InvalidDepositScalingFactor {}),
            E::NewSharesZero => Self::of(IStrategyVault::NewSharesZero {}),
            E::TotalSharesExceedsMax => Self::of(IStrategyVault::TotalSharesExceedsMax {}),
            E::WithdrawalAmountExceedsTotalDeposits => {
                Self::of(IStrategyVault::WithdrawalAmountExceedsTotalDeposits {})
            }
            E::SharesAmountZero => Self::of(IStrategyManager::SharesAmountZero {}),
            E::SharesAmountTooHigh => Self::of(IStrategyManager::SharesAmountTooHigh {}),
            E::InvalidWadToSlash => Self::of(IAllocationManager::InvalidWadToSlash {}),
            E::InsufficientMagnitude => Self::of(IAllocationManager::InsufficientMagnitude {}),
            E::ModificationAlreadyPending => Self::of(IAllocationManager::ModificationAlreadyPending {}),
            E::SameMagnitude => Self::of(IAllocationManager::SameMagnitude {}),
            E::InvalidSnapshotOrdering => Self::of(IAllocationManager::InvalidSnapshotOrdering {}),
        }
    }
}
