//! ArbWasmCache: programs that are cheaper to call because nodes keep them ready.

use super::{
    abi::{ArbWasm, ArbWasmCache::*},
    context::{Context, Fail},
    method::{Method, Run},
};
use crate::arbos::AddressSet;
use alloy_primitives::{Address, B256};
use surety_stylus_vm::program_info::Inactive;

/// Writing a program's entry, gas.
const WRITE_GAS: u64 = 20_000;

pub(super) const METHODS: &[Method] = &[
    Method::view::<isCacheManagerCall>(),
    Method::view::<allCacheManagersCall>(),
    Method::view::<codehashIsCachedCall>(),
    Method::write::<cacheCodehashCall>().until(30),
    Method::write::<cacheProgramCall>().since(31),
    Method::write::<evictCodehashCall>(),
];

impl Run for isCacheManagerCall {
    fn run(self, context: &mut Context<'_>) -> Result<bool, Fail> {
        context.burn_reads(1)?;
        Ok(context.state().contains(AddressSet::CacheManagers, self.manager))
    }
}

impl Run for allCacheManagersCall {
    fn run(self, context: &mut Context<'_>) -> Result<Vec<Address>, Fail> {
        let managers = context.state().members(AddressSet::CacheManagers);
        context.burn_reads(1 + managers.len() as u64)?;
        Ok(managers)
    }
}

impl Run for codehashIsCachedCall {
    fn run(self, context: &mut Context<'_>) -> Result<bool, Fail> {
        context.burn_reads(1)?;
        Ok(context.state().program(self.codehash).cached)
    }
}

impl Run for cacheCodehashCall {
    fn run(self, context: &mut Context<'_>) -> Result<cacheCodehashReturn, Fail> {
        set_cached(context, self.codehash, true).map(|()| cacheCodehashReturn {})
    }
}

impl Run for cacheProgramCall {
    fn run(self, context: &mut Context<'_>) -> Result<cacheProgramReturn, Fail> {
        let codehash = context.code_hash(self.program)?;
        set_cached(context, codehash, true).map(|()| cacheProgramReturn {})
    }
}

impl Run for evictCodehashCall {
    fn run(self, context: &mut Context<'_>) -> Result<evictCodehashReturn, Fail> {
        set_cached(context, self.codehash, false).map(|()| evictCodehashReturn {})
    }
}

fn set_cached(context: &mut Context<'_>, codehash: B256, cached: bool) -> Result<(), Fail> {
    let manager = context.frame.caller;
    context.burn_reads(1)?;
    if !context.state().contains(AddressSet::CacheManagers, manager) {
        context.burn_reads(1)?;
        if !context.state().contains(AddressSet::ChainOwners, manager) {
            return Err(Fail::AllGas);
        }
    }
    let params = context.params()?;
    context.burn_reads(1)?;
    let mut program = context.state().program(codehash);
    if cached {
        match program.check_active(&params, context.machine.block.timestamp) {
            Ok(()) => {}
            // A program that never was activated has version 0, which is not the chain's.
            Err(Inactive::NotActivated) => {
                return Err(Fail::error(&ArbWasm::ProgramNeedsUpgrade {
                    version: 0,
                    stylusVersion: params.version,
                }));
            }
            Err(other) => return Err(other.into()),
        }
    }
    if program.cached == cached {
        return Ok(());
    }
    context.emit(&UpdateProgramCache { manager, codehash, cached })?;
    context.burn(program.init_cost.into())?;
    context.burn_reads(1)?;
    context.burn(WRITE_GAS)?;
    program.cached = cached;
    context.state().set_program(codehash, &program);
    Ok(())
}
