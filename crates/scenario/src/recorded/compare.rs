//! Comparing what happened with what was recorded, byte for byte, and explaining differences.

use super::error::{Difference, ValueError};
use super::file::{EventSpec, Step};
use super::symbols::Symbols;
use super::value::{elements, entries, hex_bytes, render, short, value, values};
use crate::interfaces::{EventLayout, Interfaces, Signature};
use crate::world::{EmittedLog, Outcome};
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{B256, Bytes, U256, hex, keccak256};
use serde_json::{Map, Value};

/// Return values: every one, and that nothing else came back.
///
/// # Errors
/// [`ValueError`] if the recording cannot be encoded.
pub fn returns(
    symbols: &Symbols,
    types: &[DynSolType],
    recorded: &[Value],
    output: &Bytes,
) -> Result<Vec<Difference>, ValueError> {
    let expected = values(symbols, types, elements(recorded))?;
    let shape = Value::Array(recorded.to_vec());
    Ok(encoded(symbols, "returns", types, expected, &shape, output))
}

/// Compares an encoded list of values, and names every differing one.
pub fn encoded(
    symbols: &Symbols,
    field: &str,
    types: &[DynSolType],
    expected: Vec<DynSolValue>,
    shape: &Value,
    output: &Bytes,
) -> Vec<Difference> {
    let expected = DynSolValue::Tuple(expected);
    if expected.abi_encode_params() == output.as_ref() {
        return Vec::new();
    }
    let decoded = DynSolType::Tuple(types.to_vec()).abi_decode_params(output);
    let Ok(got) = decoded else {
        return vec![Difference {
            field: field.to_owned(),
            expected: short(shape),
            got: format!("data that cannot be decoded: {}", hex::encode_prefixed(output)),
        }];
    };
    let mut differences = Vec::new();
    differ(symbols, field, &expected, &got, Some(shape), &mut differences);
    if differences.is_empty() {
        differences.push(Difference {
            field: format!("{field} (encoding)"),
            expected: hex::encode_prefixed(expected.abi_encode_params()),
            got: hex::encode_prefixed(output),
        });
    }
    differences
}

/// Walks two values of one type and notes where they part.
fn differ(
    symbols: &Symbols,
    field: &str,
    expected: &DynSolValue,
    got: &DynSolValue,
    shape: Option<&Value>,
    into: &mut Vec<Difference>,
) {
    if expected == got {
        return;
    }
    let children = |v: &DynSolValue| match v {
        DynSolValue::Array(i) | DynSolValue::FixedArray(i) | DynSolValue::Tuple(i) => Some(i.clone()),
        _ => None,
    };
    if let (Some(left), Some(right)) = (children(expected), children(got))
        && left.len() == right.len()
    {
        for (index, (l, r)) in left.iter().zip(&right).enumerate() {
            let (name, inner) = match shape {
                Some(Value::Object(map)) => match map.iter().nth(index) {
                    Some((key, inner)) => (format!(".{key}"), Some(inner)),
                    None => (format!("[{index}]"), None),
                },
                Some(Value::Array(list)) => (format!("[{index}]"), list.get(index)),
                _ => (format!("[{index}]"), None),
            };
            differ(symbols, &format!("{field}{name}"), l, r, inner, into);
        }
        return;
    }
    into.push(Difference {
        field: field.to_owned(),
        expected: render(symbols, expected, shape).to_string(),
        got: render(symbols, got, shape).to_string(),
    });
}

/// The revert data that a step recorded.
///
/// # Errors
/// [`ValueError`] if selector, signature and arguments do not fit each other.
pub fn recorded_revert(symbols: &Symbols, step: &Step) -> Result<Vec<u8>, ValueError> {
    let text = step.revert_data.as_deref().unwrap_or("0x");
    let selector = hex_bytes(text).filter(|b| matches!(b.len(), 0 | 4));
    let selector = selector.ok_or_else(|| ValueError::new("not a selector").inside("revertData"))?;
    let Some(text) = &step.error_signature else { return Ok(selector) };
    let within = |e: ValueError| e.inside("errorSignature");
    let signature = Signature::parse(text).map_err(|e| within(ValueError::new(e.to_string())))?;
    if signature.selector().as_slice() != selector {
        return Err(within(ValueError::new("its selector is not the one in `revertData`")));
    }
    let none = Map::new();
    let args = step.error_args.as_ref().unwrap_or(&none);
    let args = values(symbols, &signature.types, entries(args));
    Ok(signature.encode(args.map_err(|e| e.inside("errorArgs"))?))
}

