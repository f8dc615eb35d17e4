//! The views taken after every step: what the invariants look at, what the report draws, and what
//! worlds must agree upon.

use super::call::{Queued, Scene, encode};
use super::expect::Quantity;
use super::format::{Asset, Names, Party, SetName};
use super::probe::probe;
use super::stage::{Disagreement, Stage};
use crate::interfaces::Interfaces;
use crate::world::Outcome;
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, Bytes, U256};
use std::collections::{BTreeMap, HashMap};

/// What a measurement found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measured {
    /// An amount, a fraction or a count.
    Number(U256),
    /// A truth value.
    Truth(bool),
    /// An account, or nobody.
    Party(Option<Address>),
    /// The view reverted.
    Nothing,
}

impl Measured {
    /// The number, if it is one.
    pub fn number(self) -> Option<U256> {
        match self {
            Self::Number(n) => Some(n),
            _ => None,
        }
    }
}

/// Everything measured after one step.
pub type Snapshot = BTreeMap<Quantity, Measured>;

/// Why a measurement failed.
#[derive(Debug)]
pub enum MeasureError {
    /// Worlds gave different answers.
    Disagreement(Disagreement),
    /// The story asks for what cannot be measured.
    Impossible(String),
}

impl From<Disagreement> for MeasureError {
    fn from(found: Disagreement) -> Self {
        Self::Disagreement(found)
    }
}

impl From<String> for MeasureError {
    fn from(message: String) -> Self {
        Self::Impossible(message)
    }
}

/// Takes measurements. Equal calls of one snapshot are made once.
#[derive(Debug)]
pub struct Meter<'a, 'i> {
    /// The worlds.
    pub stage: &'a mut Stage<'i>,
    /// Names in the story.
    pub names: &'a Names,
    /// Withdrawals by name.
    pub withdrawals: &'a BTreeMap<String, Queued>,
    /// Types of answers.
    pub interfaces: &'a Interfaces,
    /// Answers of this snapshot.
    pub answers: HashMap<(Address, Bytes), Outcome>,
}

impl Meter<'_, '_> {
    /// Measures one quantity.
    ///
    /// # Errors
    /// [`MeasureError`] if worlds disagree or there is no such thing.
    pub fn measure(&mut self, quantity: &Quantity) -> Result<Measured, MeasureError> {
        if let Quantity::WithdrawalShares(name, asset) = quantity {
            return self.withdrawal_shares(name, *asset);
        }
        let probe = probe(&self.scene(), self.stage.now().block, quantity)?;
        let Some(values) = self.call(probe.to, probe.signature, probe.args)? else {
            return Ok(Measured::Nothing);
        };
        let mut value = &values;
        for index in probe.path {
            let items = match value {
                DynSolValue::Tuple(i) | DynSolValue::Array(i) | DynSolValue::FixedArray(i) => i,
                _ => return Ok(Measured::Nothing),
            };
            let Some(item) = items.get(*index) else { return Ok(Measured::Nothing) };
            value = item;
        }
        Ok(match value {
            DynSolValue::Uint(n, _) => Measured::Number(*n),
            DynSolValue::Bool(b) => Measured::Truth(*b),
            DynSolValue::Address(a) => Measured::Party((!a.is_zero()).then_some(*a)),
            DynSolValue::Array(items) => Measured::Number(U256::from(items.len())),
            _ => Measured::Nothing,
        })
    }

    /// Calls a view in all worlds and decodes its values; `None` if it reverts.
    ///
    /// # Errors
    /// [`MeasureError`] if worlds disagree or the ABI is unknown.
    pub fn call(
        &mut self,
        to: Address,
        signature: &str,
        args: Vec<DynSolValue>,
    ) -> Result<Option<DynSolValue>, MeasureError> {
        let data = encode(signature, args)?;
        let key = (to, data);
        if !self.answers.contains_key(&key) {
            let outcome = self.stage.view(key.0, &key.1)?;
            self.answers.insert(key.clone(), outcome);
        }
        let Some(outcome) = self.answers.get(&key).filter(|o| o.success) else { return Ok(None) };
        let selector = key.1.first_chunk::<4>().copied().unwrap_or_default();
        let returns = self.interfaces.returns(selector.into());
        let returns = returns.ok_or_else(|| format!("no ABI has `{signature}`"))?;
        let decoded = DynSolType::Tuple(returns.types.clone()).abi_decode_params(&outcome.output);
        Ok(Some(decoded.map_err(|e| format!("`{signature}` returned nonsense: {e}"))?))
    }

