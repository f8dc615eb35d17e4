//! The functions of all programs, and a deployment to try them on.

use super::oracle;
use crate::hostile::stage::{GAS, Stage};
use alloy_dyn_abi::{DynSolType, Specifier as _};
use alloy_json_abi::JsonAbi;
use alloy_primitives::{Address, Bytes, Selector, U256};
use anyhow::{Context as _, Result, ensure};
use std::fs;
use surety_devnode::{Receipt, Tx, TxStatus};
use surety_tests::root;

/// Gas that refusing malformed calldata may take, beyond what the transaction costs anyway.
const REFUSAL: u64 = 40_000;

/// A function of a deployed contract.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) at: Address,
    pub(crate) selector: Selector,
    pub(crate) types: Vec<DynSolType>,
}

/// A deployment, and everything that can be called there.
pub(crate) struct Target {
    stage: Stage,
    pub(crate) functions: Vec<Function>,
    pub(crate) accounts: Vec<Address>,
    caller: Address,
    /// Encodings that are malformed and were refused.
    pub(crate) refused: usize,
    /// Encodings that are not canonical and were understood.
    pub(crate) read: usize,
    /// Encodings that are not canonical and were refused though Solidity would read them.
    pub(crate) stricter: usize,
}

impl Target {
    /// With stake, slashes, queued withdrawals and rewards.
    pub(crate) fn set_up() -> Result<Self> {
        let stage = Stage::set_up()?;
        let mut functions = Vec::new();
        for (symbol, interface) in [
            ("dm", "IDelegationManager"),
            ("sm", "IStrategyManager"),
            ("am", "IAllocationManager"),
            ("pc", "IPermissionController"),
            ("pauserRegistry", "IPauserRegistry"),
            ("sf", "IStrategyFactory"),
            ("rc", "IRewardsCoordinator"),
            ("kr", "IKeyRegistrar"),
            ("avsd", "IAVSDirectory"),
            ("rm", "IReleaseManager"),
            ("pr", "IProtocolRegistry"),
            ("tm", "ITaskMailbox"),
            ("strategyA", "IStrategyVault"),
        ] {
            functions.extend(of_interface(interface, stage.at(symbol)?)?);
        }
        functions.extend(of_interface("IDurationVault", stage.vault)?);
        let mut accounts = vec![stage.strategy, stage.vault, Address::ZERO];
        for symbol in ["staker1", "staker2", "operator1", "avs1", "strategyA", "tokenA", "dm", "other"] {
            accounts.push(stage.at(symbol)?);
        }
        let caller = stage.at("avs1")?;
        Ok(Self { stage, functions, accounts, caller, refused: 0, read: 0, stricter: 0 })
    }

    /// Makes a call and drops what it does.
    pub(crate) fn call(&mut self, to: Address, data: Vec<u8>, value: U256) -> Result<Receipt> {
        let tx = Tx::call(self.caller, to).data(Bytes::from(data)).value(value).gas(GAS);
        Ok(self.stage.chain().view_tx(tx)?)
    }

    /// Tries arguments: refused without data and cheaply if they are malformed, else understood like
    /// their canonical encoding (or refused, if that is not what they are).
    pub(crate) fn check(&mut self, function: &Function, arguments: &[u8]) -> Result<()> {
        let call = |arguments: &[u8]| [function.selector.as_slice(), arguments].concat();
        let got = self.call(function.at, call(arguments), U256::ZERO)?;
        let Some(canonical) = oracle::canonical(&function.types, arguments) else {
            self.refused += 1;
            return require_refused(&got);
        };
        if canonical == arguments {
            return Ok(());
        }
        let meant = self.call(function.at, call(&canonical), U256::ZERO)?;
        if is_refused(&got) && !is_refused(&meant) {
            self.stricter += 1;
            return Ok(());
        }
        self.read += 1;
        ensure!(
            got.status == meant.status && got.output == meant.output && got.logs == meant.logs,
            "misread: {got:?}, but the canonical encoding gives {meant:?}"
        );
        Ok(())
    }
}

fn of_interface(interface: &str, at: Address) -> Result<Vec<Function>> {
    let file = root().join(format!("abi/json/{interface}.json"));
    let abi: JsonAbi = serde_json::from_str(&fs::read_to_string(&file)?)?;
    let functions = abi.functions().map(|function| {
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
pub(crate) fn require_refused(receipt: &Receipt) -> Result<()> {
    ensure!(is_refused(receipt), "malformed, but {receipt:?}");
    let spent = receipt.gas_used - receipt.intrinsic_gas;
    ensure!(spent <= REFUSAL, "refusing took {spent} gas");
    Ok(())
}
