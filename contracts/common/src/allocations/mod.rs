//! What the allocation manager's programs share: its storage and the rules that more than one of
//! them applies.
//!
//! AVS registry and slasher answer at one address and so work on one storage, which is declared
//! here and nowhere else. Programs read and write it through the types below; none of them knows a
//! slot.
//!
//! | tag | keys | word | module |
//! | --- | --- | --- | --- |
//! | 0 | | initialised | [`avs`] |
//! | 1 | avs | registrar, number, set count, metadata published | [`avs`] |
//! | 2 | AVS number (8) | the AVS | [`names`] |
//! | 3 | set | first strategies, flags, counts | [`set`] |
//! | 4 | set | recipient; only of redistributing sets | [`set`] |
//! | 5 | set | slasher; only where it is not the AVS | [`slashers`] |
//! | 6 | set | pending slasher and its effect block | [`slashers`] |
//! | 7 | set | further strategies, five numbers to a word | [`strategies`] |
//! | 8 | set | members; element words follow | [`membership`] |
//! | 9 | operator, set | registration, slashability, positions | [`membership`] |
//! | 10 | operator | allocation delay, counts, first references | [`operator`] |
//! | 11 | operator | further registered sets, four references to a word | [`operator`] |
//! | 12 | operator | further allocated sets, four references to a word | [`operator`] |
//! | 13 | operator, set | further allocated strategies, five numbers to a word | [`allocation`] |
//! | 14 | operator, set reference (8), strategy | an allocation | [`allocation`] |
//! | 15 | operator, strategy | slashed and encumbered magnitude, queue ends | [`magnitudes`] |
//! | 16 | operator, strategy | deallocation queue, four references to a word | [`queue`] |
//! | 17 | set, strategy number (8) | where the strategy stands; from the ninth on | [`strategies`] |
//! | 18 | strategy number (8) | the strategy | [`names`] |
//! | 19 | avs | a pending slasher and its effect block | [`slashers`] |
//! | 20 | avs, or none | number of an AVS that found no place, or the last such | [`names`] |
//! | 21 | strategy, or none | the same for strategies | [`names`] |
//! | 0xfe | | the pause map | [`crate::pause`] |
//!
//! A *set* as a key is 24 bytes: the AVS and the big-endian id. In lists a set is a *reference* of
//! eight bytes, see [`reference`], and a strategy a *number* of six, see [`names`].
//!
//! Every function here works through the host's storage cache: a word that was touched before costs
//! next to nothing to read again, so records are loaded where they are needed instead of being
//! carried along. Nobody keeps a record across a call that may store it.

use crate::{abi::Address, interface, packed, storage::Slot};
use manager::OperatorSet;

pub mod allocation;
pub mod avs;
pub mod magnitudes;
pub mod membership;
pub mod names;
pub mod numbers;
pub mod operator;
pub mod params;
pub mod queue;
pub mod reference;
pub mod set;
pub mod slashers;
pub mod strategies;

interface!(pub mod manager = "IAllocationManager.sol");

/// Bits of the pause map.
pub mod pause_bit {
    /// Changing allocations and clearing deallocation queues.
    pub const ALLOCATIONS: u8 = 0;
    /// Slashing.
    pub const SLASHING: u8 = 1;
    /// Joining and leaving operator sets.
    pub const REGISTRATION: u8 = 2;
}

/// Tags of the storage above.
mod tag {
    pub(super) const GLOBAL: u8 = 0;
    pub(super) const AVS: u8 = 1;
    pub(super) const AVS_BY_NUMBER: u8 = 2;
    pub(super) const SET: u8 = 3;
    pub(super) const RECIPIENT: u8 = 4;
    pub(super) const SLASHER: u8 = 5;
    pub(super) const PENDING_SLASHER: u8 = 6;
    pub(super) const STRATEGIES: u8 = 7;
    pub(super) const MEMBERS: u8 = 8;
    pub(super) const MEMBERSHIP: u8 = 9;
    pub(super) const OPERATOR: u8 = 10;
    pub(super) const REGISTERED: u8 = 11;
    pub(super) const ALLOCATED: u8 = 12;
    pub(super) const ALLOCATED_STRATEGIES: u8 = 13;
    pub(super) const ALLOCATION: u8 = 14;
    pub(super) const MAGNITUDES: u8 = 15;
    pub(super) const QUEUE: u8 = 16;
    pub(super) const STRATEGY_POSITION: u8 = 17;
    pub(super) const STRATEGY_BY_NUMBER: u8 = 18;
    pub(super) const AVS_SLASHER: u8 = 19;
    pub(super) const LATE_AVS: u8 = 20;
    pub(super) const LATE_STRATEGY: u8 = 21;
}

/// A set as a storage key.
fn key(set: &OperatorSet) -> [u8; 24] {
    let mut key = [0; 24];
    let (avs, id) = key.split_at_mut(20);
    avs.copy_from_slice(set.avs.as_slice());
    id.copy_from_slice(&set.id.to_be_bytes());
    key
}

/// The slot of a set's word of a kind.
fn set_slot(tag: u8, set: &OperatorSet) -> Slot {
    Slot::keyed(tag, &[&key(set)])
}

packed! {
    /// An account alone in its word. Packed slot: 20.
    pub struct Account {
        /// The account.
        account: Address = 20,
    }
}
