//! The state of one running program: what its store holds.

use alloy_primitives::Bytes;
use wasmtime::{Global, Memory, StoreLimits, StoreLimitsBuilder};

use super::{Call, world::World};
use crate::{
    arbos::ArbosVersion,
    hostio::{LastCode, Stop, StorageCache},
    memory_model::MAX_PAGES,
    outcome::InkProfile,
};

/// Largest memory of a program, bytes: what there is gas for.
pub(crate) const MAX_MEMORY_BYTES: usize = MAX_PAGES as usize * 65_536;

/// Exports of the instance that host functions need.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Handles {
    pub(crate) memory: Memory,
    pub(crate) ink: Global,
    pub(crate) status: Global,
    pub(crate) stack: Global,
}

/// One running program.
#[derive(Debug)]
pub(crate) struct Frame {
    pub(crate) world: World,
    /// Present once the program is instantiated.
    pub(crate) handles: Option<Handles>,
    pub(crate) arbos: ArbosVersion,
    pub(crate) ink_price: u32,
    /// Result data so far.
    pub(crate) output: Vec<u8>,
    /// Return data of the last nested call or creation.
    pub(crate) return_data: Bytes,
    pub(crate) storage: StorageCache,
    pub(crate) last_code: LastCode,
    pub(crate) profile: InkProfile,
    /// Why a host function ended the program.
    pub(crate) stop: Option<Stop>,
    pub(crate) limits: StoreLimits,
}

impl Frame {
    pub(crate) fn new(world: World, call: &Call<'_>) -> Self {
        Self {
            world,
            handles: None,
            arbos: call.arbos,
            ink_price: call.params.ink_price,
            output: Vec::new(),
            return_data: Bytes::new(),
            storage: StorageCache::default(),
            last_code: None,
            profile: InkProfile::default(),
            stop: None,
            limits: StoreLimitsBuilder::new().memory_size(MAX_MEMORY_BYTES).build(),
        }
    }

    /// Ink that `gas` buys, saturating.
    pub(crate) const fn gas_to_ink(&self, gas: u64) -> u64 {
        gas.saturating_mul(self.ink_price as u64)
    }

    /// Whole gas in `ink`.
    pub(crate) const fn ink_to_gas(&self, ink: u64) -> u64 {
        match ink.checked_div(self.ink_price as u64) {
            Some(gas) => gas,
            None => 0,
        }
    }
}
