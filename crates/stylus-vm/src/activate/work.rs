//! The metered work of an activation (`stylus-vm.md`, section 3.4).

use super::{ActivationError, module::Module};
use crate::arbos::ArbosVersion;

/// Gas of one microsecond of the reference machine: twice 7 million gas a second, halved.
const GAS_PER_US: u64 = 28;

/// Charges the work in its order; `operators` are those of all functions after instrumentation.
/// Answers the gas taken.
pub(crate) fn charge(
    module: &Module<'_>,
    operators: u64,
    pages: u16,
    arbos: ArbosVersion,
    gas: &mut u64,
) -> Result<u64, ActivationError> {
    let data_bytes: usize = module.datas.iter().map(|data| data.data.len()).sum();
    let element_bytes: usize = module.elements.iter().map(|element| element.range.len()).sum();
    // A slice is shorter than 2^63 bytes, and segments lie within the module.
    let len = |count: usize| count as u64;
    let wasm_us = if arbos.has_charging_fixes() { scale(len(module.wasm.len()), 31_733, 100_000) } else { 0 };
    let steps_us = [
        wasm_us,
        scale(len(module.functions.len()), 17_263, 100_000),
        scale(len(data_bytes), 17_376, 100_000),
        scale(len(element_bytes), 17_376, 100_000),
        u64::from(pages).saturating_mul(2_217),
        scale(operators, 535, 1_000),
    ];
    let mut taken = 0_u64;
    for us in steps_us {
        let amount = us.saturating_mul(GAS_PER_US);
        let Some(left) = gas.checked_sub(amount) else {
            *gas = 0;
            return Err(ActivationError::OutOfGas);
        };
        *gas = left;
        taken = taken.saturating_add(amount);
    }
    Ok(taken)
}

fn scale(count: u64, numerator: u64, denominator: u64) -> u64 {
    count.saturating_mul(numerator) / denominator
}
