use super::*;
use crate::eip712::DomainBase;
use crate::world::{Directory, Moment};
use alloy_primitives::Address;
use serde_json::json;
use std::collections::BTreeMap;

fn symbols() -> Symbols {
    let directory = Directory::from([("$staker1".to_owned(), Address::repeat_byte(1))]);
    let domain = DomainBase { name: "n".into(), version: "1".into(), chain_id: 1 };
    let start = Moment { block: 11_000, timestamp: 1_800_000_000 };
    Symbols::new(&directory, start, domain, BTreeMap::new())
}

fn read(ty: &str, json: Value) -> Result<DynSolValue, ValueError> {
    value(&symbols(), &DynSolType::parse(ty).unwrap(), &json)
}

#[test]
fn value_resolves_relative_blocks_and_times() {
    let block = read("uint32", json!("$B+5")).unwrap();
    assert_eq!(block, DynSolValue::Uint(U256::from(11_005), 32));
    let time = read("uint256", json!({"$time": 1000})).unwrap();
    assert_eq!(time, DynSolValue::Uint(U256::from(1_800_001_000_u64), 256));
    let before = read("uint32", json!("$T-1")).unwrap();
    assert_eq!(before, DynSolValue::Uint(U256::from(1_799_999_999_u64), 32));
}

#[test]
fn value_is_refused_when_it_does_not_fit_the_type() {
    for (ty, json) in [
        ("uint8", json!("256")),
        ("uint256", json!("-1")),
        ("uint256", json!("0x10")),
        ("uint256", json!("")),
        ("address", json!("$nobody")),
        ("bool", json!("true")),
        ("bytes32", json!("0x00")),
        ("uint256[2]", json!(["1"])),
        ("(address,uint32)", json!({"avs": "$staker1"})),
        ("bytes", json!({"$sig": {"kind": "Nonsense"}})),
        ("int128", json!("170141183460469231731687303715884105728")),
    ] {
        assert!(read(ty, json.clone()).is_err(), "{ty} {json}");
    }
}

#[test]
fn value_reads_the_extremes_of_signed_types() {
    let low = read("int128", json!("-170141183460469231731687303715884105728")).unwrap();
    assert_eq!(low.as_int().unwrap().0, I256::MIN.asr(128));
    assert!(read("int128", json!("170141183460469231731687303715884105727")).is_ok());
}

#[test]
fn error_names_the_path_when_a_nested_value_is_bad() {
    let error = read("(address,uint32)[]", json!([["$staker1", "1"], ["$staker1", "x"]]));
    assert_eq!(error.unwrap_err().path(), "[1][1]");
}

#[test]
fn address_symbol_gives_its_bytes_when_bytes_are_wanted() {
    let bytes = read("bytes", json!("$staker1")).unwrap();
    assert_eq!(bytes, DynSolValue::Bytes(vec![1; 20]));
}

#[test]
fn render_shows_relative_blocks_where_the_recording_does() {
    let value = DynSolValue::Uint(U256::from(11_007), 32);
    assert_eq!(render(&symbols(), &value, Some(&json!("$B+5"))), json!("$B+7"));
    assert_eq!(render(&symbols(), &value, None), json!("11007"));
}
