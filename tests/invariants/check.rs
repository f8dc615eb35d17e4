//! The checks, one file per part of the suite. Each says with which figures it is broken.

pub(crate) mod magnitudes;
pub(crate) mod queue;
pub(crate) mod roles;
pub(crate) mod shares;
pub(crate) mod slashes;
pub(crate) mod tokens;

use alloy_primitives::U256;

/// How a check ends.
pub(crate) type Checked = Result<(), String>;

/// Fails with the figures unless the condition holds.
macro_rules! hold {
    ($condition:expr, $($figures:tt)+) => {
        if !$condition {
            return Err(format!($($figures)+));
        }
    };
}
pub(crate) use hold;

/// The sum; an error if it exceeds 256 bits.
pub(crate) fn sum(numbers: impl IntoIterator<Item = U256>) -> Result<U256, String> {
    let add = |total: U256, n: U256| total.checked_add(n);
    numbers.into_iter().try_fold(U256::ZERO, add).ok_or_else(|| "a sum exceeds 256 bits".to_owned())
}
