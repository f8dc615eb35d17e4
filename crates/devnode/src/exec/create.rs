//! Creation of accounts, whoever asks for it.

use super::{
    CallScheme, FrameResult, GasKind, HaltReason, Machine, Status,
    native_stack::with_room,
    rules::{MAX_CODE_SIZE, MAX_DEPTH},
};
use crate::{
    state::analysed,
    trace::{FrameKind, NewFrame},
};
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use revm::{
    context_interface::journaled_state::{JournalCheckpoint, account::JournaledAccountTr},
    interpreter::InstructionResult,
};
use surety_stylus_vm::code;

/// One creation.
#[derive(Clone, Debug)]
pub(crate) struct CreateFrame {
    pub(crate) caller: Address,
    /// Wei given to the new account.
    pub(crate) value: U256,
    pub(crate) init_code: Bytes,
    /// Present for `CREATE2`.
    pub(crate) salt: Option<B256>,
    pub(crate) gas: u64,
}

impl CreateFrame {
    pub(crate) const fn scheme(&self) -> CallScheme {
        if self.salt.is_some() { CallScheme::Create2 } else { CallScheme::Create }
    }
}

impl Machine {
    /// Runs one creation to its end. What the creation itself costs its caller is paid already.
    pub(crate) fn create(&mut self, frame: &CreateFrame) -> FrameResult {
        let mark = self.meter.as_ref().map(super::GasMeter::mark);
        if let Some(tracer) = &mut self.tracer {
            tracer.enter(NewFrame::of_create(frame, self.tx.depth));
        }
        let result = with_room(|| self.create_in_checkpoint(frame));
        if let (Some(meter), Some(mark)) = (&mut self.meter, mark) {
            meter.settle(mark, frame.gas.saturating_sub(result.gas_left), GasKind::Evm);
        }
        if let Some(tracer) = &mut self.tracer {
            tracer.exit(FrameKind::Evm, &result);
        }
        result
    }

    fn create_in_checkpoint(&mut self, frame: &CreateFrame) -> FrameResult {
        let refuse = |reason| FrameResult::refused(reason, frame.gas);
        if self.tx.depth > MAX_DEPTH {
            return refuse(HaltReason::CallTooDeep);
        }
        let world = &mut self.world;
        let mut caller = match world.journal.load_account_mut(&mut world.layers, frame.caller) {
            Ok(load) => load.data,
            Err(never) => match never {},
        };
        if *caller.balance() < frame.value {
            return refuse(HaltReason::OutOfFunds);
        }
        let nonce = caller.nonce();
        if !caller.bump_nonce() {
            return refuse(HaltReason::Evm(InstructionResult::NonceOverflow));
        }
        let address = match frame.salt {
            Some(salt) => frame.caller.create2(salt, keccak256(&frame.init_code)),
            None => frame.caller.create(nonce),
        };
        // The new address is warm even if the creation fails.
        self.world.load(address);
        let made =
            self.world.journal.create_account_checkpoint(frame.caller, address, frame.value, self.rules.spec);
        let checkpoint = match made {
            Ok(checkpoint) => checkpoint,
            // A collision takes all gas; the balance was checked above.
            Err(error) => return FrameResult::halt(InstructionResult::from(error).into()),
        };
        self.tx.acting.push(address);
        self.tx.callers.push(frame.caller);
        self.tx.depth += 1;
        let result = self.run_evm_init(frame, address);
        self.tx.depth -= 1;
        self.tx.callers.pop();
        self.tx.acting.pop();
        self.deposit_code(result, address, checkpoint)
    }

    /// Ends a creation: checks and stores the code that the init code returned.
    fn deposit_code(
        &mut self,
        mut result: FrameResult,
        address: Address,
        checkpoint: JournalCheckpoint,
    ) -> FrameResult {
        if !result.is_success() {
            self.world.journal.checkpoint_revert(checkpoint);
            return result;
        }
        let code = std::mem::take(&mut result.output);
        let deposit = self.rules.gas_params.code_deposit_cost(code.len());
        let refused = if code.len() > MAX_CODE_SIZE {
            Some(InstructionResult::CreateContractSizeLimit)
        } else if code.first() == Some(&0xef) && !code::is_component(&code, self.rules.arbos) {
            // EIP-3541, waived for the prefixes of Stylus programs and their fragments.
            Some(InstructionResult::CreateContractStartingWithEF)
        } else if result.gas_left < deposit {
            Some(InstructionResult::OutOfGas)
        } else {
            None
        };
        if let Some(reason) = refused {
            self.world.journal.checkpoint_revert(checkpoint);
            return FrameResult::halt(reason.into());
        }
        if let Some(meter) = &mut self.meter {
            meter.spend(GasKind::Calls, deposit);
        }
        self.world.journal.checkpoint_commit();
        let (bytecode, hash) = analysed(code);
        self.world.journal.set_code_with_hash(address, bytecode, hash);
        FrameResult {
            status: Status::Success,
            gas_left: result.gas_left - deposit,
            created: Some(address),
            ..result
        }
    }
}
