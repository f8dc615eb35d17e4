//! The file format.

use alloy_primitives::{Address, B256, Bytes, U256};
use serde::{
    Deserialize, Deserializer,
    de::{self, IgnoredAny},
};
use std::{collections::BTreeMap, fmt::Display, str::FromStr};

/// One scenario.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Vector {
    #[expect(dead_code, reason = "for the reader; the file's name tells scenarios apart")]
    pub(super) name: String,
    #[expect(dead_code, reason = "for the reader")]
    #[serde(default)]
    pub(super) description: String,
    pub(super) arbos_version: u64,
    pub(super) stylus_params: Params,
    pub(super) chain_id: u64,
    pub(super) block: Block,
    #[serde(default)]
    pub(super) accounts: Vec<Account>,
    #[serde(default)]
    pub(super) programs: Vec<Program>,
    #[serde(default)]
    pub(super) calls: Vec<Call>,
}

/// The chain's Stylus parameters; what is left out is the ArbOS version's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Params {
    pub(super) version: Option<u16>,
    pub(super) ink_price: Option<u32>,
    pub(super) max_stack_depth: Option<u32>,
    pub(super) free_pages: Option<u16>,
    pub(super) page_gas: Option<u16>,
    pub(super) page_ramp: Option<u64>,
    pub(super) page_limit: Option<u16>,
    pub(super) min_init_gas: Option<u8>,
    pub(super) min_cached_init_gas: Option<u8>,
    pub(super) init_cost_scalar: Option<u8>,
    pub(super) cached_cost_scalar: Option<u8>,
    pub(super) expiry_days: Option<u16>,
    pub(super) keepalive_days: Option<u16>,
    pub(super) block_cache_size: Option<u16>,
    pub(super) max_wasm_size: Option<u32>,
    pub(super) max_fragment_count: Option<u8>,
    pub(super) activation_gas: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Block {
    /// Also the L1 number that programs see.
    pub(super) number: u64,
    pub(super) timestamp: u64,
    pub(super) basefee: u64,
    pub(super) gas_limit: u64,
    pub(super) coinbase: Hex<Address>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    pub(super) address: Hex<Address>,
    #[serde(default, rename = "name")]
    pub(super) _name: IgnoredAny,
    #[serde(default)]
    pub(super) code: Hex<Bytes>,
    #[serde(default)]
    pub(super) balance: Number,
    pub(super) nonce: Option<u64>,
    #[serde(default)]
    pub(super) storage: BTreeMap<Number, Number>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Program {
    pub(super) name: String,
    pub(super) address: Hex<Address>,
    #[serde(default, rename = "wat")]
    pub(super) _wat: IgnoredAny,
    #[serde(default, rename = "wat_text")]
    pub(super) _wat_text: IgnoredAny,
    pub(super) wasm_hex: Hex<Bytes>,
    /// The account's code; without it the module is compressed here.
    pub(super) code_hex: Option<Hex<Bytes>>,
    #[serde(default, rename = "dictionary")]
    pub(super) _dictionary: IgnoredAny,
    pub(super) fragments: Option<Fragments>,
    #[serde(default)]
    pub(super) balance: Number,
    #[serde(default)]
    pub(super) storage: BTreeMap<Number, Number>,
    #[serde(default)]
    pub(super) cached: bool,
    pub(super) activation: Activation,
}

/// Accounts of a root's fragments: by address, or in the order in which the root names them.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Fragments {
    List(Vec<Fragment>),
    Map(BTreeMap<Hex<Address>, Hex<Bytes>>),
}

/// One fragment.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Fragment {
    Account(FragmentAccount),
    Pair(Hex<Address>, Hex<Bytes>),
    /// An address whose code is among the accounts, or code whose address the root names.
    AddressOrCode(Hex<Bytes>),
}

/// A fragment's account. The format does not name its other fields, so any are taken.
#[derive(Debug, Deserialize)]
pub(super) struct FragmentAccount {
    pub(super) address: Hex<Address>,
    #[serde(alias = "code_hex")]
    pub(super) code: Hex<Bytes>,
}

