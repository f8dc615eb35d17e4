//! When a queued withdrawal can be slashed and when it can be completed.

use crate::{AccountingError, Result};

/// The last block in which a withdrawal queued at `start` can be slashed; its operator's
/// magnitude at the end of this block decides what it is worth.
///
/// # Errors
/// [`AccountingError::Overflow`] above 32 bits.
pub fn slashable_until_block(start_block: u32, delay_blocks: u32) -> Result<u32> {
    start_block.checked_add(delay_blocks).ok_or(AccountingError::Overflow)
}

/// Whether a withdrawal queued at `start` can be completed: from the block after
/// [`slashable_until_block`].
///
/// # Errors
/// [`AccountingError::Overflow`].
pub fn is_completable(now_block: u32, start_block: u32, delay_blocks: u32) -> Result<bool> {
    Ok(now_block > slashable_until_block(start_block, delay_blocks)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn completable_from_the_block_after_the_delay() {
        assert_eq!(slashable_until_block(100, 10), Ok(110));
        assert_eq!(is_completable(110, 100, 10), Ok(false));
        assert_eq!(is_completable(111, 100, 10), Ok(true));
        assert_eq!(is_completable(1, u32::MAX, 1), Err(AccountingError::Overflow));
    }
}
