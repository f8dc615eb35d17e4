//! Stylus frames: what a call costs before the first instruction, and what is left after the last
//! (`stylus-vm.md`, sections 4 and 8).

use super::{CallFrame, FrameResult, GasKind, HaltReason, Machine, Status, program_host::ProgramHost};
use crate::{
    arbos::ArbosState,
    trace::{Entry, HostioRecord, Run},
};
use alloy_primitives::{B256, Bytes, U256};
use revm::state::Bytecode;
use std::sync::Arc;
use surety_stylus_vm::{
    Call, EngineError, HostioTrace, Outcome, Program, RunResult, StylusParams,
    code::{self, CodeError, CodeKind},
    host::FrameEnv,
    memory_model::memory_gas,
};

/// Why an active program can't run on this machine. Nothing a program does causes it.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The code gives no module here.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// Keeps the host calls of one run.
#[derive(Default)]
struct Recorder(Vec<HostioRecord>);

impl HostioTrace for Recorder {
    fn hostio(&mut self, name: &'static str, ink_before: u64, ink_after: u64) {
        let (given, gave) = (Bytes::new(), Bytes::new());
        self.0.push(HostioRecord { name, ink_before, ink_after, given, gave });
    }

    fn wants_data(&self) -> bool {
        true
    }

    fn data(&mut self, given: Vec<u8>, gave: Vec<u8>) {
        if let Some(last) = self.0.last_mut() {
            last.given = given.into();
            last.gave = gave.into();
        }
    }
}

impl Machine {
    /// Runs a program as a message call.
    pub(crate) fn run_program(&mut self, frame: &CallFrame, code: &Bytecode, hash: B256) -> FrameResult {
        let params = self.params();
        let entry = ArbosState::new(&mut self.world).program(hash);
        if let Err(inactive) = entry.check_active(&params, self.block.timestamp) {
            self.trace_stylus(|stylus| stylus.inactive = Some(inactive.into()));
            return FrameResult::halt(HaltReason::NotActive(inactive.into()));
        }
        let before = self.tx.pages;
        let memory_cost = memory_gas(&params, before, entry.footprint);
        let recent_hit =
            self.rules.arbos.has_recent_programs() && self.recent.touch(hash, params.block_cache_size);
        let init_cost = entry.call_gas(&params, entry.cached || recent_hit);
        let call_cost = memory_cost.saturating_add(init_cost);
        self.trace_stylus(|stylus| {
            stylus.entry = Some(Entry {
                open_pages: before.open,
                ever_pages: before.ever,
                memory_cost,
                recent_hit,
                call_cost,
            });
        });
        let Some(gas) = frame.gas.checked_sub(call_cost) else {
            return FrameResult::halt(HaltReason::OutOfGas);
        };
        if let Some(meter) = &mut self.meter {
            meter.spend(GasKind::ProgramInit, call_cost);
        }
        self.tx.pages = before.opened(entry.footprint);
        let run = self
            .program(code, hash, &params)
            .and_then(|program| self.run_loaded(&program, frame, params.gas_to_ink(gas), &params));
        self.tx.pages.open = before.open;
        match run {
            Ok((run, refund)) => self.program_result(frame, &params, run, refund),
            Err(error) => {
                self.failure.get_or_insert(error);
                FrameResult::halt(HaltReason::ModuleNotAvailable)
            }
        }
    }

    /// The compiled program behind account code.
    fn program(
        &mut self,
        code: &Bytecode,
        hash: B256,
        params: &StylusParams,
    ) -> Result<Arc<Program>, ProgramError> {
        match self.engine.loaded(hash) {
            Some(program) => Ok(program),
            None => Ok(self.engine.load(hash, &self.module(code.original_byte_slice(), hash, params)?)?),
        }
    }

    /// The decompressed module behind account code, its fragments included. Costs nothing and
    /// warms nothing.
    pub(crate) fn module(&self, code: &[u8], hash: B256, params: &StylusParams) -> Result<Bytes, CodeError> {
        if let Some(module) = self.known_modules.get(&hash) {
            return Ok(module.clone());
        }
        match code::classify(code, self.rules.arbos) {
            CodeKind::Classic { dictionary, stream } => {
                code::decompress(stream, dictionary, &self.dictionaries, params.max_wasm_size)
            }
            CodeKind::Root(root) => {
                let root = root.parse()?;
                let codes: Vec<Bytes> = root.fragments.iter().map(|f| self.code_of(*f)).collect();
                root.assemble(codes.iter().map(AsRef::as_ref), &self.dictionaries)
            }
            CodeKind::Fragment { .. } | CodeKind::Foreign => Err(CodeError::NotAProgram),
        }
        .map(Bytes::from)
    }

