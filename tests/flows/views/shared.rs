//! Worlds that a player has and that can still be asked afterwards.

use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::Result;
use std::{cell::RefCell, collections::BTreeSet, rc::Rc};
use surety_model::Model;
use surety_scenario::world::{Directory, Moment, Outcome, World, WorldParams};
use surety_suite::WasmWorld;

/// The two worlds of a story.
pub(crate) struct Worlds {
    pub(crate) wasm: Shared<WasmWorld>,
    pub(crate) model: Shared<Model>,
}

impl Worlds {
    /// Deploys both with the same parameters, at the same addresses.
    pub(crate) fn deploy(makers: &surety_suite::Worlds, params: &WorldParams) -> Result<Self> {
        Ok(Self { wasm: Shared::new(makers.wasm(params)?), model: Shared::new(makers.model(params)?) })
    }

    /// Both, for a player.
    pub(crate) fn seats(&self) -> Vec<Box<dyn World>> {
        vec![Box::new(self.wasm.clone()), Box::new(self.model.clone())]
    }
}

/// A world with several owners, which remembers the words that its logs had.
pub(crate) struct Shared<W> {
    world: Rc<RefCell<W>>,
    directory: Directory,
    seen: Rc<RefCell<BTreeSet<B256>>>,
}

impl<W> Clone for Shared<W> {
    fn clone(&self) -> Self {
        Self { world: self.world.clone(), directory: self.directory.clone(), seen: self.seen.clone() }
    }
}

impl<W: World> Shared<W> {
    fn new(world: W) -> Self {
        let directory = world.directory().clone();
        Self { world: Rc::new(RefCell::new(world)), directory, seen: Rc::default() }
    }

    /// Words of logs: among them the roots, salts and ids that views ask for.
    pub(crate) fn seen(&self) -> Vec<B256> {
        self.seen.borrow().iter().copied().collect()
    }
}

impl<W: World> World for Shared<W> {
    fn name(&self) -> &'static str {
        self.world.borrow().name()
    }

    fn directory(&self) -> &Directory {
        &self.directory
    }

    fn advance(&mut self, to: Moment) {
        self.world.borrow_mut().advance(to);
    }

    fn now(&self) -> Moment {
        self.world.borrow().now()
    }

    fn transact(&mut self, from: Address, to: Address, data: &Bytes, value: U256) -> Outcome {
        let outcome = self.world.borrow_mut().transact(from, to, data, value);
        for log in &outcome.logs {
            let words = log.data.data.chunks_exact(32).map(B256::from_slice);
            self.seen.borrow_mut().extend(log.data.topics().iter().copied().chain(words));
        }
        outcome
    }

    fn view(&mut self, to: Address, data: &Bytes) -> Outcome {
        self.world.borrow_mut().view(to, data)
    }
}
