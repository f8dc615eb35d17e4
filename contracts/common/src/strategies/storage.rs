//! Storage of the strategy manager.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | | [`Whitelister`] |
//! | 1 | strategy | [`Strategy`] |
//! | 2 | staker | [`Nonce`] |
//! | 3 | set, slash id | slashed shares: [`Entry`]s from this slot on, ended by an empty one |
//! | 4 | set, slash id, strategy | shares of an entry whose 12 bytes do not hold them |
//! | 5 | set | [`PendingSet`] |
//! | 6 | set | pending slash ids from the seventh on, eight to a word |
//! | 7 | set, slash id / 8 | one more than the position of eight ids, if it is behind the sixth |
//! | 8 | | [`PendingSets`]; the sets' keys behind it |
//! | 0xfd, 0xfe | | owner and pause map (common) |

use super::manager::OperatorSet;
use crate::{
    abi::{Address, U256},
    packed,
    storage::Slot,
};

packed! {
    /// Packed slot: 20.
    pub struct Whitelister {
        /// Who decides which strategies take deposits.
        account: Address = 20,
    }
}

packed! {
    /// Packed slot: 1 + 1 = 2.
    pub struct Strategy {
        /// True if it takes deposits.
        listed: bool = 1,
        /// True once it said that it need not be asked before shares come or go.
        hookless: bool = 1,
    }
}

packed! {
    /// Packed slot: 8.
    pub struct Nonce {
        /// Signed deposits so far.
        used: u64 = 8,
    }
}

packed! {
    /// Slashed shares of one strategy. Packed slot: 20 + 12 = 32.
    pub struct Entry {
        /// The strategy; never zero in an entry that exists.
        strategy: Address = 20,
        /// The shares, or [`Entry::ELSEWHERE`].
        shares: u128 = 12,
    }
}

impl Entry {
    /// Says that the shares have a slot of their own (tag 4).
    pub const ELSEWHERE: u128 = (1 << 96) - 1;
}

packed! {
    /// Packed slot: 4 + 4 + 24 = 32.
    pub struct PendingSet {
        /// Slash ids of the set that wait for payout.
        ids: u32 = 4,
        /// One more than the set's position among the pending sets.
        position: u32 = 4,
        /// The first six of them; most sets never have more, so a slash adds no list of its own.
        first: [u32; 6] = 24,
    }
}

packed! {
    /// Packed slot: 4.
    pub struct PendingSets {
        /// Sets with slash ids that wait for payout.
        len: u32 = 4,
    }
}

packed! {
    /// An operator set's key. Packed slot: 20 + 4 = 24.
    pub struct SetKey {
        /// The AVS.
        avs: Address = 20,
        /// The set's id.
        id: u32 = 4,
    }
}

/// Tag 0.
pub const WHITELISTER: Slot = Slot::tag(0);
/// Tag 8. Hashed, because elements stand behind it.
pub fn pending_sets() -> Slot {
    Slot::keyed(8, &[])
}

/// Tag 1.
pub fn strategy_slot(strategy: Address) -> Slot {
    Slot::keyed(1, &[strategy.as_slice()])
}

/// What is known of a strategy.
pub fn strategy(strategy: Address) -> Strategy {
    strategy_slot(strategy).get()
}

/// Tag 2.
pub fn nonce(staker: Address) -> Slot {
    Slot::keyed(2, &[staker.as_slice()])
}

/// Tag 3.
pub fn entries(set: &OperatorSet, slash_id: U256) -> Slot {
    in_set(3, set, &slash_id.to_be_bytes::<32>())
}

/// Tag 4.
pub fn shares_elsewhere(set: &OperatorSet, slash_id: U256, strategy: Address) -> Slot {
    let mut keys = [0; 52];
    let (id, account) = keys.split_at_mut(32);
    id.copy_from_slice(&slash_id.to_be_bytes::<32>());
    account.copy_from_slice(strategy.as_slice());
    in_set(4, set, &keys)
}

/// Tag 5.
pub fn pending_set(set: &OperatorSet) -> Slot {
    in_set(5, set, &[])
}

/// Tag 6.
pub fn pending_ids(set: &OperatorSet) -> Slot {
    in_set(6, set, &[])
}

/// Tag 7.
pub fn id_positions(set: &OperatorSet, group: u32) -> Slot {
    in_set(7, set, &group.to_be_bytes())
}

fn in_set(tag: u8, set: &OperatorSet, keys: &[u8]) -> Slot {
    Slot::keyed(tag, &[set.avs.as_slice(), &set.id.to_be_bytes(), keys])
}
