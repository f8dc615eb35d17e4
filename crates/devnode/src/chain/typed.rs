//! Typed calls through `sol!` bindings.

use super::{Chain, Receipt, Tx, TxStatus};
use crate::exec::{HaltReason, TxError};
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolError, SolInterface};

/// A typed transaction that succeeded.
#[derive(Clone, Debug)]
pub struct Sent<T> {
    /// What it returned.
    pub output: T,
    /// Everything else.
    pub receipt: Receipt,
}

/// Why a typed call gave no result.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// It could not run.
    #[error(transparent)]
    Tx(#[from] TxError),
    /// It reverted.
    #[error("reverted with {}", .0.output)]
    Reverted(Box<Receipt>),
    /// It failed otherwise.
    #[error("failed: {0}")]
    Halted(HaltReason, Box<Receipt>),
    /// What it returned is not what its type says.
    #[error("return data {data} is not of the call's type")]
    Output {
        /// The return data.
        data: Bytes,
        /// What is wrong with it.
        #[source]
        source: alloy_sol_types::Error,
    },
}

impl CallError {
    /// The receipt, if the call ran.
    #[must_use]
    pub fn receipt(&self) -> Option<&Receipt> {
        match self {
            Self::Reverted(receipt) | Self::Halted(_, receipt) => Some(receipt),
            Self::Tx(_) | Self::Output { .. } => None,
        }
    }

    /// The error it reverted with, if it is of this type.
    #[must_use]
    pub fn error<E: SolError>(&self) -> Option<E> {
        self.receipt()?.error()
    }

    /// The error it reverted with, if it is one of an interface (`sol!` makes an `…Errors` enum).
    #[must_use]
    pub fn interface_error<E: SolInterface>(&self) -> Option<E> {
        self.receipt()?.interface_error()
    }
}

impl Chain {
    /// Sends a typed transaction.
    ///
    /// # Errors
    /// [`CallError`] unless it succeeds and returns what its type says; the transaction has
    /// happened unless it is [`CallError::Tx`].
    pub fn send<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        call: &C,
    ) -> Result<Sent<C::Return>, CallError> {
        self.send_value(from, to, U256::ZERO, call)
    }

    /// Sends a typed transaction with value, wei.
    ///
    /// # Errors
    /// As [`Self::send`].
    pub fn send_value<C: SolCall>(
        &mut self,
        from: Address,
        to: Address,
        value: U256,
        call: &C,
    ) -> Result<Sent<C::Return>, CallError> {
        let tx = Tx::call(from, to).sol(call).value(value).options(self.options);
        typed::<C>(self.transact(tx)?)
    }

    /// Makes a typed call without changing anything.
    ///
    /// # Errors
    /// [`CallError`] unless it succeeds and returns what its type says.
    pub fn call<C: SolCall>(&mut self, from: Address, to: Address, call: &C) -> Result<C::Return, CallError> {
        let tx = Tx::call(from, to).sol(call).options(self.options);
        typed::<C>(self.view_tx(tx)?).map(|sent| sent.output)
    }

    /// Makes a typed call that does not depend on who asks.
    ///
    /// # Errors
    /// As [`Self::call`].
    pub fn view<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return, CallError> {
        self.call(Address::ZERO, to, call)
    }
}

/// The receipt, if it is one of a success.
pub(super) fn succeeded(receipt: Receipt) -> Result<Receipt, CallError> {
    match receipt.status {
        TxStatus::Success => Ok(receipt),
        TxStatus::Revert => Err(CallError::Reverted(Box::new(receipt))),
        TxStatus::Halt(reason) => Err(CallError::Halted(reason, Box::new(receipt))),
    }
}

fn typed<C: SolCall>(receipt: Receipt) -> Result<Sent<C::Return>, CallError> {
    let receipt = succeeded(receipt)?;
    match C::abi_decode_returns(&receipt.output) {
        Ok(output) => Ok(Sent { output, receipt }),
        Err(source) => Err(CallError::Output { data: receipt.output, source }),
    }
}
