//! Block, transaction and frame (section 6.7).

use super::context::{Hostio, Result};
use crate::{
    host::FrameEnv,
    price::{HOSTIO, PTR},
};

impl Hostio<'_> {
    /// Base fee of the block, wei.
    pub(super) fn block_basefee(&mut self, dest: u32) -> Result<()> {
        self.write(dest, |env| env.block_basefee.to_be_bytes::<32>())
    }

    /// Coinbase of the block.
    pub(super) fn block_coinbase(&mut self, dest: u32) -> Result<()> {
        self.write(dest, |env| env.block_coinbase.into_array())
    }

    /// Gas limit of the block.
    pub(super) fn block_gas_limit(&mut self) -> Result<u64> {
        self.answer(|env| env.block_gas_limit)
    }

    /// The L1 block number.
    pub(super) fn block_number(&mut self) -> Result<u64> {
        self.answer(|env| env.block_number)
    }

    /// Timestamp of the block, seconds.
    pub(super) fn block_timestamp(&mut self) -> Result<u64> {
        self.answer(|env| env.block_timestamp)
    }

    /// Chain id.
    pub(super) fn chainid(&mut self) -> Result<u64> {
        self.answer(|env| env.chain_id)
    }

    /// The acting account.
    pub(super) fn contract_address(&mut self, dest: u32) -> Result<()> {
        self.write(dest, |env| env.contract_address.into_array())
    }

    /// Gas left after paying for this call.
    pub(super) fn evm_gas_left(&mut self) -> Result<u64> {
        self.buy_ink(HOSTIO)?;
        Ok(self.gas_left())
    }

    /// Ink left after paying for this call.
    pub(super) fn evm_ink_left(&mut self) -> Result<u64> {
        self.buy_ink(HOSTIO)?;
        Ok(self.ink())
    }

    /// 1 if the acting account has another open frame of its own.
    pub(super) fn msg_reentrant(&mut self) -> Result<u32> {
        self.answer(|env| u32::from(env.reentrant))
    }

    /// Sender of the frame.
    pub(super) fn msg_sender(&mut self, dest: u32) -> Result<()> {
        self.write(dest, |env| env.msg_sender.into_array())
    }

    /// Value of the frame, wei.
    pub(super) fn msg_value(&mut self, dest: u32) -> Result<()> {
        self.write(dest, |env| env.msg_value.to_be_bytes::<32>())
    }

    /// Gas price of the transaction, wei.
    pub(super) fn tx_gas_price(&mut self, dest: u32) -> Result<()> {
        self.write(dest, |env| env.tx_gas_price.to_be_bytes::<32>())
    }

    /// Ink in one gas.
    pub(super) fn tx_ink_price(&mut self) -> Result<u32> {
        self.buy_ink(HOSTIO)?;
        Ok(self.frame().ink_price)
    }

    /// Origin of the transaction.
    pub(super) fn tx_origin(&mut self, dest: u32) -> Result<()> {
        self.write(dest, |env| env.tx_origin.into_array())
    }

    fn answer<T>(&mut self, value: impl FnOnce(&FrameEnv) -> T) -> Result<T> {
        self.buy_ink(HOSTIO)?;
        Ok(value(self.env()))
    }

    fn write<const N: usize>(&mut self, dest: u32, bytes: impl FnOnce(&FrameEnv) -> [u8; N]) -> Result<()> {
        self.buy_ink(HOSTIO + PTR)?;
        let bytes = bytes(self.env());
        self.put(dest, &bytes)
    }
}
