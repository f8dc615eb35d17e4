//! Storage of the strategy factory.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | token | [`Token`] |
//! | 1 | token | base of its duration vaults |
//! | 0xfd, 0xfe | | owner and pause map (common) |

pub(crate) use surety_common::tokens::{Token, slot as token_slot};

use surety_common::{
    abi::{Address, Vec},
    list::List,
    packed,
    revert::OrRevert,
    storage::Slot,
};

/// What is known of a token.
pub(crate) fn token(token: Address) -> Token {
    token_slot(token).get()
}

packed! {
    /// An element of a list. Packed slot: 20.
    struct Element {
        /// The vault.
        vault: Address = 20,
    }
}

/// The duration vaults of a token, in the order in which they were made.
pub(crate) struct Vaults {
    elements: List,
    /// How many there are.
    pub(crate) len: u32,
}

/// The duration vaults of a token.
pub(crate) fn vaults(token: Address) -> Vaults {
    Vaults { elements: List::at(Slot::keyed(1, &[token.as_slice()])), len: self::token(token).vaults }
}

impl Vaults {
    /// The vault at `i`, zero from the length on.
    pub(crate) fn get(&self, i: u32) -> Address {
        self.elements.element(i).get::<Element>().vault
    }

    /// All of them.
    pub(crate) fn all(&self) -> Vec<Address> {
        (0..self.len).map(|i| self.get(i)).collect()
    }
}

/// Appends a duration vault of a token.
pub(crate) fn push_vault(token: Address, vault: Address) {
    let Vaults { elements, len } = vaults(token);
    elements.element(len).set(&Element { vault });
    token_slot(token).set(&Token { vaults: len.checked_add(1).or_revert(), ..self::token(token) });
}
