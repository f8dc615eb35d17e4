//! The journal, the layers below it, and direct access between transactions.

use super::layers::{Layer, Layers};
use crate::arbos::{ARBOS_ADDRESS, layout};
use alloy_primitives::{Address, B256, Bytes, U256};
use revm::{
    JournalEntry,
    context::journal::JournalInner,
    context_interface::{
        context::{SStoreResult, StateLoad},
        journaled_state::JournalLoadError,
    },
    primitives::hardfork::SpecId,
    state::{Account, AccountInfo, AccountStatus, Bytecode, EvmStorageSlot, TransactionId},
};
use std::convert::Infallible;
use surety_stylus_vm::{StylusParams, program_info::ProgramInfo};

/// State of the chain with the journal of the transaction that runs.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// revm's journal; keeps accounts from transaction to transaction until the next snapshot.
    pub(crate) journal: JournalInner<JournalEntry>,
    /// What lies below.
    pub(crate) layers: Layers,
}

/// The value of a result that cannot be an error: the layers never fail.
pub(crate) fn infallible<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

impl World {
    /// An empty state under the EVM rules `spec`.
    pub(crate) fn new(spec: SpecId) -> Self {
        let mut journal = JournalInner::new();
        journal.set_spec_id(spec);
        journal.set_eip7708_config(true, true);
        // Number 0 marks what was written between transactions, which so is cold in each of them.
        journal.transaction_id.increment();
        Self { journal, layers: Layers::default() }
    }

    /// Loads an account for the running transaction; it is warm afterwards. Answers whether it was
    /// cold.
    pub(crate) fn load(&mut self, address: Address) -> StateLoad<&Account> {
        infallible(self.journal.load_code(&mut self.layers, address))
    }

    /// Loads a slot for the running transaction; it is warm afterwards.
    pub(crate) fn sload(&mut self, address: Address, key: U256) -> StateLoad<U256> {
        let load = self.journal.sload(&mut self.layers, address, key, false);
        load.unwrap_or_else(|error| match error {
            JournalLoadError::DBError(never) => match never {},
            // Only answered if cold loads are to be skipped, and they are not.
            JournalLoadError::ColdLoadSkipped => StateLoad::new(U256::ZERO, true),
        })
    }

    /// Writes a slot in the running transaction; it is warm afterwards.
    pub(crate) fn sstore(&mut self, address: Address, key: U256, value: U256) -> StateLoad<SStoreResult> {
        let load = self.journal.sstore(&mut self.layers, address, key, value, false);
        load.unwrap_or_else(|error| match error {
            JournalLoadError::DBError(never) => match never {},
            JournalLoadError::ColdLoadSkipped => StateLoad::new(SStoreResult::default(), true),
        })
    }

    /// Adds wei to an account in the running transaction, saturating.
    pub(crate) fn credit(&mut self, address: Address, wei: U256) {
        infallible(self.journal.balance_incr(&mut self.layers, address, wei));
    }

    /// The account as it stands, without loading or warming it. One that destroys itself is there
    /// until the transaction ends.
    pub(crate) fn peek(&self, address: Address) -> Option<&AccountInfo> {
        match self.journal.state.get(&address) {
            Some(account) if self.is_gone(account) => None,
            Some(account) => Some(&account.info),
            None => self.layers.account(address),
        }
    }

    /// A slot as it stands, without loading or warming it.
    pub(crate) fn peek_slot(&self, address: Address, key: U256) -> U256 {
        match self.journal.state.get(&address) {
            Some(account) if self.is_gone(account) => U256::ZERO,
            Some(account) => match account.storage.get(&key) {
                Some(slot) => slot.present_value,
                None if account.is_created() => U256::ZERO,
                None => self.layers.slot(address, key),
            },
            None => self.layers.slot(address, key),
        }
    }

    /// The Stylus parameters as they stand.
    pub(crate) fn stylus_params(&self) -> StylusParams {
        layout::unpack_params(
            [layout::PARAMS, layout::MORE_PARAMS].map(|key| self.peek_slot(ARBOS_ADDRESS, key)),
        )
    }

    /// A program's entry as it stands.
    pub(crate) fn program_info(&self, code_hash: B256) -> ProgramInfo {
        ProgramInfo::from_slot(self.peek_slot(ARBOS_ADDRESS, layout::program(code_hash)).into())
    }

    /// True if the account destroyed itself in an earlier transaction.
    fn is_gone(&self, account: &Account) -> bool {
        account.is_selfdestructed_locally()
            && account.transaction_id.get() != self.journal.transaction_id.get()
    }

    /// True if the account destroyed itself in the running transaction.
    pub(crate) fn is_destroyed(&self, address: Address) -> bool {
        self.journal.state.get(&address).is_some_and(|account| {
            account.is_selfdestructed_locally()
                && account.transaction_id.get() == self.journal.transaction_id.get()
        })
    }

