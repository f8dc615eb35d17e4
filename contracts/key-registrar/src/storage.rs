//! Storage of the key registrar.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | set | the curve, 1 byte; zero until it is chosen |
//! | 1 | set, operator | ECDSA: the key's address; BN254: x of the point of G1 and two bits that tell the y of both points, followed by X[0] and X[1] of the point of G2 |
//! | 2 | key hash | [`Spent`] |
//!
//! The word of tag 1 is zero exactly if the operator has no key in the set, so that no flag is
//! stored. A key's address is not zero (`ZeroPubkey`). No point of y² = x³ + 3 but the one at
//! infinity, which is `ZeroPubkey` too, has x = 0: it would be a point of order 3, and the group's
//! order is a prime other than 3. Key hashes are computed from the key, not stored with it.
//!
//! Giving up a key clears the first word only. The two others cannot be reached without it, and
//! the next key overwrites them for less than a fresh word costs.

use crate::{
    bn254::compressed::WORDS,
    keys::{OperatorSet, error},
};
use surety_common::{
    abi::{Address, B256, U256},
    packed,
    revert::require,
    storage::Slot,
};

/// The kind of a set's keys. The numbers are the ABI's; zero is "none".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    /// Keys are addresses of secp256k1 keys or of contracts that answer ERC-1271.
    Ecdsa = 1,
    /// Keys are pairs of points of BN254, one in each group.
    Bn254 = 2,
}

impl Curve {
    /// The curve of a number, if it is one.
    pub(crate) const fn from_number(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Ecdsa),
            2 => Some(Self::Bn254),
            _ => None,
        }
    }
}

packed! {
    /// A set's choice. Packed slot: 1.
    struct Config {
        /// Number of the curve.
        curve: u8 = 1,
    }
}

packed! {
    /// A key that was registered once. Packed slot: 20 + 1 = 21.
    pub(crate) struct Spent {
        /// By whom.
        operator: Address = 20,
        /// True from then on.
        is_spent: bool = 1,
    }
}

/// The curve that the set chose, if it did.
pub(crate) fn curve(set: &OperatorSet) -> Option<Curve> {
    Curve::from_number(config_slot(set).get::<Config>().curve)
}

/// The set's curve. Reverts with `OperatorSetNotConfigured` before it is chosen.
pub(crate) fn require_curve(set: &OperatorSet) -> Curve {
    match curve(set) {
        Some(curve) => curve,
        None => error::OPERATOR_SET_NOT_CONFIGURED.raise(),
    }
}

/// Stores the set's choice.
pub(crate) fn set_curve(set: &OperatorSet, curve: Curve) {
    config_slot(set).set(&Config { curve: curve as u8 });
}

fn config_slot(set: &OperatorSet) -> Slot {
    Slot::keyed(0, &[set.avs.as_slice(), &set.id.to_be_bytes()])
}

/// An operator's key in a set: where it is, and its first word.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    slot: Slot,
    first: [u8; 32],
}

/// An operator's key in a set.
pub(crate) fn key(set: &OperatorSet, operator: Address) -> Key {
    let slot = Slot::keyed(1, &[set.avs.as_slice(), &set.id.to_be_bytes(), operator.as_slice()]);
    Key { slot, first: slot.load() }
}

impl Key {
    /// Whether there is one.
    pub(crate) fn is_registered(&self) -> bool {
        self.first != [0; 32]
    }

    /// The address of an ECDSA key; zero if there is none.
    pub(crate) fn address(&self) -> Address {
        Address::from_word(B256::new(self.first))
    }

    /// The first word of a BN254 key.
    pub(crate) fn first_word(&self) -> U256 {
        U256::from_be_bytes(self.first)
    }

    /// The words of a BN254 key that there is.
    pub(crate) fn words(&self) -> [U256; WORDS] {
        let mut words = [U256::ZERO; WORDS];
        for (i, word) in (0..).zip(&mut words) {
            *word = U256::from_be_bytes(self.slot.offset(i).load());
        }
        words
    }

    /// Stores the address of an ECDSA key.
    pub(crate) fn set_address(&self, address: Address) {
        self.slot.store(&address.into_word().0);
    }

    /// Stores the words of a BN254 key.
    pub(crate) fn set_words(&self, words: [U256; WORDS]) {
        for (i, word) in (0..).zip(words) {
            self.slot.offset(i).store(&word.to_be_bytes::<32>());
        }
    }

    /// Forgets the key.
    pub(crate) fn clear(&self) {
        self.slot.clear();
    }
}

/// Whether, and by whom, a key was ever registered.
pub(crate) fn spent(hash: B256) -> Spent {
    spent_slot(hash).get()
}

/// Reverts with `KeyAlreadyRegistered` if the key was ever registered, by anyone.
pub(crate) fn require_unspent(hash: B256) {
    require(!spent(hash).is_spent, error::KEY_ALREADY_REGISTERED);
}

/// Spends a key, for ever.
pub(crate) fn spend(hash: B256, operator: Address) {
    spent_slot(hash).set(&Spent { operator, is_spent: true });
}

fn spent_slot(hash: B256) -> Slot {
    Slot::keyed(2, &[hash.as_slice()])
}
