//! How one run of a program ended and what it spent its ink on.

use alloy_primitives::Bytes;

/// How a program ended (`stylus-vm.md`, section 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The entrypoint returned 0, or the program exited early with 0.
    Success,
    /// The entrypoint returned something else, or the program exited early with it.
    Revert,
    /// A trap, a bad pointer or a refused host call: a revert without data that hands gas back.
    Failure,
    /// Ink is exhausted: out of gas, nothing is handed back.
    OutOfInk,
    /// Stack words are exhausted: a call-depth error, nothing is handed back.
    OutOfStack,
}

/// The result of one run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunResult {
    /// How it ended.
    pub outcome: Outcome,
    /// Result data of a success or revert; empty otherwise.
    pub output: Bytes,
    /// Ink left; 0 if ink is exhausted. After an exhausted stack it is what was left then, though
    /// the caller gets nothing of it.
    pub ink_left: u64,
    /// Ink used, by purpose.
    pub profile: InkProfile,
}

/// Ink used by one run, by purpose; the sum is all the ink used.
///
/// What a nested call or creation used is part of `calls` and `creates`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct InkProfile {
    /// WASM instructions.
    pub wasm: u64,
    /// `storage_load_bytes32`, `transient_load_bytes32`.
    pub storage_reads: u64,
    /// `storage_cache_bytes32`, `storage_flush_cache`, `transient_store_bytes32`.
    pub storage_writes: u64,
    /// `emit_log`.
    pub logs: u64,
    /// The three calls.
    pub calls: u64,
    /// `create1`, `create2`.
    pub creates: u64,
    /// `native_keccak256`.
    pub hashing: u64,
    /// `pay_for_memory_grow`.
    pub memory: u64,
    /// Every other host function.
    pub other: u64,
}

impl InkProfile {
    /// All ink used.
    #[must_use]
    pub fn total(&self) -> u64 {
        let Self { wasm, storage_reads, storage_writes, logs, calls, creates, hashing, memory, other } =
            *self;
        [wasm, storage_reads, storage_writes, logs, calls, creates, hashing, memory, other]
            .into_iter()
            .fold(0, u64::saturating_add)
    }
}

/// Listens to the host calls of a run.
pub trait HostioTrace {
    /// The host function `name` completed; the ink left before and after it. The first is after the
    /// charge of the block that ends with the `call`. Host calls that end the program are not
    /// reported, but for `exit_early`.
    fn hostio(&mut self, name: &'static str, ink_before: u64, ink_after: u64);

    /// True to be told what host functions were given and gave, too.
    fn wants_data(&self) -> bool {
        false
    }

    /// What the host function reported last was given and what it gave, if that is wanted: values
    /// in the encoding of Nitro's tracers.
    fn data(&mut self, given: Vec<u8>, gave: Vec<u8>) {
        let _ = (given, gave);
    }
}
