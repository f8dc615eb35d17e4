//! The engine: compiles, keeps and runs programs.
//!
//! [`Engine`] is the front; [`backend`](self) sets up wasmtime, `run` is one call, `frame` its
//! state, `world` the borrowed surroundings, `stack` the native stack (with `native_bound` and
//! `call_graph`, which say how far it goes), `loaded` and `disk_cache` keep what was compiled.

mod backend;
mod call_graph;
mod config;
mod disk_cache;
mod error;
pub(crate) mod frame;
mod loaded;
mod native_bound;
#[cfg(test)]
mod properties;
mod run;
mod stack;
mod world;

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use alloy_primitives::B256;

use crate::{
    activate::{Activation, ActivationError, ActivationRules, activate, check_activated},
    arbos::ArbosVersion,
    host::{FrameEnv, Host},
    instrument::instrument,
    outcome::{HostioTrace, RunResult},
    params::StylusParams,
};

use backend::{Allocation, Backend, Compiled, compile_plainly};
pub use config::EngineConfig;
use disk_cache::DiskCache;
pub use error::EngineError;
use loaded::LoadedPrograms;
use native_bound::optimized_stack_bytes;
use world::Lent;

/// Runs programs. One engine serves all threads; clones of it share everything.
#[derive(Clone)]
pub struct Engine(Arc<Shared>);

struct Shared {
    config: EngineConfig,
    pooled: Backend,
    /// For calls nested deeper than the pool reaches; most engines never need it.
    on_demand: OnceLock<Backend>,
    loaded: LoadedPrograms,
    disk: Option<DiskCache>,
}

