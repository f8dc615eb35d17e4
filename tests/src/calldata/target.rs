//! The functions of all programs, and a deployment to try them on.

use super::{INTERFACES, Maker, oracle};
use crate::{root, twins::Dice};
use alloy_dyn_abi::{DynSolType, Specifier as _};
use alloy_json_abi::JsonAbi;
use alloy_primitives::{Address, Bytes, Selector, U256};
use anyhow::{Context as _, Result, ensure};
use std::fs;
use surety_devnode::{Receipt, Tx, TxStatus};
use surety_scenario::world::World as _;
use surety_suite::WasmWorld;

/// Gas of a call: what Nitro lets a transaction use.
const GAS: u64 = 32_000_000;
/// Gas that refusing malformed calldata may take, beyond what the transaction costs anyway.
const REFUSAL: u64 = 40_000;

/// A function of a deployed contract.
#[derive(Clone, Debug)]
pub struct Function {
    /// Interface and signature.
    pub name: String,
    /// The contract.
    pub at: Address,
    /// Its selector.
    pub selector: Selector,
    /// Types of its arguments.
    pub types: Vec<DynSolType>,
}

/// A deployment, and everything that can be called there.
#[derive(Debug)]
pub struct Target {
    world: WasmWorld,
    /// All functions.
    pub functions: Vec<Function>,
    /// Accounts that mean something there.
    pub accounts: Vec<Address>,
    caller: Address,
    /// Encodings that are malformed and were refused.
    pub refused: usize,
    /// Encodings that are not canonical and were understood.
    pub read: usize,
    /// Encodings that are not canonical and were refused though Solidity would read them.
    pub stricter: usize,
}

impl Target {
    /// The contracts of a deployment.
    ///
    /// # Errors
    /// If the deployment lacks one of [`INTERFACES`], or an interface can't be read.
    pub fn new(world: WasmWorld) -> Result<Self> {
        let directory = world.directory().clone();
        let at = |symbol: &str| directory.get(symbol).copied().with_context(|| format!("no {symbol}"));
        let mut functions = Vec::new();
        for (symbol, interface) in INTERFACES {
            functions.extend(of_interface(interface, at(symbol)?)?);
        }
        let mut accounts = vec![Address::ZERO];
        for symbol in
            ["$staker1", "$staker2", "$operator1", "$avs1", "$strategyA", "$tokenA", "$dm", "$other"]
        {
            accounts.push(at(symbol)?);
        }
        let caller = at("$avs1")?;
        Ok(Self { world, functions, accounts, caller, refused: 0, read: 0, stricter: 0 })
    }

    /// Adds a contract that a deployment has not by itself.
    ///
    /// # Errors
    /// If the interface can't be read.
    pub fn add(&mut self, interface: &str, at: Address) -> Result<()> {
        self.functions.extend(of_interface(interface, at)?);
        self.accounts.push(at);
        Ok(())
    }

    /// Arguments that chance makes from `seed`, with `length` elements in each list.
    #[must_use]
    pub fn arguments(&self, function: &Function, seed: u64, length: Option<usize>) -> Vec<u8> {
        Maker { accounts: &self.accounts, dice: Dice(seed), length }.arguments(&function.types)
    }

    /// Makes a call and drops what it does.
    ///
    /// # Errors
    /// If it is no call that a chain takes.
    pub fn call(&mut self, to: Address, data: Vec<u8>, value: U256) -> Result<Receipt> {
        let tx = Tx::call(self.caller, to).data(Bytes::from(data)).value(value).gas(GAS);
        Ok(self.world.chain().view_tx(tx)?)
    }

    /// Tries arguments: refused without data and cheaply if they are malformed, else understood like
    /// their canonical encoding (or refused, if that is not what they are). Answers what the call came
    /// to.
    ///
    /// # Errors
    /// If it is not so.
    pub fn check(&mut self, function: &Function, arguments: &[u8]) -> Result<Receipt> {
        let call = |arguments: &[u8]| [function.selector.as_slice(), arguments].concat();
        let got = self.call(function.at, call(arguments), U256::ZERO)?;
        let Some(canonical) = oracle::canonical(&function.types, arguments) else {
            self.refused += 1;
            require_refused(&got)?;
            return Ok(got);
        };
        if canonical == arguments {
            return Ok(got);
        }
        let meant = self.call(function.at, call(&canonical), U256::ZERO)?;
        if is_refused(&got) && !is_refused(&meant) {
            self.stricter += 1;
            return Ok(got);
        }
        self.read += 1;
        ensure!(
            got.status == meant.status && got.output == meant.output && got.logs == meant.logs,
            "misread: {got:?}, but the canonical encoding gives {meant:?}"
        );
        Ok(got)
    }
}

/// The functions of an interface, from `abi/json`.
///
/// # Errors
/// If there is none of that name.
pub fn functions(interface: &str) -> Result<Vec<alloy_json_abi::Function>> {
    let file = root().join(format!("abi/json/{interface}.json"));
    let abi: JsonAbi = serde_json::from_str(&fs::read_to_string(&file).context(file.display().to_string())?)?;
    Ok(abi.functions().cloned().collect())
}

fn of_interface(interface: &str, at: Address) -> Result<Vec<Function>> {
    let functions = functions(interface)?.into_iter().map(|function| {
        Ok(Function {
            name: format!("{interface}.{}", function.signature()),
            at,
            selector: function.selector(),
            types: function.inputs.iter().map(|input| input.resolve()).collect::<Result<_, _>>()?,
        })
    });
    functions.collect::<Result<_>>().context(interface.to_owned())
}

fn is_refused(receipt: &Receipt) -> bool {
    receipt.status == TxStatus::Revert && receipt.output.is_empty()
}

/// Fails unless a call was refused without data, at once.
///
/// # Errors
/// If it was not.
pub fn require_refused(receipt: &Receipt) -> Result<()> {
    ensure!(is_refused(receipt), "malformed, but {receipt:?}");
    let spent = receipt.gas_used - receipt.intrinsic_gas;
    ensure!(spent <= REFUSAL, "refusing took {spent} gas");
    Ok(())
}
