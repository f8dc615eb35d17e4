//! EVM frames: revm's interpreter, whose calls and creations come back to the machine.

use super::{CallFrame, CallScheme, FrameResult, GasKind, HaltReason, Machine, Status, create::CreateFrame};
use alloy_primitives::{Address, B256, Bytes, U256};
use revm::{
    bytecode::opcode,
    context_interface::CreateScheme,
    interpreter::{
        CallInput, CallInputs, CallScheme as EvmCallScheme, CreateInputs, FrameInput, InputsImpl,
        Instruction, InstructionContext, InstructionExecResult, InstructionResult, InstructionTable,
        Interpreter, InterpreterAction, SharedMemory, instruction_table, instructions,
        interpreter::{EthInterpreter, ExtBytecode},
        interpreter_types::{InputsTr, Jumps, LoopControl, ReturnData},
    },
    state::Bytecode,
};
use surety_stylus_vm::code;

static INSTRUCTIONS: InstructionTable<EthInterpreter, Machine> = {
    let mut table = instruction_table::<EthInterpreter, Machine>();
    table[opcode::SELFDESTRUCT as usize] = Instruction::new(selfdestruct);
    table
};

/// `SELFDESTRUCT`, which reverts if the acting account's own code is a Stylus component (possible
/// through a delegate call).
fn selfdestruct(context: InstructionContext<'_, Machine, EthInterpreter>) -> InstructionExecResult {
    let InstructionContext { interpreter, host } = context;
    let acting = interpreter.input.target_address();
    let result = instructions::host::selfdestruct(InstructionContext { interpreter, host: &mut *host });
    let keeps_code = |info: &revm::state::AccountInfo| {
        info.code.as_ref().is_some_and(|c| code::is_component(c.original_byte_slice(), host.rules.arbos))
    };
    match result {
        // The instruction has been paid for; reverting the frame undoes what it did.
        Err(InstructionResult::SelfDestruct)
            if host.world.journal.state.get(&acting).is_some_and(|a| keeps_code(&a.info)) =>
        {
            Err(InstructionResult::Revert)
        }
        other => other,
    }
}

impl Machine {
    /// Runs EVM code as a message call.
    pub(crate) fn run_evm_call(&mut self, frame: &CallFrame, code: Bytecode, hash: B256) -> FrameResult {
        let inputs = InputsImpl {
            target_address: frame.acting,
            bytecode_address: Some(frame.code_address),
            caller_address: frame.caller,
            input: CallInput::Bytes(frame.input.clone()),
            call_value: frame.value,
            depth: self.tx.depth,
        };
        self.run_evm(ExtBytecode::new_with_hash(code, hash), inputs, frame.is_static, frame.gas)
    }

    /// Runs init code for the account `address`.
    pub(crate) fn run_evm_init(&mut self, frame: &CreateFrame, address: Address) -> FrameResult {
        let inputs = InputsImpl {
            target_address: address,
            bytecode_address: None,
            caller_address: frame.caller,
            input: CallInput::Bytes(Bytes::new()),
            call_value: frame.value,
            depth: self.tx.depth,
        };
        let code = ExtBytecode::new(Bytecode::new_legacy(frame.init_code.clone()));
        self.run_evm(code, inputs, false, frame.gas)
    }

    fn run_evm(&mut self, code: ExtBytecode, inputs: InputsImpl, is_static: bool, gas: u64) -> FrameResult {
        let memory = SharedMemory::new();
        let spec = self.rules.spec;
        let mut interpreter = Interpreter::new(memory, code, inputs, is_static, spec, gas);
        loop {
            let before = interpreter.gas.remaining();
            let action = if self.meter.is_some() {
                self.step_metered(&mut interpreter)
            } else {
                let table = self.rules.gas_table;
                (interpreter.run_plain(&INSTRUCTIONS, &table, self), before)
            };
            match action {
                (InterpreterAction::Return(result), _) => return finished(result),
                (InterpreterAction::NewFrame(FrameInput::Call(inputs)), before) => {
                    self.nested_call(&mut interpreter, &inputs, before);
                }
                (InterpreterAction::NewFrame(FrameInput::Create(inputs)), before) => {
                    self.nested_create(&mut interpreter, &inputs, before);
                }
                // revm uses an empty frame as a placeholder and never asks for one.
                (InterpreterAction::NewFrame(FrameInput::Empty), _) => {
                    return FrameResult::halt(HaltReason::Evm(InstructionResult::FatalExternalError));
                }
            }
        }
    }

