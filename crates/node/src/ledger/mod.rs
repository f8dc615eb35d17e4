//! What the node remembers: blocks, transactions and states. One thread writes it, all read it.

mod block;
mod transaction;

pub(crate) use block::Block;
pub(crate) use transaction::{DecodeError, MinedTx, SignedTx};

use crate::config::History;
use alloy_eips::{BlockId, BlockNumberOrTag};
use alloy_primitives::B256;
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use surety_devnode::{BlockEnv, Snapshot};

/// A state that calls can run on, with a number by which a chain that stands there is recognised.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub(crate) id: u64,
    pub(crate) snapshot: Snapshot,
}

impl State {
    /// A state that was not known before.
    pub(crate) fn new(snapshot: Snapshot) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { id: NEXT.fetch_add(1, Ordering::Relaxed), snapshot }
    }
}

/// The state around one block.
#[derive(Clone, Debug)]
pub(crate) struct States {
    /// Where its first transaction began.
    pub(crate) before: State,
    /// Where it ended, and what was set by hand since.
    pub(crate) after: State,
}

/// Why a block or its state can't be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum LookUpError {
    /// There is no such block, or no longer.
    #[error("header not found")]
    Block,
    /// The block is too old for its state to be kept.
    #[error("missing trie node: the state of block {0} is no longer kept (see --history)")]
    State(u64),
}

/// Blocks and states, the newest last.
#[derive(Debug)]
pub(crate) struct Ledger {
    history: History,
    /// The newest block.
    head: Arc<Block>,
    blocks: VecDeque<Arc<Block>>,
    states: VecDeque<States>,
    numbers: HashMap<B256, u64>,
    places: HashMap<B256, (u64, usize)>,
    /// Transactions that wait for a block.
    pending: HashMap<B256, Arc<SignedTx>>,
    /// The block that would come next, as it stood when the last one was made.
    next: BlockEnv,
}

impl Ledger {
    /// A ledger that begins with this block.
    pub(crate) fn new(history: History, genesis: Block, states: States, next: BlockEnv) -> Self {
        let genesis = Arc::new(genesis);
        let mut ledger = Self {
            history,
            head: Arc::clone(&genesis),
            blocks: VecDeque::new(),
            states: VecDeque::new(),
            numbers: HashMap::new(),
            places: HashMap::new(),
            pending: HashMap::new(),
            next,
        };
        ledger.push(genesis, states);
        ledger
    }

    /// Appends a block, and forgets what is too old.
    pub(crate) fn push(&mut self, block: Arc<Block>, states: States) {
        self.numbers.insert(block.hash, block.number());
        for (index, mined) in block.txs.iter().enumerate() {
            self.places.insert(mined.tx.hash, (block.number(), index));
            self.pending.remove(&mined.tx.hash);
        }
        self.head = Arc::clone(&block);
        self.blocks.push_back(block);
        self.states.push_back(states);
        while self.states.len() > self.history.states.min(self.history.blocks).max(1) {
            self.states.pop_front();
        }
        while self.blocks.len() > self.history.blocks.max(1) {
            if let Some(old) = self.blocks.pop_front() {
                self.forget(&old);
            }
        }
    }

    /// Forgets all blocks after `number`.
    pub(crate) fn truncate(&mut self, number: u64) {
        while self.blocks.len() > 1 && self.head.number() > number {
            if let Some(gone) = self.blocks.pop_back() {
                self.forget(&gone);
                self.states.pop_back();
            }
            if let Some(last) = self.blocks.back() {
                self.head = Arc::clone(last);
            }
        }
    }

    fn forget(&mut self, block: &Block) {
        self.numbers.remove(&block.hash);
        for mined in &block.txs {
            self.places.remove(&mined.tx.hash);
        }
    }

    /// Says that the newest state is another now.
    pub(crate) fn set_state(&mut self, state: State) {
        if let Some(states) = self.states.back_mut() {
            states.after = state;
        }
    }

    pub(crate) fn set_next(&mut self, next: BlockEnv) {
        self.next = next;
    }

    pub(crate) const fn next(&self) -> BlockEnv {
        self.next
    }

    pub(crate) fn add_pending(&mut self, tx: Arc<SignedTx>) {
        self.pending.insert(tx.hash, tx);
    }

    pub(crate) fn remove_pending(&mut self, hash: &B256) {
        self.pending.remove(hash);
    }

    pub(crate) fn clear_pending(&mut self) {
        self.pending.clear();
    }

    pub(crate) fn pending(&self) -> impl Iterator<Item = &Arc<SignedTx>> {
        self.pending.values()
    }

    pub(crate) fn pending_tx(&self, hash: &B256) -> Option<&Arc<SignedTx>> {
        self.pending.get(hash)
    }

    /// The newest block.
    pub(crate) const fn head(&self) -> &Arc<Block> {
        &self.head
    }

    /// Number of the oldest block that is kept.
    pub(crate) fn first(&self) -> u64 {
        self.blocks.front().map_or(0, |block| block.number())
    }

    pub(crate) fn block(&self, number: u64) -> Option<&Arc<Block>> {
        let index = number.checked_sub(self.first())?;
        self.blocks.get(usize::try_from(index).ok()?)
    }

    pub(crate) fn block_by_hash(&self, hash: &B256) -> Option<&Arc<Block>> {
        self.block(*self.numbers.get(hash)?)
    }

    /// The block and the place in it of a transaction.
    pub(crate) fn transaction(&self, hash: &B256) -> Option<(&Arc<Block>, &MinedTx)> {
        let (number, index) = self.places.get(hash)?;
        let block = self.block(*number)?;
        Some((block, block.txs.get(*index)?))
    }

    /// Number that a tag stands for; pending blocks are not made before their time, so `pending`
    /// is the newest.
    pub(crate) fn number_of(&self, tag: BlockNumberOrTag) -> u64 {
        match tag {
            BlockNumberOrTag::Number(number) => number,
            BlockNumberOrTag::Earliest => self.first(),
            _ => self.head().number(),
        }
    }

    pub(crate) fn find(&self, id: BlockId) -> Option<&Arc<Block>> {
        match id {
            BlockId::Hash(hash) => self.block_by_hash(&hash.block_hash),
            BlockId::Number(tag) => self.block(self.number_of(tag)),
        }
    }

    /// The states around a block.
    pub(crate) fn states(&self, number: u64) -> Result<&States, LookUpError> {
        let behind = self.head().number().checked_sub(number).ok_or(LookUpError::Block)?;
        let behind = usize::try_from(behind).map_err(|_| LookUpError::State(number))?;
        let index = self.states.len().checked_sub(behind.saturating_add(1));
        index.and_then(|index| self.states.get(index)).ok_or(LookUpError::State(number))
    }

    /// The state after a block, and the block that calls on it see.
    pub(crate) fn state(&self, id: BlockId) -> Result<(&State, BlockEnv), LookUpError> {
        let block = self.find(id).ok_or(LookUpError::Block)?;
        let state = &self.states(block.number())?.after;
        let env = if id.is_pending() { self.next } else { state.snapshot.env() };
        Ok((state, env))
    }
}
