//! Activations of a scenario.

use super::{
    compare::Comparison,
    format::{Activation, Figures, Program},
    scenario::Scenario,
};
use crate::{
    Receipt, Tx, TxStatus,
    precompiles::{ARB_WASM, abi::ArbWasm},
};
use alloy_primitives::U256;
use alloy_sol_types::SolCall;
use surety_stylus_vm::{ActivationRules, ArbosVersion};

/// Gas of an activation.
const GAS: u64 = 1 << 40;
/// Value sent along, wei: 2^60, far above any data fee.
const VALUE: U256 = U256::from_limbs([1 << 60, 0, 0, 0]);
/// Sender's balance, wei.
const PLENTY: U256 = U256::from_limbs([0, 1 << 36, 0, 0]);

impl Scenario {
    /// Activates a program through ArbWasm and compares; `Err` says why that could not be tried.
    pub(super) fn activate(&mut self, program: &Program, to: &mut Comparison) -> Result<(), String> {
        let chain = &mut self.chain;
        let code_hash = chain.code_hash(program.address.0);
        if program.is_tried() {
            // Each program of the recording was activated, also if its code had been already.
            chain.deactivate(code_hash);
            let sender = chain.owner();
            chain.set_balance(sender, PLENTY);
            let call = ArbWasm::activateProgramCall { program: program.address.0 };
            let tx = Tx::call(sender, ARB_WASM).sol(&call).value(VALUE).gas(GAS);
            let receipt = chain.transact(tx).map_err(|error| error.to_string())?;
            match &program.activation {
                Activation::Ok(figures) => self.compare_figures(program, figures, &receipt, to),
                Activation::Error { takes_all_gas, .. } => {
                    to.same("activation.status", "error", status(&receipt));
                    to.same("activation.takes_all_gas", *takes_all_gas, receipt.gas_used == GAS);
                }
                Activation::NotActivated {} => {}
            }
        }
        if program.cached {
            self.chain.set_cached(code_hash, true);
        }
        Ok(())
    }

    fn compare_figures(
        &mut self,
        program: &Program,
        expected: &Figures,
        receipt: &Receipt,
        to: &mut Comparison,
    ) {
        to.same("activation.status", "ok", status(receipt));
        let chain = &self.chain;
        let params = chain.stylus_params();
        let arbos = ArbosVersion::new(chain.arbos());
        let rules = ActivationRules::new(arbos, &params);
        let engine = chain.engine();
        let Ok(activation) = engine.activate(&program.wasm_hex.0, &rules, &mut { u64::MAX }) else { return };
        let info = chain.program_info(program.address.0);
        let returned = ArbWasm::activateProgramCall::abi_decode_returns(&receipt.output).ok();
        let precompile_gas = receipt.gas_used + receipt.gas_refunded - receipt.intrinsic_gas;

        to.same("activation.version", expected.version, info.version);
        to.same("activation.wasm_len", expected.wasm_len, program.wasm_hex.0.len() as u64);
        to.same("activation.footprint_pages", expected.footprint_pages, info.footprint);
        to.same("activation.init_cost", expected.init_cost, info.init_cost);
        to.same("activation.cached_init_cost", expected.cached_init_cost, info.cached_cost);
        to.same("activation.init_gas", expected.init_gas, info.init_gas(&params));
        to.same("activation.cached_gas", expected.cached_gas, info.cached_gas(&params));
        to.same("activation.asm_estimate", expected.asm_estimate, activation.figures.asm_estimate);
        to.same("activation.asm_estimate_kb", expected.asm_estimate_kb, info.asm_estimate_kb);
        to.same("activation.data_fee", Some(expected.data_fee.0), returned.map(|r| r.dataFee));
        let metered = activation.metered_gas;
        to.same("activation.activation_metered_gas", expected.activation_metered_gas, metered);
        to.same("activation.activation_precompile_gas", expected.activation_precompile_gas, precompile_gas);
        if program.code_hex.is_some() {
            // Compressed here, the code is another.
            to.same("activation.code_len", expected.code_len, chain.code(program.address.0).len() as u64);
            to.same("activation.codehash", expected.codehash.0, chain.code_hash(program.address.0));
        }
    }
}

const fn status(receipt: &Receipt) -> &'static str {
    match receipt.status {
        TxStatus::Success => "ok",
        TxStatus::Revert | TxStatus::Halt(_) => "error",
    }
}
