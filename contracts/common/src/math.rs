//! From the accounting crate's errors to reverts.
//!
//! One selector has one meaning in the whole suite, so the mapping exists once.

use crate::revert::{self, Error, OrRevert};
use surety_accounting::AccountingError;

impl<T> OrRevert<T> for Result<T, AccountingError> {
    /// The custom error, panic or string that the ABI has for it.
    fn or_revert(self) -> T {
        match self {
            Ok(value) => value,
            Err(error) => raise(error),
        }
    }
}

/// Reverts with what the ABI has for `error`.
pub fn raise(error: AccountingError) -> ! {
    let selector = match error {
        AccountingError::Overflow | AccountingError::ExceedsPacking => revert::overflow(),
        AccountingError::DivisionByZero => revert::panic(0x12),
        // Strings cost data bytes on every call; pushed as numbers they live in the code.
        AccountingError::MulDivOverflow => {
            revert::short_string(21, [0x4d61_7468_3a20_6d75, 0x6c44_6976_206f_7665, 0x7266_6c6f_7700_0000, 0])
        }
        // "SafeCast: value doesn't fit in 64 bits" has 38 bytes; no amount that fits the packed
        // storage gets here, so the plain panic stands in for it.
        AccountingError::Exceeds64Bits => revert::overflow(),
        AccountingError::FullySlashed => 0x28ce_f1a4,
        AccountingError::InvalidDepositScalingFactor => 0xb967_6398,
        AccountingError::NewSharesZero => 0x1872_5da6,
        AccountingError::TotalSharesExceedsMax => 0x5e29_d146,
        AccountingError::WithdrawalAmountExceedsTotalDeposits => 0xb469_df30,
        AccountingError::SharesAmountZero => 0x840c_364a,
        AccountingError::SharesAmountTooHigh => 0x4b18_b193,
        AccountingError::InvalidWadToSlash => 0x1353_6031,
        AccountingError::InsufficientMagnitude => 0x6c9b_e0bf,
        AccountingError::ModificationAlreadyPending => 0xd8fc_be30,
        AccountingError::SameMagnitude => 0x8c0c_2f26,
        AccountingError::InvalidSnapshotOrdering => 0x2a37_1c7e,
    };
    Error(selector).raise()
}
