//! The block that transactions run in, as a node sets it.

use super::Chain;
use crate::{arbos::ArbosState, exec::Block};
use alloy_primitives::{Address, B256};

/// What contracts see of the block they run in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BlockEnv {
    /// L2 block number, as ArbSys answers it.
    pub number: u64,
    /// L1 block number: what `NUMBER` and `block_number` answer.
    pub l1_number: u64,
    /// Seconds.
    pub timestamp: u64,
    /// Base fee, wei.
    pub basefee: u64,
    /// Gas limit that the block reports; it limits nothing here.
    pub gas_limit: u64,
    /// Who is named as the block's producer.
    pub coinbase: Address,
}

impl From<Block> for BlockEnv {
    fn from(block: Block) -> Self {
        let Block { number, l1_number, timestamp, basefee, gas_limit, coinbase } = block;
        Self { number, l1_number, timestamp, basefee, gas_limit, coinbase }
    }
}

impl From<BlockEnv> for Block {
    fn from(env: BlockEnv) -> Self {
        let BlockEnv { number, l1_number, timestamp, basefee, gas_limit, coinbase } = env;
        Self { number, l1_number, timestamp, basefee, gas_limit, coinbase }
    }
}

impl Chain {
    /// The present block.
    #[must_use]
    pub fn block_env(&self) -> BlockEnv {
        self.machine.block.into()
    }

    /// Begins a block, whatever its number and time: the cache of recent programs starts empty.
    pub fn open_block(&mut self, env: BlockEnv) {
        self.machine.block = env.into();
        self.machine.recent.clear();
    }

    /// Has ArbSys answer `hash` for an L2 block, until 256 later blocks have theirs.
    pub fn set_l2_block_hash(&mut self, number: u64, hash: B256) {
        ArbosState::new(&mut self.machine.world).set_block_hash(number, hash);
        self.machine.world.journal.commit_tx();
    }
}
