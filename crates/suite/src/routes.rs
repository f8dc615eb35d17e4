//! Which program of an address answers which selector.

/// Selectors that the delegation manager's second program answers.
pub(crate) const DELEGATION_VIEWS: &[u32] = delegation_views::SELECTORS;
/// Selectors that the slasher answers; the AVS registry answers the rest.
pub(crate) const SLASHER: &[u32] = slasher::Slasher::SELECTORS;
