//! Compiled programs in memory, the least recently used dropped first.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use alloy_primitives::B256;

use super::Program;

/// Programs by code hash.
#[derive(Debug, Default)]
pub(super) struct LoadedPrograms {
    programs: Mutex<Programs>,
    capacity: usize,
}

#[derive(Debug, Default)]
struct Programs {
    by_hash: HashMap<B256, (Arc<Program>, u64)>,
    /// Counts uses, so that ages compare.
    clock: u64,
}

impl LoadedPrograms {
    pub(super) fn new(capacity: usize) -> Self {
        Self { programs: Mutex::default(), capacity }
    }

    pub(super) fn get(&self, code_hash: B256) -> Option<Arc<Program>> {
        self.with(|programs| {
            programs.clock += 1;
            let now = programs.clock;
            let (program, used) = programs.by_hash.get_mut(&code_hash)?;
            *used = now;
            Some(program.clone())
        })
    }

    pub(super) fn insert(&self, code_hash: B256, program: Arc<Program>) {
        let dropped = self.with(|programs| {
            programs.clock += 1;
            let now = programs.clock;
            programs.by_hash.insert(code_hash, (program, now));
            if programs.by_hash.len() <= self.capacity {
                return None;
            }
            let oldest = programs.by_hash.iter().min_by_key(|(_, (_, used))| *used).map(|(hash, _)| *hash)?;
            programs.by_hash.remove(&oldest)
        });
        // Unmapping native code takes a while: not under the lock.
        drop(dropped);
    }

    fn with<T>(&self, f: impl FnOnce(&mut Programs) -> T) -> T {
        // Nothing panics under the lock, and the map is whole after every statement.
        f(&mut self.programs.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
