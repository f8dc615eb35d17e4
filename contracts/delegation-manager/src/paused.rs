//! Bits of the pause map.

/// New delegations and operators.
pub(crate) const DELEGATION: u8 = 0;
/// Entering the withdrawal queue.
pub(crate) const QUEUEING: u8 = 1;
/// Completing withdrawals.
pub(crate) const COMPLETING: u8 = 2;
