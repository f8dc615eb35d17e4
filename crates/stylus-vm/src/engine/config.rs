//! How an engine is set up.

use std::path::PathBuf;

/// Settings of an [`Engine`](super::Engine).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineConfig {
    /// Directory for compiled programs; `None` keeps them in memory only.
    pub cache_dir: Option<PathBuf>,
    /// Most compiled programs kept in memory; the least recently used go first.
    pub max_loaded_programs: usize,
    /// Largest `max_stack_depth` of a chain this engine serves: sizes the native stack.
    pub max_stack_depth: u32,
    /// Instances that are set up ahead of use; calls nested deeper than this are set up one by
    /// one. Each reserves 4 GiB of address space, not of memory.
    pub pooled_instances: u32,
    /// False leaves all metering out of compiled programs, which makes every figure wrong: for
    /// measuring what metering costs, and for testing that it changes nothing else.
    pub metering: bool,
    /// False compiles everything without optimization, as programs are whose optimized frames could
    /// be too large: for testing that it changes nothing.
    pub optimize: bool,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self {
            cache_dir: None,
            max_loaded_programs: 1_024,
            max_stack_depth: 22_000,
            pooled_instances: 128,
            metering: true,
            optimize: true,
        }
    }
}
