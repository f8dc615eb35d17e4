//! Blocks and time.

use super::Chain;
use crate::exec::Block;

/// Seconds between L1 blocks.
const L1_BLOCK_SECS: u64 = 12;

impl Chain {
    /// L1 block number: what contracts see in `block.number`.
    #[must_use]
    pub const fn block_number(&self) -> u64 {
        self.machine.block.l1_number
    }

    /// Number of the L2 block, as ArbSys answers it.
    #[must_use]
    pub const fn l2_block_number(&self) -> u64 {
        self.machine.block.number
    }

    /// Time of the block, seconds.
    #[must_use]
    pub const fn timestamp(&self) -> u64 {
        self.machine.block.timestamp
    }

    /// Base fee of the block, wei.
    #[must_use]
    pub const fn basefee(&self) -> u64 {
        self.machine.block.basefee
    }

    /// Starts another L2 block at the same moment: the cache of recent programs starts empty.
    pub fn next_block(&mut self) {
        let Block { l1_number, timestamp, .. } = self.machine.block;
        self.begin_block(1, l1_number, timestamp);
    }

    /// Lets `blocks` L1 blocks go by, 12 seconds each, and as many L2 blocks.
    pub fn mine(&mut self, blocks: u64) {
        let Block { l1_number, timestamp, .. } = self.machine.block;
        let secs = blocks.saturating_mul(L1_BLOCK_SECS);
        self.begin_block(blocks, l1_number.saturating_add(blocks), timestamp.saturating_add(secs));
    }

    /// Lets `secs` seconds go by without an L1 block.
    pub fn warp(&mut self, secs: u64) {
        let Block { l1_number, timestamp, .. } = self.machine.block;
        self.begin_block(1, l1_number, timestamp.saturating_add(secs));
    }

    /// Moves to an L1 block number and time in seconds, also back; nothing happens if the chain is
    /// there already, so that transactions of one moment share one L2 block.
    pub fn set_block(&mut self, l1_number: u64, timestamp: u64) {
        let block = self.machine.block;
        if (block.l1_number, block.timestamp) != (l1_number, timestamp) {
            self.begin_block(1, l1_number, timestamp);
        }
    }

    fn begin_block(&mut self, l2_blocks: u64, l1_number: u64, timestamp: u64) {
        let block = &mut self.machine.block;
        block.number = block.number.saturating_add(l2_blocks);
        block.l1_number = l1_number;
        block.timestamp = timestamp;
        self.machine.recent.clear();
    }
}
