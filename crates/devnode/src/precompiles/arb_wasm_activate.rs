//! Activation of programs, and keeping them alive (`stylus-vm.md`, section 3.1).

use super::{
    abi::ArbWasm::{self, *},
    arb_wasm::active,
    context::{Context, Fail},
    method::Run,
};
use crate::exec::MAX_CODE_SIZE;
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use surety_stylus_vm::{
    ActivationRules, StylusParams,
    code::{self, CodeError, CodeKind, Root},
    data_fee::DataPricer,
    program_info::ProgramInfo,
};

/// Taken from every activation, gas.
const FIXED_GAS: u64 = 1_659_168;
/// Writing a slot of ArbOS' state, gas.
const WRITE_GAS: u64 = 20_000;
/// The data pricer: five reads, two writes.
const PRICER_GAS: u64 = 5 * 800 + 2 * WRITE_GAS;
/// Reaching a cold or warm account, gas.
const COLD_ACCOUNT_GAS: u64 = 2_600;
const WARM_ACCOUNT_GAS: u64 = 100;
/// Each word of a fragment's code, gas.
const CODE_WORD_GAS: u64 = 3;

impl Run for activateProgramCall {
    fn run(self, context: &mut Context<'_>) -> Result<activateProgramReturn, Fail> {
        if context.arbos().has_activation_gas() {
            context.burn_reads(1)?;
            let gas = context.machine.params().activation_gas;
            context.burn(gas)?;
        }
        context.burn(FIXED_GAS)?;
        if context.machine.world.is_destroyed(self.program) {
            return Err(Fail::Silent);
        }
        let params = context.params()?;
        context.burn_reads(1)?;
        let codehash = context.machine.world.peek(self.program).map_or(B256::ZERO, |info| info.code_hash);
        let now = context.machine.block.timestamp;
        let before = context.state().program(codehash);
        if before.check_active(&params, now).is_ok() {
            return Err(Fail::error(&ArbWasm::ProgramUpToDate {}));
        }
        let module = module(context, self.program, codehash, &params)?;
        let machine = &context.machine;
        let rules = ActivationRules::new(machine.rules.arbos, &params).with_open_pages(machine.tx.pages.open);
        let engine = std::sync::Arc::clone(&machine.engine);
        let activated = engine.activate(&module, &rules, context.gas_left_mut());
        let figures = activated.map_err(|_| Fail::AllGas)?.figures;
        // The module's hash, which Nitro keeps for its fraud proofs.
        context.burn(WRITE_GAS)?;
        let data_fee = charge_pricer(context, figures.asm_estimate)?;
        context.burn(WRITE_GAS)?;
        let program = ProgramInfo::activated(&figures, &params, now, before.cached);
        context.state().set_program(codehash, &program);
        pay(context, data_fee)?;
        let version = program.version;
        context.emit(&ProgramActivated {
            codehash,
            moduleHash: keccak256(&module),
            program: self.program,
            dataFee: data_fee,
            version,
        })?;
        Ok(activateProgramReturn { version, dataFee: data_fee })
    }
}

impl Run for codehashKeepaliveCall {
    fn run(self, context: &mut Context<'_>) -> Result<codehashKeepaliveReturn, Fail> {
        let (mut program, params) = active(context, self.codehash)?;
        let now = context.machine.block.timestamp;
        if !program.may_keep_alive(&params, now) {
            return Err(Fail::error(&ProgramKeepaliveTooSoon { ageInSeconds: program.age_secs(now) }));
        }
        let data_fee = charge_pricer(context, program.asm_bytes())?;
        context.burn(WRITE_GAS)?;
        program.activated_at = ProgramInfo::hours_since_start(now);
        context.state().set_program(self.codehash, &program);
        pay(context, data_fee)?;
        context.emit(&ProgramLifetimeExtended { codehash: self.codehash, dataFee: data_fee })?;
        Ok(codehashKeepaliveReturn {})
    }
}

/// The data fee for `bytes` of native code, wei.
fn charge_pricer(context: &mut Context<'_>, bytes: u32) -> Result<U256, Fail> {
    context.burn(PRICER_GAS)?;
    let now = context.machine.block.timestamp;
    let mut state = context.state();
    let mut pricer: DataPricer = state.pricer();
    let fee = pricer.charge(bytes, now);
    state.set_pricer(&pricer);
    Ok(fee)
}

/// Sends the fee to the network and the rest of the value back.
fn pay(context: &mut Context<'_>, fee: U256) -> Result<(), Fail> {
    let have = context.frame.value;
    let Some(rest) = have.checked_sub(fee) else {
        return Err(Fail::error(&ProgramInsufficientValue { have, want: fee }));
    };
    context.burn_reads(1)?;
    let network = context.state().network_fee_account();
    context.send(network, fee)?;
    context.send(context.frame.caller, rest)
}

/// The module behind a program's code; fragments are paid for.
fn module(
    context: &mut Context<'_>,
    program: Address,
    codehash: B256,
    params: &StylusParams,
) -> Result<Bytes, Fail> {
    let code = context.machine.code_of(program);
    match code::classify(&code, context.arbos()) {
        CodeKind::Classic { .. } => {}
        CodeKind::Root(root) => {
            let root = root.parse().map_err(|_| Fail::Silent)?;
            root.check_limits(params).map_err(|_| Fail::Silent)?;
            pay_fragments(context, &root)?;
        }
        CodeKind::Fragment { .. } | CodeKind::Foreign => {
            let named = code.is_empty() || context.arbos().names_foreign_code();
            return Err(if named { Fail::error(&ArbWasm::ProgramNotWasm {}) } else { Fail::Silent });
        }
    }
    context.machine.module(&code, codehash, params).map_err(|error| {
        if matches!(error, CodeError::DictionaryNotAvailable(_)) {
            // Nitro would have gone on, so the transaction's result would be wrong.
            context.machine.failure.get_or_insert(error.into());
        }
        Fail::Silent
    })
}

fn pay_fragments(context: &mut Context<'_>, root: &Root) -> Result<(), Fail> {
    let copy_gas = |len: usize| CODE_WORD_GAS.saturating_mul(len.div_ceil(32) as u64);
    for fragment in &root.fragments {
        let is_cold = context.machine.world.load(*fragment).is_cold;
        let access = if is_cold { COLD_ACCOUNT_GAS } else { WARM_ACCOUNT_GAS };
        if context.gas_left() < access.saturating_add(copy_gas(MAX_CODE_SIZE)) {
            return Err(Fail::OutOfGas);
        }
        let code = context.machine.code_of(*fragment);
        context.burn(access.saturating_add(copy_gas(code.len())))?;
    }
    Ok(())
}
