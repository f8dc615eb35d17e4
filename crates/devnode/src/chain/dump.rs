//! State by value: what a node keeps on disk, and hands out on request.

use super::{Chain, Snapshot};
use crate::state::Layer;
use alloy_primitives::{Address, B256, Bytes, U256};
use std::collections::BTreeMap;

/// An account by value.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct AccountState {
    /// Wei.
    pub balance: U256,
    /// Transactions sent, or accounts made.
    pub nonce: u64,
    /// Its code, if it is not what it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Bytes>,
}

/// Changes of state, or a whole state as changes of an empty one.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct StateDiff {
    /// Accounts that changed; `None` for one that is gone.
    pub accounts: BTreeMap<Address, Option<AccountState>>,
    /// Slots that changed, by account.
    pub slots: BTreeMap<Address, BTreeMap<B256, B256>>,
}

impl StateDiff {
    /// True if nothing changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.accounts.is_empty() && self.slots.is_empty()
    }

    /// The changes that `layer` makes to what `code_before` and `slot_before` tell of the state
    /// below.
    fn of_layer(
        layer: &Layer,
        code_before: impl Fn(Address) -> B256,
        slot_before: impl Fn(Address, U256) -> U256,
    ) -> Self {
        let mut diff = Self::default();
        for (address, info) in &layer.accounts {
            let account = info.as_ref().map(|info| AccountState {
                balance: info.balance,
                nonce: info.nonce,
                code: (info.code_hash != code_before(*address))
                    .then(|| info.code.as_ref().map_or_else(Bytes::new, |code| code.original_bytes())),
            });
            diff.accounts.insert(*address, account);
        }
        for ((address, key), value) in &layer.slots {
            if *value != slot_before(*address, *key) {
                diff.slots.entry(*address).or_default().insert((*key).into(), (*value).into());
            }
        }
        diff
    }
}

impl Chain {
    /// Keeps the present state, and tells what changed since the last snapshot.
    pub fn snapshot_with_changes(&mut self) -> (Snapshot, StateDiff) {
        let world = &mut self.machine.world;
        let layer = world.drain();
        let below = &world.layers;
        let empty = alloy_primitives::KECCAK256_EMPTY;
        let diff = StateDiff::of_layer(
            &layer,
            |address| below.account(address).map_or(empty, |info| info.code_hash),
            |address, key| below.slot(address, key),
        );
        world.layers.push(layer);
        (self.snapshot(), diff)
    }

    /// Applies changes between transactions.
    pub fn apply(&mut self, diff: &StateDiff) {
        let world = &mut self.machine.world;
        for (address, account) in &diff.accounts {
            match account {
                Some(account) => {
                    if let Some(code) = &account.code {
                        world.set_code(*address, code.clone());
                    }
                    world.edit(*address, |info| {
                        info.balance = account.balance;
                        info.nonce = account.nonce;
                    });
                }
                None => world.edit(*address, |info| *info = Default::default()),
            }
        }
        for (address, slots) in &diff.slots {
            for (key, value) in slots {
                world.set_slot(*address, (*key).into(), (*value).into());
            }
        }
    }

    /// Accounts and slots that were looked at or written since the last snapshot, by transactions
    /// and views alike.
    #[must_use]
    pub fn loaded(&self) -> BTreeMap<Address, Vec<U256>> {
        let state = &self.machine.world.journal.state;
        state.iter().map(|(address, account)| (*address, account.storage.keys().copied().collect())).collect()
    }

    /// True for Ethereum's and Arbitrum's precompiles.
    #[must_use]
    pub fn is_precompile(&self, address: Address) -> bool {
        self.machine.rules.warm.contains(&address)
    }

    /// Forgets all state: no account, no program, no parameter of ArbOS is left. To be followed by
    /// [`Self::apply`] of a whole state.
    pub fn clear(&mut self) {
        self.machine.world.restore(crate::state::Layers::default());
        self.machine.recent.clear();
    }

    /// Empties an account's storage and writes these slots instead.
    pub fn replace_storage(&mut self, address: Address, slots: impl IntoIterator<Item = (U256, U256)>) {
        for key in self.snapshot().slots_of(address) {
            self.set_storage(address, key, U256::ZERO);
        }
        for (key, value) in slots {
            self.set_storage(address, key, value);
        }
    }
}

impl Snapshot {
    /// The whole state by value, without slots that are zero.
    #[must_use]
    pub fn export(&self) -> StateDiff {
        let whole = self.layers.merged();
        let mut diff = StateDiff::of_layer(&whole, |_| alloy_primitives::KECCAK256_EMPTY, |_, _| U256::ZERO);
        diff.accounts.retain(|_, account| account.is_some());
        diff
    }

    /// Keys of an account's slots that are not zero.
    #[must_use]
    pub fn slots_of(&self, address: Address) -> Vec<U256> {
        let whole = self.layers.merged_slots_of(address);
        whole.into_iter().filter(|(_, value)| !value.is_zero()).map(|(key, _)| key).collect()
    }
}
