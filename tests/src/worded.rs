//! Twins for stories: they start with a story's short delays, and say in words why a call was refused.

use crate::{interfaces, twins};
use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall, SolValue as _};
use anyhow::{Context as _, Result, ensure};
use surety_scenario::{
    interfaces::Interfaces,
    story::cast::default_params,
    world::{GasUse, Outcome},
};

/// The suite on the real WASM and the model, see [`twins::Twins`].
#[derive(Debug)]
pub struct Twins {
    inner: twins::Twins,
    interfaces: Interfaces,
}

impl Twins {
    /// Two fresh deployments with a story's short delays: 10 blocks for deallocations and
    /// withdrawals, 15 for configuration.
    ///
    /// # Errors
    /// Those of [`twins::deploy`], and of the interfaces' files.
    pub fn deploy() -> Result<Self> {
        Ok(Self { inner: twins::deploy(&default_params())?, interfaces: interfaces()? })
    }

    /// The account of a symbol, without its dollar sign.
    ///
    /// # Errors
    /// If nothing has this symbol.
    pub fn at(&self, symbol: &str) -> Result<Address> {
        self.inner.at(&format!("${symbol}"))
    }

    /// The present block.
    #[must_use]
    pub fn block(&self) -> u32 {
        u32::try_from(self.inner.block()).unwrap_or(u32::MAX)
    }

    /// Lets blocks pass.
    pub fn mine(&mut self, blocks: u32) {
        self.inner.mine(blocks.into());
    }

    /// Lets any account pay for transactions.
    pub fn fund(&mut self, account: Address) {
        self.inner.fund(account);
    }

    /// A word of the WASM's storage.
    pub fn storage(&mut self, account: Address, key: U256) -> U256 {
        self.inner.storage(account, key)
    }

    /// Sends a transaction to both; answers the WASM's outcome, which has the gas.
    ///
    /// # Errors
    /// If they do not answer alike.
    pub fn send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<Outcome> {
        self.inner.act(from, to, call)
    }

    /// The same with calldata.
    ///
    /// # Errors
    /// If they do not answer alike.
    pub fn send_data(&mut self, from: Address, to: Address, data: Vec<u8>) -> Result<Outcome> {
        self.inner.send(from, to, data.into(), "calldata")
    }

    /// Sends a transaction that has to succeed; answers its gas on the WASM.
    ///
    /// # Errors
    /// If they do not answer alike, or it fails.
    pub fn must(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<GasUse> {
        let outcome = self.send(from, to, call)?;
        ensure!(outcome.success, "{}", self.interfaces.explain_revert(&outcome.output));
        outcome.gas.context("the WASM counts gas")
    }

    /// Sends a transaction that has to fail; answers its revert in words.
    ///
    /// # Errors
    /// If they do not answer alike, or it goes through.
    pub fn refused(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<String> {
        let outcome = self.send(from, to, call)?;
        ensure!(!outcome.success, "it went through");
        Ok(self.interfaces.explain_revert(&outcome.output))
    }

    /// Asks both, and decodes what both answer.
    ///
    /// # Errors
    /// If they do not answer alike, or fail.
    pub fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return> {
        self.inner.ask(to, call)
    }

    /// Asks both; they may fail, in the same way.
    ///
    /// # Errors
    /// If they do not answer alike.
    pub fn compare(&mut self, to: Address, call: &impl SolCall) -> Result<()> {
        self.inner.view(to, call).map(drop)
    }

    /// What the WASM's label of a program is, if `call` answers its address.
    ///
    /// # Errors
    /// If it answers none.
    pub fn program_named_by(
        &mut self,
        to: Address,
        call: &impl SolCall<Return = Address>,
    ) -> Result<Option<String>> {
        let answer = self.inner.view_wasm(to, call);
        let program = Address::abi_decode(&answer.output)?;
        Ok(self.inner.program_name(program))
    }
}
