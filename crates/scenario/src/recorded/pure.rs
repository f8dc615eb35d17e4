//! `pure*.json`: the recorded library mathematics, domains, digests, trees, roots and curve points.
//!
//! Needs no world. The accounting functions are asked of a [`PureMath`], so that the same check
//! serves every implementation; the rest is checked against this crate's own code.

use super::error::{Difference, Mismatch, RecordedError};
use super::file::{read, syntax};
use super::ordered;
use super::symbols::WITHDRAWAL;
use super::value::hex_bytes;
use crate::eip712::{DomainBase, Signable, bn254, sign_digest};
use crate::merkle::{RewardTree, earner_leaf, token_leaf};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, B256, Bytes, U256, hex, keccak256};
use serde::Deserialize;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The accounting library's functions, by the names that the file gives them.
pub trait PureMath {
    /// Evaluates a function. `None` if there is no such function; the error is what the original
    /// reverts with, e.g. `Panic(18)`.
    fn evaluate(&self, function: &str, args: &[U256]) -> Option<Result<U256, String>>;
}

/// The whole file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PureFile {
    /// The file it came from; not part of the format.
    #[serde(skip)]
    file: PathBuf,
    #[serde(default, rename = "description")]
    _description: Option<String>,
    #[serde(default, deserialize_with = "ordered::entries")]
    math: Vec<(String, Vec<MathCase>)>,
    #[serde(default, rename = "rewardTrees")]
    reward_trees: Vec<TreeCase>,
    #[serde(default)]
    eip712: Option<Eip712>,
    #[serde(default, rename = "withdrawalRoot")]
    withdrawal_root: Option<DigestCase>,
    #[serde(default, deserialize_with = "ordered::entries")]
    bn254: Vec<(String, Value)>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MathCase {
    args: Vec<U256Text>,
    #[serde(default)]
    result: Option<U256Text>,
    #[serde(default)]
    revert: Option<String>,
}

/// A decimal string.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
struct U256Text(U256);

