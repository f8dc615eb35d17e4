//! What can go wrong around a program, as opposed to in it.

/// Failure of the machine or of the caller, never of a program.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The call's parameters allow more stack than the engine was set up for.
    #[error("chain allows {asked} stack words, the engine was set up for {configured}")]
    StackDepth {
        /// Words of the call's parameters.
        asked: u32,
        /// Words of [`EngineConfig`](super::EngineConfig).
        configured: u32,
    },
    /// The module is not one that activation accepts.
    #[error("module does not compile")]
    Compile(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No memory or address space for an instance.
    #[error("program can't be instantiated")]
    Instantiate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The native stack ended before the program's own did.
    #[error("native stack exhausted")]
    NativeStack,
    /// The engine can't be set up on this machine.
    #[error("engine can't be set up")]
    Setup(#[source] Box<dyn std::error::Error + Send + Sync>),
}
