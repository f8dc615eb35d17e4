//! What a development node lets its user do to the chain.

use super::{Checkpoint, Clock, Mining, Producer};
use crate::{
    ledger::{Ledger, SignedTx, State, States},
    store::StoreError,
};
use alloy_primitives::{Address, B256, Bytes, U256};
use std::sync::Arc;
use surety_devnode::StateDiff;

/// Why the chain can't be driven there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ControlError {
    /// Time does not go back.
    #[error("timestamp {given} is before that of the last block, {last}")]
    TimeGoesBack {
        /// Seconds asked for.
        given: u64,
        /// Seconds of the newest block.
        last: u64,
    },
    /// L1 does not go back.
    #[error("L1 block number {given} is before the present one, {last}")]
    L1GoesBack {
        /// Number asked for.
        given: u64,
        /// Number in the newest block.
        last: u64,
    },
    /// That would take too long.
    #[error("{count} blocks are more than the {limit} that one call may mine")]
    TooManyBlocks {
        /// Blocks asked for.
        count: u64,
        /// The limit.
        limit: u64,
    },
    /// The disk does not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Producer {
    pub(crate) fn set_balance(&mut self, account: Address, wei: U256) {
        self.chain.set_balance(account, wei);
        self.state_changed();
    }

    pub(crate) fn add_balance(&mut self, account: Address, wei: U256) {
        let balance = self.chain.balance(account).saturating_add(wei);
        self.set_balance(account, balance);
    }

    pub(crate) fn set_nonce(&mut self, account: Address, nonce: u64) {
        self.chain.set_nonce(account, nonce);
        self.state_changed();
    }

    pub(crate) fn set_code(&mut self, account: Address, code: Bytes) {
        self.chain.set_code(account, code);
        self.state_changed();
    }

    pub(crate) fn set_storage(&mut self, account: Address, key: U256, value: U256) {
        self.chain.set_storage(account, key, value);
        self.state_changed();
    }

    pub(crate) fn impersonate(&mut self, account: Address, on: bool) {
        if on {
            self.impersonated.insert(account);
        } else {
            self.impersonated.remove(&account);
        }
    }

    pub(crate) const fn impersonate_all(&mut self, on: bool) {
        self.impersonates_all = on;
    }

    pub(crate) fn set_mining(&mut self, mining: Mining) {
        self.mining = mining;
        if mining == Mining::Auto {
            self.mine_ready();
        }
    }

    pub(crate) const fn mining(&self) -> Mining {
        self.mining
    }

    /// Moves time on; answers by how much it is ahead, seconds.
    pub(crate) fn increase_time(&mut self, secs: u64) -> i64 {
        let ahead = self.clock.increase(secs);
        self.clock_changed();
        ahead
    }

    pub(crate) fn set_next_timestamp(&mut self, timestamp: u64) -> Result<(), ControlError> {
        self.clock.set_next(self.not_before_head(timestamp)?);
        self.clock_changed();
        Ok(())
    }

    pub(crate) fn set_time(&mut self, timestamp: u64) -> Result<(), ControlError> {
        let timestamp = self.not_before_head(timestamp)?;
        self.clock.set_time(timestamp);
        self.clock_changed();
        Ok(())
    }

    fn not_before_head(&self, given: u64) -> Result<u64, ControlError> {
        let last = self.head.timestamp();
        if given < last { Err(ControlError::TimeGoesBack { given, last }) } else { Ok(given) }
    }

    pub(crate) fn set_block_interval(&mut self, secs: Option<u64>) {
        self.clock.set_interval(secs);
        self.clock_changed();
    }

    pub(crate) fn set_basefee(&mut self, wei: u64) {
        self.basefee = wei;
    }

    pub(crate) fn set_coinbase(&mut self, account: Address) {
        self.coinbase = account;
    }

    pub(crate) fn set_gas_limit(&mut self, gas: u64) {
        self.gas_limit = gas;
    }

    /// Has L1 be at a number from the next block on.
    pub(crate) fn set_l1_number(&mut self, given: u64) -> Result<(), ControlError> {
        let last = self.head.l1_number;
        if given < last {
            return Err(ControlError::L1GoesBack { given, last });
        }
        let timestamp = self.clock.peek(self.head.timestamp());
        self.clock.set_l1_number(given, timestamp);
        self.clock_changed();
        Ok(())
    }

    /// Moves L1 on by a number of blocks; answers where it is then.
    pub(crate) fn increase_l1(&mut self, blocks: u64) -> u64 {
        self.clock.skip_l1_blocks(blocks);
        self.clock_changed();
        self.next_env().l1_number
    }

    /// Lets L1 blocks go by with their time, and makes one block.
    pub(crate) fn mine_l1(&mut self, blocks: u64) -> u64 {
        let secs = blocks.saturating_mul(self.clock.l1_block_time());
        let env = self.next_env();
        let due = env.l1_number.saturating_add(blocks);
        self.clock.set_next(env.timestamp.saturating_add(secs));
        self.clock.skip_l1_blocks(due.saturating_sub(self.next_env().l1_number));
        self.make_waiting_block();
        self.head.l1_number
    }

    pub(crate) fn set_l1_block_time(&mut self, secs: u64) {
        let timestamp = self.clock.peek(self.head.timestamp());
        self.clock.set_l1_block_time(secs, timestamp);
        self.clock_changed();
    }

    /// Remembers the present state; answers its number.
    pub(crate) fn checkpoint(&mut self) -> u64 {
        let state = State::new(self.chain.snapshot());
        let id = self.next_checkpoint;
        self.next_checkpoint += 1;
        self.checkpoints.insert(id, Checkpoint { block: self.head.number(), state, clock: self.clock });
        id
    }

    /// Goes back to a remembered state; it and later ones are forgotten. Answers whether it was
    /// known.
    pub(crate) fn revert(&mut self, id: u64) -> Result<bool, ControlError> {
        let Some(checkpoint) = self.checkpoints.remove(&id) else {
            return Ok(false);
        };
        self.checkpoints.split_off(&id);
        self.publish()?;
        let head = {
            let mut ledger = self.ledger.write();
            ledger.truncate(checkpoint.block);
            ledger.set_state(checkpoint.state.clone());
            ledger.clear_pending();
            Arc::clone(ledger.head())
        };
        self.chain.revert(&checkpoint.state.snapshot);
        // Time goes on from where it was when the state was remembered.
        self.clock = checkpoint.clock;
        self.clock.set_time(head.timestamp());
        self.head = head;
        self.pool.clear();
        self.rewrite()?;
        Ok(true)
    }

    /// Goes back to genesis.
    pub(crate) fn reset(&mut self) -> Result<(), ControlError> {
        self.publish()?;
        let genesis = self.genesis.clone();
        self.chain.revert(&genesis.snapshot);
        self.clock = genesis.clock;
        self.clock.set_time(genesis.block.timestamp());
        self.pool.clear();
        self.checkpoints.clear();
        self.impersonated.clear();
        self.impersonates_all = false;
        let state = State::new(genesis.snapshot);
        let states = States { before: state.clone(), after: state };
        let head = {
            let mut ledger = self.ledger.write();
            *ledger = Ledger::new(self.config.history, genesis.block, states, self.chain.block_env());
            Arc::clone(ledger.head())
        };
        self.head = head;
        self.rewrite()?;
        Ok(())
    }

    /// Writes the chain to disk anew, where it is kept.
    pub(super) fn rewrite(&mut self) -> Result<(), StoreError> {
        let Some(store) = &mut self.store else { return Ok(()) };
        let snapshot = self.chain.snapshot();
        let clock: Clock = self.clock;
        store.rewrite(&self.ledger.read(), &snapshot, clock)
    }

    /// The present state by value.
    pub(crate) fn dump(&mut self) -> StateDiff {
        self.chain.snapshot().export()
    }

    /// Adds a dumped state to the present one: what both have is as in the dump.
    pub(crate) fn load(&mut self, state: &StateDiff) {
        self.chain.apply(state);
        self.state_changed();
    }

    /// Drops a waiting transaction.
    pub(crate) fn drop_tx(&mut self, hash: B256) -> Option<Arc<SignedTx>> {
        let dropped = self.pool.remove(hash);
        self.ledger.write().remove_pending(&hash);
        dropped
    }

    /// Drops all waiting transactions, or those of one sender.
    pub(crate) fn drop_waiting(&mut self, sender: Option<Address>) {
        match sender {
            Some(sender) => {
                let dropped = self.pool.remove_sender(sender);
                let mut ledger = self.ledger.write();
                dropped.iter().for_each(|tx| ledger.remove_pending(&tx.hash));
            }
            None => {
                self.pool.clear();
                self.ledger.write().clear_pending();
            }
        }
    }
}
