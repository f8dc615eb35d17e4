//! The chain as tests and tools use it.

mod actors;
mod builder;
mod dump;
mod env;
mod programs;
mod receipt;
mod snapshot;
mod time;
mod transact;
mod tx;
mod typed;

pub use builder::{BuildError, ChainBuilder};
pub use dump::{AccountState, StateDiff};
pub use env::BlockEnv;
pub use programs::InstallError;
pub use receipt::{Receipt, TxStatus};
pub use snapshot::Snapshot;
pub use tx::{Delegation, TraceLevel, Tx, TxOptions};
pub use typed::{CallError, Sent};

use crate::exec::Machine;
use actors::Names;
use alloy_primitives::{Address, B256, Bytes, U256};
use std::sync::Arc;
use surety_stylus_vm::{Engine, StylusParams};

/// An Arbitrum chain in memory.
#[derive(Debug)]
pub struct Chain {
    machine: Machine,
    /// Who owns the chain, and pays for what the chain deploys by itself.
    owner: Address,
    names: Arc<Names>,
    options: TxOptions,
    transactions: u64,
}

impl Chain {
    /// Starts building a chain.
    #[must_use]
    pub fn builder() -> ChainBuilder {
        ChainBuilder::default()
    }

    /// ArbOS version, e.g. 60.
    #[must_use]
    pub fn arbos(&self) -> u64 {
        self.machine.rules.arbos.number()
    }

    /// Chain id.
    #[must_use]
    pub fn chain_id(&self) -> u64 {
        self.machine.rules.chain_id
    }

    /// The engine that runs programs; share it with other chains to share what it compiled.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.machine.engine.as_ref().clone()
    }

    /// The chain's Stylus parameters.
    #[must_use]
    pub fn stylus_params(&self) -> StylusParams {
        self.machine.world.stylus_params()
    }

    /// The chain owner: may call ArbOwner and manage the program cache.
    #[must_use]
    pub const fn owner(&self) -> Address {
        self.owner
    }

    /// Transactions sent so far; views don't count.
    #[must_use]
    pub const fn transaction_count(&self) -> u64 {
        self.transactions
    }

    /// Balance of an account, wei.
    #[must_use]
    pub fn balance(&self, address: Address) -> U256 {
        self.machine.world.peek(address).map_or(U256::ZERO, |info| info.balance)
    }

    /// Nonce of an account.
    #[must_use]
    pub fn nonce(&self, address: Address) -> u64 {
        self.machine.world.peek(address).map_or(0, |info| info.nonce)
    }

    /// Code of an account.
    #[must_use]
    pub fn code(&self, address: Address) -> Bytes {
        self.machine.code_of(address)
    }

    /// Code hash of an account; zero if it does not exist.
    #[must_use]
    pub fn code_hash(&self, address: Address) -> B256 {
        self.machine.world.peek(address).map_or(B256::ZERO, |info| info.code_hash)
    }

    /// A storage slot.
    #[must_use]
    pub fn storage(&self, address: Address, key: U256) -> U256 {
        self.machine.world.peek_slot(address, key)
    }

    /// Sets a balance, wei.
    pub fn set_balance(&mut self, address: Address, wei: U256) {
        self.machine.world.edit(address, |info| info.balance = wei);
    }

    /// Sets a nonce.
    pub fn set_nonce(&mut self, address: Address, nonce: u64) {
        self.machine.world.edit(address, |info| info.nonce = nonce);
    }

    /// Sets an account's code, whatever it is; a nonce of 0 becomes 1.
    pub fn set_code(&mut self, address: Address, code: Bytes) {
        self.machine.world.set_code(address, code);
    }

    /// Sets a storage slot.
    pub fn set_storage(&mut self, address: Address, key: U256, value: U256) {
        self.machine.world.set_slot(address, key, value);
    }

    /// What [`Self::send`], [`Self::call`] and [`Self::view`] ask to be recorded.
    pub const fn set_options(&mut self, options: TxOptions) {
        self.options = options;
    }
}
