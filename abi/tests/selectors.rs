//! The interfaces answer to the selectors that others rely on, and to nothing unaccounted for.
//!
//! `published-selectors.txt` is data: it changes only when the outside world's expectation does.

use alloy_primitives::{hex, keccak256};
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};
use surety_abi::catalogue::{INTERFACES, Interface, error_signature, event_signature};

/// A row of the table: contract, kind, selector, signature.
struct Row {
    contract: &'static str,
    kind: &'static str,
    selector: [u8; 4],
    signature: &'static str,
}

/// Kinds of rows that name a function of one contract.
const FUNCTIONS: [&str; 3] = ["function", "standard", "own"];

fn rows() -> Result<Vec<Row>> {
    include_str!("published-selectors.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(parse_row)
        .collect()
}

fn parse_row(line: &'static str) -> Result<Row> {
    let mut fields = line.splitn(4, ' ');
    let mut next = || fields.next().with_context(|| format!("short row: {line}"));
    let (contract, kind) = (next()?, next()?);
    let selector = hex::decode_to_array(next()?).with_context(|| format!("selector of: {line}"))?;
    let signature = next()?;
    ensure!(kind == "error" || FUNCTIONS.contains(&kind), "unknown kind: {line}");
    Ok(Row { contract, kind, selector, signature })
}

fn interface(name: &str) -> Result<&'static Interface> {
    INTERFACES.iter().find(|interface| interface.name == name).with_context(|| format!("no interface {name}"))
}

#[test]
fn published_selectors_are_the_hashes_of_their_signatures() -> Result<()> {
    for row in rows()? {
        let hash = keccak256(row.signature);
        ensure!(
            hash[..4] == row.selector,
            "{} {}: keccak gives {}, published is {}",
            row.contract,
            row.signature,
            hex::encode(&hash[..4]),
            hex::encode(row.selector),
        );
    }
    Ok(())
}

#[test]
fn every_published_function_is_in_its_interface() -> Result<()> {
    for row in rows()?.iter().filter(|row| FUNCTIONS.contains(&row.kind)) {
        let found = interface(row.contract)?.functions.signature(row.selector);
        ensure!(found == Some(row.signature), "{}: {} is {found:?}", row.contract, row.signature);
    }
    Ok(())
}

#[test]
fn every_published_error_is_in_an_interface() -> Result<()> {
    for row in rows()?.iter().filter(|row| row.kind == "error") {
        let found = error_signature(row.selector);
        ensure!(found == Some(row.signature), "{} is {found:?}", row.signature);
    }
    Ok(())
}

#[test]
fn no_function_or_error_is_missing_from_the_table() -> Result<()> {
    let rows = rows()?;
    let functions: BTreeSet<_> = rows.iter().map(|row| (row.contract, row.signature)).collect();
    for interface in INTERFACES {
        for (_, signature) in interface.functions.iter() {
            ensure!(
                functions.contains(&(interface.name, signature)),
                "{}: {signature} is not in the table: publish it or mark it as own",
                interface.name
            );
        }
        for (_, signature) in interface.errors.iter() {
            ensure!(
                functions.contains(&("*", signature)),
                "{}: error {signature} is not in the table",
                interface.name
            );
        }
    }
    Ok(())
}

#[test]
fn no_two_functions_of_an_interface_share_a_selector() -> Result<()> {
    for interface in INTERFACES {
        let mut seen = BTreeMap::new();
        for (selector, signature) in interface.functions.iter() {
            let other = seen.insert(selector, signature);
            ensure!(other.is_none(), "{}: {signature} and {other:?} share a selector", interface.name);
        }
    }
    Ok(())
}

#[test]
fn an_error_selector_means_one_thing_in_the_suite() -> Result<()> {
    let mut seen = BTreeMap::new();
    for interface in INTERFACES {
        for (selector, signature) in interface.errors.iter() {
            let first = *seen.entry(selector).or_insert(signature);
            ensure!(first == signature, "{}: {signature} and {first} share a selector", interface.name);
        }
    }
    Ok(())
}

#[test]
fn an_event_is_found_by_its_topic() {
    let topic = keccak256("Transfer(address,address,uint256)");
    assert_eq!(event_signature(topic.0), Some("Transfer(address,address,uint256)"));
    assert_eq!(event_signature([0; 32]), None);
}

#[test]
fn solidity_standard_errors_belong_to_no_interface() {
    assert_eq!(error_signature([0x08, 0xc3, 0x79, 0xa0]), None);
    assert_eq!(error_signature([0x4e, 0x48, 0x7b, 0x71]), None);
}