    fn run_loaded(
        &mut self,
        program: &Program,
        frame: &CallFrame,
        ink: u64,
        params: &StylusParams,
    ) -> Result<(RunResult, i64), ProgramError> {
        let env = self.frame_env(frame);
        self.trace_stylus(|stylus| stylus.reentrant = Some(env.reentrant));
        let mut recorder = self.tracer.as_ref().filter(|t| t.records_hostio()).map(|_| Recorder::default());
        let call = Call { input: &frame.input, ink, env: &env, params, arbos: self.rules.arbos };
        let engine = Arc::clone(&self.engine);
        let mut host = ProgramHost::new(self, frame, params);
        let trace = recorder.as_mut().map(|recorder| recorder as &mut dyn HostioTrace);
        let run = engine.run(program, &call, &mut host, trace)?;
        let refund = host.refund();
        self.trace_stylus(|stylus| {
            stylus.run = Some(Run { ink_start: ink, ink_left: run.ink_left, outcome: run.outcome, refund });
            stylus.hostio = recorder.map(|recorder| recorder.0);
        });
        Ok((run, refund))
    }

    fn frame_env(&self, frame: &CallFrame) -> FrameEnv {
        FrameEnv {
            contract_address: frame.acting,
            msg_sender: frame.caller,
            msg_value: frame.value,
            reentrant: self.is_reentrant(frame.acting),
            is_static: frame.is_static,
            tx_origin: self.tx.origin,
            tx_gas_price: self.tx.gas_price,
            block_number: self.block.l1_number,
            block_timestamp: self.block.timestamp,
            block_gas_limit: self.block.gas_limit,
            block_basefee: U256::from(self.block.basefee),
            block_coinbase: self.block.coinbase,
            chain_id: self.rules.chain_id,
        }
    }

    /// What the caller sees of a run.
    fn program_result(
        &mut self,
        frame: &CallFrame,
        params: &StylusParams,
        run: RunResult,
        refund: i64,
    ) -> FrameResult {
        self.attribute(&run, params);
        let gas_left = params.ink_to_gas(run.ink_left);
        let (status, gas_left) = match run.outcome {
            Outcome::OutOfInk => return FrameResult::halt(HaltReason::OutOfGas),
            Outcome::OutOfStack => return FrameResult::halt(HaltReason::StackExhausted),
            Outcome::Success => (Status::Success, gas_left),
            Outcome::Revert | Outcome::Failure => (Status::Revert, gas_left),
        };
        let gas_left = if self.rules.arbos.charges_return_data() && !run.output.is_empty() {
            // Returning is never cheaper than EVM memory of that size would be.
            match frame.gas.checked_sub(evm_memory_gas(run.output.len())) {
                Some(most) => gas_left.min(most),
                None => return FrameResult::halt(HaltReason::OutOfGas),
            }
        } else {
            gas_left
        };
        let refund = if status == Status::Success { refund } else { 0 };
        FrameResult { status, output: run.output, gas_left, refund, created: None }
    }

    /// Attributes the ink that host functions took. Calls and creations were attributed when they
    /// were made.
    fn attribute(&mut self, run: &RunResult, params: &StylusParams) {
        let Some(meter) = &mut self.meter else { return };
        let profile = &run.profile;
        let parts = [
            (GasKind::StorageReads, profile.storage_reads),
            (GasKind::StorageWrites, profile.storage_writes),
            (GasKind::Logs, profile.logs),
            (GasKind::Hashing, profile.hashing),
            (GasKind::ProgramInit, profile.memory),
        ];
        for (kind, ink) in parts {
            meter.spend(kind, params.ink_to_gas(ink));
        }
    }
}

/// Gas of expanding EVM memory to `bytes`.
fn evm_memory_gas(bytes: usize) -> u64 {
    // A slice is shorter than 2^63 bytes, and nothing near 2^40 fits in memory: no overflow.
    let words = bytes.div_ceil(32) as u64;
    words.saturating_mul(3).saturating_add(words.saturating_mul(words) / 512)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evm_memory_gas_is_linear_then_quadratic() {
        assert_eq!([0, 1, 32, 33, 1_024].map(evm_memory_gas), [0, 3, 3, 6, 98]);
        assert_eq!(evm_memory_gas(65_536), 3 * 2_048 + 2_048 * 2_048 / 512);
    }
}