    fn withdrawal_shares(&mut self, name: &str, asset: Asset) -> Result<Measured, MeasureError> {
        let queued = self.withdrawals.get(name);
        let queued = queued.ok_or_else(|| format!("no withdrawal is called “{name}”"))?;
        let (root, strategies) = (queued.root, queued.strategies.clone());
        let scene = self.scene();
        let (to, strategy) = (scene.resolve("$dm")?, scene.resolve(&asset.strategy())?);
        let Some(index) = strategies.iter().position(|s| *s == strategy) else {
            return Err(format!("“{name}” has no such strategy").into());
        };
        let args = vec![DynSolValue::FixedBytes(root, 32)];
        let values = self.call(to, "getQueuedWithdrawal(bytes32)", args)?;
        let shares = values.as_ref().and_then(|v| v.as_tuple()?.get(1)?.as_array()?.get(index));
        // A completed withdrawal is an empty struct: nothing is left in it.
        let number = shares.and_then(DynSolValue::as_uint).map_or(U256::ZERO, |(n, _)| n);
        Ok(Measured::Number(number))
    }

    fn scene(&self) -> Scene<'_> {
        Scene { names: self.names, directory: self.stage.directory(), withdrawals: self.withdrawals }
    }
}

/// What has come up in a story so far, beside its cast.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Operator sets created.
    pub sets: Vec<SetName>,
    /// Slashes: the set and the slash's number in it.
    pub slashes: Vec<(SetName, u64)>,
    /// Names of withdrawals queued, with their strategies.
    pub withdrawals: Vec<(String, Vec<Asset>)>,
}

/// The quantities to measure after every step.
pub fn quantities(names: &Names, known: &Known) -> Vec<Quantity> {
    let mut list = Vec::new();
    let assets: Vec<Asset> = names.strategies.values().copied().collect();
    let burn = Party("$burn".to_owned());
    for asset in &assets {
        let asset = *asset;
        list.extend([
            Quantity::TotalShares(asset),
            Quantity::VaultBalance(asset),
            Quantity::SharePrice(asset),
            Quantity::TokenBalance(burn.clone(), asset),
        ]);
        for party in names.actors.values() {
            list.push(Quantity::TokenBalance(party.clone(), asset));
            if is_staker(party) || is_operator(party) {
                list.extend([
                    Quantity::DepositShares(party.clone(), asset),
                    Quantity::WithdrawableShares(party.clone(), asset),
                    Quantity::ScalingFactor(party.clone(), asset),
                ]);
            }
            if is_operator(party) {
                list.extend([
                    Quantity::OperatorShares(party.clone(), asset),
                    Quantity::MaxMagnitude(party.clone(), asset),
                    Quantity::EncumberedMagnitude(party.clone(), asset),
                    Quantity::AllocatableMagnitude(party.clone(), asset),
                    Quantity::SlashableSharesInQueue(party.clone(), asset),
                ]);
                let sets = known.sets.iter().cloned();
                list.extend(sets.map(|s| Quantity::AllocatedMagnitude(party.clone(), asset, s)));
            }
        }
        let slashes = known.slashes.iter().cloned();
        list.extend(slashes.map(|(set, id)| Quantity::SlashedShares(set, id, asset)));
        let holding = known.withdrawals.iter().filter(|(_, assets)| assets.contains(&asset));
        list.extend(holding.map(|(name, _)| Quantity::WithdrawalShares(name.clone(), asset)));
    }
    for party in names.actors.values().filter(|p| is_staker(p) || is_operator(p)) {
        list.push(Quantity::DelegatedTo(party.clone()));
    }
    list
}

/// Whether an account has a staker's role.
pub fn is_staker(party: &Party) -> bool {
    party.0.starts_with("$staker")
}

/// Whether an account has an operator's role.
pub fn is_operator(party: &Party) -> bool {
    party.0.starts_with("$operator")
}
