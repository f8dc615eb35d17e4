//! The engine beneath: how wasmtime is set up, and a program compiled for it.

use wasmtime::{
    Config, Enabled, Extern, InstanceAllocationStrategy, InstancePre, Linker, Module, ModuleExport, OptLevel,
    PoolingAllocationConfig, Store, Strategy,
};

use super::{
    EngineConfig, EngineError,
    frame::{Frame, Handles, MAX_MEMORY_BYTES},
    stack,
};
use crate::{
    activate::checks::{ENTRYPOINT, MEMORY},
    hostio,
    instrument::export,
};

/// Address space of each memory: with it, no access needs a bounds check.
const MEMORY_RESERVATION: u64 = 1 << 32;
/// Bytes at the start of a memory that are zeroed rather than given back to the system when a
/// program ends; programs of one or two pages never touch the system's page tables then.
const KEEP_RESIDENT: usize = 128 * 1024;
/// Sum of table minimums that activation allows.
const TABLE_ELEMENTS: usize = 4_096;
/// An instance holds up to 32 768 globals and 4 096 functions.
const MAX_INSTANCE_BYTES: usize = 4 * 1024 * 1024;

/// How instances get their memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Allocation {
    /// From slots set up ahead.
    Pooled(u32),
    /// As they come.
    OnDemand,
}

/// Settings that decide what native code looks like.
fn settings(opt_level: OptLevel) -> Config {
    let mut settings = Config::new();
    settings
        .strategy(Strategy::Cranelift)
        .cranelift_opt_level(opt_level)
        // Ink bounds every loop, so no other clock is needed.
        .consume_fuel(false)
        .epoch_interruption(false)
        .wasm_backtrace_max_frames(None)
        .generate_address_map(false)
        .memory_reservation(MEMORY_RESERVATION)
        .memory_may_move(false);
    settings
}

/// Compiles without optimization, for every backend: native frames then hold what the rules meter
/// and no more.
pub(crate) fn compile_plainly(instrumented: &[u8]) -> Result<Vec<u8>, EngineError> {
    let engine = wasmtime::Engine::new(&settings(OptLevel::None)).map_err(EngineError::Setup)?;
    engine.precompile_module(instrumented).map_err(EngineError::Compile)
}

/// One wasmtime engine with the host functions linked.
pub(crate) struct Backend {
    pub(crate) engine: wasmtime::Engine,
    linker: Linker<Frame>,
}

impl Backend {
    pub(crate) fn new(config: &EngineConfig, allocation: Allocation) -> Result<Self, EngineError> {
        let mut settings = settings(OptLevel::Speed);
        let wasm_stack = stack::wasm_bytes(config.max_stack_depth);
        // The second is unused, but may not be smaller.
        settings.max_wasm_stack(wasm_stack).async_stack_size(wasm_stack);
        if let Allocation::Pooled(instances) = allocation {
            settings.allocation_strategy(InstanceAllocationStrategy::Pooling(pool(instances)));
        }
        let engine = wasmtime::Engine::new(&settings).map_err(EngineError::Setup)?;
        let mut linker = Linker::new(&engine);
        hostio::link(&mut linker).map_err(EngineError::Setup)?;
        Ok(Self { engine, linker })
    }

    /// Compiles an instrumented module into bytes that [`Self::adopt`] takes.
    pub(crate) fn compile(&self, instrumented: &[u8]) -> Result<Vec<u8>, EngineError> {
        self.engine.precompile_module(instrumented).map_err(EngineError::Compile)
    }

    /// Makes compiled bytes runnable.
    ///
    /// # Safety
    /// `compiled` must come, unchanged, from [`Self::compile`] of a backend with the same settings.
    #[expect(unsafe_code, reason = "native code can't be checked, only where it comes from")]
    pub(crate) unsafe fn adopt(&self, compiled: &[u8]) -> Result<Compiled, EngineError> {
        // SAFETY: by this function's contract the bytes are the compiler's.
        let module = unsafe { Module::deserialize(&self.engine, compiled) }.map_err(EngineError::Compile)?;
        let pre = self.linker.instantiate_pre(&module).map_err(EngineError::Compile)?;
        let find = |name: &str| {
            let missing = || EngineError::Compile(wasmtime::Error::msg(format!("no export {name}")));
            module.get_export_index(name).ok_or_else(missing)
        };
        Ok(Compiled {
            entrypoint: find(ENTRYPOINT)?,
            memory: find(MEMORY)?,
            ink: find(export::INK)?,
            status: find(export::STATUS)?,
            stack: find(export::STACK)?,
            pre,
        })
    }
}

fn pool(instances: u32) -> PoolingAllocationConfig {
    let mut pool = PoolingAllocationConfig::new();
    pool.total_core_instances(instances)
        .total_memories(instances)
        .total_tables(instances)
        .max_unused_warm_slots(instances)
        .max_memory_size(MAX_MEMORY_BYTES)
        .max_core_instance_size(MAX_INSTANCE_BYTES)
        .table_elements(TABLE_ELEMENTS)
        .linear_memory_keep_resident(KEEP_RESIDENT)
        .table_keep_resident(TABLE_ELEMENTS * size_of::<usize>())
        .pagemap_scan(Enabled::No);
    pool
}

/// A program compiled for one backend.
pub(crate) struct Compiled {
    pre: InstancePre<Frame>,
    entrypoint: ModuleExport,
    memory: ModuleExport,
    ink: ModuleExport,
    status: ModuleExport,
    stack: ModuleExport,
}

/// An instance, ready to be entered.
pub(crate) struct Instantiated {
    pub(crate) entrypoint: wasmtime::TypedFunc<u32, u32>,
    pub(crate) handles: Handles,
}

impl Compiled {
    /// The native code, for another backend to adopt.
    pub(crate) fn serialize(&self) -> Result<Vec<u8>, EngineError> {
        self.pre.module().serialize().map_err(EngineError::Compile)
    }

    pub(crate) fn instantiate(&self, store: &mut Store<Frame>) -> wasmtime::Result<Instantiated> {
        let instance = self.pre.instantiate(&mut *store)?;
        let mut global = |index: &ModuleExport| {
            instance.get_module_export(&mut *store, index).and_then(Extern::into_global).ok_or_else(missing)
        };
        let (ink, status, stack) = (global(&self.ink)?, global(&self.status)?, global(&self.stack)?);
        let memory = instance.get_module_export(&mut *store, &self.memory);
        let memory = memory.and_then(Extern::into_memory).ok_or_else(missing)?;
        let entrypoint = instance.get_module_export(&mut *store, &self.entrypoint);
        let entrypoint = entrypoint.and_then(Extern::into_func).ok_or_else(missing)?.typed(&*store)?;
        Ok(Instantiated { entrypoint, handles: Handles { memory, ink, status, stack } })
    }
}

fn missing() -> wasmtime::Error {
    wasmtime::Error::msg("an instrumented module lacks an export")
}
