//! The withdrawal queue.
//!
//! A queued withdrawal of one strategy is three words, as much as it says: who queued it under
//! which nonce (found by root), its operator and block, and strategy with amount. The root is
//! computed again where it is needed, from the struct that the words spell.
//!
//! | slot | word |
//! | --- | --- |
//! | tag 9 (root) | [`Key`] |
//! | tag 10 (staker, nonce) | [`Details`], followed by one [`Item`] for each strategy |
//! | tag 11 (staker, nonce) | the amounts that do not fit an item |
//! | tag 12 (staker) | pending nonces, eight to a word, in the order of an EnumerableSet |

use super::{PENDING, ROOT, WIDE_SHARES, WITHDRAWAL, delegation::Withdrawal, staker::Staker};
use crate::{
    abi::{Address, B256, Encode as _, Head, U256, Vec, Writer},
    host, packed,
    revert::OrRevert as _,
    storage::Slot,
};

packed! {
    /// What a root leads to. Packed slot: 20 + 4 = 24.
    pub struct Key {
        /// The staker; never zero for a withdrawal that is pending.
        staker: Address = 20,
        /// Withdrawals it had queued before.
        nonce: u32 = 4,
    }
}

packed! {
    /// What is said once for a withdrawal. Packed slot: 20 + 4 + 4 + 4 = 32.
    pub struct Details {
        /// The staker's operator when it was queued.
        operator: Address = 20,
        /// Block in which it was queued.
        start_block: u32 = 4,
        /// Where its nonce stands in the list of pending ones.
        place: u32 = 4,
        /// How many strategies it has.
        strategies: u32 = 4,
    }
}

packed! {
    /// One strategy of a withdrawal. Packed slot: 20 + 12 = 32.
    pub struct Item {
        /// The strategy.
        strategy: Address = 20,
        /// Scaled shares, or [`WIDE`].
        scaled: u128 = 12,
    }
}

/// Stands for scaled shares that do not fit beside their strategy: from 2^95 on.
const WIDE: u128 = 1 << 95;

/// Nonces in a word of the pending list.
const LANES: u32 = 8;
const LANE: usize = 4;

/// keccak256 of the ABI encoding of a withdrawal, as one dynamic argument.
pub fn root(withdrawal: &Withdrawal) -> B256 {
    let mut out = Writer::new();
    Head::at(out.reserve(Withdrawal::HEAD)).put(&mut out, withdrawal);
    host::keccak(out.bytes())
}

/// The pending withdrawal with this root.
pub fn find(root: B256) -> Option<Key> {
    let key: Key = by_root(root).get();
    (!key.staker.is_zero()).then_some(key)
}

/// Puts a withdrawal of `staker` into the queue. The caller stores `staker`.
pub fn insert(staker: &mut Staker, withdrawal: &Withdrawal, root: B256) {
    let nonce = staker.word.nonce;
    let place = staker.word.queued;
    by_root(root).set(&Key { staker: staker.address, nonce });
    let base = base(WITHDRAWAL, staker.address, nonce);
    base.set(&Details {
        operator: withdrawal.delegated_to,
        start_block: withdrawal.start_block,
        place,
        strategies: u32::try_from(withdrawal.strategies.len()).ok().or_revert(),
    });
    let wide = Wide { staker: staker.address, nonce };
    for ((i, strategy), scaled) in (0..).zip(&withdrawal.strategies).zip(&withdrawal.scaled_shares) {
        let narrow = narrow(*scaled);
        if narrow.is_none() {
            wide.slot(i).store(&scaled.to_be_bytes());
        }
        item(base, i).set(&Item { strategy: *strategy, scaled: narrow.unwrap_or(WIDE) });
    }
    set_pending(staker.address, place, nonce);
    staker.word.nonce = nonce.checked_add(1).or_revert();
    staker.word.queued = place.checked_add(1).or_revert();
}

