//! ArbWasm: what programs there are and what they cost.

use super::{
    abi::ArbWasm::{self, *},
    context::{Context, Fail},
    method::{Method, Purity, Run},
};
use alloy_primitives::B256;
use surety_stylus_vm::{
    StylusParams,
    params::COST_SCALAR_PERCENT,
    program_info::{Inactive, ProgramInfo},
};

pub(super) const METHODS: &[Method] = &[
    Method::new::<activateProgramCall>(Purity::Payable),
    Method::new::<codehashKeepaliveCall>(Purity::Payable),
    Method::view::<stylusVersionCall>(),
    Method::view::<codehashVersionCall>(),
    Method::view::<codehashAsmSizeCall>(),
    Method::view::<programVersionCall>(),
    Method::view::<programInitGasCall>(),
    Method::view::<programMemoryFootprintCall>(),
    Method::view::<programTimeLeftCall>(),
    Method::view::<inkPriceCall>(),
    Method::view::<maxStackDepthCall>(),
    Method::view::<freePagesCall>(),
    Method::view::<pageGasCall>(),
    Method::view::<pageRampCall>(),
    Method::view::<pageLimitCall>(),
    Method::view::<minInitGasCall>().since(32),
    Method::view::<initCostScalarCall>(),
    Method::view::<expiryDaysCall>(),
    Method::view::<keepaliveDaysCall>(),
    Method::view::<blockCacheSizeCall>(),
    Method::view::<activationGasCall>().since(60),
];

impl From<Inactive> for Fail {
    fn from(inactive: Inactive) -> Self {
        match inactive {
            Inactive::NotActivated => Self::error(&ArbWasm::ProgramNotActivated {}),
            Inactive::NeedsUpgrade { program, chain } => {
                Self::error(&ArbWasm::ProgramNeedsUpgrade { version: program, stylusVersion: chain })
            }
            Inactive::Expired { age_secs } => {
                Self::error(&ArbWasm::ProgramExpired { ageInSeconds: age_secs })
            }
        }
    }
}

/// The active program of a code hash, and the parameters; both paid for.
pub(super) fn active(context: &mut Context<'_>, codehash: B256) -> Result<(ProgramInfo, StylusParams), Fail> {
    let params = context.params()?;
    context.burn_reads(1)?;
    let program = context.state().program(codehash);
    program.check_active(&params, context.machine.block.timestamp)?;
    Ok((program, params))
}

macro_rules! parameter {
    ($($call:ident => |$params:ident| $value:expr;)*) => {$(
        impl Run for $call {
            fn run(self, context: &mut Context<'_>) -> Result<Self::Return, Fail> {
                let $params = context.params()?;
                Ok($value)
            }
        }
    )*};
}

parameter! {
    stylusVersionCall => |params| params.version;
    inkPriceCall => |params| params.ink_price;
    maxStackDepthCall => |params| params.max_stack_depth;
    freePagesCall => |params| params.free_pages;
    pageGasCall => |params| params.page_gas;
    pageRampCall => |params| params.page_ramp;
    pageLimitCall => |params| params.page_limit;
    minInitGasCall => |params| {
        let (gas, cached) = params.min_gas();
        minInitGasReturn { gas, cached }
    };
    initCostScalarCall => |params| u64::from(params.init_cost_scalar) * COST_SCALAR_PERCENT;
    expiryDaysCall => |params| params.expiry_days;
    keepaliveDaysCall => |params| params.keepalive_days;
    blockCacheSizeCall => |params| params.block_cache_size;
}

impl Run for activationGasCall {
    fn run(self, context: &mut Context<'_>) -> Result<u64, Fail> {
        context.burn_reads(1)?;
        Ok(context.machine.params().activation_gas)
    }
}

impl Run for codehashVersionCall {
    fn run(self, context: &mut Context<'_>) -> Result<u16, Fail> {
        Ok(active(context, self.codehash)?.0.version)
    }
}

impl Run for codehashAsmSizeCall {
    fn run(self, context: &mut Context<'_>) -> Result<u32, Fail> {
        Ok(active(context, self.codehash)?.0.asm_bytes())
    }
}

impl Run for programVersionCall {
    fn run(self, context: &mut Context<'_>) -> Result<u16, Fail> {
        let codehash = context.code_hash(self.program)?;
        Ok(active(context, codehash)?.0.version)
    }
}

impl Run for programInitGasCall {
    fn run(self, context: &mut Context<'_>) -> Result<programInitGasReturn, Fail> {
        let codehash = context.code_hash(self.program)?;
        let (program, params) = active(context, codehash)?;
        Ok(programInitGasReturn {
            gas: program.call_gas(&params, false),
            gasWhenCached: program.cached_gas(&params),
        })
    }
}

impl Run for programMemoryFootprintCall {
    fn run(self, context: &mut Context<'_>) -> Result<u16, Fail> {
        let codehash = context.code_hash(self.program)?;
        Ok(active(context, codehash)?.0.footprint)
    }
}

impl Run for programTimeLeftCall {
    fn run(self, context: &mut Context<'_>) -> Result<u64, Fail> {
        let codehash = context.code_hash(self.program)?;
        let (program, params) = active(context, codehash)?;
        Ok(program.time_left_secs(&params, context.machine.block.timestamp))
    }
}
