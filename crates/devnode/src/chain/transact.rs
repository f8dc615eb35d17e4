//! Sending transactions, and looking without changing.

use super::{Chain, Receipt, TraceLevel, Tx};
use crate::{
    exec::{Mode, RawTransaction, TxError},
    trace::Tracer,
};
use alloy_primitives::{Address, Bytes, U256};

impl Chain {
    /// Runs a transaction in the present block.
    ///
    /// Wrap many of them in [`with_big_stack`](crate::with_big_stack) for speed.
    ///
    /// # Errors
    /// [`TxError`] if it can't be part of a block, or a program can't be run here; nothing has
    /// changed then. A transaction that reverts or fails is no error: see [`Receipt::status`].
    pub fn transact(&mut self, tx: Tx) -> Result<Receipt, TxError> {
        let receipt = self.run(tx, Mode::Commit)?;
        self.transactions += 1;
        Ok(receipt)
    }

    /// Runs a transaction and drops its changes, as `eth_call` does: gas is free, and the sender
    /// has more ether than anyone could need.
    ///
    /// # Errors
    /// As [`Self::transact`], but for nonces and funds.
    pub fn view_tx(&mut self, tx: Tx) -> Result<Receipt, TxError> {
        self.run(tx, Mode::View)
    }

    /// Like [`Self::view_tx`], but the sender has only the ether it has, as in a node's `eth_call`.
    ///
    /// # Errors
    /// As [`Self::transact`], but for nonces and the price of gas.
    pub fn simulate(&mut self, tx: Tx) -> Result<Receipt, TxError> {
        self.run(tx, Mode::Simulate)
    }

    /// Deploys EVM code as it is: `code` is what the account will hold.
    ///
    /// # Errors
    /// As [`Self::transact`]. Code that can't be deployed (too long, or beginning with `EF`) is put
    /// in place all the same: use [`Tx::create`] to have the chain's rules applied.
    pub fn deploy_code(&mut self, code: impl Into<Bytes>) -> Result<Address, TxError> {
        let code = code.into();
        let init_code = surety_stylus_vm::code::deploy_init_code(&code);
        self.fund_owner();
        let address = self.owner.create(self.nonce(self.owner));
        let receipt = self.transact(Tx::create(self.owner, init_code))?;
        if !receipt.is_success() {
            self.set_code(address, code);
        }
        Ok(address)
    }

    /// Gas that a transaction needs before it runs: base price, calldata, access list, delegations.
    ///
    /// # Errors
    /// [`TxError::IntrinsicGas`] if its gas limit is lower, [`TxError::InitCodeSize`].
    pub fn check_gas(&self, tx: &Tx) -> Result<u64, TxError> {
        self.machine.intrinsic_gas(&self.raw(tx.clone()))
    }

    fn raw(&self, tx: Tx) -> RawTransaction {
        RawTransaction {
            from: tx.from,
            to: tx.to,
            value: tx.value,
            data: tx.data,
            gas_limit: tx.gas_limit,
            gas_price: tx.gas_price.unwrap_or_else(|| U256::from(self.machine.block.basefee)),
            nonce: tx.nonce,
            access_list: tx.access_list,
            delegations: tx.delegations,
        }
    }

    fn run(&mut self, tx: Tx, mode: Mode) -> Result<Receipt, TxError> {
        let tracer = match tx.options.trace {
            TraceLevel::None => None,
            TraceLevel::Frames => Some(Tracer::new(false)),
            TraceLevel::Hostio => Some(Tracer::new(true)),
        };
        let options = tx.options;
        let raw = self.raw(tx);
        let machine = &mut self.machine;
        machine.transact(&raw, mode, options.breakdown, tracer).map(Receipt::from)
    }
}
