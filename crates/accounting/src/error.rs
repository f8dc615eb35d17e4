//! Why a formula has no result.

/// Why a formula has no result.
///
/// The contracts answer most of these with the custom error of the same name; the doc comment
/// names the encoding of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountingError {
    /// Ordinary arithmetic left its type: `Panic(0x11)`.
    Overflow,
    /// A divisor is zero: `Panic(0x12)`.
    DivisionByZero,
    /// The quotient of a 512-bit product exceeds 256 bits: `Error("Math: mulDiv overflow")`.
    MulDivOverflow,
    /// A magnitude exceeds 64 bits: `Error("SafeCast: value doesn't fit in 64 bits")`.
    Exceeds64Bits,
    /// The slashing factor is zero, so no deposit could ever be worth anything.
    FullySlashed,
    /// The new scaling factor would be zero, which storage reads as "unset".
    InvalidDepositScalingFactor,
    /// A deposit is too small to mint a share.
    NewSharesZero,
    /// A deposit would lift a strategy above
    /// [`MAX_TOTAL_SHARES`](crate::share_price::MAX_TOTAL_SHARES).
    TotalSharesExceedsMax,
    /// More shares are withdrawn than the strategy has.
    WithdrawalAmountExceedsTotalDeposits,
    /// Zero shares are added to or removed from a staker.
    SharesAmountZero,
    /// A staker withdraws more deposit shares than it has.
    SharesAmountTooHigh,
    /// A slash is not in (0, 1].
    InvalidWadToSlash,
    /// An allocation needs more magnitude than is free.
    InsufficientMagnitude,
    /// An allocation has a change that is not in effect yet.
    ModificationAlreadyPending,
    /// An allocation is set to the magnitude it has.
    SameMagnitude,
    /// A history is written for an earlier block than its last entry's.
    InvalidSnapshotOrdering,
    /// A value is outside the bits that storage reserves for it, see [`crate::scaling`].
    /// Answered as `Panic(0x11)`: the original has 256 bits there.
    ExceedsPacking,
}
