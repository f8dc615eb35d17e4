//! Storage of the rewards coordinator.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | | [`Roots`] |
//! | 1 | | [`Defaults`] |
//! | 2 | earner | [`Earner`] |
//! | 3 | account, nonce / 2 | the [`Mark`]s of two submissions, 16 bytes each |
//! | 4 | root index | the root |
//! | 5 | root index / 4 | [`Times`] of four roots, eight bytes each |
//! | 6 | earner, token | token units ever paid |
//! | 7 | operator, AVS | [`Split`] with the AVS |
//! | 8 | operator | [`Split`] of programmatic incentives |
//! | 9 | operator, AVS, set id | [`Split`] in the operator set |
//! | 10 | account | [`Submitter`] |
//! | 0xfd, 0xfe | | owner and pause map (common) |

use crate::coordinator::OperatorSet;
use surety_common::{
    abi::{Address, B256, U256},
    accounting::rewards,
    packed,
    storage::Slot,
};

packed! {
    /// What publishing a root reads and writes. Packed slot: 20 + 4 + 4 + 4 = 32.
    pub(crate) struct Roots {
        /// Who publishes.
        updater: Address = 20,
        /// Until when the newest root counts earnings, seconds.
        last_end: u32 = 4,
        /// Roots so far.
        count: u32 = 4,
        /// Seconds until a root takes effect; [`Defaults`] has a copy.
        activation_delay_secs: u32 = 4,
    }
}

packed! {
    /// What splits and fees read. Packed slot: 20 + 2 + 4 = 26.
    pub(crate) struct Defaults {
        /// Receives protocol fees.
        fee_recipient: Address = 20,
        /// The split of operators that have set none, bips.
        split_bips: u16 = 2,
        /// Seconds until a split takes effect; always equal to that of [`Roots`].
        activation_delay_secs: u32 = 4,
    }
}

packed! {
    /// What an earner has chosen. Packed slot: 20.
    pub(crate) struct Earner {
        /// Claims for it; zero for the earner itself.
        claimer: Address = 20,
    }
}

packed! {
    /// An account that pays in, or an AVS for which others do. Packed slot: 8 + 1 + 1 + 16 = 26.
    ///
    /// An AVS that pays for itself finds its nonce and its fee in one word, and every other
    /// submission leaves its mark there, too.
    pub(crate) struct Submitter {
        /// Submissions so far, of all kinds.
        nonce: u64 = 8,
        /// True if it pays the protocol fee on what it submits.
        pays_fee: bool = 1,
        /// True if it may submit for all.
        for_all: bool = 1,
        /// The newest submission's mark, if the number of submissions is odd; the others stand in
        /// pairs (tag 3).
        newest: Mark = 16,
    }
}

/// Says that an account made a submission: 16 bytes of the hash of its kind, account and hash.
///
/// Whoever wants a hash that was never submitted to seem known has to find a preimage of 128 bits.
pub(crate) type Mark = u128;

packed! {
    /// A change of a split. Packed slot: 2 + 2 + 4 = 8.
    pub(crate) struct Split {
        /// Bips before; [`Split::DEFAULT`] for the default of the time of reading.
        old_bips: u16 = 2,
        /// Bips after.
        new_bips: u16 = 2,
        /// When it takes effect, seconds; zero if there never was a change.
        activated_at: u32 = 4,
    }
}

impl Split {
    /// Stands for the default split; real splits are at most 10,000.
    const DEFAULT: u16 = u16::MAX;

    /// As the accounting crate has it.
    pub(crate) fn load(slot: Slot) -> rewards::Split {
        let Self { old_bips, new_bips, activated_at } = slot.get();
        let is_default = activated_at == 0 || old_bips == Self::DEFAULT;
        rewards::Split { old_bips: (!is_default).then_some(old_bips), new_bips, activated_at }
    }

    /// Stores a split of the accounting crate.
    pub(crate) fn store(slot: Slot, split: &rewards::Split) {
        let rewards::Split { old_bips, new_bips, activated_at } = *split;
        slot.set(&Self { old_bips: old_bips.unwrap_or(Self::DEFAULT), new_bips, activated_at });
    }
}

