//! `{"$sig": {…}}`: signatures that a scenario asks to be made.

use super::error::ValueError;
use super::symbols::Symbols;
use super::value::{hex_bytes, uint};
use crate::eip712::{Signable, bn254, sign_digest};
use alloy_primitives::{Address, B256, U256};
use serde_json::{Map, Value};

/// Makes the signature a `$sig` describes.
///
/// # Errors
/// [`ValueError`] for an unknown kind, signer or contract, and for missing or surplus fields.
pub fn signature(symbols: &Symbols, spec: &Value) -> Result<Vec<u8>, ValueError> {
    let map = spec.as_object().ok_or_else(|| ValueError::new("a `$sig` is an object"))?;
    let fields = Fields { symbols, map };
    let kind = fields.text("kind")?;
    let (signable, names) = signable(&fields, kind)?;
    let by = if kind == "BN254KeyRegistration" { "secretKey" } else { "signer" };
    let known = |k: &str| k == "kind" || k == by || names.contains(&k);
    if let Some(surplus) = map.keys().find(|k| !known(k)) {
        return Err(ValueError::new(format!("unknown field `{surplus}` of a {kind}")));
    }

    let symbol = signable.verifier_symbol();
    let verifier = symbols
        .address(symbol)
        .ok_or_else(|| ValueError::new(format!("this world has no {symbol} to sign for")))?;
    let digest = symbols.domain.digest(verifier, signable.struct_hash());
    if by == "secretKey" {
        return Ok(bn254::sign(fields.number("secretKey")?, digest));
    }
    let signer = fields.text("signer")?;
    let key = symbols.keys.get(signer);
    let key = key.ok_or_else(|| ValueError::new("no key is known").inside("signer"))?;
    sign_digest(*key, digest).ok_or_else(|| ValueError::new("the key is invalid").inside("signer"))
}

/// The struct of a kind, and the names of its fields.
fn signable<'k>(fields: &Fields<'_>, kind: &'k str) -> Result<(Signable, &'k [&'k str]), ValueError> {
    Ok(match kind {
        "DelegationApproval" => (
            Signable::DelegationApproval {
                delegation_approver: fields.address("delegationApprover")?,
                staker: fields.address("staker")?,
                operator: fields.address("operator")?,
                salt: fields.word("salt")?,
                expiry: fields.number("expiry")?,
            },
            &["delegationApprover", "staker", "operator", "salt", "expiry"],
        ),
        "Deposit" => (
            Signable::Deposit {
                staker: fields.address("staker")?,
                strategy: fields.address("strategy")?,
                token: fields.address("token")?,
                amount: fields.number("amount")?,
                nonce: fields.number("nonce")?,
                expiry: fields.number("expiry")?,
            },
            &["staker", "strategy", "token", "amount", "nonce", "expiry"],
        ),
        "OperatorAVSRegistration" => (
            Signable::OperatorAvsRegistration {
                operator: fields.address("operator")?,
                avs: fields.address("avs")?,
                salt: fields.word("salt")?,
                expiry: fields.number("expiry")?,
            },
            &["operator", "avs", "salt", "expiry"],
        ),
        "ECDSAKeyRegistration" => (
            Signable::EcdsaKeyRegistration {
                operator: fields.address("operator")?,
                avs: fields.address("avs")?,
                operator_set_id: fields.small("operatorSetId")?,
                key_address: fields.address("keyAddress")?,
            },
            &["operator", "avs", "operatorSetId", "keyAddress"],
        ),
        "BN254KeyRegistration" => (
            Signable::Bn254KeyRegistration {
                operator: fields.address("operator")?,
                avs: fields.address("avs")?,
                operator_set_id: fields.small("operatorSetId")?,
                key_data: fields.bytes("keyData")?.into(),
            },
            &["operator", "avs", "operatorSetId", "keyData"],
        ),
        other => return Err(ValueError::new(format!("no such kind `{other}`")).inside("kind")),
    })
}

/// Typed access to the fields of a `$sig`.
struct Fields<'a> {
    symbols: &'a Symbols,
    map: &'a Map<String, Value>,
}

impl<'a> Fields<'a> {
    fn get(&self, name: &str) -> Result<&'a Value, ValueError> {
        self.map.get(name).ok_or_else(|| ValueError::new("missing").inside(name))
    }

    fn text(&self, name: &str) -> Result<&'a str, ValueError> {
        let text = self.get(name)?.as_str();
        text.ok_or_else(|| ValueError::new("not a string").inside(name))
    }

    fn address(&self, name: &str) -> Result<Address, ValueError> {
        let found = self.symbols.address(self.text(name)?);
        found.ok_or_else(|| ValueError::new("not an address here").inside(name))
    }

    fn number(&self, name: &str) -> Result<U256, ValueError> {
        let found = uint(self.symbols, self.get(name)?);
        found.ok_or_else(|| ValueError::new("not a number here").inside(name))
    }

    fn small(&self, name: &str) -> Result<u32, ValueError> {
        let found = u32::try_from(self.number(name)?);
        found.map_err(|_| ValueError::new("beyond 32 bits").inside(name))
    }

    fn word(&self, name: &str) -> Result<B256, ValueError> {
        let bytes = hex_bytes(self.text(name)?).filter(|b| b.len() == 32);
        let bytes = bytes.ok_or_else(|| ValueError::new("not 32 bytes").inside(name))?;
        Ok(B256::from_slice(&bytes))
    }

    fn bytes(&self, name: &str) -> Result<Vec<u8>, ValueError> {
        let text = self.text(name)?;
        if let Some(address) = self.symbols.address(text).filter(|_| text.starts_with('$')) {
            return Ok(address.to_vec());
        }
        hex_bytes(text).ok_or_else(|| ValueError::new("not hex").inside(name))
    }
}
