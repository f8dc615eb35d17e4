//! Snapshots and forks.

use super::{BlockEnv, Chain};
use crate::{
    exec::{Block, Machine, RecentPrograms},
    state::{Layers, World},
};
use alloy_primitives::{Address, Bytes, U256};
use std::sync::Arc;

/// A state of the chain to come back to; cheap to keep and to clone.
#[derive(Clone, Debug)]
pub struct Snapshot {
    pub(super) layers: Layers,
    block: Block,
    recent: RecentPrograms,
    transactions: u64,
}

impl Snapshot {
    /// The block in which it was taken.
    #[must_use]
    pub fn env(&self) -> BlockEnv {
        self.block.into()
    }

    /// Balance of an account, wei.
    #[must_use]
    pub fn balance(&self, address: Address) -> U256 {
        self.layers.account(address).map_or(U256::ZERO, |info| info.balance)
    }

    /// Nonce of an account.
    #[must_use]
    pub fn nonce(&self, address: Address) -> u64 {
        self.layers.account(address).map_or(0, |info| info.nonce)
    }

    /// Code of an account.
    #[must_use]
    pub fn code(&self, address: Address) -> Bytes {
        let code = self.layers.account(address).and_then(|info| info.code.as_ref());
        code.map_or_else(Bytes::new, |code| code.original_bytes())
    }

    /// A storage slot.
    #[must_use]
    pub fn storage(&self, address: Address, key: U256) -> U256 {
        self.layers.slot(address, key)
    }
}

impl Chain {
    /// Keeps the present state. Costs as much as changed since the last snapshot.
    pub fn snapshot(&mut self) -> Snapshot {
        let machine = &mut self.machine;
        Snapshot {
            layers: machine.world.freeze(),
            block: machine.block,
            recent: machine.recent.clone(),
            transactions: self.transactions,
        }
    }

    /// Goes back (or forth) to a snapshot of this chain or of one it was forked from, any number of
    /// times.
    pub fn revert(&mut self, snapshot: &Snapshot) {
        let machine = &mut self.machine;
        machine.world.restore(snapshot.layers.clone());
        machine.block = snapshot.block;
        machine.recent = snapshot.recent.clone();
        self.transactions = snapshot.transactions;
    }

    /// Another chain that starts where this one is; neither sees what the other does from here.
    /// They share state, engine and names.
    pub fn fork(&mut self) -> Self {
        let machine = &mut self.machine;
        let mut world = World::new(machine.rules.spec);
        world.journal.warm_addresses.set_precompile_addresses(&machine.rules.warm);
        world.restore(machine.world.freeze());
        Self {
            machine: Machine {
                rules: Arc::clone(&machine.rules),
                world,
                block: machine.block,
                recent: machine.recent.clone(),
                engine: Arc::clone(&machine.engine),
                dictionaries: Arc::clone(&machine.dictionaries),
                known_modules: Arc::clone(&machine.known_modules),
                tx: Default::default(),
                meter: None,
                tracer: None,
                failure: None,
            },
            owner: self.owner,
            names: Arc::clone(&self.names),
            options: self.options,
            transactions: self.transactions,
        }
    }
}