/// The revert data that a view recorded as `{"revert": "Name()"}`.
///
/// # Errors
/// [`ValueError`] for an error with arguments other than `Panic(n)` and `Error("…")`.
pub fn named_revert(text: &str) -> Result<Vec<u8>, ValueError> {
    if text.is_empty() || text == "(empty)" || text == "0x" {
        return Ok(Vec::new());
    }
    let sig = |s: &str| Signature::parse(s).map_err(|e| ValueError::new(e.to_string()));
    if let Some(code) = text.strip_prefix("Panic(").and_then(|t| t.strip_suffix(')'))
        && let Ok(code) = code.parse::<u64>()
    {
        return Ok(sig("Panic(uint256)")?.encode(vec![DynSolValue::Uint(U256::from(code), 256)]));
    }
    if let Some(reason) = text.strip_prefix("Error(\"").and_then(|t| t.strip_suffix("\")")) {
        return Ok(sig("Error(string)")?.encode(vec![DynSolValue::String(reason.to_owned())]));
    }
    let signature = sig(text)?;
    if !signature.types.is_empty() {
        return Err(ValueError::new(format!("`{text}` has arguments that are not given")));
    }
    Ok(signature.selector().to_vec())
}

/// How a call ended, for people.
pub fn ending(interfaces: &Interfaces, outcome: &Outcome) -> String {
    if outcome.success {
        return "success".to_owned();
    }
    format!("revert {}", interfaces.explain_revert(&outcome.output))
}

/// All logs in order. Plumbing marked in the recording may be there or not.
///
/// # Errors
/// [`ValueError`] if a recorded event cannot be encoded.
pub fn events(
    symbols: &Symbols,
    interfaces: &Interfaces,
    recorded: &[EventSpec],
    logs: &[EmittedLog],
) -> Result<Vec<Difference>, ValueError> {
    let mut differences = Vec::new();
    let mut logs = logs.iter().peekable();
    for (index, spec) in recorded.iter().enumerate() {
        let within = |e: ValueError| e.at(index).inside("events");
        let field = format!("events[{index}]");
        let signature = Signature::parse(&spec.event).map_err(|e| within(ValueError::new(e.to_string())))?;
        if spec.implementation_detail {
            let same = |log: &&EmittedLog| log.data.topics().first() == Some(&signature.hash);
            logs.next_if(same);
            continue;
        }
        let layout = interfaces.event_named(signature.hash);
        let layout = layout.ok_or_else(|| within(ValueError::new(format!("no ABI has `{}`", spec.event))))?;
        let Some(log) = logs.next() else {
            let expected = summary(spec);
            differences.push(Difference { field, expected, got: "no further event".to_owned() });
            continue;
        };
        let found = event(symbols, interfaces, (spec, &signature, layout), log, &field);
        differences.extend(found.map_err(within)?);
        // From a wrong or missing event on, all later ones would differ by position.
        if differences.iter().any(|d| d.field == field) {
            return Ok(differences);
        }
    }
    for (surplus, log) in logs.enumerate() {
        let at = recorded.len().saturating_add(surplus);
        let got = describe_log(symbols, interfaces, log);
        let expected = "no further event".to_owned();
        differences.push(Difference { field: format!("events[{at}]"), expected, got });
    }
    Ok(differences)
}

fn event(
    symbols: &Symbols,
    interfaces: &Interfaces,
    (spec, signature, known): (&EventSpec, &Signature, &EventLayout),
    log: &EmittedLog,
    field: &str,
) -> Result<Vec<Difference>, ValueError> {
    let emitter = symbols.address(&spec.emitter);
    let emitter = emitter.ok_or_else(|| ValueError::new("not an address here").inside("emitter"))?;
    let topics = log.data.topics();
    if topics.first() != Some(&signature.hash) || emitter != log.emitter {
        let got = describe_log(symbols, interfaces, log);
        return Ok(vec![Difference { field: field.to_owned(), expected: summary(spec), got }]);
    }
    let empty = Map::new();
    let args = spec.args.as_ref().unwrap_or(&empty);
    if args.len() != known.params.len() {
        let message = format!("{} arguments of {}", args.len(), known.params.len());
        return Err(ValueError::new(message).inside("args"));
    }
    // The layout must have as many topics as the log, or indexed flags differ.
    let Some(layout) = interfaces.event(signature.hash, topics.len()) else {
        let expected = format!("{} topics", known.topics());
        let got = format!("{} topics", topics.len());
        return Ok(vec![Difference { field: format!("{field}.topics"), expected, got }]);
    };
    let resolved = arguments(symbols, layout, args).map_err(|e| e.inside("args"))?;

    let mut differences = Vec::new();
    let mut topics = topics.iter().skip(1);
    let (mut types, mut data, mut shape) = (Vec::new(), Vec::new(), Map::new());
    for ((_, ty, indexed), (arg, (name, json))) in layout.params.iter().zip(resolved.into_iter().zip(args)) {
        if !*indexed {
            types.push(ty.clone());
            shape.insert(name.clone(), json.clone());
            data.extend(arg.value());
            continue;
        }
        let (topic, got) = (arg.topic(), topics.next().copied().unwrap_or_default());
        if topic != got {
            differences.push(Difference {
                field: format!("{field}.args.{name}"),
                expected: json.to_string(),
                got: describe_topic(symbols, ty, got, Some(json)),
            });
        }
    }
    let (field, data_bytes) = (format!("{field}.args"), &log.data.data);
    let shape = Value::Object(shape);
    differences.extend(encoded(symbols, &field, &types, data, &shape, data_bytes));
    Ok(differences)
}

