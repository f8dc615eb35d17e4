//! Questions that mean something: arguments are drawn by the names that an interface gives them.

use alloy_dyn_abi::{DynSolType, DynSolValue, Specifier as _};
use alloy_json_abi::{Function, Param, StateMutability};
use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::{Context as _, Result};
use surety_scenario::world::{Directory, Moment};
use surety_tests::{
    calldata::{INTERFACES, functions},
    twins::Dice,
};

/// A function that changes nothing, and who answers it.
pub(crate) struct View {
    /// Interface and signature.
    pub(crate) name: String,
    pub(crate) at: Address,
    pub(crate) function: Function,
}

/// Views of contracts that the model does not answer as the WASM does.
const OURS: [(&str, &str); 4] = [
    // Names a program of the WASM, which the model has not.
    ("$am", "viewImplementation"),
    // Our one vault program has limits that are not set; the peer's plain strategy has none to show.
    ("$strategyA", "getTVLLimits"),
    ("$strategyA", "maxPerDeposit"),
    ("$strategyA", "maxTotalDeposits"),
];

/// All views of a deployment's contracts, but those of which only one world can speak.
pub(crate) fn views(directory: &Directory) -> Result<Vec<View>> {
    let mut views = Vec::new();
    for (symbol, interface) in INTERFACES.into_iter().chain([("$strategyTVL", "IStrategyVault")]) {
        let at = directory.get(symbol).copied().with_context(|| format!("no {symbol}"))?;
        let is_view = |function: &Function| {
            matches!(function.state_mutability, StateMutability::View | StateMutability::Pure)
                && !OURS.contains(&(symbol, &function.name))
        };
        views.extend(functions(interface)?.into_iter().filter(is_view).map(|function| View {
            name: format!("{symbol} {interface}.{}", function.signature()),
            at,
            function,
        }));
    }
    Ok(views)
}

/// Makes questions about a world.
pub(crate) struct Asker {
    accounts: Vec<(String, Address)>,
    seen: Vec<B256>,
    now: Moment,
    dice: Dice,
}

/// Parts of an argument's name, and the symbols of accounts that it may be.
const ROLES: [(&str, &[&str]); 12] = [
    ("operator", &["$operator", "$staker"]),
    ("avs", &["$avs"]),
    ("strateg", &["$strategy"]),
    ("staker", &["$staker", "$operator"]),
    ("earner", &["$staker", "$operator"]),
    ("claimer", &["$claimer", "$staker"]),
    ("token", &["$token"]),
    ("pauser", &["$pauser", "$unpauser"]),
    ("appointee", &["$appointee", "$staker"]),
    ("admin", &["$admin", "$operator"]),
    ("approver", &["$approver", "$operator"]),
    ("target", &["$dm", "$am", "$rc"]),
];

impl Asker {
    pub(crate) fn new(directory: &Directory, seen: &[B256], now: Moment, dice: Dice) -> Self {
        let accounts = directory.iter().map(|(symbol, account)| (symbol.clone(), *account)).collect();
        Self { accounts, seen: seen.to_vec(), now, dice }
    }

    /// Calldata.
    pub(crate) fn question(&mut self, function: &Function) -> Result<Bytes> {
        let values = function
            .inputs
            .iter()
            .map(|param| self.argument(param, &param.name.to_lowercase()))
            .collect::<Result<Vec<_>>>()?;
        let arguments = DynSolValue::Tuple(values).abi_encode_params();
        Ok([function.selector().as_slice(), &arguments].concat().into())
    }

    /// A value of a parameter; one without a name is called as what it is part of.
    fn argument(&mut self, param: &Param, outer: &str) -> Result<DynSolValue> {
        let name = if param.name.is_empty() { outer.to_owned() } else { param.name.to_lowercase() };
        self.value(&param.resolve()?, &param.components, &name)
    }

    fn value(&mut self, ty: &DynSolType, parts: &[Param], name: &str) -> Result<DynSolValue> {
        Ok(match ty {
            DynSolType::Address => DynSolValue::Address(self.account(name)?),
            DynSolType::Bool => DynSolValue::Bool(self.dice.once_in(2)),
            DynSolType::Uint(bits) => DynSolValue::Uint(self.number(name, *bits)?, *bits),
            DynSolType::FixedBytes(len) => DynSolValue::FixedBytes(self.word()?, *len),
            DynSolType::Bytes => DynSolValue::Bytes(vec![0x5a; self.dice.below(70)]),
            DynSolType::String => DynSolValue::String("a text".into()),
            DynSolType::Array(of) => {
                let len = self.dice.below(4);
                DynSolValue::Array((0..len).map(|_| self.value(of, parts, name)).collect::<Result<_>>()?)
            }
            DynSolType::FixedArray(of, len) => DynSolValue::FixedArray(
                (0..*len).map(|_| self.value(of, parts, name)).collect::<Result<_>>()?,
            ),
            DynSolType::Tuple(_) => {
                DynSolValue::Tuple(parts.iter().map(|part| self.argument(part, name)).collect::<Result<_>>()?)
            }
            // The suite's interfaces have no other types.
            _ => anyhow::bail!("no value of type {ty}"),
        })
    }

    /// Seldom anybody, mostly somebody of the role that the name speaks of.
    fn account(&mut self, name: &str) -> Result<Address> {
        let role = ROLES.iter().find(|(part, _)| name.contains(part));
        let wanted =
            |symbol: &str| role.is_none_or(|(_, symbols)| symbols.iter().any(|s| symbol.starts_with(s)));
        let anybody = self.dice.once_in(12);
        let pool: Vec<Address> = self
            .accounts
            .iter()
            .filter(|(symbol, _)| anybody || wanted(symbol))
            .map(|(_, account)| *account)
            .collect();
        self.dice.one(&pool).copied()
    }

    fn number(&mut self, name: &str, bits: usize) -> Result<U256> {
        let number = if name.contains("block") {
            U256::from(self.now.block.saturating_sub(self.dice.below(40) as u64))
        } else if name.contains("time") || name.contains("expiry") {
            U256::from(self.now.timestamp) + U256::from(self.dice.below(40))
        } else if bits == 256 && self.dice.once_in(3) {
            self.word()?.into()
        } else if bits > 64 && self.dice.once_in(2) {
            self.dice.amount()
        } else {
            U256::from(self.dice.below(4))
        };
        Ok(number & (U256::MAX >> (256 - bits.clamp(1, 256))))
    }

    fn word(&mut self) -> Result<B256> {
        if self.seen.is_empty() || self.dice.once_in(8) {
            return Ok(B256::repeat_byte(u8::try_from(self.dice.below(3))?));
        }
        self.dice.one(&self.seen).copied()
    }
}
