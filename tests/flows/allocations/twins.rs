//! The suite on the real WASM and the model, side by side: every call goes to both, and they have
//! to answer the same bytes and emit the same logs.

use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::{SolCall, SolValue as _};
use anyhow::{Context as _, Result, ensure};
use surety_model::Model;
use surety_scenario::{
    interfaces::Interfaces,
    recorded::run::disagreements,
    story::cast::{BLOCK_SECS, default_params},
    world::{GasUse, Moment, Outcome, World},
};
use surety_suite::WasmWorld;
use surety_tests::{interfaces, worlds};

/// Both worlds.
pub(crate) struct Twins {
    wasm: WasmWorld,
    model: Model,
    interfaces: Interfaces,
}

impl Twins {
    /// Two fresh deployments with a story's short delays: 10 blocks for deallocations and
    /// withdrawals, 15 for configuration.
    pub(crate) fn deploy() -> Result<Self> {
        let (worlds, params) = (worlds()?, default_params());
        Ok(Self { wasm: worlds.wasm(&params)?, model: worlds.model(&params)?, interfaces: interfaces()? })
    }

    /// The account of a symbol, without its dollar sign.
    pub(crate) fn at(&self, symbol: &str) -> Result<Address> {
        let found = self.model.directory().get(&format!("${symbol}"));
        found.copied().with_context(|| format!("no ${symbol}"))
    }

    /// The present block.
    pub(crate) fn block(&self) -> u32 {
        u32::try_from(self.wasm.now().block).unwrap_or(u32::MAX)
    }

    /// Lets blocks pass.
    pub(crate) fn mine(&mut self, blocks: u32) {
        let now = self.wasm.now();
        let blocks = u64::from(blocks);
        let to = Moment { block: now.block + blocks, timestamp: now.timestamp + blocks * BLOCK_SECS };
        self.wasm.advance(to);
        self.model.advance(to);
    }

    /// Sends a transaction to both; answers the WASM's outcome, which has the gas.
    pub(crate) fn send(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<Outcome> {
        let data: Bytes = call.abi_encode().into();
        let real = self.wasm.transact(from, to, &data, U256::ZERO);
        let ideal = self.model.transact(from, to, &data, U256::ZERO);
        self.agree(&ideal, &real, &data)?;
        Ok(real)
    }

    /// Sends a transaction that has to succeed; answers its gas on the WASM.
    pub(crate) fn must(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<GasUse> {
        let outcome = self.send(from, to, call)?;
        ensure!(outcome.success, "{}", self.interfaces.explain_revert(&outcome.output));
        outcome.gas.context("the WASM counts gas")
    }

    /// Sends a transaction that has to fail; answers its revert in words.
    pub(crate) fn refused(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<String> {
        let outcome = self.send(from, to, call)?;
        ensure!(!outcome.success, "it went through");
        Ok(self.interfaces.explain_revert(&outcome.output))
    }

    /// Asks both.
    pub(crate) fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return> {
        let data: Bytes = call.abi_encode().into();
        let (real, ideal) = (self.wasm.view(to, &data), self.model.view(to, &data));
        self.agree(&ideal, &real, &data)?;
        ensure!(real.success, "{}: {}", C::SIGNATURE, self.interfaces.explain_revert(&real.output));
        Ok(C::abi_decode_returns(&real.output)?)
    }

    /// Asks both; they may fail, in the same way.
    pub(crate) fn compare(&mut self, to: Address, call: &impl SolCall) -> Result<()> {
        let data: Bytes = call.abi_encode().into();
        let (real, ideal) = (self.wasm.view(to, &data), self.model.view(to, &data));
        self.agree(&ideal, &real, &data)
    }

    /// What the WASM's label of a program is, if `call` answers its address.
    pub(crate) fn program_named_by(
        &mut self,
        to: Address,
        call: &impl SolCall<Return = Address>,
    ) -> Result<Option<String>> {
        let answer = self.wasm.view(to, &call.abi_encode().into());
        let program = Address::abi_decode(&answer.output)?;
        Ok(self.wasm.chain().name_of(program).map(str::to_owned))
    }

    fn agree(&self, ideal: &Outcome, real: &Outcome, data: &Bytes) -> Result<()> {
        let found = disagreements(&self.interfaces, ideal, real);
        ensure!(found.is_empty(), "in block {}, {data} (model, WASM): {found:#?}", self.block());
        Ok(())
    }
}
