//! ArbInfo: balances and code by call.

use super::{
    abi::ArbInfo::*,
    context::{Context, Fail},
    method::{Method, Run},
};
use alloy_primitives::{Bytes, U256};

/// Reading a balance, gas (EIP-1884).
const BALANCE_GAS: u64 = 700;
/// Reading code, gas, besides its words.
const CODE_GAS: u64 = 2_100;

pub(super) const METHODS: &[Method] = &[Method::view::<getBalanceCall>(), Method::view::<getCodeCall>()];

impl Run for getBalanceCall {
    fn run(self, context: &mut Context<'_>) -> Result<U256, Fail> {
        context.burn(BALANCE_GAS)?;
        Ok(context.machine.world.peek(self.account).map_or(U256::ZERO, |info| info.balance))
    }
}

impl Run for getCodeCall {
    fn run(self, context: &mut Context<'_>) -> Result<Bytes, Fail> {
        context.burn(CODE_GAS)?;
        let code = context.machine.code_of(self.account);
        context.burn_words(code.len())?;
        Ok(code)
    }
}
