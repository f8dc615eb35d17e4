//! EIP-712: the hash of typed data as wallets hand it over, in JSON.

use super::RpcError;
use alloy_primitives::{Address, B256, I256, U256, hex, keccak256};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

const DOMAIN: &str = "EIP712Domain";
/// Fields that a domain may have, in the order of the standard.
const DOMAIN_FIELDS: [(&str, &str); 5] = [
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
    ("salt", "bytes32"),
];

/// What `eth_signTypedData_v4` takes.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TypedData {
    types: BTreeMap<String, Vec<Field>>,
    primary_type: String,
    domain: Map<String, Value>,
    message: Value,
}

#[derive(Clone, Debug, Deserialize)]
struct Field {
    name: String,
    #[serde(rename = "type")]
    kind: String,
}

type Result<T> = std::result::Result<T, RpcError>;

fn wrong(what: &str, value: &Value) -> RpcError {
    RpcError::invalid_params(format!("typed data: {value} is no {what}"))
}

impl TypedData {
    /// The hash to sign.
    pub(super) fn hash(mut self) -> Result<B256> {
        if !self.types.contains_key(DOMAIN) {
            let given = DOMAIN_FIELDS.iter().filter(|(name, _)| self.domain.contains_key(*name));
            let fields = given.map(|(name, kind)| Field { name: (*name).into(), kind: (*kind).into() });
            self.types.insert(DOMAIN.into(), fields.collect());
        }
        let domain = self.hash_struct(DOMAIN, &Value::Object(self.domain.clone()))?;
        let mut encoded = [&[0x19, 0x01][..], domain.as_slice()].concat();
        if self.primary_type != DOMAIN {
            encoded.extend(self.hash_struct(&self.primary_type, &self.message)?);
        }
        Ok(keccak256(encoded))
    }

    fn fields(&self, name: &str) -> Result<&[Field]> {
        let fields = self.types.get(name).map(Vec::as_slice);
        fields.ok_or_else(|| RpcError::invalid_params(format!("typed data: type {name} is not given")))
    }

    fn hash_struct(&self, name: &str, value: &Value) -> Result<B256> {
        let object = value.as_object().ok_or_else(|| wrong(name, value))?;
        let mut encoded = keccak256(self.encode_type(name)?).to_vec();
        for field in self.fields(name)? {
            let value = object.get(&field.name).unwrap_or(&Value::Null);
            encoded.extend(self.encode(&field.kind, value)?);
        }
        Ok(keccak256(encoded))
    }

    /// The type with all types it is made of, in order of name.
    fn encode_type(&self, name: &str) -> Result<String> {
        let mut parts = BTreeSet::new();
        let mut open = vec![name];
        while let Some(next) = open.pop() {
            for field in self.fields(next)? {
                let element = field.kind.split('[').next().unwrap_or_default();
                if self.types.contains_key(element) && element != name && parts.insert(element) {
                    open.push(element);
                }
            }
        }
        let mut text = String::new();
        for part in std::iter::once(name).chain(parts) {
            let fields: Vec<_> =
                self.fields(part)?.iter().map(|f| format!("{} {}", f.kind, f.name)).collect();
            text.push_str(&format!("{part}({})", fields.join(",")));
        }
        Ok(text)
    }

