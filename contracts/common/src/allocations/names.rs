//! Accounts by number, so that lists hold several to a word.
//!
//! An account's number is the beginning of its hash, or, if another account has that number, the
//! next one that is free. So one slot serves both ways: whoever has the number reads the account,
//! whoever has the account looks whether the slot of its number is its own. A number is given once
//! and for ever, by whoever first needs it.
//!
//! To make somebody look in one more slot takes an account whose hash begins alike, in place before
//! the victim's: 2^48 hashes for strategies. AVSs have 32 bits; they look for their number once,
//! keep it in their record, and so pay for such a trick once, less than the trickster.

use super::tag;
use crate::{abi::Address, host, packed, storage::Slot};

packed! {
    /// Whose number it is. Packed slot: 20 + 1 = 21.
    struct Name {
        /// The account, which may be zero.
        account: Address = 20,
        /// True once the number was given.
        given: bool = 1,
    }
}

/// Numbers of one kind of account.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    tag: u8,
    bits: u32,
}

/// Numbers of AVSs, 32 bits; given with the first operator set.
pub const AVSS: Names = Names { tag: tag::AVS_BY_NUMBER, bits: 32 };
/// Numbers of strategies, 48 bits; given with the first set or allocation.
pub const STRATEGIES: Names = Names { tag: tag::STRATEGY_BY_NUMBER, bits: 48 };

impl Names {
    /// The account with a number that was given.
    pub fn resolve(self, number: u64) -> Address {
        self.slot(number).get::<Name>().account
    }

    /// The number of an account, if it was given one; never zero.
    pub fn find(self, account: Address) -> Option<u64> {
        let (number, name) = self.look(account);
        name.given.then_some(number)
    }

    /// The number of an account, given now if it has none; never zero.
    pub fn ensure(self, account: Address) -> u64 {
        let (number, name) = self.look(account);
        if !name.given {
            self.slot(number).set(&Name { account, given: true });
        }
        number
    }

    /// The account's number, or the one that it would be given.
    fn look(self, account: Address) -> (u64, Name) {
        let hash = host::keccak(account.as_slice());
        let mut number =
            hash.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes) >> (64 - self.bits));
        loop {
            // Zero means no number; from the last one on it goes on at the first.
            number = (number & (u64::MAX >> (64 - self.bits))).max(1);
            let name: Name = self.slot(number).get();
            if !name.given || name.account == account {
                return (number, name);
            }
            number += 1;
        }
    }

    fn slot(self, number: u64) -> Slot {
        Slot::keyed(self.tag, &[&number.to_be_bytes()])
    }
}