/// An expected argument of an event.
enum Argument {
    /// Its value.
    Value(DynSolValue),
    /// Only the hash that stands in a topic.
    Hash(B256),
}

impl Argument {
    fn topic(&self) -> B256 {
        match self {
            Self::Hash(hash) => *hash,
            Self::Value(value) => value.encode_topic(),
        }
    }

    fn value(self) -> Option<DynSolValue> {
        match self {
            Self::Hash(_) => None,
            Self::Value(value) => Some(value),
        }
    }
}

fn arguments(
    symbols: &Symbols,
    layout: &EventLayout,
    args: &Map<String, Value>,
) -> Result<Vec<Argument>, ValueError> {
    let mut resolved = Vec::with_capacity(args.len());
    for ((_, ty, indexed), (name, json)) in layout.params.iter().zip(args) {
        let within = |e: ValueError| e.inside(name.clone());
        if json.as_str() == Some("$submissionHash") {
            let hash = submission_hash(symbols, layout, args).map_err(within)?;
            resolved.push(Argument::Value(DynSolValue::FixedBytes(hash, 32)));
        } else if let (true, Some(hash)) = (*indexed, json.get("indexedTopicHash")) {
            let hash = hash.as_str().and_then(|s| s.parse().ok());
            let hash = hash.ok_or_else(|| within(ValueError::new("not a hash")))?;
            resolved.push(Argument::Hash(hash));
        } else {
            resolved.push(Argument::Value(value(symbols, ty, json).map_err(within)?));
        }
    }
    Ok(resolved)
}

/// keccak256(abi.encode(account, nonce, submission)): the account is the AVS (alone or in the
/// operator set), or the first argument for submissions of no AVS; the submission comes last.
fn submission_hash(
    symbols: &Symbols,
    layout: &EventLayout,
    args: &Map<String, Value>,
) -> Result<B256, ValueError> {
    let missing = |what: &str| ValueError::new(format!("the event has no {what} to hash"));
    let of = |name: &str| args.get(name);
    let account = of("avs").or_else(|| of("operatorSet").and_then(|set| set.get("avs")));
    let account = account.or_else(|| args.values().next()).ok_or_else(|| missing("account"))?;
    let nonce = of("submissionNonce").ok_or_else(|| missing("submissionNonce"))?;
    let (_, ty, _) = layout.params.last().ok_or_else(|| missing("submission"))?;
    let submission = args.values().next_back().ok_or_else(|| missing("submission"))?;
    let encoded = DynSolValue::Tuple(vec![
        value(symbols, &DynSolType::Address, account)?,
        value(symbols, &DynSolType::Uint(256), nonce)?,
        value(symbols, ty, submission)?,
    ]);
    Ok(keccak256(encoded.abi_encode_params()))
}

fn summary(spec: &EventSpec) -> String {
    let args = spec.args.as_ref().map(|a| short(&Value::Object(a.clone()))).unwrap_or_default();
    let name = spec.event.split('(').next().unwrap_or_default();
    format!("{} {name} {args}", spec.emitter)
}

fn describe_topic(symbols: &Symbols, ty: &DynSolType, word: B256, shape: Option<&Value>) -> String {
    match ty.abi_decode(word.as_slice()) {
        Ok(value) => render(symbols, &value, shape).to_string(),
        // Indexed strings, arrays and structs leave their hash only.
        Err(_) => word.to_string(),
    }
}

/// A log for people: emitter, name and arguments if its event is known.
pub fn describe_log(symbols: &Symbols, interfaces: &Interfaces, log: &EmittedLog) -> String {
    let emitter = symbols.name(log.emitter);
    let topics = log.data.topics();
    let known = topics.first().and_then(|hash| interfaces.event(*hash, topics.len()));
    let Some(layout) = known else {
        let topics: Vec<String> = topics.iter().map(ToString::to_string).collect();
        let data = hex::encode_prefixed(&log.data.data);
        return format!("{emitter} unknown event, topics {topics:?}, data {data}");
    };
    let types: Vec<DynSolType> = layout.params.iter().filter(|p| !p.2).map(|(_, ty, _)| ty.clone()).collect();
    let decoded = DynSolType::Tuple(types).abi_decode_params(&log.data.data);
    let data = match decoded {
        Ok(DynSolValue::Tuple(values)) => values,
        _ => Vec::new(),
    };
    let (mut data, mut topics) = (data.into_iter(), topics.iter().skip(1));
    let mut args = Map::new();
    for (position, (name, ty, indexed)) in layout.params.iter().enumerate() {
        let name = if name.is_empty() { position.to_string() } else { name.clone() };
        let rendered = if *indexed {
            let word = topics.next().copied().unwrap_or_default();
            match ty.abi_decode(word.as_slice()) {
                Ok(value) => render(symbols, &value, None),
                Err(_) => Value::String(word.to_string()),
            }
        } else {
            data.next().map_or(Value::Null, |value| render(symbols, &value, None))
        };
        args.insert(name, rendered);
    }
    format!("{emitter} {} {}", layout.name, Value::Object(args))
}
