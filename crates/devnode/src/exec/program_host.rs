//! What a Stylus program asks of the machine (`stylus-vm.md`, section 6).

use super::{CallFrame, CallScheme, FrameResult, GasKind, Machine, Status, create::CreateFrame};
use alloy_primitives::{Address, B256, Bytes, Log, U256};
use revm::context_interface::context::{SStoreResult, StateLoad};
use surety_stylus_vm::{
    StylusParams,
    host::{CallKind, CallOutcome, CallRequest, CreateOutcome, CreateRequest, FlushOutcome, Host, Refused},
    memory_model::memory_gas,
};

/// Reaching a warm account or slot, gas.
const WARM_ACCESS: u64 = 100;
/// Reaching a cold account, gas.
const COLD_ACCOUNT: u64 = 2_600;
/// Reaching a cold slot, gas.
const COLD_SLOT: u64 = 2_100;
/// Sending value, gas.
const VALUE_TRANSFER: u64 = 9_000;
/// Gas the receiver of value gets for nothing.
const CALL_STIPEND: u64 = 2_300;
/// Sending value to an empty account, gas.
const NEW_ACCOUNT: u64 = 25_000;
/// Writing a slot that was zero, or was not, at the transaction's start, gas.
const SLOT_SET: u64 = 20_000;
const SLOT_RESET: u64 = 2_900;
/// Creation, and each word of init code hashed for `create2`, gas.
const CREATE: u64 = 32_000;
const CREATE2_WORD: u64 = 6;
/// Looking up code of at most 24 576 bytes, gas.
const CODE_LOOKUP: u64 = 700;

/// The machine as one frame's program sees it.
pub(crate) struct ProgramHost<'m> {
    machine: &'m mut Machine,
    frame: &'m CallFrame,
    params: &'m StylusParams,
    refund: i64,
}

impl<'m> ProgramHost<'m> {
    pub(crate) const fn new(
        machine: &'m mut Machine,
        frame: &'m CallFrame,
        params: &'m StylusParams,
    ) -> Self {
        Self { machine, frame, params, refund: 0 }
    }

    /// Refund earned by the frame and its successful sub-calls.
    pub(crate) const fn refund(&self) -> i64 {
        self.refund
    }

    /// Gas of reaching an account, which is warm afterwards.
    fn access(&mut self, address: Address) -> u64 {
        let gas = if self.machine.world.load(address).is_cold { COLD_ACCOUNT } else { WARM_ACCESS };
        self.spend_on_calls(gas);
        gas
    }

    fn spend_on_calls(&mut self, gas: u64) {
        if let Some(meter) = &mut self.machine.meter {
            meter.spend(GasKind::Calls, gas);
        }
    }

    /// Price of a call before any gas is passed on; `Err` if it exceeds what is left.
    fn call_base(&mut self, request: &CallRequest<'_>) -> Result<u64, ()> {
        let check = |base: u64| if base > request.gas_left { Err(()) } else { Ok(base) };
        let mut base = check(WARM_ACCESS)?;
        let load = self.machine.world.load(request.contract);
        let (is_cold, is_empty) = (load.is_cold, load.data.is_empty());
        if is_cold {
            base = check(base + COLD_ACCOUNT - WARM_ACCESS)?;
        }
        if !request.value.is_zero() {
            if is_empty {
                base = check(base + NEW_ACCOUNT)?;
            }
            base = check(base + VALUE_TRANSFER)?;
        }
        Ok(base)
    }

    /// The frame a request asks for, with `gas`.
    fn nested(&self, request: &CallRequest<'_>, gas: u64) -> CallFrame {
        let frame = self.frame;
        let input = Bytes::copy_from_slice(request.input);
        let code_address = request.contract;
        let is_static = frame.is_static || request.kind == CallKind::Static;
        let (scheme, caller, acting, value) = match request.kind {
            CallKind::Call => (CallScheme::Call, frame.acting, request.contract, request.value),
            CallKind::Static => (CallScheme::StaticCall, frame.acting, request.contract, U256::ZERO),
            CallKind::Delegate => (CallScheme::DelegateCall, frame.caller, frame.acting, frame.value),
        };
        CallFrame { scheme, caller, acting, code_address, value, input, gas, is_static }
    }

    fn keep_refund(&mut self, result: &FrameResult) {
        if result.is_success() {
            self.refund = self.refund.saturating_add(result.refund);
        }
    }
}

