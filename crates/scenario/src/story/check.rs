//! Whether a step went as its expectations say.

use super::amount;
use super::expect::{Expectation, Expectations, Expected, Quantity};
use super::format::{Names, Party};
use super::snapshot::{Measured, Snapshot};
use crate::interfaces::{EventLayout, Interfaces, Signature};
use crate::recorded::Difference;
use crate::recorded::compare::{ending, named_revert};
use crate::world::{Directory, EmittedLog, GasUse, Outcome};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, B256, I256};
use std::collections::BTreeMap;

/// What expectations are compared with.
#[derive(Debug)]
pub struct Happened<'a> {
    /// Types of answers.
    pub interfaces: &'a Interfaces,
    /// Names in the story.
    pub names: &'a Names,
    /// Addresses by symbol.
    pub directory: &'a Directory,
    /// Roots of withdrawals by name.
    pub roots: &'a BTreeMap<String, B256>,
    /// How the step's transactions ended; `None` when time passed.
    pub outcome: Option<&'a Outcome>,
    /// What they took.
    pub gas: Option<GasUse>,
}

impl Happened<'_> {
    /// Everything about the transaction that is not as expected.
    pub fn differences(&self, expected: &Expectations) -> Vec<Difference> {
        let mut found = Vec::new();
        if let Some(outcome) = self.outcome {
            found.extend(self.ending(expected.fails_with.as_deref(), outcome));
            found.extend(self.events(&expected.events, &outcome.logs));
        }
        if let (Some(most), Some(gas)) = (expected.gas_at_most, self.gas)
            && gas.used > most
        {
            found.push(Difference {
                field: "gas_at_most".to_owned(),
                expected: format!("at most {most} gas"),
                got: format!("{} gas", gas.used),
            });
        }
        found
    }

    fn ending(&self, fails_with: Option<&str>, outcome: &Outcome) -> Option<Difference> {
        let expected = match fails_with {
            Some(error) => match named_revert(error) {
                Ok(data) if !outcome.success && data == outcome.output.as_ref() => return None,
                // Errors with arguments are compared by how they read.
                _ if self.interfaces.explain_revert(&outcome.output) == error && !outcome.success => {
                    return None;
                }
                _ => format!("revert {error}"),
            },
            None if outcome.success => return None,
            None => "success".to_owned(),
        };
        let got = ending(self.interfaces, outcome);
        Some(Difference { field: "result".to_owned(), expected, got })
    }

    /// Every expected event must be among the logs, in order; others may stand between.
    fn events(&self, expected: &[String], logs: &[EmittedLog]) -> Option<Difference> {
        let mut rest = logs.iter();
        for pattern in expected {
            if !rest.any(|log| self.event_matches(pattern, log)) {
                let all: Vec<String> = logs.iter().map(|log| self.show_event(log)).collect();
                return Some(Difference {
                    field: "events".to_owned(),
                    expected: pattern.clone(),
                    got: format!("only [{}]", all.join(", ")),
                });
            }
        }
        None
    }

    fn event_matches(&self, pattern: &str, log: &EmittedLog) -> bool {
        let Some((name, args)) = pattern.strip_suffix(')').and_then(|p| p.split_once('(')) else {
            return false;
        };
        let Some((layout, values)) = self.decode(log) else { return false };
        let patterns: Vec<&str> = args.split(',').map(str::trim).filter(|a| !a.is_empty()).collect();
        layout.name == name
            && patterns.len() == values.len()
            && patterns.iter().zip(&values).all(|(p, v)| self.value_matches(p, v.as_ref()))
    }

    fn value_matches(&self, pattern: &str, value: Option<&DynSolValue>) -> bool {
        let Some(value) = value else { return pattern == "_" };
        if pattern == "_" || self.show(value) == pattern {
            return true;
        }
        match value {
            DynSolValue::Uint(n, 256) => amount::parse(pattern) == Some(*n),
            DynSolValue::Uint(n, 64) => amount::parse_fraction(pattern) == Some(*n),
            DynSolValue::Uint(n, _) => pattern == n.to_string(),
            _ => false,
        }
    }

    fn decode<'l>(&'l self, log: &EmittedLog) -> Option<(&'l EventLayout, Vec<Option<DynSolValue>>)> {
        let topics = log.data.topics();
        let layout = self.interfaces.event(*topics.first()?, topics.len())?;
        let data: Vec<DynSolType> = layout.params.iter().filter(|p| !p.2).map(|p| p.1.clone()).collect();
        let decoded = DynSolType::Tuple(data).abi_decode_params(&log.data.data).ok()?;
        let mut data = decoded.as_tuple()?.iter();
        let mut topics = topics.iter().skip(1);
        let values = layout.params.iter().map(|(_, ty, indexed)| {
            if *indexed {
                topics.next().and_then(|word| ty.abi_decode(word.as_slice()).ok())
            } else {
                data.next().cloned()
            }
        });
        Some((layout, values.collect()))
    }

    fn show_event(&self, log: &EmittedLog) -> String {
        let Some((layout, values)) = self.decode(log) else { return "an unknown event".to_owned() };
        let args: Vec<String> =
            values.iter().map(|v| v.as_ref().map_or("_".into(), |v| self.show(v))).collect();
        format!("{}({})", layout.name, args.join(", "))
    }

    fn show(&self, value: &DynSolValue) -> String {
        match value {
            DynSolValue::Address(a) => self.name(*a),
            DynSolValue::Uint(n, 256) => amount::show(*n),
            DynSolValue::Uint(n, 64) => amount::show_fraction(*n),
            DynSolValue::Uint(n, _) => n.to_string(),
            DynSolValue::Bool(b) => b.to_string(),
            DynSolValue::String(s) => s.clone(),
            DynSolValue::FixedBytes(word, 32) => {
                let named = self.roots.iter().find(|(_, root)| *root == word);
                named.map_or_else(|| word.to_string(), |(name, _)| name.clone())
            }
            // Operator sets are the only pairs in the suite's events.
            DynSolValue::Tuple(fields) => match fields.as_slice() {
                [avs, id] => format!("{}/{}", self.show(avs), self.show(id)),
                fields => self.show_list(fields),
            },
            DynSolValue::Array(items) => self.show_list(items),
            other => format!("{other:?}"),
        }
    }

    fn show_list(&self, items: &[DynSolValue]) -> String {
        let items: Vec<String> = items.iter().map(|v| self.show(v)).collect();
        format!("[{}]", items.join("; "))
    }

    fn name(&self, address: Address) -> String {
        if address.is_zero() {
            return "nobody".to_owned();
        }
        if address == crate::recorded::symbols::BURN_ADDRESS {
            return "burn".to_owned();
        }
        let symbol = self.directory.iter().find(|(_, a)| **a == address);
        symbol.map_or_else(|| address.to_string(), |(symbol, _)| self.names.name_of(symbol))
    }

    /// What a state expectation differs in, given what was measured.
    pub fn state(&self, expected: &Expectation, measured: Measured, start: &Snapshot) -> Option<Difference> {
        let field = self.describe(expected);
        let differs = |expected: String, got: String| Some(Difference { field, expected, got });
        match (&expected.value, measured) {
            (_, Measured::Nothing) => differs("a value".to_owned(), "the view reverts".to_owned()),
            (Expected::Amount(want), Measured::Number(got)) => {
                let counted = matches!(expected.quantity, Quantity::QueuedWithdrawals(_));
                let show = |n| if counted { format!("{n}") } else { amount::show(n) };
                if *want == got { None } else { differs(show(*want), show(got)) }
            }
            (Expected::Fraction(want), Measured::Number(got)) => {
                let show = amount::show_fraction;
                if *want == got { None } else { differs(show(*want), show(got)) }
            }
            (Expected::Change(want), Measured::Number(got)) => {
                let Quantity::TokenChange(party, asset) = &expected.quantity else { return None };
                let before = start.get(&Quantity::TokenBalance(party.clone(), *asset));
                let before = before.copied().and_then(Measured::number);
                let signed = |n| I256::try_from(n).ok();
                let change = before.and_then(signed).zip(signed(got));
                let change = change.and_then(|(before, now)| now.checked_sub(before));
                match change {
                    Some(change) if change == *want => None,
                    Some(change) => differs(amount::show_change(*want), amount::show_change(change)),
                    None => differs(amount::show_change(*want), "no balance before".to_owned()),
                }
            }
            (Expected::Truth(want), Measured::Truth(got)) => {
                if *want == got {
                    None
                } else {
                    differs(want.to_string(), got.to_string())
                }
            }
            (Expected::Party(want), Measured::Party(got)) => {
                let address = want.as_ref().and_then(|party: &Party| self.directory.get(&party.0));
                let show = |a: Option<Address>| a.map_or("nobody".to_owned(), |a| self.name(a));
                if address.copied() == got { None } else { differs(show(address.copied()), show(got)) }
            }
            (want, got) => differs(format!("{want:?}"), format!("{got:?}")),
        }
    }

    fn describe(&self, expected: &Expectation) -> String {
        use Quantity as Q;
        let name = |p: &Party| self.names.name_of(&p.0);
        let asset = |a: &super::format::Asset| self.names.name_of(&a.strategy());
        let tail = match &expected.quantity {
            Q::TotalShares(a) | Q::VaultBalance(a) | Q::SharePrice(a) => format!("in {}", asset(a)),
            Q::WithdrawalShares(w, a) => format!("of “{w}” in {}", asset(a)),
            Q::SlashedShares(s, id, a) => {
                format!("of slash {id} of {}/{} in {}", name(&s.avs), s.id, asset(a))
            }
            Q::QueuedWithdrawals(p) | Q::DelegatedTo(p) => format!("of {}", name(p)),
            Q::Slashable(p, s) | Q::Member(p, s) => {
                format!("of {} in {}/{}", name(p), name(&s.avs), s.id)
            }
            Q::AllocatedMagnitude(p, a, s) | Q::SlashableStake(p, a, s) => {
                format!("of {} in {} for {}/{}", name(p), asset(a), name(&s.avs), s.id)
            }
            Q::DepositShares(p, a)
            | Q::WithdrawableShares(p, a)
            | Q::ScalingFactor(p, a)
            | Q::TokenBalance(p, a)
            | Q::TokenChange(p, a)
            | Q::OperatorShares(p, a)
            | Q::MaxMagnitude(p, a)
            | Q::EncumberedMagnitude(p, a)
            | Q::AllocatableMagnitude(p, a)
            | Q::SlashableSharesInQueue(p, a) => format!("of {} in {}", name(p), asset(a)),
        };
        format!("{} {tail}", expected.name)
    }
}

/// Whether an error's name is one the suite knows; a story that expects another one is mistaken.
pub fn is_known_error(interfaces: &Interfaces, text: &str) -> bool {
    if text == "(empty)" {
        return true;
    }
    let name = text.split('(').next().unwrap_or_default();
    // Errors without arguments are also found by their selector.
    let by_selector = Signature::parse(text).ok().map(|s| s.selector());
    interfaces.errors().any(|(selector, (known, _))| known == name || Some(*selector) == by_selector)
}
