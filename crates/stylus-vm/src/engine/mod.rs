//! The engine: activates, compiles, keeps and runs programs.

mod config;
mod error;

use std::sync::Arc;

use alloy_primitives::B256;

use crate::{
    activate::{Activation, ActivationError, ActivationRules},
    arbos::ArbosVersion,
    host::{FrameEnv, Host},
    outcome::{HostioTrace, RunResult},
    params::StylusParams,
};

pub use config::EngineConfig;
pub use error::EngineError;

/// Runs programs. One engine serves all threads; clones of it share everything.
#[derive(Clone, Debug)]
pub struct Engine {
    config: Arc<EngineConfig>,
}

/// A compiled program, ready to be instantiated.
#[derive(Debug)]
pub struct Program {
    code_hash: B256,
}

/// One call of a program.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Calldata.
    pub input: &'a [u8],
    /// Ink to run with.
    pub ink: u64,
    /// Surroundings of the frame.
    pub env: &'a FrameEnv,
    /// Parameters of the chain.
    pub params: &'a StylusParams,
    /// Rules of the chain.
    pub arbos: ArbosVersion,
}

impl Engine {
    /// An engine.
    ///
    /// # Errors
    /// [`EngineError`] if this machine can't run one, or the cache directory can't be made.
    pub fn new(config: EngineConfig) -> Result<Self, EngineError> {
        Ok(Self { config: Arc::new(config) })
    }

    /// Checks a decompressed module as `ArbWasm.activateProgram` does, meters that work against
    /// `gas`, and answers what the chain keeps (sections 3.2 to 3.4).
    ///
    /// # Errors
    /// [`ActivationError`]: all gas of the activation is lost in either case.
    pub fn activate(
        &self,
        wasm: &[u8],
        rules: &ActivationRules,
        gas: &mut u64,
    ) -> Result<Activation, ActivationError> {
        let _ = (wasm, rules, gas);
        Err(ActivationError::OutOfGas)
    }

    /// The program of `code_hash` if it is in memory: saves decompressing its module.
    #[must_use]
    pub fn loaded(&self, code_hash: B256) -> Option<Arc<Program>> {
        let _ = code_hash;
        None
    }

    /// The program of `code_hash`, from memory, from disk, or compiled from its (activated,
    /// decompressed) module.
    ///
    /// # Errors
    /// [`EngineError::Compile`] if the module was not activated; damaged or unwritable cache files
    /// are no error.
    pub fn load(&self, code_hash: B256, wasm: &[u8]) -> Result<Arc<Program>, EngineError> {
        let _ = wasm;
        Ok(Arc::new(Program { code_hash }))
    }

    /// Runs one call of `program` in `host`. Host functions of the program may run further calls
    /// through the same engine, on the same thread.
    ///
    /// # Errors
    /// [`EngineError`] only if this machine fails (memory, native stack): never for anything a
    /// program does.
    pub fn run(
        &self,
        program: &Program,
        call: &Call<'_>,
        host: &mut dyn Host,
        trace: Option<&mut dyn HostioTrace>,
    ) -> Result<RunResult, EngineError> {
        let _ = (program.code_hash, call, host, trace);
        Err(EngineError::StackDepth { asked: 0, configured: self.config.max_stack_depth })
    }
}
