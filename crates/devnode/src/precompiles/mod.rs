//! Arbitrum's precompiles: dispatch and the charges that all of them share
//! (`stylus-vm.md`, section 9).

pub mod abi;
mod arb_gas_info;
mod arb_info;
mod arb_owner;
mod arb_owner_public;
mod arb_sys;
mod arb_wasm;
mod arb_wasm_activate;
mod arb_wasm_cache;
mod context;
mod method;

use crate::exec::{CallFrame, FrameResult, HaltReason, Machine};
use alloy_primitives::{Address, Bytes};
use context::{Context, Fail};
use method::{Method, Purity};

/// ArbSys: L2 blocks, messages to L1, aliases.
pub const ARB_SYS: Address = Address::with_last_byte(0x64);
/// ArbInfo: balances and code.
pub const ARB_INFO: Address = Address::with_last_byte(0x65);
/// ArbOwnerPublic: what anyone may know of the chain's owners.
pub const ARB_OWNER_PUBLIC: Address = Address::with_last_byte(0x6b);
/// ArbGasInfo: prices.
pub const ARB_GAS_INFO: Address = Address::with_last_byte(0x6c);
/// ArbOwner: what only chain owners may do.
pub const ARB_OWNER: Address = Address::with_last_byte(0x70);
/// ArbWasm: activation and views of programs.
pub const ARB_WASM: Address = Address::with_last_byte(0x71);
/// ArbWasmCache: the programs that cache managers keep cached.
pub const ARB_WASM_CACHE: Address = Address::with_last_byte(0x72);

/// Opening ArbOS' state: one slot, gas.
const OPEN_STATE_GAS: u64 = 800;
/// Each word of arguments, results and errors, gas.
const COPY_WORD_GAS: u64 = 3;

fn methods_of(precompile: Address) -> Option<&'static [Method]> {
    Some(match precompile {
        ARB_SYS => arb_sys::METHODS,
        ARB_INFO => arb_info::METHODS,
        ARB_OWNER_PUBLIC => arb_owner_public::METHODS,
        ARB_GAS_INFO => arb_gas_info::METHODS,
        ARB_OWNER => arb_owner::METHODS,
        ARB_WASM => arb_wasm::METHODS,
        ARB_WASM_CACHE => arb_wasm_cache::METHODS,
        _ => return None,
    })
}

/// Runs the frame if its code address is one of Arbitrum's precompiles.
///
/// Those without methods here hold code `FE` like the others, and fail by it.
pub(crate) fn run(machine: &mut Machine, frame: &CallFrame) -> Option<FrameResult> {
    let methods = methods_of(frame.code_address)?;
    let mut context = Context::new(machine, frame);
    let outcome = dispatch(methods, &mut context);
    let gas_left = context.gas_left();
    Some(match outcome {
        Ok(output) => FrameResult::success(output, gas_left),
        Err(Fail::Silent) => FrameResult::revert(Bytes::new(), gas_left),
        Err(Fail::Solidity(data)) => FrameResult::revert(data, gas_left),
        // Reverts that take all gas: what callers see is the same as a failure's.
        Err(Fail::AllGas) => FrameResult::halt(HaltReason::Precompile),
        Err(Fail::OutOfGas) => FrameResult::halt(HaltReason::OutOfGas),
    })
}

fn dispatch(methods: &[Method], context: &mut Context<'_>) -> Result<Bytes, Fail> {
    let frame = context.frame;
    let (selector, arguments) = frame.input.split_first_chunk::<4>().ok_or(Fail::AllGas)?;
    let method = methods
        .iter()
        .find(|method| method.selector == *selector && method.is_active(context.arbos()))
        .ok_or(Fail::AllGas)?;
    let delegated = frame.acting != frame.code_address;
    if (delegated && method.purity != Purity::Pure)
        || (frame.is_static && matches!(method.purity, Purity::Write | Purity::Payable))
        || (!frame.value.is_zero() && method.purity != Purity::Payable)
    {
        return Err(Fail::AllGas);
    }
    let owner_acts = frame.code_address == ARB_OWNER;
    if owner_acts {
        arb_owner::authorise(context)?;
    }
    if method.purity != Purity::Pure {
        context.burn(OPEN_STATE_GAS)?;
    }
    context.burn_words(arguments.len())?;
    let outcome = (method.run)(context, &frame.input);
    let outcome = match outcome {
        Ok(output) => context.burn_words(output.len()).map(|()| output),
        Err(Fail::Solidity(data)) => context.burn_words(data.len()).and(Err(Fail::Solidity(data))),
        Err(other) => Err(other),
    };
    if owner_acts {
        context.give_gas_back();
    }
    outcome
}
