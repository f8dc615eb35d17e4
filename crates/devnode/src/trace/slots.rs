//! Which storage slots a transaction touched.

use crate::{arbos::ARBOS_ADDRESS, state::World};
use alloy_primitives::{Address, U256};

/// A slot that a transaction read or wrote, once however often it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlotUse {
    /// Whose storage.
    pub account: Address,
    /// Which slot.
    pub key: U256,
    /// Its value before the transaction.
    pub original: U256,
    /// Its value after the transaction.
    pub last: U256,
}

/// The slots that the running transaction has made warm, in order of account and key. ArbOS' own
/// are left out, as transactions don't pay for them by slot; so are those that only reverted frames
/// touched.
pub(crate) fn touched(world: &World) -> Vec<SlotUse> {
    let now = world.journal.transaction_id;
    let accounts = world.journal.state.iter().filter(|(account, _)| **account != ARBOS_ADDRESS);
    let mut slots: Vec<_> = accounts
        .flat_map(|(account, state)| state.storage.iter().map(move |(key, slot)| (*account, *key, slot)))
        .filter(|(_, _, slot)| !slot.is_cold_transaction_id(now))
        .map(|(account, key, slot)| SlotUse {
            account,
            key,
            original: slot.original_value,
            last: slot.present_value,
        })
        .collect();
    slots.sort_unstable();
    slots
}
