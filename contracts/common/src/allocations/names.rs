//! Accounts by number, so that lists hold several to a word.
//!
//! An account's number is the beginning of its hash, or, if another account has that number, one of
//! the next. So one slot serves both ways: whoever has the number reads the account,
//! whoever has the account looks whether the slot of its number is its own. A number is given once
//! and for ever, by whoever first needs it.
//!
//! To make somebody look in one more slot takes an account whose hash begins alike, in place before
//! the victim's: 2^31 hashes for AVSs, 2^47 for strategies, and fewer for each further one. That is little
//! for the former, so nobody looks in more than [`PLACES`] slots: an account that finds them all taken
//! is given the next of the other half of the numbers, and a word that says so.

use super::tag;
use crate::{abi::Address, host, packed, storage::Slot};
use core::hint::black_box;

/// Slots that are looked in for an account.
const PLACES: u64 = 4;

packed! {
    /// Whose number it is. Packed slot: 20 + 1 = 21.
    struct Name {
        /// The account, which may be zero.
        account: Address = 20,
        /// True once the number was given.
        given: bool = 1,
    }
}

packed! {
    /// The number of an account that found no place, or the last such number. Packed slot: 8.
    struct Late {
        /// It.
        number: u64 = 8,
    }
}

/// Numbers of one kind of account.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    tag: u8,
    late_tag: u8,
    /// Bits of a number that is the beginning of a hash: the next higher bit says that it is not.
    bits: u32,
}

/// Numbers of AVSs, 32 bits; given with the first operator set.
pub const AVSS: Names = Names { tag: tag::AVS_BY_NUMBER, late_tag: tag::LATE_AVS, bits: 31 };
/// Numbers of strategies, 48 bits; given with the first set or allocation.
pub const STRATEGIES: Names = Names { tag: tag::STRATEGY_BY_NUMBER, late_tag: tag::LATE_STRATEGY, bits: 47 };

impl Names {
    /// The account with a number that was given.
    pub fn resolve(self, number: u64) -> Address {
        self.slot(number).get::<Name>().account
    }

    /// The number of an account, if it was given one; never zero.
    #[inline(never)]
    pub fn find(self, account: Address) -> Option<u64> {
        match self.look(account) {
            Some((number, given)) => given.then_some(number),
            None => Some(self.late(account).get::<Late>().number).filter(|number| *number != 0),
        }
    }

    /// The number of an account, given now if it has none; never zero.
    pub fn ensure(self, account: Address) -> u64 {
        match self.look(account) {
            Some((number, true)) => number,
            Some((number, false)) => {
                self.slot(number).set(&Name { account, given: true });
                number
            }
            None => self.ensure_late(account),
        }
    }

    /// The account's number or the one that it would be given, and whether it was. `None` if all places
    /// are others': they remain so, and what an account has been given it is given once.
    fn look(self, account: Address) -> Option<(u64, bool)> {
        let hash = host::keccak(account.as_slice());
        let first = hash.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes) >> (64 - self.bits));
        // Hidden from the optimiser, which would otherwise write the loop out.
        (0..black_box(PLACES)).find_map(|i| {
            // Zero means no number; from the last one on it goes on at the first.
            let number = (first.wrapping_add(i) & (u64::MAX >> (64 - self.bits))).max(1);
            let name: Name = self.slot(number).get();
            (!name.given || name.account == account).then_some((number, name.given))
        })
    }

    /// The same for an account whose places are all others'.
    #[cold]
    fn ensure_late(self, account: Address) -> u64 {
        let late = self.late(account);
        let mut record: Late = late.get();
        if record.number == 0 {
            let last = Slot::keyed(self.late_tag, &[]);
            // In bounds: each takes a transaction that writes, and there are 2^31 numbers at least.
            record.number = last.get::<Late>().number.max(1 << self.bits).wrapping_add(1);
            last.set(&record);
            late.set(&record);
            self.slot(record.number).set(&Name { account, given: true });
        }
        record.number
    }

    fn late(self, account: Address) -> Slot {
        Slot::keyed(self.late_tag, &[account.as_slice()])
    }

    #[inline(never)]
    fn slot(self, number: u64) -> Slot {
        Slot::keyed(self.tag, &[&number.to_be_bytes()])
    }
}
