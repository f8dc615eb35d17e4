//! Storage and transient storage (section 6.2).

use super::{
    context::{Hostio, Result, Stop},
    storage_cache::CACHE_ACCESS_GAS,
};
use crate::{
    host::FlushOutcome,
    price::{COLD_SLOT_GAS, EVM_API, HOSTIO, PTR, SSTORE_SENTRY_GAS, WARM_ACCESS_GAS},
};

impl Hostio<'_> {
    /// Reads a slot through the cache.
    pub(super) fn storage_load_bytes32(&mut self, key: u32, dest: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 2 * PTR)?;
        let frame = self.frame();
        // Before ArbOS 32 the price in ink was taken for one in gas.
        let request_gas = if frame.arbos.has_charging_fixes() { frame.ink_to_gas(EVM_API) } else { EVM_API };
        self.need_gas(COLD_SLOT_GAS + CACHE_ACCESS_GAS + request_gas)?;
        let key = self.word(key)?;
        let frame = self.frame();
        let mut gas = frame.storage.read_gas();
        let value = match frame.storage.get(key) {
            Some(value) => value,
            None => {
                let (value, access_gas) = frame.world.host().storage_load(key);
                gas = gas.saturating_add(access_gas).saturating_add(request_gas);
                frame.storage.insert_known(key, value);
                value
            }
        };
        self.buy_gas(gas)?;
        self.put(dest, value.as_slice())
    }

    /// Writes a slot into the cache; allowed in a static context.
    pub(super) fn storage_cache_bytes32(&mut self, key: u32, value: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 2 * PTR)?;
        self.need_gas(SSTORE_SENTRY_GAS + CACHE_ACCESS_GAS)?;
        let (key, value) = (self.word(key)?, self.word(value)?);
        let cache = &mut self.frame().storage;
        let gas = cache.write_gas();
        cache.write(key, value);
        self.buy_gas(gas)
    }

    /// Writes the dirty slots of the cache into the state.
    pub(super) fn storage_flush_cache(&mut self, clear: u32) -> Result<()> {
        self.buy_ink(HOSTIO + EVM_API)?;
        self.need_gas(SSTORE_SENTRY_GAS)?;
        let budget = self.gas_left().saturating_add(1);
        let is_static = self.env().is_static;
        let frame = self.frame();
        let dirty = frame.storage.flush(clear != 0);
        if dirty.is_empty() {
            return Ok(());
        }
        if is_static {
            return Err(Stop::Failure);
        }
        let arbos = frame.arbos;
        match frame.world.host().storage_flush(&dirty, budget) {
            FlushOutcome::Written(gas) if arbos.has_charging_fixes() => self.buy_gas(gas),
            FlushOutcome::Written(_) => Ok(()),
            FlushOutcome::OutOfGas if arbos.flush_exhausts_ink() => Err(Stop::OutOfInk),
            FlushOutcome::OutOfGas => Err(Stop::Failure),
        }
    }

    /// Reads a transient slot.
    pub(super) fn transient_load_bytes32(&mut self, key: u32, dest: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 2 * PTR + EVM_API)?;
        self.buy_gas(WARM_ACCESS_GAS)?;
        let key = self.word(key)?;
        let value = self.frame().world.host().transient_load(key);
        self.put(dest, value.as_slice())
    }

    /// Writes a transient slot.
    pub(super) fn transient_store_bytes32(&mut self, key: u32, value: u32) -> Result<()> {
        self.buy_ink(HOSTIO + 2 * PTR + EVM_API)?;
        self.buy_gas(WARM_ACCESS_GAS)?;
        let (key, value) = (self.word(key)?, self.word(value)?);
        if self.env().is_static {
            return Err(Stop::Failure);
        }
        self.frame().world.host().transient_store(key, value);
        Ok(())
    }
}
