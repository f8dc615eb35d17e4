//! Bits of the pause map.

/// New delegations and operators.
pub const DELEGATION: u8 = 0;
/// Entering the withdrawal queue.
pub const QUEUEING: u8 = 1;
/// Completing withdrawals.
pub const COMPLETING: u8 = 2;
