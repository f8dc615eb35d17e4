//! ArbOwner: the Stylus settings of a chain, for its owners only and free for them.

use super::{
    abi::ArbOwner::*,
    context::{Context, Fail},
    method::{Method, Run},
};
use crate::arbos::AddressSet;
use surety_stylus_vm::{
    StylusParams,
    params::{COST_SCALAR_PERCENT, MIN_CACHED_GAS_UNIT, MIN_INIT_GAS_UNIT},
};

/// Largest ink price: it is kept in 24 bits.
const MAX_INK_PRICE: u32 = 0xff_ffff;

pub(super) const METHODS: &[Method] = &[
    Method::write::<setInkPriceCall>(),
    Method::write::<setWasmMaxStackDepthCall>(),
    Method::write::<setWasmFreePagesCall>(),
    Method::write::<setWasmPageGasCall>(),
    Method::write::<setWasmPageLimitCall>(),
    Method::write::<setWasmMinInitGasCall>(),
    Method::write::<setWasmInitCostScalarCall>(),
    Method::write::<setWasmExpiryDaysCall>(),
    Method::write::<setWasmKeepaliveDaysCall>(),
    Method::write::<setWasmBlockCacheSizeCall>(),
    Method::write::<setWasmMaxSizeCall>().since(40),
    Method::write::<setMaxStylusContractFragmentsCall>().since(60),
    Method::write::<setWasmActivationGasCall>().since(60),
    Method::write::<addWasmCacheManagerCall>(),
    Method::write::<removeWasmCacheManagerCall>(),
];

/// Lets chain owners pass; takes all gas from anyone else.
pub(super) fn authorise(context: &mut Context<'_>) -> Result<(), Fail> {
    let caller = context.frame.caller;
    let is_owner = context.state().contains(AddressSet::ChainOwners, caller);
    if is_owner { Ok(()) } else { Err(Fail::AllGas) }
}

fn change(context: &mut Context<'_>, change: impl FnOnce(&mut StylusParams)) {
    context.machine.tx.params_changed = true;
    let mut params = context.machine.params();
    change(&mut params);
    context.state().set_params(&params);
}

fn units(gas: u64, unit: u64) -> u8 {
    u8::try_from(gas.div_ceil(unit)).unwrap_or(u8::MAX)
}

/// Setters of one parameter.
macro_rules! setter {
    ($($call:ident, $answer:ident => |$this:ident, $params:ident| $set:expr;)*) => {$(
        impl Run for $call {
            fn run(self, context: &mut Context<'_>) -> Result<$answer, Fail> {
                let $this = self;
                change(context, |$params| $set);
                Ok($answer {})
            }
        }
    )*};
}

setter! {
    setWasmMaxStackDepthCall, setWasmMaxStackDepthReturn => |call, params| params.max_stack_depth = call.depth;
    setWasmFreePagesCall, setWasmFreePagesReturn => |call, params| params.free_pages = call.pages;
    setWasmPageGasCall, setWasmPageGasReturn => |call, params| params.page_gas = call.gas;
    setWasmPageLimitCall, setWasmPageLimitReturn => |call, params| params.page_limit = call.limit;
    setWasmMinInitGasCall, setWasmMinInitGasReturn => |call, params| {
        params.min_init_gas = units(call.gas, MIN_INIT_GAS_UNIT);
        params.min_cached_init_gas = units(call.cached, MIN_CACHED_GAS_UNIT);
    };
    setWasmInitCostScalarCall, setWasmInitCostScalarReturn => |call, params| {
        params.init_cost_scalar = units(call.percent, COST_SCALAR_PERCENT);
    };
    setWasmExpiryDaysCall, setWasmExpiryDaysReturn => |call, params| params.expiry_days = call.days_;
    setWasmKeepaliveDaysCall, setWasmKeepaliveDaysReturn => |call, params| params.keepalive_days = call.days_;
    setWasmBlockCacheSizeCall, setWasmBlockCacheSizeReturn => |call, params| params.block_cache_size = call.count;
    setWasmMaxSizeCall, setWasmMaxSizeReturn => |call, params| params.max_wasm_size = call.size;
    setMaxStylusContractFragmentsCall, setMaxStylusContractFragmentsReturn => |call, params| {
        params.max_fragment_count = call.count;
    };
    setWasmActivationGasCall, setWasmActivationGasReturn => |call, params| params.activation_gas = call.gas;
}

impl Run for setInkPriceCall {
    fn run(self, context: &mut Context<'_>) -> Result<setInkPriceReturn, Fail> {
        if !(1..=MAX_INK_PRICE).contains(&self.price) {
            return Err(Fail::Silent);
        }
        change(context, |params| params.ink_price = self.price);
        Ok(setInkPriceReturn {})
    }
}

impl Run for addWasmCacheManagerCall {
    fn run(self, context: &mut Context<'_>) -> Result<addWasmCacheManagerReturn, Fail> {
        context.state().insert(AddressSet::CacheManagers, self.manager);
        Ok(addWasmCacheManagerReturn {})
    }
}

impl Run for removeWasmCacheManagerCall {
    fn run(self, context: &mut Context<'_>) -> Result<removeWasmCacheManagerReturn, Fail> {
        let removed = context.state().remove(AddressSet::CacheManagers, self.manager);
        if removed { Ok(removeWasmCacheManagerReturn {}) } else { Err(Fail::Silent) }
    }
}
