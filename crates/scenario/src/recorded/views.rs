//! Views of a scenario: what is expected of each, and whether it is so.

use super::compare;
use super::error::{Difference, ValueError};
use super::file::{Scenario, ViewSpec};
use super::run::parse;
use super::symbols::Symbols;
use super::value::{elements, render, value, values};
use crate::interfaces::Interfaces;
use crate::world::{Outcome, World};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{Address, Bytes};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// The views expected so far, by name.
#[derive(Default)]
pub(super) struct Views {
    prepared: HashMap<String, Prepared>,
}

/// A view with its encoded call (`None` where it depends on the present block) and expectation.
struct Prepared {
    to: Address,
    call: Option<Bytes>,
    expected: Expected,
}

enum Expected {
    Output(Vec<u8>),
    Revert(Vec<u8>),
    /// One return value of several.
    Part(usize, DynSolValue),
}

impl Views {
    /// Takes up changed expectations.
    pub(super) fn expect(
        &mut self,
        symbols: &Symbols,
        interfaces: &Interfaces,
        scenario: &Scenario,
        changed: &Map<String, Value>,
    ) -> Result<(), ValueError> {
        for (name, json) in changed {
            let spec = scenario.views.iter().find(|(known, _)| known == name);
            let (_, spec) = spec.ok_or_else(|| ValueError::new(format!("no view `{name}`")))?;
            let view = prepare(symbols, interfaces, spec, json);
            self.prepared.insert(name.clone(), view.map_err(|e| e.inside(name.clone()))?);
        }
        Ok(())
    }

    /// Calls every view expected so far, in file order; how many, and what differs.
    pub(super) fn check(
        &self,
        symbols: &Symbols,
        interfaces: &Interfaces,
        scenario: &Scenario,
        world: &mut dyn World,
    ) -> Result<(usize, Vec<Difference>), ValueError> {
        let mut differences = Vec::new();
        let mut count: usize = 0;
        for (name, spec) in &scenario.views {
            let Some(view) = self.prepared.get(name) else { continue };
            let inside = |e: ValueError| e.inside(name.clone());
            let call = match &view.call {
                Some(call) => call.clone(),
                None => view_data(symbols, spec).map_err(inside)?,
            };
            let outcome = world.view(view.to, &call);
            count = count.saturating_add(1);
            if !view.expected.is_met(&outcome) {
                let field = format!("views.{name}");
                let found = explain(symbols, interfaces, spec, &view.expected, &outcome, &field);
                differences.extend(found.map_err(inside)?);
            }
        }
        Ok((count, differences))
    }
}

impl Expected {
    /// Whether the bytes are the expected ones; a part of an answer has to be decoded first.
    fn is_met(&self, outcome: &Outcome) -> bool {
        match self {
            Self::Output(bytes) => outcome.success && *bytes == outcome.output.as_ref(),
            Self::Revert(bytes) => !outcome.success && *bytes == outcome.output.as_ref(),
            Self::Part(..) => false,
        }
    }
}

/// Types of what a function returns.
pub(super) fn output_types(interfaces: &Interfaces, function: &str) -> Result<Vec<DynSolType>, ValueError> {
    let known = interfaces.returns(parse(function)?.selector());
    let known = known.ok_or_else(|| ValueError::new(format!("no ABI has `{function}`")))?;
    Ok(known.types.clone())
}

fn prepare(
    symbols: &Symbols,
    interfaces: &Interfaces,
    spec: &ViewSpec,
    json: &Value,
) -> Result<Prepared, ValueError> {
    let to = symbols.address(&spec.to);
    let to = to.ok_or_else(|| ValueError::new(format!("there is no {} here", spec.to)))?;
    let moving = spec.args.iter().any(mentions_now);
    let call = if moving { None } else { Some(view_data(symbols, spec)?) };
    if let Some(error) = json.get("revert").and_then(Value::as_str) {
        let expected = Expected::Revert(compare::named_revert(error)?);
        return Ok(Prepared { to, call, expected });
    }
    let types = output_types(interfaces, &spec.function)?;
    let expected = match &spec.select {
        Some(select) => {
            let part = ordinal(select)?;
            let ty = types.get(part);
            let ty = ty.ok_or_else(|| ValueError::new(format!("there is no {select}")))?;
            Expected::Part(part, value(symbols, ty, json)?)
        }
        None => {
            let list = view_values(json, types.len());
            let values = values(symbols, &types, elements(&list))?;
            Expected::Output(DynSolValue::Tuple(values).abi_encode_params())
        }
    };
    Ok(Prepared { to, call, expected })
}

/// Where an answer whose bytes are not the expected ones differs; nowhere, if only a part counts.
fn explain(
    symbols: &Symbols,
    interfaces: &Interfaces,
    spec: &ViewSpec,
    expected: &Expected,
    outcome: &Outcome,
    field: &str,
) -> Result<Vec<Difference>, ValueError> {
    let one = |expected: String, got: String| Ok(vec![Difference { field: field.to_owned(), expected, got }]);
    if let Expected::Revert(bytes) = expected {
        let expected = format!("revert {}", interfaces.explain_revert(bytes));
        return one(expected, compare::ending(interfaces, outcome));
    }
    if !outcome.success {
        return one("a result".to_owned(), compare::ending(interfaces, outcome));
    }
    let types = output_types(interfaces, &spec.function)?;
    let whole = DynSolType::Tuple(types.clone());
    match expected {
        Expected::Revert(_) => Ok(Vec::new()),
        Expected::Output(bytes) => {
            let decoded = whole.abi_decode_params(bytes);
            let values = decoded.map_err(|e| ValueError::new(e.to_string()))?;
            let values = values.as_tuple().unwrap_or_default().to_vec();
            let shape = Value::Array(Vec::new());
            Ok(compare::encoded(symbols, field, &types, values, &shape, &outcome.output))
        }
        Expected::Part(index, expected) => {
            let decoded = whole.abi_decode_params(&outcome.output).ok();
            let got = decoded.as_ref().and_then(|v| v.as_tuple()).and_then(|v| v.get(*index));
            if got == Some(expected) {
                return Ok(Vec::new());
            }
            let show = |v: &DynSolValue| render(symbols, v, None).to_string();
            one(show(expected), got.map_or_else(|| outcome.output.to_string(), show))
        }
    }
}

fn view_data(symbols: &Symbols, spec: &ViewSpec) -> Result<Bytes, ValueError> {
    let signature = parse(&spec.function)?;
    let args = values(symbols, &signature.types, elements(&spec.args));
    Ok(signature.encode(args.map_err(|e| e.inside("args"))?).into())
}

fn mentions_now(json: &Value) -> bool {
    match json {
        Value::String(text) => text.starts_with("$now"),
        Value::Array(list) => list.iter().any(mentions_now),
        Value::Object(map) => map.values().any(mentions_now),
        _ => false,
    }
}

/// A single return value stands for itself, several stand in a list.
fn view_values(json: &Value, types: usize) -> Vec<Value> {
    match json {
        Value::Array(list) if types != 1 => list.clone(),
        single => vec![single.clone()],
    }
}

/// "second return value (shares)" → 1.
fn ordinal(select: &str) -> Result<usize, ValueError> {
    let words = ["first", "second", "third", "fourth", "fifth"];
    let word = select.split(' ').next().unwrap_or_default();
    let found = words.iter().position(|w| *w == word);
    found.ok_or_else(|| ValueError::new(format!("`{select}` names no return value")))
}