/// What activation came to.
#[derive(Debug, Deserialize)]
#[serde(tag = "status", deny_unknown_fields)]
pub(super) enum Activation {
    #[serde(rename = "ok")]
    Ok(Box<Figures>),
    #[serde(rename = "error")]
    Error {
        takes_all_gas: bool,
        #[serde(default, rename = "error_text")]
        _error_text: IgnoredAny,
    },
    #[serde(rename = "not activated")]
    NotActivated {},
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Figures {
    pub(super) version: u16,
    pub(super) wasm_len: u64,
    pub(super) code_len: u64,
    pub(super) footprint_pages: u16,
    pub(super) init_cost: u16,
    pub(super) cached_init_cost: u16,
    pub(super) init_gas: u64,
    pub(super) cached_gas: u64,
    pub(super) asm_estimate: u32,
    pub(super) asm_estimate_kb: u32,
    pub(super) data_fee: Number,
    pub(super) activation_metered_gas: u64,
    pub(super) activation_precompile_gas: u64,
    pub(super) codehash: Hex<B256>,
    /// Nitro's machine hash, which this chain does not make.
    #[serde(default, rename = "module_hash")]
    pub(super) _module_hash: IgnoredAny,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    #[serde(default, rename = "name")]
    pub(super) _name: IgnoredAny,
    #[serde(default, rename = "description")]
    pub(super) _description: IgnoredAny,
    pub(super) from: Hex<Address>,
    pub(super) to: Option<Hex<Address>>,
    pub(super) calldata: Hex<Bytes>,
    #[serde(default)]
    pub(super) value: Number,
    pub(super) gas: u64,
    #[serde(default)]
    pub(super) new_block: bool,
    pub(super) expect: Expect,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Expect {
    pub(super) status: String,
    pub(super) halt: Option<String>,
    pub(super) output: Option<Hex<Bytes>>,
    pub(super) output_len: Option<u64>,
    pub(super) output_keccak256: Option<Hex<B256>>,
    pub(super) logs: Vec<Log>,
    pub(super) gas_used: u64,
    pub(super) gas_refunded: u64,
    pub(super) intrinsic_gas: u64,
    pub(super) exec_gas: u64,
    /// By `address:slot`.
    #[serde(default)]
    pub(super) storage_after: BTreeMap<String, Number>,
    #[serde(default)]
    pub(super) balance_after: BTreeMap<Hex<Address>, Number>,
    /// Not compared if left out.
    pub(super) frames: Option<Vec<Frame>>,
    #[serde(default, rename = "error_text")]
    pub(super) _error_text: IgnoredAny,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Log {
    pub(super) address: Hex<Address>,
    pub(super) topics: Vec<Hex<B256>>,
    pub(super) data: Hex<Bytes>,
}

/// A Stylus frame; what is left out was not recorded, as the program never began.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Frame {
    pub(super) depth: usize,
    pub(super) code_address: Hex<Address>,
    pub(super) acting: Hex<Address>,
    #[serde(rename = "static")]
    pub(super) is_static: bool,
    pub(super) reentrant: Option<bool>,
    pub(super) gas_in: u64,
    pub(super) open_pages: Option<u16>,
    pub(super) ever_pages: Option<u16>,
    pub(super) memory_cost: Option<u64>,
    pub(super) recent_hit: Option<bool>,
    pub(super) call_cost: Option<u64>,
    pub(super) ink_start: Option<u64>,
    pub(super) ink_left: Option<u64>,
    pub(super) ink_used: Option<u64>,
    pub(super) outcome: String,
    pub(super) gas_left: u64,
    pub(super) refund: Option<i64>,
    #[serde(default, rename = "error_text")]
    pub(super) _error_text: IgnoredAny,
    pub(super) hostio: Option<Vec<(String, u64, u64)>>,
}

/// Bytes written in hex with `0x`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Hex<T>(pub(super) T);

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Hex<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if !text.starts_with("0x") {
            return Err(de::Error::custom(format_args!("{text:?} does not begin with 0x")));
        }
        text.parse().map(Self).map_err(|error| de::Error::custom(format_args!("{text:.80}: {error}")))
    }
}

/// A number of up to 256 bits, written as an integer, in decimal, or in hex with `0x`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Number(pub(super) U256);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Integer(u64),
            Text(String),
        }
        match Form::deserialize(deserializer)? {
            Form::Integer(value) => Ok(Self(U256::from(value))),
            // Understands both bases.
            Form::Text(text) => text.parse().map(Self).map_err(de::Error::custom),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_all_their_forms() {
        let numbers: Vec<Number> = serde_json::from_str(r#"[7, "12", "0x1f"]"#).unwrap();
        assert_eq!(numbers, [7, 12, 31].map(|n| Number(U256::from(n))));
        assert!(serde_json::from_str::<Number>("\"twelve\"").is_err());
        assert!(serde_json::from_str::<Number>("-1").is_err());
    }

    #[test]
    fn fragments_are_read_in_all_their_forms() {
        let address = Address::repeat_byte(7);
        let forms = [
            format!(r#"[{{"address": "{address}", "code": "0xeff001aa"}}]"#),
            format!(r#"[{{"address": "{address}", "code_hex": "0xeff001aa", "name": "f"}}]"#),
            format!(r#"[["{address}", "0xeff001aa"]]"#),
            format!(r#"["{address}"]"#),
            format!(r#"{{"{address}": "0xeff001aa"}}"#),
        ];
        for form in forms {
            serde_json::from_str::<Fragments>(&form).unwrap();
        }
    }

    #[test]
    fn unknown_fields_are_refused() {
        let error = serde_json::from_str::<Block>(r#"{"number": 1, "difficulty": 2}"#).unwrap_err();
        assert!(error.to_string().contains("unknown field `difficulty`"));
    }
}