    /// Changes an account between transactions.
    pub(crate) fn edit(&mut self, address: Address, change: impl FnOnce(&mut AccountInfo)) {
        change(&mut self.account_between(address).info);
    }

    /// Sets an account's code between transactions, and its nonce to 1 if it was 0.
    pub(crate) fn set_code(&mut self, address: Address, code: Bytes) {
        let (bytecode, hash) = analysed(code);
        self.edit(address, |info| {
            info.nonce = info.nonce.max(1);
            info.code_hash = hash;
            info.code = Some(bytecode);
        });
    }

    /// Sets a slot between transactions.
    pub(crate) fn set_slot(&mut self, address: Address, key: U256, value: U256) {
        let slot = EvmStorageSlot::new(value, TransactionId::ZERO);
        self.account_between(address).storage.insert(key, slot);
    }

    /// The account in the journal, loaded but as cold as before.
    fn account_between(&mut self, address: Address) -> &mut Account {
        let layers = &self.layers;
        let account = self.journal.state.entry(address).or_insert_with(|| {
            layers
                .account(address)
                .cloned()
                .map_or_else(|| Account::new_not_existing(TransactionId::ZERO), Account::from)
        });
        if account.is_selfdestructed_locally() {
            account.selfdestruct();
            account.unmark_selfdestructed_locally();
        }
        account.mark_touch();
        account
    }

    /// Moves what the journal holds into the layers and answers them.
    pub(crate) fn freeze(&mut self) -> Layers {
        let layer = self.drain();
        self.layers.push(layer);
        self.layers.clone()
    }

    /// Takes what the journal holds out of it.
    pub(crate) fn drain(&mut self) -> Layer {
        let mut layer = Layer::default();
        for (address, account) in self.journal.state.drain() {
            if !account.status.contains(AccountStatus::Touched) {
                continue;
            }
            // Only accounts created in the transaction that destroyed them get here (EIP-6780),
            // so no layer holds slots of theirs.
            if account.is_selfdestructed_locally() {
                layer.accounts.insert(address, None);
                continue;
            }
            let keeps = !account.info.is_empty();
            layer.accounts.insert(address, keeps.then_some(account.info));
            let slots = account.storage.into_iter().map(|(key, slot)| ((address, key), slot.present_value));
            layer.slots.extend(slots);
        }
        layer
    }

    /// Goes back to frozen layers; all that came later is forgotten.
    pub(crate) fn restore(&mut self, layers: Layers) {
        self.journal.state.clear();
        self.layers = layers;
    }
}

/// Code prepared for execution, and its hash.
pub(crate) fn analysed(code: Bytes) -> (Bytecode, B256) {
    let bytecode = Bytecode::new_raw_checked(code.clone()).unwrap_or_else(|_| Bytecode::new_legacy(code));
    let hash = bytecode.hash_slow();
    (bytecode, hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Address = Address::repeat_byte(0xaa);
    const KEY: U256 = U256::ONE;

    fn world() -> World {
        World::new(SpecId::OSAKA)
    }

    #[test]
    fn what_is_set_between_transactions_is_cold_in_the_next() {
        let mut world = world();
        world.set_slot(A, KEY, U256::from(7));
        let load = world.sload(A, KEY);
        assert_eq!((load.data, load.is_cold), (U256::from(7), true));
        assert!(!world.sload(A, KEY).is_cold);
        world.journal.commit_tx();
        assert!(world.sload(A, KEY).is_cold);
    }

    #[test]
    fn discarding_a_transaction_brings_back_balance_and_slots() {
        let mut world = world();
        world.edit(A, |info| info.balance = U256::from(5));
        world.credit(A, U256::from(3));
        world.sstore(A, KEY, U256::from(9));
        world.journal.discard_tx();
        assert_eq!(world.peek(A).unwrap().balance, U256::from(5));
        assert_eq!(world.peek_slot(A, KEY), U256::ZERO);
    }

    #[test]
    fn restore_returns_to_the_frozen_state() {
        let mut world = world();
        world.sstore(A, KEY, U256::from(1));
        world.credit(A, U256::ONE);
        world.journal.commit_tx();
        let frozen = world.freeze();
        assert_eq!(world.peek_slot(A, KEY), U256::ONE);
        world.sstore(A, KEY, U256::from(2));
        world.journal.commit_tx();
        assert_eq!(world.peek_slot(A, KEY), U256::from(2));
        world.restore(frozen);
        assert_eq!(world.peek_slot(A, KEY), U256::ONE);
    }

    #[test]
    fn empty_accounts_vanish_on_freezing() {
        let mut world = world();
        world.credit(A, U256::ZERO);
        world.journal.commit_tx();
        world.freeze();
        assert!(world.peek(A).is_none());
    }
}
