//! Input, output, memory and logs (sections 6.1 and 6.5).

use alloy_primitives::{B256, keccak256};

use super::context::{Hostio, Result, Stop, len32, overlap};
use crate::price::{self, EVM_API, HOSTIO, LOG_DATA_GAS, LOG_TOPIC_GAS};

const MAX_TOPICS: u32 = 4;
const TOPIC_LEN: u32 = 32;

impl Hostio<'_> {
    /// Copies the whole calldata.
    pub(super) fn read_args(&mut self, dest: u32) -> Result<()> {
        self.buy_ink(HOSTIO)?;
        let len = len32(self.frame().world.input());
        self.buy_ink(price::write(len))?;
        self.put_from(dest, |frame| frame.world.input())
    }

    /// Replaces the result data.
    pub(super) fn write_result(&mut self, ptr: u32, len: u32) -> Result<()> {
        self.buy_ink(HOSTIO)?;
        self.buy_read_twice(len)?;
        let (bytes, frame) = self.bytes_and_frame(ptr, len)?;
        frame.output.clear();
        frame.output.extend_from_slice(bytes);
        Ok(())
    }

    /// Ends the program at once.
    pub(super) fn exit_early(&mut self, status: u32) -> Result<()> {
        Err(Stop::Exit(status))
    }

    /// Copies the overlap of `[offset, offset + size)` with the last return data; answers its
    /// length.
    pub(super) fn read_return_data(&mut self, dest: u32, offset: u32, size: u32) -> Result<u32> {
        self.buy_ink(HOSTIO + EVM_API)?;
        let available = len32(&self.frame().return_data).saturating_sub(offset);
        self.buy_ink(price::write(size.min(available)))?;
        let len = len32(overlap(&self.frame().return_data, offset, size));
        // Nothing to copy does not touch memory, wherever `dest` points.
        if len > 0 {
            self.put_from(dest, |frame| overlap(&frame.return_data, offset, size))?;
        }
        Ok(len)
    }

    /// Length of the last return data.
    pub(super) fn return_data_size(&mut self) -> Result<u32> {
        self.buy_ink(HOSTIO)?;
        Ok(len32(&self.frame().return_data))
    }

    /// Opens pages; only the low 16 bits of their number arrive.
    pub(super) fn pay_for_memory_grow(&mut self, pages: u32) -> Result<()> {
        let [low, high, ..] = pages.to_le_bytes();
        let pages = u16::from_le_bytes([low, high]);
        if pages == 0 {
            return self.buy_ink(HOSTIO);
        }
        let gas = self.frame().world.host().open_pages(pages);
        self.buy_gas(gas)
    }

    /// Adds a log whose first words are its topics.
    pub(super) fn emit_log(&mut self, data: u32, len: u32, topics: u32) -> Result<()> {
        self.buy_ink(HOSTIO + EVM_API)?;
        if topics > MAX_TOPICS {
            return Err(Stop::Failure);
        }
        let data_len = len.checked_sub(topics * TOPIC_LEN).ok_or(Stop::Failure)?;
        self.buy_ink(price::read(len))?;
        let gas = LOG_TOPIC_GAS * (1 + u64::from(topics)) + LOG_DATA_GAS * u64::from(data_len);
        self.buy_gas(gas)?;
        let is_static = self.env().is_static;
        let (bytes, frame) = self.bytes_and_frame(data, len)?;
        if is_static {
            return Err(Stop::Failure);
        }
        let words = usize::try_from(topics * TOPIC_LEN).map_err(|_| Stop::Failure)?;
        let (topics, data) = bytes.split_at_checked(words).ok_or(Stop::Failure)?;
        let topics: Vec<B256> = topics.as_chunks::<32>().0.iter().map(B256::from).collect();
        frame.world.host().log(&topics, data);
        Ok(())
    }

    /// Hashes `len` bytes.
    pub(super) fn native_keccak256(&mut self, input: u32, len: u32, output: u32) -> Result<()> {
        self.buy_ink(price::keccak(len))?;
        let digest = keccak256(self.bytes(input, len)?);
        self.put(output, digest.as_slice())
    }
}