/// A compiled program, ready to be instantiated.
pub struct Program {
    code_hash: B256,
    pooled: Compiled,
    on_demand: OnceLock<Compiled>,
    #[cfg(feature = "coverage")]
    counters: Option<crate::coverage::Places>,
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
        let pooled = Backend::new(&config, Allocation::Pooled(config.pooled_instances))?;
        let open = |dir| DiskCache::open(dir, &pooled.engine, config.metering);
        let disk = config.cache_dir.as_deref().map(open).transpose().map_err(EngineError::CacheDir)?;
        let loaded = LoadedPrograms::new(config.max_loaded_programs);
        Ok(Self(Arc::new(Shared { config, pooled, on_demand: OnceLock::new(), loaded, disk })))
    }

    /// Checks a decompressed module as `ArbWasm.activateProgram` does, takes that work from `gas`,
    /// and answers what the chain keeps: see [`activate`].
    ///
    /// # Errors
    /// [`ActivationError`]: all gas of the activation is lost in either case.
    pub fn activate(
        &self,
        wasm: &[u8],
        rules: &ActivationRules,
        gas: &mut u64,
    ) -> Result<Activation, ActivationError> {
        activate(wasm, rules, gas)
    }

    /// The program of `code_hash` if it is in memory: saves decompressing its module.
    #[must_use]
    pub fn loaded(&self, code_hash: B256) -> Option<Arc<Program>> {
        self.0.loaded.get(code_hash)
    }

    /// The program of `code_hash`, from memory, from disk, or compiled from its (activated,
    /// decompressed) module.
    ///
    /// # Errors
    /// [`EngineError`] if the module was not activated; damaged or unwritable cache files are no
    /// error.
    pub fn load(&self, code_hash: B256, wasm: &[u8]) -> Result<Arc<Program>, EngineError> {
        if let Some(program) = self.loaded(code_hash) {
            return Ok(program);
        }
        let pooled = match self.load_from_disk(code_hash) {
            Some(compiled) => compiled,
            None => self.compile(code_hash, wasm)?,
        };
        let program = Arc::new(Program {
            code_hash,
            pooled,
            on_demand: OnceLock::new(),
            #[cfg(feature = "coverage")]
            counters: crate::coverage::Places::find(wasm),
        });
        self.0.loaded.insert(code_hash, program.clone());
        Ok(program)
    }

    /// Runs one call of `program` in `host`. Host functions of the program may run further calls
    /// through the same engine, on the same thread; the native stack grows as needed.
    ///
    /// A thread that has less than [`Self::native_stack_bytes`] left gets a new stack segment for
    /// the call, which takes tens of microseconds: see [`Self::with_native_stack`].
    ///
    /// # Errors
    /// [`EngineError`] only if this machine fails (memory, native stack) or the engine was set up
    /// for smaller stacks: never for anything a program does.
    pub fn run(
        &self,
        program: &Program,
        call: &Call<'_>,
        host: &mut dyn Host,
        trace: Option<&mut dyn HostioTrace>,
    ) -> Result<RunResult, EngineError> {
        let Shared { config, pooled, .. } = &*self.0;
        let (asked, configured) = (call.params.max_stack_depth, config.max_stack_depth);
        if asked > configured {
            return Err(EngineError::StackDepth { asked, configured });
        }
        let trace = trace.map(|trace| trace as &mut dyn HostioTrace);
        let lent = Lent { host, trace, input: call.input, env: call.env };
        stack::with_room(configured, || run::run(program, pooled, || self.on_demand(), call, lent))
    }

    /// Runs `f` with native stack for many nested calls, so that calls made by it don't each need a
    /// segment of their own: for whoever makes many calls on a thread that may be small.
    pub fn with_native_stack<T>(&self, f: impl FnOnce() -> T) -> T {
        stack::with_plenty(self.0.config.max_stack_depth, f)
    }

    /// Native stack, bytes, that a call needs at most, the chain's own frames included.
    #[must_use]
    pub fn native_stack_bytes(&self) -> usize {
        stack::call_bytes(self.0.config.max_stack_depth)
    }

    #[expect(unsafe_code, reason = "native code can't be checked, only where it comes from")]
    fn load_from_disk(&self, code_hash: B256) -> Option<Compiled> {
        let compiled = self.0.disk.as_ref()?.get(code_hash)?;
        // SAFETY: the digest says that an engine with the same fingerprint wrote these bytes for
        // this program, and that they are whole.
        unsafe { self.0.pooled.adopt(&compiled) }.ok()
    }

    #[expect(unsafe_code, reason = "native code can't be checked, only where it comes from")]
    fn compile(&self, code_hash: B256, wasm: &[u8]) -> Result<Compiled, EngineError> {
        let (module, checked) = check_activated(wasm)?;
        let Shared { config, pooled, .. } = &*self.0;
        let instrumented = instrument(&module, &checked, config.metering)?;
        let most = optimized_stack_bytes(&module, &checked, config.max_stack_depth)?;
        let optimize = config.optimize && stack::fits(most, config.max_stack_depth);
        let compiled = if optimize { pooled.compile(&instrumented) } else { compile_plainly(&instrumented) }?;
        if let Some(disk) = &self.0.disk {
            // A cache that can't be written costs time, nothing else.
            drop(disk.put(code_hash, &compiled));
        }
        // SAFETY: the bytes come from a compiler set up like this backend's, but for how much it
        // optimizes.
        unsafe { pooled.adopt(&compiled) }
    }

    fn on_demand(&self) -> Result<&Backend, EngineError> {
        let Shared { config, on_demand, .. } = &*self.0;
        get_or_try_init(on_demand, || Backend::new(config, Allocation::OnDemand))
    }
}

impl Program {
    /// Hash of the account code it is the program of.
    #[must_use]
    pub const fn code_hash(&self) -> B256 {
        self.code_hash
    }

    /// Takes note of the memory that a call leaves, if anything is to be learnt from it.
    fn ended(&self, memory: &[u8]) {
        #[cfg(feature = "coverage")]
        if let Some(counters) = &self.counters {
            counters.add(self.code_hash, memory);
        }
        #[cfg(not(feature = "coverage"))]
        let _ = memory;
    }

    #[expect(unsafe_code, reason = "native code can't be checked, only where it comes from")]
    fn on_demand(&self, backend: &Backend) -> Result<&Compiled, EngineError> {
        get_or_try_init(&self.on_demand, || {
            let compiled = self.pooled.serialize()?;
            // SAFETY: the bytes come from the pooled backend's compiler; the two differ in where
            // instances live only.
            unsafe { backend.adopt(&compiled) }
        })
    }
}

/// Fills a cell once; racing threads may compute the value twice.
fn get_or_try_init<T>(
    cell: &OnceLock<T>,
    init: impl FnOnce() -> Result<T, EngineError>,
) -> Result<&T, EngineError> {
    if let Some(value) = cell.get() {
        return Ok(value);
    }
    let value = init()?;
    Ok(cell.get_or_init(|| value))
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Engine").field(&self.0.config).finish()
    }
}

impl fmt::Debug for Program {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Program").field("code_hash", &self.code_hash).finish_non_exhaustive()
    }
}
