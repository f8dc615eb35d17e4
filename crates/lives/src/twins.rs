//! The suite on the chain and the model, given the same calls: whatever one answers, emits or shows
//! differently from the other is an error.

use alloy_primitives::{Address, Bytes, U256, hex};
use alloy_sol_types::{SolCall, SolEvent, sol};
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeMap;
use surety_abi::IERC20;
use surety_model::Model;
use surety_scenario::world::{Directory, Moment, Outcome, World as _, WorldParams};
use surety_suite::{WasmWorld, Worlds};

sol! {
    /// What the ordinary tokens add to ERC-20.
    function mint(address to, uint256 amount) external;
}

/// Two worlds in step.
#[derive(Debug)]
pub struct Twins {
    wasm: WasmWorld,
    model: Model,
    /// How often each function succeeded, and each error was met.
    pub met: BTreeMap<String, u32>,
}

impl Twins {
    /// Deploys both with the same parameters, at the same addresses.
    ///
    /// # Errors
    /// If the suite cannot be deployed with these parameters.
    pub fn new(worlds: &Worlds, params: &WorldParams) -> Result<Self> {
        Ok(Self { wasm: worlds.wasm(params)?, model: worlds.model(params)?, met: BTreeMap::new() })
    }

    /// Two more worlds that start where these stand.
    pub fn fork(&mut self) -> Self {
        Self { wasm: self.wasm.fork(), model: self.model.clone(), met: BTreeMap::new() }
    }

    /// Addresses by symbol.
    pub fn directory(&self) -> &Directory {
        self.wasm.directory()
    }

    /// The address of a symbol.
    ///
    /// # Errors
    /// If nothing has this symbol.
    pub fn at(&self, symbol: &str) -> Result<Address> {
        self.wasm.directory().get(symbol).copied().with_context(|| format!("no {symbol}"))
    }

    /// The present block.
    pub fn block(&self) -> u64 {
        self.wasm.now().block
    }

    /// The present time, seconds.
    pub fn timestamp(&self) -> u64 {
        self.wasm.now().timestamp
    }

    /// Goes `blocks` on.
    pub fn mine(&mut self, blocks: u64) {
        let now = self.wasm.now();
        let to = Moment { block: now.block + blocks, timestamp: now.timestamp + 12 * blocks };
        self.wasm.advance(to);
        self.model.advance(to);
    }

    /// Lets any account pay for transactions, also a contract that never sends one.
    pub fn fund(&mut self, account: Address) {
        self.wasm.chain().set_balance(account, U256::from(1_u128 << 100));
    }

    /// A word of the WASM's storage: the model has none.
    pub fn storage(&mut self, account: Address, key: U256) -> U256 {
        self.wasm.chain().storage(account, key)
    }

    /// What the chain calls a program, if it is one.
    pub fn program_name(&mut self, program: Address) -> Option<String> {
        self.wasm.chain().name_of(program).map(str::to_owned)
    }

    /// Puts one more ordinary token on both, of which `holder` has plenty.
    ///
    /// # Errors
    /// If a transaction for it fails.
    pub fn put_token(&mut self, token: Address, holder: Address) -> Result<()> {
        const HOLDING: u128 = 1_000_000_000_000_000_000_000_000_000;
        let spenders = [self.at("$sm")?, self.at("$rc")?];
        let ordinary = self.at("$tokenA")?;
        self.model.add_token(token, holder);
        let chain = self.wasm.chain();
        let code = chain.code(ordinary);
        chain.set_code(token, code);
        chain.send(holder, token, &mintCall { to: holder, amount: U256::from(HOLDING) })?;
        for spender in spenders {
            chain.send(holder, token, &IERC20::approveCall { spender, amount: U256::MAX })?;
        }
        Ok(())
    }

    /// Makes one of their tokens one that misbehaves when it is told to
    /// ([`surety_model::hostile_token`]).
    ///
    /// # Errors
    /// If a transaction for it fails.
    pub fn make_hostile(&mut self, token: Address) -> Result<()> {
        self.model.make_hostile(token);
        Ok(self.wasm.make_hostile(token)?)
    }

