//! Nested calls and creations (sections 6.3 and 6.4).

use alloy_primitives::{Address, B256, U256};

use super::context::{Hostio, Result, Stop, len32};
use crate::{
    host::{CallKind, CallRequest, CreateRequest},
    price::{EVM_API, HOSTIO, PTR},
};

/// Answer to a call that succeeded.
const SUCCESS: u32 = 0;
/// Answer to a call that reverted, failed or ran out of gas.
const NO_SUCCESS: u32 = 2;

/// Where a call's input lies and where the length of its output goes.
struct CallArgs {
    contract: u32,
    data: u32,
    len: u32,
    gas: u64,
    ret_len: u32,
}

/// Where a creation's input lies and where its results go.
struct CreateArgs {
    code: u32,
    len: u32,
    endowment: u32,
    salt: Option<u32>,
    address: u32,
    revert_len: u32,
}

impl Hostio<'_> {
    /// Calls another account, perhaps with value.
    pub(super) fn call_contract(
        &mut self,
        contract: u32,
        data: u32,
        len: u32,
        value: u32,
        gas: u64,
        ret_len: u32,
    ) -> Result<u32> {
        self.call(CallKind::Call, &CallArgs { contract, data, len, gas, ret_len }, Some(value))
    }

    /// Runs another account's code as the acting account.
    pub(super) fn delegate_call_contract(
        &mut self,
        contract: u32,
        data: u32,
        len: u32,
        gas: u64,
        ret_len: u32,
    ) -> Result<u32> {
        self.call(CallKind::Delegate, &CallArgs { contract, data, len, gas, ret_len }, None)
    }

    /// Calls another account without changes of state.
    pub(super) fn static_call_contract(
        &mut self,
        contract: u32,
        data: u32,
        len: u32,
        gas: u64,
        ret_len: u32,
    ) -> Result<u32> {
        self.call(CallKind::Static, &CallArgs { contract, data, len, gas, ret_len }, None)
    }

    fn call(&mut self, kind: CallKind, args: &CallArgs, value: Option<u32>) -> Result<u32> {
        self.buy_ink(HOSTIO + 3 * PTR + EVM_API)?;
        self.buy_read_twice(args.len)?;
        let gas_left = self.gas_left();
        let contract = self.address(args.contract)?;
        // The data comes before the value: either may be out of bounds, to the same effect.
        let value = value.map_or(Ok(U256::ZERO), |value| self.number(value))?;
        let (input, frame) = self.bytes_and_frame(args.data, args.len)?;
        let gas_requested = args.gas.min(gas_left);
        let request = CallRequest { kind, contract, input, value, gas_left, gas_requested };
        let outcome = frame.world.host().call(request);
        self.buy_gas(outcome.gas_cost)?;
        let len = len32(&outcome.output);
        self.frame().return_data = outcome.output;
        self.put(args.ret_len, &len.to_le_bytes())?;
        Ok(if outcome.success { SUCCESS } else { NO_SUCCESS })
    }

    /// Creates an account at an address that follows from the nonce.
    pub(super) fn create1(
        &mut self,
        code: u32,
        len: u32,
        endowment: u32,
        address: u32,
        revert_len: u32,
    ) -> Result<()> {
        self.buy_ink(HOSTIO + 3 * PTR + EVM_API)?;
        self.create(&CreateArgs { code, len, endowment, salt: None, address, revert_len })
    }

    /// Creates an account at an address that follows from a salt.
    pub(super) fn create2(
        &mut self,
        code: u32,
        len: u32,
        endowment: u32,
        salt: u32,
        address: u32,
        revert_len: u32,
    ) -> Result<()> {
        self.buy_ink(HOSTIO + 4 * PTR + EVM_API)?;
        self.create(&CreateArgs { code, len, endowment, salt: Some(salt), address, revert_len })
    }

    fn create(&mut self, args: &CreateArgs) -> Result<()> {
        self.buy_read_twice(args.len)?;
        let endowment = self.number(args.endowment)?;
        let salt: Option<B256> = args.salt.map(|salt| self.word(salt)).transpose()?;
        let gas_left = self.gas_left();
        let (code, frame) = self.bytes_and_frame(args.code, args.len)?;
        let request = CreateRequest { code, endowment, salt, gas_left };
        let outcome = frame.world.host().create(request).map_err(|_| Stop::Failure)?;
        self.buy_gas(outcome.gas_cost)?;
        let len = len32(&outcome.output);
        self.frame().return_data = outcome.output;
        self.put(args.revert_len, &len.to_le_bytes())?;
        self.put(args.address, outcome.address.unwrap_or(Address::ZERO).as_slice())
    }
}