/// Takes a withdrawal that [`find`] found under `root` out of the queue. The caller stores
/// `staker`.
pub fn remove(staker: &mut Staker, withdrawal: &Withdrawal, root: B256, nonce: u32) {
    let base = base(WITHDRAWAL, staker.address, nonce);
    let Details { place, .. } = base.get();
    by_root(root).clear();
    base.clear();
    let wide = Wide { staker: staker.address, nonce };
    // The struct is the one that was queued: its root is.
    for (i, scaled) in (0..).zip(&withdrawal.scaled_shares) {
        item(base, i).clear();
        if narrow(*scaled).is_none() {
            wide.slot(i).clear();
        }
    }
    let last = staker.word.queued.checked_sub(1).or_revert();
    if place != last {
        let moved = pending(staker.address, last);
        set_pending(staker.address, place, moved);
        let slot = self::base(WITHDRAWAL, staker.address, moved);
        let mut details: Details = slot.get();
        details.place = place;
        slot.set(&details);
    }
    // The lane behind the new end keeps its nonce: nobody reads it, and a word that is not zero
    // is cheap to write when the next withdrawal is queued.
    staker.word.queued = last;
}

/// The withdrawal of `staker` with this nonce, which is pending.
pub fn load(staker: Address, nonce: u32) -> Withdrawal {
    let base = base(WITHDRAWAL, staker, nonce);
    let details: Details = base.get();
    let wide = Wide { staker, nonce };
    let mut strategies = Vec::with_capacity(details.strategies as usize);
    let mut scaled_shares = Vec::with_capacity(details.strategies as usize);
    for i in 0..details.strategies {
        let Item { strategy, scaled } = item(base, i).get();
        strategies.push(strategy);
        scaled_shares.push(match scaled {
            WIDE => U256::from_be_bytes(wide.slot(i).load()),
            scaled => U256::from(scaled),
        });
    }
    Withdrawal {
        staker,
        delegated_to: details.operator,
        withdrawer: staker,
        nonce: U256::from(nonce),
        start_block: details.start_block,
        strategies,
        scaled_shares,
    }
}

/// The pending withdrawals of `staker`, in the order of their list.
pub fn all(staker: &Staker) -> Vec<Withdrawal> {
    (0..staker.word.queued).map(|i| load(staker.address, pending(staker.address, i))).collect()
}

/// Where amounts lie that do not fit an item; hashed only when there are any.
struct Wide {
    staker: Address,
    nonce: u32,
}

impl Wide {
    fn slot(&self, i: u32) -> Slot {
        base(WIDE_SHARES, self.staker, self.nonce).offset(i)
    }
}

/// Scaled shares that fit an item.
fn narrow(scaled: U256) -> Option<u128> {
    u128::try_from(scaled).ok().filter(|scaled| *scaled < WIDE)
}

fn by_root(root: B256) -> Slot {
    Slot::keyed(ROOT, &[root.as_slice()])
}

fn base(tag: u8, staker: Address, nonce: u32) -> Slot {
    Slot::keyed(tag, &[staker.as_slice(), &nonce.to_be_bytes()])
}

fn item(base: Slot, i: u32) -> Slot {
    base.offset(1).offset(i)
}

/// The slot and the byte at which the lane of entry `i` begins.
fn lane(staker: Address, i: u32) -> (Slot, usize) {
    let slot = Slot::keyed(PENDING, &[staker.as_slice()]).offset(i / LANES);
    (slot, (i % LANES) as usize * LANE)
}

/// The nonce at place `i` of the pending list.
fn pending(staker: Address, i: u32) -> u32 {
    let (slot, at) = lane(staker, i);
    let word = slot.load();
    word.get(at..).and_then(<[u8]>::first_chunk::<LANE>).map_or(0, |lane| u32::from_be_bytes(*lane))
}

fn set_pending(staker: Address, i: u32, nonce: u32) {
    let (slot, at) = lane(staker, i);
    let mut word = slot.load();
    if let Some(lane) = word.get_mut(at..).and_then(<[u8]>::first_chunk_mut::<LANE>) {
        *lane = nonce.to_be_bytes();
    }
    slot.store(&word);
}