    /// Runs to the next action, attributing gas by instruction; also answers the gas that was left
    /// before the last instruction.
    fn step_metered(&mut self, interpreter: &mut Interpreter) -> (InterpreterAction, u64) {
        let table = self.rules.gas_table;
        loop {
            let kind = kind_of(interpreter.bytecode.opcode());
            let before = interpreter.gas.remaining();
            let step = interpreter.step(&INSTRUCTIONS, &table, self);
            let spent = before.saturating_sub(interpreter.gas.remaining());
            if let Err(end) = step {
                if interpreter.bytecode.action().is_none() {
                    interpreter.halt(end);
                }
                return (interpreter.take_next_action(), before);
            }
            if let (Some(kind), Some(meter)) = (kind, &mut self.meter) {
                meter.spend(kind, spent);
            }
        }
    }

    /// Attributes what a call or creation cost its caller, without the gas passed on.
    fn spend_on_entry(&mut self, interpreter: &Interpreter, before: u64, passed: u64) {
        if let Some(meter) = &mut self.meter {
            let spent = before.saturating_sub(interpreter.gas.remaining());
            let own = i64::try_from(spent).unwrap_or(i64::MAX) - i64::try_from(passed).unwrap_or(i64::MAX);
            meter.add(GasKind::Calls, own);
        }
    }

    fn nested_call(&mut self, interpreter: &mut Interpreter, inputs: &CallInputs, before: u64) {
        self.spend_on_entry(interpreter, before, inputs.gas_limit);
        let frame = CallFrame {
            scheme: match inputs.scheme {
                EvmCallScheme::Call => CallScheme::Call,
                EvmCallScheme::CallCode => CallScheme::CallCode,
                EvmCallScheme::DelegateCall => CallScheme::DelegateCall,
                EvmCallScheme::StaticCall => CallScheme::StaticCall,
            },
            caller: inputs.caller,
            acting: inputs.target_address,
            code_address: inputs.bytecode_address,
            value: inputs.value.get(),
            input: Bytes::copy_from_slice(&inputs.input.as_bytes_memory(&interpreter.memory)),
            gas: inputs.gas_limit,
            is_static: inputs.is_static,
        };
        let result = self.call(&frame);
        settle(interpreter, &result);
        interpreter.return_data.set_buffer(result.output);
        // The instruction took its operands from the stack, so there is room.
        let _ = interpreter.stack.push(U256::from(result.status == Status::Success));
        if matches!(result.status, Status::Success | Status::Revert) {
            let data = interpreter.return_data.buffer();
            let room = inputs.return_memory_offset.len();
            let copied = data.get(..room.min(data.len())).unwrap_or_default();
            interpreter.memory.set(inputs.return_memory_offset.start, copied);
        }
    }

    fn nested_create(&mut self, interpreter: &mut Interpreter, inputs: &CreateInputs, before: u64) {
        self.spend_on_entry(interpreter, before, inputs.gas_limit());
        let frame = CreateFrame {
            caller: inputs.caller(),
            value: inputs.value(),
            init_code: inputs.init_code().clone(),
            salt: match inputs.scheme() {
                CreateScheme::Create2 { salt } => Some(B256::from(salt)),
                _ => None,
            },
            gas: inputs.gas_limit(),
        };
        let result = self.create(&frame);
        settle(interpreter, &result);
        let reverted = result.status == Status::Revert;
        interpreter.return_data.set_buffer(if reverted { result.output } else { Bytes::new() });
        let address = result.created.map_or(U256::ZERO, |address| address.into_word().into());
        let _ = interpreter.stack.push(address);
    }
}

/// Hands a nested frame's gas and refund to its caller.
fn settle(interpreter: &mut Interpreter, result: &FrameResult) {
    interpreter.gas.erase_cost(result.gas_left);
    if result.is_success() {
        interpreter.gas.record_refund(result.refund);
    }
}

fn finished(result: revm::interpreter::InterpreterResult) -> FrameResult {
    let gas_left = result.gas.remaining();
    if result.result.is_ok() {
        let refund = result.gas.refunded();
        FrameResult { refund, ..FrameResult::success(result.output, gas_left) }
    } else if result.result == InstructionResult::Revert {
        FrameResult::revert(result.output, gas_left)
    } else {
        FrameResult::halt(result.result.into())
    }
}

/// What an instruction's gas counts as; `None` for those that are the frame's own work, and for
/// calls and creations, whose gas is mostly passed on.
const fn kind_of(op: u8) -> Option<GasKind> {
    match op {
        opcode::SLOAD | opcode::TLOAD => Some(GasKind::StorageReads),
        opcode::SSTORE | opcode::TSTORE => Some(GasKind::StorageWrites),
        opcode::LOG0..=opcode::LOG4 => Some(GasKind::Logs),
        opcode::KECCAK256 => Some(GasKind::Hashing),
        opcode::BALANCE | opcode::EXTCODESIZE | opcode::EXTCODECOPY | opcode::EXTCODEHASH => {
            Some(GasKind::Calls)
        }
        _ => None,
    }
}
