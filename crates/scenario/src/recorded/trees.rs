//! Reward trees of a scenario, and claims built from them with all their overrides.

use super::error::ValueError;
use super::file::TreeSpec;
use super::symbols::Symbols;
use super::value::uint;
use crate::merkle::RewardTree;
use alloy_dyn_abi::DynSolValue;
use alloy_primitives::{Address, U256};
use serde::Deserialize;
use serde_json::Value;

/// Builds a tree in this world's addresses.
///
/// # Errors
/// [`ValueError`] for an unknown symbol or a bad amount.
pub fn build(symbols: &Symbols, spec: &TreeSpec) -> Result<RewardTree, ValueError> {
    let address = |json: &Value| -> Result<Address, ValueError> {
        let found = json.as_str().and_then(|s| symbols.address(s));
        found.ok_or_else(|| ValueError::new(format!("{json} is not an address here")))
    };
    let mut earners = Vec::with_capacity(spec.earners.len());
    for (index, earner) in spec.earners.iter().enumerate() {
        let within = |e: ValueError| e.at(index).inside("earners");
        let mut tokens = Vec::with_capacity(earner.tokens.len());
        for (token, amount) in &earner.tokens {
            let amount = uint(symbols, amount)
                .ok_or_else(|| within(ValueError::new(format!("{amount} is not an amount"))))?;
            tokens.push((address(token).map_err(within)?, amount));
        }
        earners.push((address(&earner.earner).map_err(within)?, tokens));
    }
    Ok(RewardTree::new(earners))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct ClaimSpec {
    tree: String,
    root_index: u32,
    earner: usize,
    tokens: Vec<usize>,
    #[serde(default, rename = "override")]
    overrides: Overrides,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
struct Overrides {
    earner_index: Option<u32>,
    token_indices: Option<Vec<u32>>,
    earner: Option<Value>,
    cumulative_earnings: Option<Value>,
    drop_token_proof: bool,
    truncate_earner_proof: bool,
    extend_earner_proof: bool,
    unaligned_earner_proof: bool,
}

/// The `RewardsMerkleClaim` that a `$claim` describes.
///
/// # Errors
/// [`ValueError`] for an unknown tree, leaf or field.
pub fn claim(symbols: &Symbols, spec: &Value) -> Result<DynSolValue, ValueError> {
    let spec = ClaimSpec::deserialize(spec).map_err(|e| ValueError::new(e.to_string()))?;
    let no_tree = || ValueError::new(format!("there is no tree `{}`", spec.tree));
    let tree = symbols.trees.get(&spec.tree).ok_or_else(no_tree)?;
    let no_earner = || ValueError::new(format!("the tree has no earner {}", spec.earner));
    let earner = tree.earners.get(spec.earner).ok_or_else(no_earner)?;
    let mut earner_proof = tree.tree.proof(spec.earner).ok_or_else(no_earner)?;
    let over = spec.overrides;

    let mut indices = Vec::new();
    let mut proofs = Vec::new();
    let mut leaves = Vec::new();
    for &index in &spec.tokens {
        let no_token = || ValueError::new(format!("the earner has no token {index}"));
        let (token, amount) = earner.tokens.get(index).ok_or_else(no_token)?;
        let amount = match &over.cumulative_earnings {
            Some(json) => uint(symbols, json)
                .ok_or_else(|| ValueError::new("the amount is not one").inside("override"))?,
            None => *amount,
        };
        indices.push(DynSolValue::Uint(U256::from(index), 32));
        proofs.push(DynSolValue::Bytes(earner.tree.proof(index).ok_or_else(no_token)?));
        let leaf = vec![DynSolValue::Address(*token), DynSolValue::Uint(amount, 256)];
        leaves.push(DynSolValue::Tuple(leaf));
    }
    if let Some(replaced) = over.token_indices {
        indices = replaced.into_iter().map(|i| DynSolValue::Uint(U256::from(i), 32)).collect();
    }
    if over.drop_token_proof && !proofs.is_empty() {
        proofs.remove(0);
    }
    if over.truncate_earner_proof {
        earner_proof.drain(..earner_proof.len().min(32));
    }
    if over.extend_earner_proof {
        earner_proof.extend([0; 32]);
    }
    if over.unaligned_earner_proof {
        earner_proof.push(1);
    }
    let address = match &over.earner {
        Some(json) => json.as_str().and_then(|s| symbols.address(s)).ok_or_else(|| {
            ValueError::new(format!("{json} is not an address here")).inside("override.earner")
        })?,
        None => earner.earner,
    };
    // An earner index beyond u32 cannot be meant: a tree of that size would not fit a file.
    let own_index = u32::try_from(spec.earner).map_err(|_| no_earner())?;
    Ok(DynSolValue::Tuple(vec![
        DynSolValue::Uint(U256::from(spec.root_index), 32),
        DynSolValue::Uint(U256::from(over.earner_index.unwrap_or(own_index)), 32),
        DynSolValue::Bytes(earner_proof),
        DynSolValue::Tuple(vec![
            DynSolValue::Address(address),
            DynSolValue::FixedBytes(earner.tree.root(), 32),
        ]),
        DynSolValue::Array(indices),
        DynSolValue::Array(proofs),
        DynSolValue::Array(leaves),
    ]))
}
