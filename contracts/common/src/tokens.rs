//! What the strategy factory knows of tokens. Duration vaults read it there ([`crate::sister`]).

use crate::{abi::Address, packed, storage::Slot};

packed! {
    /// What is known of a token. Packed slot: 20 + 1 + 4 = 25.
    pub struct Token {
        /// Its strategy; zero if there is none.
        strategy: Address = 20,
        /// True if it gets none.
        blacklisted: bool = 1,
        /// How many duration vaults it has.
        vaults: u32 = 4,
    }
}

/// Where the record of a token is: tag 0 of the factory's storage.
pub fn slot(token: Address) -> Slot {
    Slot::keyed(0, &[token.as_slice()])
}
