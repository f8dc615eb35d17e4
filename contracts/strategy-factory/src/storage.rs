//! Storage of the strategy factory.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | token | [`Token`] |
//! | 0xfd, 0xfe | | owner and pause map (common) |

use surety_common::{abi::Address, packed, storage::Slot};

packed! {
    /// What is known of a token. Packed slot: 20 + 1 = 21.
    pub(crate) struct Token {
        /// Its strategy; zero if there is none.
        strategy: Address = 20,
        /// True if it gets none.
        blacklisted: bool = 1,
    }
}

/// Tag 0.
pub(crate) fn token_slot(token: Address) -> Slot {
    Slot::keyed(0, &[token.as_slice()])
}

/// What is known of a token.
pub(crate) fn token(token: Address) -> Token {
    token_slot(token).get()
}
