//! The suite as a world that scenarios are played in.

use crate::{Programs, SuiteError, fixture};
use alloy_primitives::{Address, Bytes, U256};
use std::sync::{Arc, Mutex};
use surety_devnode::{Chain, Receipt, Tx, TxOptions};
use surety_model::Model;
use surety_scenario::world::{Directory, EmittedLog, GasUse, Moment, Outcome, World, WorldParams};
use surety_stylus_vm::Engine;

/// Gas limit of a scenario's transactions: what Nitro lets one transaction use.
const GAS: u64 = 32_000_000;

/// The real programs on the embedded chain.
#[derive(Debug)]
pub struct WasmWorld {
    chain: Chain,
    directory: Directory,
}

impl WasmWorld {
    /// Deploys the suite and what scenarios expect around it.
    ///
    /// # Errors
    /// [`SuiteError`].
    pub fn deploy(
        programs: &Programs,
        params: &WorldParams,
        engine: Option<Engine>,
    ) -> Result<Self, SuiteError> {
        let mut builder = Chain::builder().chain_id(params.chain_id);
        if let Some(engine) = engine {
            builder = builder.engine(engine);
        }
        let mut chain = builder.build()?;
        chain.set_block(params.start.block, params.start.timestamp);
        let directory = fixture::deploy(&mut chain, programs, params)?;
        Ok(Self { chain, directory })
    }

    /// Deploys the same on a chain that exists, in its present block; answers the addresses by
    /// symbol (`$dm`, `$strategyA`, …), the actors included.
    ///
    /// # Errors
    /// [`SuiteError`] names the step that failed.
    pub fn deploy_on(
        chain: &mut Chain,
        programs: &Programs,
        params: &WorldParams,
    ) -> Result<Directory, SuiteError> {
        fixture::deploy(chain, programs, params)
    }

    /// A world that starts as this one stands now.
    pub fn fork(&mut self) -> Self {
        Self { chain: self.chain.fork(), directory: self.directory.clone() }
    }

    /// The chain below.
    pub fn chain(&mut self) -> &mut Chain {
        &mut self.chain
    }

    fn outcome(receipt: Receipt) -> Outcome {
        let success = receipt.is_success();
        let gas = receipt.gas.map(|gas| GasUse {
            used: gas.used,
            refunded: gas.refunded,
            intrinsic: gas.intrinsic,
            storage_reads: gas.storage_reads,
            storage_writes: gas.storage_writes,
            logs: gas.logs,
            calls: gas.calls,
            program_init: gas.program_init,
            wasm: gas.wasm,
            hashing: gas.hashing,
            evm: gas.evm,
        });
        let logs = if success { receipt.logs } else { Vec::new() };
        let logs = logs.into_iter().map(|log| EmittedLog { emitter: log.address, data: log.data }).collect();
        Outcome { success, output: receipt.output, logs, gas }
    }
}

impl World for WasmWorld {
    fn name(&self) -> &'static str {
        "wasm"
    }

    fn directory(&self) -> &Directory {
        &self.directory
    }

    fn advance(&mut self, to: Moment) {
        if to != self.now() {
            self.chain.set_block(to.block, to.timestamp);
        }
    }

    fn now(&self) -> Moment {
        Moment { block: self.chain.block_number(), timestamp: self.chain.timestamp() }
    }

    fn transact(&mut self, from: Address, to: Address, data: &Bytes, value: U256) -> Outcome {
        let options = TxOptions { breakdown: true, ..TxOptions::default() };
        let tx = Tx::call(from, to).data(data.clone()).value(value).gas(GAS).options(options);
        match self.chain.transact(tx) {
            Ok(receipt) => Self::outcome(receipt),
            // A transaction that cannot even start has no trace on the chain.
            Err(_) => Outcome { success: false, output: Bytes::new(), logs: Vec::new(), gas: None },
        }
    }

    fn view(&mut self, to: Address, data: &Bytes) -> Outcome {
        match self.chain.view_tx(Tx::call(Address::ZERO, to).data(data.clone()).gas(GAS)) {
            Ok(receipt) => Self::outcome(receipt),
            Err(_) => Outcome { success: false, output: Bytes::new(), logs: Vec::new(), gas: None },
        }
    }
}

/// Makes worlds, deploying the suite once for each set of parameters.
#[derive(Debug)]
pub struct Worlds {
    programs: Programs,
    deployed: Mutex<Vec<(WorldParams, WasmWorld)>>,
    engine: Arc<Mutex<Option<Engine>>>,
}

impl Worlds {
    /// From the built programs.
    #[must_use]
    pub fn new(programs: Programs) -> Self {
        Self { programs, deployed: Mutex::default(), engine: Arc::default() }
    }

    /// The suite on the embedded chain, fresh.
    ///
    /// # Errors
    /// [`SuiteError`].
    pub fn wasm(&self, params: &WorldParams) -> Result<WasmWorld, SuiteError> {
        // A poisoned lock only means that another thread's deployment failed half way: it stored
        // nothing.
        let mut deployed = self.deployed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, world)) = deployed.iter_mut().find(|(known, _)| known == params) {
            return Ok(world.fork());
        }
        let mut engine = self.engine.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut world = WasmWorld::deploy(&self.programs, params, engine.clone())?;
        engine.get_or_insert_with(|| world.chain.engine());
        let fork = world.fork();
        deployed.push((params.clone(), world));
        Ok(fork)
    }

    /// The model at the addresses that the suite has with these parameters.
    ///
    /// # Errors
    /// [`SuiteError`].
    pub fn model(&self, params: &WorldParams) -> Result<Model, SuiteError> {
        let directory = self.wasm(params)?.directory().clone();
        Ok(Model::new(params.clone(), directory)?)
    }
}
