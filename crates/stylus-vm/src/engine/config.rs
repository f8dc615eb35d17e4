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
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self { cache_dir: None, max_loaded_programs: 1_024, max_stack_depth: 22_000 }
    }
}
