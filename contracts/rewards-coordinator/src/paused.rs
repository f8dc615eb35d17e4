//! Bits of the pause map.

/// Submissions of AVSs, also on their behalf.
pub(crate) const AVS: u8 = 0;
/// Submissions for all stakers.
pub(crate) const FOR_ALL: u8 = 1;
/// Claims.
pub(crate) const CLAIMS: u8 = 2;
/// Publishing and disabling roots.
pub(crate) const ROOTS: u8 = 3;
/// Submissions for all earners.
pub(crate) const FOR_ALL_EARNERS: u8 = 4;
/// Submissions with amounts per operator, for an AVS.
pub(crate) const DIRECTED_AVS: u8 = 5;
/// Splits with an AVS.
pub(crate) const AVS_SPLIT: u8 = 6;
/// Splits of programmatic incentives.
pub(crate) const PI_SPLIT: u8 = 7;
/// Splits in an operator set.
pub(crate) const SET_SPLIT: u8 = 8;
/// Submissions with amounts per operator, for an operator set.
pub(crate) const DIRECTED_SET: u8 = 9;
/// Submissions for slashable stake.
pub(crate) const UNIQUE_STAKE: u8 = 10;
/// Submissions for delegated stake.
pub(crate) const TOTAL_STAKE: u8 = 11;
