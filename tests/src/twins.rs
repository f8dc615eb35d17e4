//! The suite on the chain and the model, given the same calls: whatever one answers, emits or shows
//! differently from the other is an error.

use crate::worlds;
use alloy_primitives::{Address, Bytes, U256, hex};
use alloy_sol_types::{SolCall, SolEvent, sol};
use anyhow::{Context as _, Result, ensure};
use std::collections::BTreeMap;
use surety_abi::IERC20;
use surety_model::Model;
use surety_scenario::world::{Moment, Outcome, World as _, WorldParams};
use surety_suite::WasmWorld;

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
    pub fn deploy(params: &WorldParams) -> Result<Self> {
        let worlds = worlds()?;
        Ok(Self { wasm: worlds.wasm(params)?, model: worlds.model(params)?, met: BTreeMap::new() })
    }

    /// The address of a symbol.
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

    /// Puts one more ordinary token on both, of which `holder` has plenty.
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

    /// Sends a transaction to both.
    pub fn act(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<Outcome> {
        let data = Bytes::from(call.abi_encode());
        let wasm = self.wasm.transact(from, to, &data, U256::ZERO);
        let model = self.model.transact(from, to, &data, U256::ZERO);
        let what = format!("{} from {from} to {to} in block {}: {data}", name(call), self.block());
        same(&wasm, &model).context(what)?;
        let met = if wasm.success {
            name(call).split('(').next().unwrap_or_default().to_owned()
        } else {
            hex::encode(wasm.output.get(..4).unwrap_or_default())
        };
        *self.met.entry(met).or_default() += 1;
        Ok(wasm)
    }

    /// Sends a transaction that must succeed to both.
    pub fn must(&mut self, from: Address, to: Address, call: &impl SolCall) -> Result<Outcome> {
        let outcome = self.act(from, to, call)?;
        ensure!(outcome.success, "{} reverted: {}", name(call), outcome.output);
        Ok(outcome)
    }

    /// Asks both.
    pub fn view(&mut self, to: Address, call: &impl SolCall) -> Result<Outcome> {
        let data = Bytes::from(call.abi_encode());
        let (wasm, model) = (self.wasm.view(to, &data), self.model.view(to, &data));
        same(&wasm, &model)
            .with_context(|| format!("{} of {to} in block {}: {data}", name(call), self.block()))?;
        Ok(wasm)
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

/// A small generator of numbers (splitmix64): the same seed gives the same run everywhere.
#[derive(Debug)]
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap_or(0)
    }

    /// True once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of a list's elements.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> Result<&'a T> {
        let i = self.below(of.len());
        of.get(i).context("an empty list has no element to pick")
    }

    /// An amount: small, ordinary or huge.
    pub fn amount(&mut self) -> U256 {
        let digits = *[0, 1, 3, 18, 20, 24, 27].get(self.below(7)).unwrap_or(&0_usize);
        let any = U256::from(self.next()) % U256::from(1000);
        match self.below(60) {
            0 => U256::MAX,
            1 => U256::ONE << 200,
            _ => any * U256::from(10).pow(U256::from(digits)),
        }
    }

    /// A fraction in (0, 1], as a WAD.
    pub fn wad(&mut self) -> u64 {
        const WAD: u64 = 1_000_000_000_000_000_000;
        match self.below(8) {
            0 => WAD,
            1 => 1,
            2 => WAD - 1,
            _ => self.next() % WAD + 1,
        }
    }
}
