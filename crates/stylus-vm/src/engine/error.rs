//! What can go wrong around a program, as opposed to in it.

use crate::activate::Refusal;

/// Failure of the machine or of the caller, never of a program.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The engine can't be set up on this machine.
    #[error("engine can't be set up: {0:#}")]
    Setup(wasmtime::Error),
    /// The cache directory can't be made.
    #[error("cache directory can't be made")]
    CacheDir(#[source] std::io::Error),
    /// The module is not one that activation accepts.
    #[error("module was not activated")]
    NotActivated(#[from] Refusal),
    /// The compiler failed on an accepted module.
    #[error("module does not compile: {0:#}")]
    Compile(wasmtime::Error),
    /// No memory or address space for an instance.
    #[error("program can't be instantiated: {0:#}")]
    Instantiate(wasmtime::Error),
    /// The call's parameters allow more stack than the engine was set up for.
    #[error("chain allows {asked} stack words, the engine was set up for {configured}")]
    StackDepth {
        /// Words of the call's parameters.
        asked: u32,
        /// Words of [`EngineConfig`](super::EngineConfig).
        configured: u32,
    },
    /// The native stack ended before the program's own did.
    #[error("native stack exhausted")]
    NativeStack,
    /// The program ended in a way that programs can't.
    #[error("program ended abnormally: {0:#}")]
    Abnormal(wasmtime::Error),
}