    /// Puts a hook that answers as it is told on both ([`surety_model::hostile_hook`]).
    ///
    /// # Errors
    /// If its code cannot be read.
    pub fn put_hook(&mut self, hook: Address) -> Result<()> {
        self.model.add_hook(hook);
        Ok(self.wasm.put_hook(hook)?)
    }

    /// Sends a transaction to both.
    ///
    /// # Errors
    /// If they do not answer alike.
    pub fn act(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<Outcome> {
        self.send(from, to, call.abi_encode().into(), name(call))
    }

    /// Sends calldata to both; `name` is the function's signature.
    ///
    /// # Errors
    /// If they do not answer alike.
    pub fn send(&mut self, from: Address, to: Address, data: Bytes, name: &str) -> Result<Outcome> {
        let wasm = self.wasm.transact(from, to, &data, U256::ZERO);
        let model = self.model.transact(from, to, &data, U256::ZERO);
        same(&wasm, &model)
            .with_context(|| format!("{name} from {from} to {to} in block {}: {data}", self.block()))?;
        let met = if wasm.success {
            name.split('(').next().unwrap_or_default().to_owned()
        } else {
            hex::encode(wasm.output.get(..4).unwrap_or_default())
        };
        let times = self.met.entry(met).or_default();
        *times = times.saturating_add(1);
        Ok(wasm)
    }

    /// Sends a transaction that must succeed to both.
    ///
    /// # Errors
    /// If they do not answer alike, or it fails.
    pub fn must(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<Outcome> {
        let outcome = self.act(from, to, call)?;
        ensure!(outcome.success, "{} reverted: {}", name(call), outcome.output);
        Ok(outcome)
    }

    /// Asks the WASM alone, for tests that look at much after little: the model has agreed on what was
    /// done, and copies its state for each question.
    pub fn view_wasm(&mut self, to: Address, call: &impl SolCall) -> Outcome {
        self.wasm.view(to, &call.abi_encode().into())
    }

    /// Asks both.
    ///
    /// # Errors
    /// If they do not answer alike.
    pub fn view(&mut self, to: Address, call: &impl SolCall) -> Result<Outcome> {
        let data = Bytes::from(call.abi_encode());
        let (wasm, model) = (self.wasm.view(to, &data), self.model.view(to, &data));
        same(&wasm, &model)
            .with_context(|| format!("{} of {to} in block {}: {data}", name(call), self.block()))?;
        Ok(wasm)
    }
}

impl Twins {
    /// Asks both, and decodes what both answer.
    ///
    /// # Errors
    /// If they do not answer alike, or fail.
    pub fn ask<C: SolCall>(&mut self, to: Address, call: &C) -> Result<C::Return> {
        let outcome = self.view(to, call)?;
        ensure!(outcome.success, "{} of {to} fails: {}", name(call), outcome.output);
        C::abi_decode_returns(&outcome.output).with_context(|| format!("the answer of {}", name(call)))
    }
}

fn name<C: SolCall>(_: &C) -> &'static str {
    C::SIGNATURE
}

fn same(wasm: &Outcome, model: &Outcome) -> Result<()> {
    ensure!(
        wasm.success == model.success && wasm.output == model.output,
        "the WASM answers {} {}, the model {} {}",
        wasm.success,
        hex::encode_prefixed(&wasm.output),
        model.success,
        hex::encode_prefixed(&model.output),
    );
    ensure!(wasm.logs == model.logs, "the WASM logs {:#?}, the model {:#?}", wasm.logs, model.logs);
    Ok(())
}

/// The events of one type in an outcome.
pub fn events<E: SolEvent>(outcome: &Outcome) -> Vec<E> {
    outcome.logs.iter().filter_map(|log| E::decode_log_data(&log.data).ok()).collect()
}