    /// A value as a word. Values nest no deeper than JSON does, which has a limit.
    fn encode(&self, kind: &str, value: &Value) -> Result<B256> {
        if let Some((element, _)) = kind.rsplit_once('[') {
            let items = value.as_array().ok_or_else(|| wrong(kind, value))?;
            let words: Vec<_> = items.iter().map(|item| self.encode(element, item)).collect::<Result<_>>()?;
            return Ok(keccak256(words.concat()));
        }
        if self.types.contains_key(kind) {
            return if value.is_null() { Ok(B256::ZERO) } else { self.hash_struct(kind, value) };
        }
        let text = || value.as_str().ok_or_else(|| wrong(kind, value));
        let bytes = || hex::decode(text()?).map_err(|_| wrong(kind, value));
        match kind {
            "string" => Ok(keccak256(text()?)),
            "bytes" => Ok(keccak256(bytes()?)),
            "bool" => {
                let set = value.as_bool().ok_or_else(|| wrong(kind, value))?;
                Ok(B256::with_last_byte(u8::from(set)))
            }
            "address" => match text()?.parse::<Address>() {
                Ok(address) => Ok(address.into_word()),
                Err(_) => Err(wrong(kind, value)),
            },
            _ if kind.starts_with("bytes") => {
                let bytes = bytes()?;
                let size = kind.trim_start_matches("bytes").parse::<usize>().ok().filter(|size| *size <= 32);
                match size {
                    Some(size) if bytes.len() <= size => Ok(B256::right_padding_from(&bytes)),
                    Some(_) | None => Err(wrong(kind, value)),
                }
            }
            _ if kind.starts_with("uint") => number(value).ok_or_else(|| wrong(kind, value)).map(B256::from),
            _ if kind.starts_with("int") => signed(value).ok_or_else(|| wrong(kind, value)).map(B256::from),
            _ => Err(RpcError::invalid_params(format!("typed data: type {kind} is not known"))),
        }
    }
}

fn number(value: &Value) -> Option<U256> {
    match value {
        Value::Number(number) => number.as_u64().map(U256::from),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

fn signed(value: &Value) -> Option<U256> {
    let negative = match value {
        Value::Number(number) => {
            number.as_i64().filter(|number| *number < 0).map(|n| U256::from(n.unsigned_abs()))
        }
        Value::String(text) => text.strip_prefix('-').and_then(|text| text.parse().ok()),
        _ => None,
    };
    match negative {
        Some(size) => Some(I256::from_raw(size).wrapping_neg().into_raw()),
        None => number(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::b256;
    use serde_json::json;

    /// The example of the standard.
    fn mail() -> Value {
        json!({
            "types": {
                "EIP712Domain": [
                    { "name": "name", "type": "string" }, { "name": "version", "type": "string" },
                    { "name": "chainId", "type": "uint256" }, { "name": "verifyingContract", "type": "address" },
                ],
                "Person": [{ "name": "name", "type": "string" }, { "name": "wallet", "type": "address" }],
                "Mail": [
                    { "name": "from", "type": "Person" }, { "name": "to", "type": "Person" },
                    { "name": "contents", "type": "string" },
                ],
            },
            "primaryType": "Mail",
            "domain": {
                "name": "Ether Mail", "version": "1", "chainId": 1,
                "verifyingContract": "0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC",
            },
            "message": {
                "from": { "name": "Cow", "wallet": "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826" },
                "to": { "name": "Bob", "wallet": "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB" },
                "contents": "Hello, Bob!",
            },
        })
    }

    fn hash(data: Value) -> Result<B256> {
        serde_json::from_value::<TypedData>(data).unwrap().hash()
    }

    #[test]
    fn the_standards_example_has_the_standards_hash() {
        let expected = b256!("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
        assert_eq!(hash(mail()).unwrap(), expected);
        let mut without = mail();
        without["types"].as_object_mut().unwrap().remove("EIP712Domain");
        assert_eq!(hash(without).unwrap(), expected, "the domain's type follows from its fields");
    }

    #[test]
    fn numbers_are_the_same_however_written() {
        let data = |kind: &str, value: Value| {
            json!({
                "types": { "A": [{ "name": "v", "type": kind }] },
                "primaryType": "A", "domain": {}, "message": { "v": value },
            })
        };
        let same =
            [json!(255), json!("255"), json!("0xff")].map(|value| hash(data("uint256", value)).unwrap());
        assert_eq!(same[0], same[1]);
        assert_eq!(same[1], same[2]);
        let minus = [json!(-1), json!("-1")].map(|value| hash(data("int64", value)).unwrap());
        assert_eq!(minus[0], minus[1]);
        let lists = hash(data("uint8[]", json!([1, 2]))).unwrap();
        assert_ne!(lists, hash(data("uint8[]", json!([2, 1]))).unwrap());
        for (kind, value) in
            [("uint8", json!(-1)), ("address", json!("x")), ("bytes2", json!("0x010203")), ("huh", json!(1))]
        {
            assert!(hash(data(kind, value)).is_err(), "{kind}");
        }
    }
}
