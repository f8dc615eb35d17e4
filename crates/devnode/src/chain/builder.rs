//! Setting up a chain.

use super::{Chain, TxOptions, actors::Names};
use crate::{
    arbos::{ARBOS_ADDRESS, AddressSet, ArbosState},
    exec::{Block, Machine, RecentPrograms, Rules, arbitrum_precompiles},
    state::World,
};
use alloy_primitives::{Address, U256, address, bytes};
use std::{path::PathBuf, sync::Arc};
use surety_stylus_vm::{
    ArbosVersion, Engine, EngineConfig, EngineError, StylusParams, code::Dictionaries, data_fee::DataPricer,
};

/// Where fees go unless the chain says otherwise.
const NETWORK_FEE_ACCOUNT: Address = address!("00000000000000000000000000000000feeaccee");
/// Arbitrum's sequencer as coinbase.
const SEQUENCER: Address = address!("a4b000000000000000000073657175656e636572");
/// Owner of the chain unless another is given.
const OWNER: Address = address!("0000000000000000000000000000000000c0ffee");

/// Settings of a chain that is to be.
#[derive(Clone, Debug)]
pub struct ChainBuilder {
    arbos: u64,
    chain_id: u64,
    block: Block,
    params: Option<StylusParams>,
    owner: Address,
    engine: Option<Engine>,
    cache_dir: Option<PathBuf>,
    dictionaries: Dictionaries,
    bare: bool,
}

/// Why a chain can't be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// Stylus came with ArbOS 30, and nothing is known beyond 60.
    #[error("ArbOS {0} is not supported; 30 to 60 are")]
    Arbos(u64),
    /// The engine can't be set up.
    #[error("no engine for Stylus programs")]
    Engine(#[from] EngineError),
}

impl Default for ChainBuilder {
    fn default() -> Self {
        Self {
            arbos: ArbosVersion::NEWEST.number(),
            chain_id: 412_346,
            block: Block {
                number: 1,
                l1_number: 1,
                timestamp: 1_800_000_000,
                basefee: 100_000_000,
                gas_limit: 1 << 50,
                coinbase: SEQUENCER,
            },
            params: None,
            owner: OWNER,
            engine: None,
            cache_dir: None,
            dictionaries: Dictionaries::default(),
            bare: false,
        }
    }
}

impl ChainBuilder {
    /// ArbOS version: 30 to 60; 60 unless set.
    #[must_use]
    pub fn arbos(self, version: u64) -> Self {
        Self { arbos: version, ..self }
    }

    /// Chain id; 412 346 unless set.
    #[must_use]
    pub fn chain_id(self, chain_id: u64) -> Self {
        Self { chain_id, ..self }
    }

    /// L1 block number and time (seconds) of the first block.
    #[must_use]
    pub fn start(self, l1_number: u64, timestamp: u64) -> Self {
        let block = Block { number: l1_number, l1_number, timestamp, ..self.block };
        Self { block, ..self }
    }

    /// Base fee of every block, wei; also the gas price of transactions that name none.
    #[must_use]
    pub fn basefee(self, wei: u64) -> Self {
        Self { block: Block { basefee: wei, ..self.block }, ..self }
    }

    /// Gas limit that blocks report; it limits nothing here.
    #[must_use]
    pub fn block_gas_limit(self, gas: u64) -> Self {
        Self { block: Block { gas_limit: gas, ..self.block }, ..self }
    }

    /// Coinbase of every block.
    #[must_use]
    pub fn coinbase(self, coinbase: Address) -> Self {
        Self { block: Block { coinbase, ..self.block }, ..self }
    }

    /// Stylus parameters; those of the ArbOS version unless set.
    #[must_use]
    pub fn stylus_params(self, params: StylusParams) -> Self {
        Self { params: Some(params), ..self }
    }

    /// Owner of the chain.
    #[must_use]
    pub fn owner(self, owner: Address) -> Self {
        Self { owner, ..self }
    }

    /// An engine to share with other chains. It must allow the chain's stack depth.
    #[must_use]
    pub fn engine(self, engine: Engine) -> Self {
        Self { engine: Some(engine), ..self }
    }

    /// Directory in which the chain's own engine keeps compiled programs; memory only unless set.
    #[must_use]
    pub fn cache_dir(self, dir: impl Into<PathBuf>) -> Self {
        Self { cache_dir: Some(dir.into()), ..self }
    }

    /// Brotli dictionaries that programs may be compressed with.
    #[must_use]
    pub fn dictionaries(self, dictionaries: Dictionaries) -> Self {
        Self { dictionaries, ..self }
    }

    /// Leaves the state empty: Arbitrum's precompiles answer, but their accounts hold no code, and
    /// the owner has no ether.
    #[must_use]
    pub fn bare(self) -> Self {
        Self { bare: true, ..self }
    }

    /// Builds the chain.
    ///
    /// # Errors
    /// [`BuildError`] if the ArbOS version is not supported or the engine can't be set up.
    pub fn build(self) -> Result<Chain, BuildError> {
        let arbos = ArbosVersion::new(self.arbos);
        if !(ArbosVersion::STYLUS..=ArbosVersion::NEWEST).contains(&arbos) {
            return Err(BuildError::Arbos(self.arbos));
        }
        let params = self.params.unwrap_or_else(|| StylusParams::for_arbos(arbos));
        let engine = match self.engine {
            Some(engine) => engine,
            None => {
                let max_stack_depth = params.max_stack_depth;
                let cache_dir = self.cache_dir;
                Engine::new(EngineConfig { cache_dir, max_stack_depth, ..EngineConfig::default() })?
            }
        };
        let rules = Rules::new(arbos, self.chain_id);
        let mut world = World::new(rules.spec);
        world.journal.warm_addresses.set_precompile_addresses(&rules.warm);
        let mut state = ArbosState::new(&mut world);
        state.set_params(&params);
        state.set_pricer(&DataPricer::default());
        state.set_network_fee_account(NETWORK_FEE_ACCOUNT);
        state.insert(AddressSet::ChainOwners, self.owner);
        world.journal.commit_tx();
        world.edit(ARBOS_ADDRESS, |info| info.nonce = 1);
        let mut chain = Chain {
            machine: Machine {
                rules: Arc::new(rules),
                world,
                block: self.block,
                recent: RecentPrograms::default(),
                engine: Arc::new(engine),
                dictionaries: Arc::new(self.dictionaries),
                known_modules: Arc::default(),
                tx: Default::default(),
                meter: None,
                tracer: None,
                failure: None,
            },
            owner: self.owner,
            names: Arc::new(Names::default()),
            options: TxOptions::default(),
            transactions: 0,
        };
        if !self.bare {
            for precompile in arbitrum_precompiles() {
                chain.set_code(precompile, bytes!("fe"));
            }
            chain.set_balance(self.owner, U256::ONE << 100);
            chain.label(self.owner, "chain owner");
        }
        Ok(chain)
    }
}