impl Host for ProgramHost<'_> {
    fn storage_load(&mut self, key: B256) -> (B256, u64) {
        let load = self.machine.world.sload(self.frame.acting, key.into());
        (load.data.into(), if load.is_cold { COLD_SLOT } else { WARM_ACCESS })
    }

    fn storage_flush(&mut self, entries: &[(B256, B256)], budget: u64) -> FlushOutcome {
        let mut total = 0_u64;
        for (key, value) in entries {
            let load = self.machine.world.sstore(self.frame.acting, (*key).into(), (*value).into());
            total = total.saturating_add(sstore_gas(&load));
            if total >= budget {
                return FlushOutcome::OutOfGas;
            }
            let refund = self.machine.rules.gas_params.sstore_refund(true, &load.data);
            self.refund = self.refund.saturating_add(refund);
        }
        FlushOutcome::Written(total)
    }

    fn transient_load(&mut self, key: B256) -> B256 {
        self.machine.world.journal.tload(self.frame.acting, key.into()).into()
    }

    fn transient_store(&mut self, key: B256, value: B256) {
        self.machine.world.journal.tstore(self.frame.acting, key.into(), value.into());
    }

    fn call(&mut self, request: CallRequest<'_>) -> CallOutcome {
        let failed = |gas_cost| CallOutcome { success: false, gas_cost, output: Bytes::new() };
        let sends = !request.value.is_zero();
        if self.frame.is_static && sends {
            return failed(0);
        }
        let Ok(base) = self.call_base(&request) else {
            return failed(request.gas_left);
        };
        let left = request.gas_left.saturating_sub(base);
        let most = left - left.div_ceil(64);
        let stipend = if sends { CALL_STIPEND } else { 0 };
        let passed = most.min(request.gas_requested).saturating_add(stipend);
        self.spend_on_calls(base);
        let result = self.machine.call(&self.nested(&request, passed));
        self.keep_refund(&result);
        let used = passed.saturating_sub(result.gas_left);
        CallOutcome {
            success: result.is_success(),
            gas_cost: base.saturating_add(used),
            output: result.output,
        }
    }

    fn create(&mut self, request: CreateRequest<'_>) -> Result<CreateOutcome, Refused> {
        let words = request.code.len().div_ceil(32) as u64;
        let hashing = if request.salt.is_some() { CREATE2_WORD.saturating_mul(words) } else { 0 };
        let base = CREATE.saturating_add(hashing);
        let left = request.gas_left.checked_sub(base).filter(|_| !self.frame.is_static).ok_or(Refused)?;
        self.spend_on_calls(base);
        let kept = left / 64;
        let result = self.machine.create(&CreateFrame {
            caller: self.frame.acting,
            value: request.endowment,
            init_code: Bytes::copy_from_slice(request.code),
            salt: request.salt,
            gas: left - kept,
        });
        self.keep_refund(&result);
        let reverted = result.status == Status::Revert;
        Ok(CreateOutcome {
            address: result.created,
            gas_cost: request.gas_left.saturating_sub(kept).saturating_sub(result.gas_left),
            output: if reverted { result.output } else { Bytes::new() },
        })
    }

    fn log(&mut self, topics: &[B256], data: &[u8]) {
        let data = Bytes::copy_from_slice(data);
        // The VM has checked that there are at most four topics.
        if let Some(log) = Log::new(self.frame.acting, topics.to_vec(), data) {
            self.machine.emit(log);
        }
    }

    fn account_balance(&mut self, address: Address) -> (U256, u64) {
        let gas = self.access(address);
        (self.machine.world.load(address).data.info.balance, gas)
    }

    fn account_code_hash(&mut self, address: Address) -> (B256, u64) {
        let gas = self.access(address);
        let account = self.machine.world.load(address).data;
        (if account.is_empty() { B256::ZERO } else { account.info.code_hash }, gas)
    }

    fn account_code(&mut self, address: Address) -> (Bytes, u64) {
        let gas = self.access(address).saturating_add(CODE_LOOKUP);
        self.spend_on_calls(CODE_LOOKUP);
        (self.machine.code_of(address), gas)
    }

    fn open_pages(&mut self, pages: u16) -> u64 {
        let open = &mut self.machine.tx.pages;
        let gas = memory_gas(self.params, *open, pages);
        *open = open.opened(pages);
        gas
    }
}

/// Price of one flushed slot (section 6.2).
fn sstore_gas(load: &StateLoad<SStoreResult>) -> u64 {
    let SStoreResult { original_value, present_value, new_value } = load.data;
    let write = if present_value == new_value || original_value != present_value {
        WARM_ACCESS
    } else if original_value.is_zero() {
        SLOT_SET
    } else {
        SLOT_RESET
    };
    write + if load.is_cold { COLD_SLOT } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gas(original: u64, present: u64, new: u64, is_cold: bool) -> u64 {
        let [original_value, present_value, new_value] = [original, present, new].map(U256::from);
        sstore_gas(&StateLoad::new(SStoreResult { original_value, present_value, new_value }, is_cold))
    }

    #[test]
    fn sstore_gas_follows_eip_2200() {
        assert_eq!(gas(0, 0, 5, true), 22_100);
        assert_eq!(gas(7, 7, 5, false), 2_900);
        assert_eq!(gas(7, 7, 7, true), 2_200);
        assert_eq!(gas(7, 6, 5, false), 100, "already dirty");
    }
}