/// When a root counts to, and when it takes effect.
///
/// A root ends before it is published and takes effect after, so the smaller time is always the
/// end: the order in which the two are stored tells whether the root was disabled, and four
/// roots fill a word. Neither is zero, because each end is later than the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Times {
    /// Until when it counts earnings, seconds.
    pub(crate) end: u32,
    /// When claims may begin, seconds.
    pub(crate) activated_at: u32,
    /// True if it was withdrawn before that.
    pub(crate) disabled: bool,
}

impl Times {
    /// Of root `index`; zeros if it does not exist.
    pub(crate) fn load(index: u32) -> Self {
        let word = times(index).load();
        let pair = word.as_chunks::<8>().0.get(in_word(index)).copied().unwrap_or_default();
        let pair = u64::from_be_bytes(pair);
        let (first, second) = ((pair >> 32) as u32, pair as u32);
        if first > second {
            Self { end: second, activated_at: first, disabled: true }
        } else {
            Self { end: first, activated_at: second, disabled: false }
        }
    }

    /// Stores them for root `index`.
    pub(crate) fn store(self, index: u32) {
        let (first, second) =
            if self.disabled { (self.activated_at, self.end) } else { (self.end, self.activated_at) };
        let slot = times(index);
        let mut word = slot.load();
        if let Some(pair) = word.as_chunks_mut::<8>().0.get_mut(in_word(index)) {
            *pair = (u64::from(first) << 32 | u64::from(second)).to_be_bytes();
        }
        slot.store(&word);
    }
}

/// Position of a root's times in their word.
const fn in_word(index: u32) -> usize {
    (index % 4) as usize
}

/// Tag 0.
pub(crate) const ROOTS: Slot = Slot::tag(0);
/// Tag 1.
pub(crate) const DEFAULTS: Slot = Slot::tag(1);

/// Tag 2.
pub(crate) fn earner_slot(earner: Address) -> Slot {
    Slot::keyed(2, &[earner.as_slice()])
}

/// The mark of a submission.
pub(crate) fn mark(kind: u8, account: Address, hash: B256) -> Mark {
    let Slot(digest) = Slot::keyed(3, &[&[kind], account.as_slice(), hash.as_slice()]);
    digest.first_chunk().map_or(0, |bytes| Mark::from_be_bytes(*bytes))
}

packed! {
    /// Packed slot: 16 + 16 = 32.
    pub(crate) struct Marks {
        /// Of the submission with the even nonce.
        even: Mark = 16,
        /// Of the next one.
        odd: Mark = 16,
    }
}

/// Tag 3.
pub(crate) fn marks(account: Address, pair: u64) -> Slot {
    Slot::keyed(3, &[account.as_slice(), &pair.to_be_bytes()])
}

/// Tag 10.
pub(crate) fn submitter_slot(account: Address) -> Slot {
    Slot::keyed(10, &[account.as_slice()])
}

/// What is known of an account that pays in.
pub(crate) fn submitter(account: Address) -> Submitter {
    submitter_slot(account).get()
}

/// Tag 4.
pub(crate) fn root(index: u32) -> Slot {
    Slot::keyed(4, &[&index.to_be_bytes()])
}

fn times(index: u32) -> Slot {
    Slot::keyed(5, &[&(index / 4).to_be_bytes()])
}

/// Tag 6.
pub(crate) fn claimed_slot(earner: Address, token: Address) -> Slot {
    Slot::keyed(6, &[earner.as_slice(), token.as_slice()])
}

/// Token units ever paid to an earner.
pub(crate) fn claimed(earner: Address, token: Address) -> U256 {
    U256::from_be_bytes(claimed_slot(earner, token).load())
}

/// Tag 7.
pub(crate) fn avs_split(operator: Address, avs: Address) -> Slot {
    Slot::keyed(7, &[operator.as_slice(), avs.as_slice()])
}

/// Tag 8.
pub(crate) fn pi_split(operator: Address) -> Slot {
    Slot::keyed(8, &[operator.as_slice()])
}

/// Tag 9.
pub(crate) fn set_split(operator: Address, set: &OperatorSet) -> Slot {
    Slot::keyed(9, &[operator.as_slice(), set.avs.as_slice(), &set.id.to_be_bytes()])
}