impl TryFrom<String> for U256Text {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let decimal = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let number = U256::from_str_radix(&text, 10).ok().filter(|_| decimal);
        number.map(Self).ok_or_else(|| format!("`{text}` is not a decimal number"))
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TreeCase {
    root: B256,
    earners: Vec<EarnerCase>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct EarnerCase {
    earner: Address,
    tokens: Vec<(Address, U256Text)>,
    token_leaves: Vec<B256>,
    token_root: B256,
    token_proofs: Vec<Bytes>,
    earner_leaf: B256,
    earner_proof: Bytes,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Eip712 {
    domains: Vec<DomainCase>,
    #[serde(deserialize_with = "ordered::entries")]
    typehashes: Vec<(String, B256)>,
    digests: Vec<DigestCase>,
    signatures: Vec<SignatureCase>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct DomainCase {
    contract: String,
    name: String,
    version: String,
    major_version_used: String,
    chain_id: String,
    verifying_contract: Address,
    domain_separator: B256,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct DigestCase {
    function: String,
    verifying_contract: Address,
    args: Vec<Value>,
    digest: B256,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SignatureCase {
    digest: B256,
    private_key: B256,
    signature: Bytes,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

/// What a file's check compared and found.
struct Findings {
    checks: usize,
    differences: Vec<Difference>,
}

impl Findings {
    fn equal(&mut self, field: String, expected: impl ToString, got: impl ToString) {
        self.checks = self.checks.saturating_add(1);
        let (expected, got) = (expected.to_string(), got.to_string());
        if expected != got {
            self.differences.push(Difference { field, expected, got });
        }
    }
}

impl PureFile {
    /// Reads the file.
    ///
    /// # Errors
    /// [`RecordedError::Read`] and [`RecordedError::Syntax`].
    pub fn load(file: &Path) -> Result<Self, RecordedError> {
        let text = read(file)?;
        Self::parse(file, &text)
    }

    /// Reads the file's text; `file` is for messages.
    ///
    /// # Errors
    /// [`RecordedError::Syntax`] for anything of another shape.
    pub fn parse(file: &Path, text: &[u8]) -> Result<Self, RecordedError> {
        let mut pure: Self = serde_json::from_slice(text).map_err(|e| syntax(file, &e))?;
        pure.file = file.to_owned();
        Ok(pure)
    }

    /// Checks everything in the file; returns how many values were compared.
    ///
    /// # Errors
    /// [`RecordedError::Mismatch`] with every value that differs.
    pub fn check(&self, math: &dyn PureMath) -> Result<usize, RecordedError> {
        let mut found = Findings { checks: 0, differences: Vec::new() };
        self.check_math(math, &mut found);
        self.check_trees(&mut found);
        self.check_eip712(&mut found);
        self.check_root(&mut found);
        self.check_bn254(&mut found);
        if found.differences.is_empty() {
            return Ok(found.checks);
        }
        Err(RecordedError::Mismatch(Box::new(Mismatch {
            file: self.file.clone(),
            step: None,
            what: "library mathematics".to_owned(),
            world: "this build".to_owned(),
            differences: found.differences,
        })))
    }

    fn check_math(&self, math: &dyn PureMath, found: &mut Findings) {
        for (function, cases) in &self.math {
            for (index, case) in cases.iter().enumerate() {
                let args: Vec<U256> = case.args.iter().map(|n| n.0).collect();
                let expected = match (&case.result, &case.revert) {
                    (Some(result), _) => result.0.to_string(),
                    (None, Some(revert)) => revert.clone(),
                    (None, None) => "a result or a revert".to_owned(),
                };
                let got = match math.evaluate(function, &args) {
                    Some(Ok(n)) => n.to_string(),
                    Some(Err(revert)) => revert,
                    None => "no such function".to_owned(),
                };
                found.equal(format!("math.{function}[{index}]"), expected, got);
            }
        }
    }

    fn check_trees(&self, found: &mut Findings) {
        for (index, case) in self.reward_trees.iter().enumerate() {
            let amounts = |e: &EarnerCase| e.tokens.iter().map(|(t, a)| (*t, a.0)).collect();
            let earners = case.earners.iter().map(|e| (e.earner, amounts(e))).collect();
            let tree = RewardTree::new(earners);
            let field = |what: &str| format!("rewardTrees[{index}].{what}");
            found.equal(field("root"), case.root, tree.tree.root());
            for (at, (want, made)) in case.earners.iter().zip(&tree.earners).enumerate() {
                let field = |what: &str| field(&format!("earners[{at}].{what}"));
                let leaves: Vec<B256> = made.tokens.iter().map(|(t, a)| token_leaf(*t, *a)).collect();
                found.equal(field("tokenLeaves"), list(&want.token_leaves), list(&leaves));
                found.equal(field("tokenRoot"), want.token_root, made.tree.root());
                let proofs = (0..leaves.len()).filter_map(|i| made.tree.proof(i));
                let proofs: Vec<Bytes> = proofs.map(Bytes::from).collect();
                found.equal(field("tokenProofs"), list(&want.token_proofs), list(&proofs));
                let leaf = earner_leaf(made.earner, made.tree.root());
                found.equal(field("earnerLeaf"), want.earner_leaf, leaf);
                let proof = Bytes::from(tree.tree.proof(at).unwrap_or_default());
                found.equal(field("earnerProof"), &want.earner_proof, proof);
            }
        }
    }

    fn check_eip712(&self, found: &mut Findings) {
        let Some(eip712) = &self.eip712 else { return };
        for case in &eip712.domains {
            let field = |what: &str| format!("eip712.domains.{}.{what}", case.contract);
            let Ok(chain_id) = case.chain_id.parse() else {
                found.equal(field("chainId"), "a chain id", &case.chain_id);
                continue;
            };
            let (name, version) = (case.name.clone(), case.version.clone());
            let major: String = version.chars().take(1).collect();
            found.equal(field("majorVersionUsed"), &case.major_version_used, major);
            let domain = DomainBase { name, version, chain_id };
            let separator = domain.separator(case.verifying_contract);
            found.equal(field("domainSeparator"), case.domain_separator, separator);
        }
        for (name, hash) in &eip712.typehashes {
            let got = type_string(name).map(keccak256);
            let got = got.map_or_else(|| "no such struct".to_owned(), |h| h.to_string());
            found.equal(format!("eip712.typehashes.{name}"), hash, got);
        }
        for (index, case) in eip712.digests.iter().enumerate() {
            let domain = eip712.domains.iter().find(|d| d.verifying_contract == case.verifying_contract);
            let got = domain.and_then(|domain| digest(domain, case));
            let got = got.map_or_else(|| "no such digest".to_owned(), |d| d.to_string());
            found.equal(format!("eip712.digests[{index}]"), case.digest, got);
        }
        for (index, case) in eip712.signatures.iter().enumerate() {
            let made = Bytes::from(sign_digest(case.private_key, case.digest).unwrap_or_default());
            found.equal(format!("eip712.signatures[{index}]"), &case.signature, made);
        }
    }

    fn check_root(&self, found: &mut Findings) {
        let Some(case) = &self.withdrawal_root else { return };
        let values = arguments(&format!("({WITHDRAWAL})"), &case.args);
        let root = values.as_deref().and_then(<[DynSolValue]>::first);
        let root = root.map(|withdrawal| keccak256(withdrawal.abi_encode()));
        let got = root.map_or_else(|| "no withdrawal".to_owned(), |r| r.to_string());
        found.equal("withdrawalRoot".to_owned(), case.digest, got);
    }

    fn check_bn254(&self, found: &mut Findings) {
        for (name, case) in &self.bn254 {
            if name == "hashToG1" {
                for (index, case) in case.as_array().into_iter().flatten().enumerate() {
                    let input = case.get("input").and_then(Value::as_str).unwrap_or_default();
                    let Ok(input) = input.parse() else { continue };
                    let (x, y) = bn254::hash_to_g1(input);
                    let field = |what: &str| format!("bn254.hashToG1[{index}].{what}");
                    found.equal(field("X"), text(case, "X"), x);
                    found.equal(field("Y"), text(case, "Y"), y);
                }
                continue;
            }
            check_key(name, case, found);
        }
    }
}

/// A BN254 key: its point in G1 and in G2, its encoding and its hash.
fn check_key(name: &str, case: &Value, found: &mut Findings) {
    let field = |what: &str| format!("bn254.{name}.{what}");
    let secret = U256::from_str_radix(&text(case, "secretKey"), 10).unwrap_or_default();
    let g1 = bn254::mul(secret, bn254::GENERATOR);
    let (x, y) = g1.unwrap_or_default();
    let of = |key: &str| -> Vec<String> {
        let items = case.get(key).and_then(Value::as_array).into_iter().flatten();
        items.map(|v| v.as_str().unwrap_or_default().to_owned()).collect()
    };
    found.equal(field("g1"), of("g1").join(","), format!("{x},{y}"));
    let (g2x, g2y) = bn254::g2::mul(secret, bn254::g2::GENERATOR).unwrap_or_default();
    let coordinates = |c: (U256, U256)| format!("{},{}", c.0, c.1);
    found.equal(field("g2X"), of("g2X").join(","), coordinates(g2x));
    found.equal(field("g2Y"), of("g2Y").join(","), coordinates(g2y));
    let mut data = bn254::encode(g1);
    for word in [g2x.0, g2x.1, g2y.0, g2y.1] {
        data.extend(word.to_be_bytes::<32>());
    }
    found.equal(field("keyData"), text(case, "keyData"), hex::encode_prefixed(data));
    found.equal(field("keyHash"), text(case, "keyHash"), keccak256(bn254::encode(g1)));
}

fn text(case: &Value, key: &str) -> String {
    case.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn list<T: ToString>(items: &[T]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// The EIP-712 type behind a public constant of the contracts.
fn type_string(constant: &str) -> Option<&'static str> {
    let types = [
        (
            "DELEGATION_APPROVAL_TYPEHASH",
            "DelegationApproval(address delegationApprover,address staker,address operator,bytes32 salt,uint256 expiry)",
        ),
        (
            "DEPOSIT_TYPEHASH",
            "Deposit(address staker,address strategy,address token,uint256 amount,uint256 nonce,uint256 expiry)",
        ),
        (
            "OPERATOR_AVS_REGISTRATION_TYPEHASH",
            "OperatorAVSRegistration(address operator,address avs,bytes32 salt,uint256 expiry)",
        ),
        (
            "OPERATOR_SET_REGISTRATION_TYPEHASH",
            "OperatorSetRegistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)",
        ),
        (
            "OPERATOR_SET_FORCE_DEREGISTRATION_TYPEHASH",
            "OperatorSetForceDeregistration(address avs,uint32[] operatorSetIds,bytes32 salt,uint256 expiry)",
        ),
        (
            "ECDSA_KEY_REGISTRATION_TYPEHASH",
            "ECDSAKeyRegistration(address operator,address avs,uint32 operatorSetId,address keyAddress)",
        ),
        (
            "BN254_KEY_REGISTRATION_TYPEHASH",
            "BN254KeyRegistration(address operator,address avs,uint32 operatorSetId,bytes keyData)",
        ),
    ];
    types.iter().find(|(name, _)| *name == constant).map(|(_, text)| *text)
}

/// The digest a `calculate…` function returns.
fn digest(domain: &DomainCase, case: &DigestCase) -> Option<B256> {
    let (name, types) = case.function.split_once('(')?;
    let values = arguments(&format!("({types}"), &case.args)?;
    let mut values = values.into_iter();
    let mut next = || values.next();
    let address = |v: Option<DynSolValue>| v.and_then(|v| v.as_address());
    let number = |v: Option<DynSolValue>| v.and_then(|v| v.as_uint()).map(|(n, _)| n);
    let word = |v: Option<DynSolValue>| v.and_then(|v| v.as_word());
    let set = |v: Option<DynSolValue>| {
        let v = v?;
        let fields = v.as_tuple()?;
        let id = fields.get(1)?.as_uint()?.0;
        Some((fields.first()?.as_address()?, u32::try_from(id).ok()?))
    };
    let signable = match name {
        "calculateDelegationApprovalDigestHash" => {
            let (staker, operator) = (address(next())?, address(next())?);
            let (delegation_approver, salt) = (address(next())?, word(next())?);
            let expiry = number(next())?;
            Signable::DelegationApproval { delegation_approver, staker, operator, salt, expiry }
        }
        "calculateStrategyDepositDigestHash" => Signable::Deposit {
            staker: address(next())?,
            strategy: address(next())?,
            token: address(next())?,
            amount: number(next())?,
            nonce: number(next())?,
            expiry: number(next())?,
        },
        "calculateOperatorAVSRegistrationDigestHash" => Signable::OperatorAvsRegistration {
            operator: address(next())?,
            avs: address(next())?,
            salt: word(next())?,
            expiry: number(next())?,
        },
        "getECDSAKeyRegistrationMessageHash" => {
            let operator = address(next())?;
            let (avs, operator_set_id) = set(next())?;
            let key_address = address(next())?;
            Signable::EcdsaKeyRegistration { operator, avs, operator_set_id, key_address }
        }
        "getBN254KeyRegistrationMessageHash" => {
            let operator = address(next())?;
            let (avs, operator_set_id) = set(next())?;
            let key_data = Bytes::copy_from_slice(next()?.as_bytes()?);
            Signable::Bn254KeyRegistration { operator, avs, operator_set_id, key_data }
        }
        _ => return None,
    };
    let base = DomainBase {
        name: domain.name.clone(),
        version: domain.version.clone(),
        chain_id: domain.chain_id.parse().ok()?,
    };
    Some(base.digest(case.verifying_contract, signable.struct_hash()))
}

/// Reads literal arguments (no symbols occur in these files).
fn arguments(types: &str, json: &[Value]) -> Option<Vec<DynSolValue>> {
    let DynSolType::Tuple(types) = DynSolType::parse(types).ok()? else { return None };
    if types.len() != json.len() {
        return None;
    }
    types.iter().zip(json).map(|(ty, v)| literal(ty, v)).collect()
}

fn literal(ty: &DynSolType, json: &Value) -> Option<DynSolValue> {
    match (ty, json) {
        (DynSolType::Tuple(types), Value::Array(list)) if types.len() == list.len() => {
            let fields = types.iter().zip(list).map(|(ty, v)| literal(ty, v));
            fields.collect::<Option<_>>().map(DynSolValue::Tuple)
        }
        (DynSolType::Array(inner), Value::Array(list)) => {
            list.iter().map(|v| literal(inner, v)).collect::<Option<_>>().map(DynSolValue::Array)
        }
        (DynSolType::Bytes, Value::String(text)) => hex_bytes(text).map(DynSolValue::Bytes),
        (DynSolType::Uint(_), Value::Number(n)) => ty.coerce_str(&n.to_string()).ok(),
        (_, Value::String(text)) => ty.coerce_str(text).ok(),
        _ => None,
    }
}
