//! Message calls, whoever makes them.

use super::{
    CallFrame, CallScheme, FrameResult, GasKind, HaltReason, Machine, native_stack::with_room,
    rules::MAX_DEPTH,
};
use crate::{
    precompiles,
    trace::{FrameKind, NewFrame},
};
use alloy_primitives::{Address, B256};
use revm::{interpreter::InstructionResult, precompile::PrecompileStatus, state::Bytecode};
use surety_stylus_vm::code;

impl Machine {
    /// Runs one message call to its end: its state changes are kept if it succeeded and undone
    /// otherwise.
    pub(crate) fn call(&mut self, frame: &CallFrame) -> FrameResult {
        let mark = self.meter.as_ref().map(super::GasMeter::mark);
        if let Some(tracer) = &mut self.tracer {
            tracer.enter(NewFrame::of_call(frame, self.tx.depth));
        }
        let (result, kind) = with_room(|| self.call_in_checkpoint(frame));
        if let (Some(meter), Some(mark)) = (&mut self.meter, mark) {
            let work = if kind == FrameKind::Stylus { GasKind::Wasm } else { GasKind::Evm };
            meter.settle(mark, frame.gas.saturating_sub(result.gas_left), work);
        }
        if let Some(tracer) = &mut self.tracer {
            tracer.exit(kind, &result);
        }
        result
    }

    fn call_in_checkpoint(&mut self, frame: &CallFrame) -> (FrameResult, FrameKind) {
        let refuse = |reason| (FrameResult::refused(reason, frame.gas), FrameKind::Transfer);
        if self.tx.depth > MAX_DEPTH {
            return refuse(HaltReason::CallTooDeep);
        }
        let checkpoint = self.world.journal.checkpoint();
        if frame.scheme != CallScheme::DelegateCall {
            self.world.load(frame.caller);
            self.world.load(frame.acting);
            let refused = self.world.journal.transfer_loaded(frame.caller, frame.acting, frame.value);
            if let Some(error) = refused {
                self.world.journal.checkpoint_revert(checkpoint);
                return refuse(InstructionResult::from(error).into());
            }
        }
        let (result, kind) = self.run_code(frame);
        if result.is_success() {
            self.world.journal.checkpoint_commit();
        } else {
            self.world.journal.checkpoint_revert(checkpoint);
        }
        (result, kind)
    }

    /// Runs whatever lives at the frame's code address.
    fn run_code(&mut self, frame: &CallFrame) -> (FrameResult, FrameKind) {
        if let Some(result) = self.run_precompile(frame) {
            return (result, FrameKind::Precompile);
        }
        if let Some(result) = precompiles::run(self, frame) {
            return (result, FrameKind::Precompile);
        }
        let (bytecode, hash) = self.code_to_run(frame.code_address);
        if bytecode.is_empty() {
            return (FrameResult::success(Default::default(), frame.gas), FrameKind::Transfer);
        }
        let own = frame.scheme.acts_as_itself();
        if own {
            self.tx.acting.push(frame.acting);
        }
        self.tx.callers.push(frame.caller);
        self.tx.depth += 1;
        let outcome = if code::is_program(bytecode.original_byte_slice(), self.rules.arbos) {
            (self.run_program(frame, &bytecode, hash), FrameKind::Stylus)
        } else {
            (self.run_evm_call(frame, bytecode, hash), FrameKind::Evm)
        };
        self.tx.depth -= 1;
        self.tx.callers.pop();
        if own {
            self.tx.acting.pop();
        }
        outcome
    }

    /// The account's code, or that of the account it delegates to (EIP-7702).
    fn code_to_run(&mut self, address: Address) -> (Bytecode, B256) {
        let read = |machine: &Self, address| {
            machine
                .world
                .peek(address)
                .map_or_else(Default::default, |info| (info.code.clone().unwrap_or_default(), info.code_hash))
        };
        let (bytecode, hash) = read(self, address);
        match bytecode.eip7702_address() {
            Some(delegate) => read(self, delegate),
            None => (bytecode, hash),
        }
    }

    /// Runs one of Ethereum's precompiles, if the address is one.
    fn run_precompile(&self, frame: &CallFrame) -> Option<FrameResult> {
        let precompile = self.rules.precompiles.get(&frame.code_address)?;
        let Ok(output) = precompile.execute(&frame.input, frame.gas, 0) else {
            return Some(FrameResult::halt(HaltReason::Precompile));
        };
        let Some(gas_left) = frame.gas.checked_sub(output.gas_used) else {
            return Some(FrameResult::halt(HaltReason::OutOfGas));
        };
        Some(match output.status {
            PrecompileStatus::Success => FrameResult::success(output.bytes, gas_left),
            PrecompileStatus::Revert => FrameResult::revert(output.bytes, gas_left),
            PrecompileStatus::Halt(reason) if reason.is_oog() => FrameResult::halt(HaltReason::OutOfGas),
            PrecompileStatus::Halt(_) => FrameResult::halt(HaltReason::Precompile),
        })
    }
}
