//! The model as a world that scenarios can be played in.

use crate::addresses::invent;
use crate::chain::{Chain, Frame};
use crate::deploy::deploy;
use crate::revert::Revert;
use alloy_primitives::{Address, Bytes, Selector, U256};
use surety_scenario::world::{Directory, Moment, Outcome, World, WorldParams};

/// Why a model cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The directory or the actors lack a symbol that the model needs.
    #[error("the world's directory has no `{0}`")]
    MissingSymbol(String),
}

/// The reference model: the whole core in plain maps.
///
/// A transaction runs on a copy of the state that replaces it on success, so that a failure
/// leaves no trace.
#[derive(Clone, Debug)]
pub struct Model {
    directory: Directory,
    chain: Chain,
}

impl Model {
    /// Deploys to the addresses that another world got, so that both can be compared byte by
    /// byte. Symbols of actors are taken from the parameters.
    ///
    /// # Errors
    /// [`ModelError::MissingSymbol`].
    pub fn new(params: WorldParams, mut directory: Directory) -> Result<Self, ModelError> {
        directory.extend(params.actors.clone());
        let chain = deploy(params, &directory)?;
        Ok(Self { directory, chain })
    }

    /// Deploys to made-up addresses, `$strategyA` to `$strategyE` ascending.
    ///
    /// # Errors
    /// [`ModelError::MissingSymbol`] if an actor with a role is missing.
    pub fn alone(params: WorldParams) -> Result<Self, ModelError> {
        Self::new(params, invent())
    }

    /// Sets the nonce from which the factory's next address follows, for comparison with a world
    /// whose factory has made more contracts than the five strategies.
    #[must_use]
    pub fn with_factory_nonce(mut self, nonce: u64) -> Self {
        self.chain.factory.nonce = nonce;
        self
    }

    /// Puts one more token on the chain; `holder` has as much of it as participants have of the
    /// others, and lets the same contracts take it.
    pub fn add_token(&mut self, token: Address, holder: Address) {
        crate::deploy::add_token(&mut self.chain, token, &[holder]);
    }

    /// Makes a token one that misbehaves when it is told to ([`crate::hostile_token`]); what accounts hold
    /// and allow stays.
    pub fn make_hostile(&mut self, token: Address) {
        self.chain.tokens.hostile.insert(token, Default::default());
    }

    /// Puts a hook that answers as it is told ([`crate::hostile_hook`]) at an address.
    pub fn add_hook(&mut self, hook: Address) {
        self.chain.code.insert(hook, crate::chain::Kind::HostileHook);
    }

    /// Runs a call on a copy of the state.
    fn run(&self, from: Address, to: Address, data: &Bytes) -> (Result<Vec<u8>, Revert>, Chain) {
        let selector = data.first_chunk::<4>().copied().unwrap_or_default();
        let frame = Frame { caller: from, this: to, selector: Selector::from(selector) };
        let mut after = self.chain.clone();
        let result = after.call(frame, data);
        (result, after)
    }
}

fn succeeded(output: Vec<u8>) -> Outcome {
    Outcome { success: true, output: output.into(), logs: Vec::new(), gas: None }
}

fn failed(revert: Revert) -> Outcome {
    Outcome { success: false, output: revert.0, logs: Vec::new(), gas: None }
}

impl World for Model {
    fn name(&self) -> &'static str {
        "model"
    }

    fn directory(&self) -> &Directory {
        &self.directory
    }

    fn advance(&mut self, to: Moment) {
        self.chain.now = to;
    }

    fn now(&self) -> Moment {
        self.chain.now
    }

    fn transact(&mut self, from: Address, to: Address, data: &Bytes, value: U256) -> Outcome {
        if !self.chain.code.contains_key(&to) {
            return succeeded(Vec::new());
        }
        // Nothing here is payable.
        if !value.is_zero() {
            return failed(Revert::empty());
        }
        match self.run(from, to, data) {
            (Ok(output), mut after) => {
                let logs = core::mem::take(&mut after.logs);
                self.chain = after;
                Outcome { logs, ..succeeded(output) }
            }
            (Err(revert), _) => failed(revert),
        }
    }

    fn view(&mut self, to: Address, data: &Bytes) -> Outcome {
        let Ok(kind) = self.chain.kind(to) else { return succeeded(Vec::new()) };
        let viewed = match self.chain.view(kind, to, data) {
            // Not a view: whatever it would return.
            Ok(None) => self.run(Address::ZERO, to, data).0,
            Ok(Some(output)) => Ok(output),
            Err(revert) => Err(revert),
        };
        viewed.map_or_else(failed, succeeded)
    }
}
