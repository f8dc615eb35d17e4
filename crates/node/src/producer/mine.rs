//! Making blocks.

use super::{Producer, control::ControlError};
use crate::{
    ledger::{Block, MinedTx, SignedTx, State, States},
    store::Entry,
};
use alloy_primitives::B256;
use std::sync::Arc;
use surety_devnode::{BlockEnv, TxError, TxOptions};

/// Blocks that may be made before readers see them.
const UNPUBLISHED: usize = 1_024;

/// A transaction that no block could take, and why.
pub(super) type Rejected = (B256, TxError);

impl Producer {
    /// The block that would come next.
    pub(super) fn next_env(&self) -> BlockEnv {
        self.env_at(self.clock.peek(self.head.timestamp()))
    }

    fn env_at(&self, timestamp: u64) -> BlockEnv {
        BlockEnv {
            number: self.head.number().saturating_add(1),
            l1_number: self.clock.l1_number(timestamp),
            timestamp,
            basefee: self.basefee,
            gas_limit: self.gas_limit,
            coinbase: self.coinbase,
        }
    }

    /// Makes a block of these transactions. A block that none of its transactions fits into is not
    /// made at all.
    pub(super) fn make_block(&mut self, txs: Vec<Arc<SignedTx>>) -> Vec<Rejected> {
        let (clock, env_before) = (self.clock, self.chain.block_env());
        let timestamp = self.clock.tick(self.head.timestamp());
        let env = self.env_at(timestamp);
        self.chain.open_block(env);
        let before = State::new(self.chain.snapshot());
        let empty = txs.is_empty();
        let mut mined: Vec<MinedTx> = Vec::with_capacity(txs.len());
        let mut rejected = Vec::new();
        for tx in txs {
            match self.chain.transact(tx.to_chain(env.basefee, TxOptions::NOTHING)) {
                Ok(receipt) => {
                    let outcome = (receipt.is_success(), receipt.gas_used, receipt.logs);
                    let next = MinedTx::new(tx, mined.last(), outcome, env.basefee);
                    mined.push(next);
                }
                Err(error) => rejected.push((tx.hash, error)),
            }
        }
        if mined.is_empty() && !empty {
            self.clock = clock;
            self.chain.open_block(env_before);
            return rejected;
        }
        self.seal(&env, before, mined);
        rejected
    }

    fn seal(&mut self, env: &BlockEnv, before: State, mined: Vec<MinedTx>) {
        let block = Block::seal(env, self.chain.arbos(), self.head.hash, mined);
        self.chain.set_l2_block_hash(env.number, block.hash);
        let block = Arc::new(block);
        let snapshot = if self.store.is_some() {
            let (snapshot, changes) = self.chain.snapshot_with_changes();
            let clock = self.clock;
            self.keep(|| Entry::block(env, &block, changes, clock));
            snapshot
        } else {
            self.chain.snapshot()
        };
        tracing::debug!(
            number = env.number,
            l1 = env.l1_number,
            txs = block.txs.len(),
            gas = block.header.gas_used,
            hash = %block.hash,
            "block"
        );
        self.head = Arc::clone(&block);
        self.unpublished.push((block, States { before, after: State::new(snapshot) }));
    }

    /// Makes a block of what waits: the tick of interval mining, and what asking for one block does.
    pub(crate) fn make_waiting_block(&mut self) {
        let chain = &self.chain;
        let ready = self.pool.take_ready(|sender| chain.nonce(sender));
        let count = ready.len();
        let rejected = self.make_block(ready);
        if count > 0 && rejected.len() == count {
            // The time has come all the same.
            self.make_block(Vec::new());
        }
        let mut ledger = self.ledger.write();
        for (hash, error) in rejected {
            tracing::warn!(%hash, %error, "transaction dropped");
            ledger.remove_pending(&hash);
        }
    }

    /// Makes `count` blocks, the first of what waits. Each is `interval` seconds after the one
    /// before (one second if not given), but the first, which comes now.
    ///
    /// Contracts see L1's number, and whoever asks for blocks wants them to see it move: so L1
    /// moves at least one block for each, unless it stands still by configuration.
    pub(crate) fn mine(&mut self, count: u64, interval: Option<u64>) -> Result<(), ControlError> {
        let limit = self.config.limits.mined_blocks;
        if count > limit {
            return Err(ControlError::TooManyBlocks { count, limit });
        }
        for index in 0..count {
            let parent = self.head.timestamp();
            match interval {
                Some(secs) => self.clock.set_next(parent.saturating_add(secs)),
                None if index > 0 => self.clock.set_next(parent.saturating_add(1)),
                None => {}
            }
            if self.clock.l1_block_time() > 0 {
                let due = self.head.l1_number.saturating_add(1);
                let next = self.clock.l1_number(self.clock.peek(parent));
                self.clock.skip_l1_blocks(due.saturating_sub(next));
            }
            if index == 0 {
                self.make_waiting_block();
            } else {
                self.make_block(Vec::new());
            }
            if self.unpublished.len() >= UNPUBLISHED {
                self.publish()?;
            }
        }
        Ok(())
    }
}
