//! From symbolic JSON to ABI values, and back for people.

use super::error::ValueError;
use super::signature::signature;
use super::symbols::Symbols;
use super::trees::claim;
use alloy_dyn_abi::{DynSolType, DynSolValue};
use alloy_primitives::{B256, I256, U256, hex};
use serde_json::{Map, Value};

/// Reads a list of values of the given types.
///
/// # Errors
/// [`ValueError`] naming the place if the number or any value does not fit.
pub fn values<'v>(
    symbols: &Symbols,
    types: &[DynSolType],
    json: impl ExactSizeIterator<Item = (String, &'v Value)>,
) -> Result<Vec<DynSolValue>, ValueError> {
    if json.len() != types.len() {
        let message = format!("{} values where the type has {}", json.len(), types.len());
        return Err(ValueError::new(message));
    }
    let pairs = types.iter().zip(json);
    pairs.map(|(ty, (key, v))| value(symbols, ty, v).map_err(|e| e.inside(key))).collect()
}

/// Entries of an object as [`values`] wants them.
pub fn entries(map: &Map<String, Value>) -> impl ExactSizeIterator<Item = (String, &Value)> {
    map.iter().map(|(k, v)| (k.clone(), v))
}

/// Elements of an array as [`values`] wants them.
pub fn elements(list: &[Value]) -> impl ExactSizeIterator<Item = (String, &Value)> {
    list.iter().enumerate().map(|(i, v)| (format!("[{i}]"), v))
}

/// Reads one value of the given type.
///
/// # Errors
/// [`ValueError`] if the JSON does not describe such a value in this world.
pub fn value(symbols: &Symbols, ty: &DynSolType, json: &Value) -> Result<DynSolValue, ValueError> {
    let refuse = || ValueError::new(format!("{} is not a {ty} here", short(json)));
    match ty {
        DynSolType::Bool => json.as_bool().map(DynSolValue::Bool).ok_or_else(refuse),
        DynSolType::String => json.as_str().map(|s| DynSolValue::String(s.to_owned())).ok_or_else(refuse),
        DynSolType::Address => {
            let address = json.as_str().and_then(|s| symbols.address(s)).ok_or_else(refuse)?;
            Ok(DynSolValue::Address(address))
        }
        DynSolType::Uint(bits) => {
            let n = uint(symbols, json).ok_or_else(refuse)?;
            if n.bit_len() > *bits {
                return Err(refuse());
            }
            Ok(DynSolValue::Uint(n, *bits))
        }
        DynSolType::Int(bits) => {
            let n = int(symbols, json).ok_or_else(refuse)?;
            // Two's complement of `bits` bits holds it iff its magnitude's bits leave the sign one.
            if n.bits() as usize > *bits {
                return Err(refuse());
            }
            Ok(DynSolValue::Int(n, *bits))
        }
        DynSolType::Bytes => bytes(symbols, json).map(DynSolValue::Bytes),
        DynSolType::FixedBytes(size) => {
            let text = json.as_str().ok_or_else(refuse)?;
            if let Some(word) = symbols.word(text) {
                return Ok(DynSolValue::FixedBytes(word, *size));
            }
            let bytes = hex_bytes(text).filter(|b| b.len() == *size).ok_or_else(refuse)?;
            Ok(DynSolValue::FixedBytes(B256::right_padding_from(&bytes), *size))
        }
        DynSolType::Array(inner) => {
            let list = json.as_array().ok_or_else(refuse)?;
            list_of(symbols, inner, list).map(DynSolValue::Array)
        }
        DynSolType::FixedArray(inner, size) => {
            let list = json.as_array().filter(|l| l.len() == *size).ok_or_else(refuse)?;
            list_of(symbols, inner, list).map(DynSolValue::FixedArray)
        }
        DynSolType::Tuple(types) => tuple(symbols, types, json),
        _ => Err(refuse()),
    }
}

fn list_of(symbols: &Symbols, inner: &DynSolType, list: &[Value]) -> Result<Vec<DynSolValue>, ValueError> {
    let items = list.iter().enumerate();
    items.map(|(i, v)| value(symbols, inner, v).map_err(|e| e.at(i))).collect()
}

/// A struct: an object or array of its fields, `$wdN`, or a `$claim`.
fn tuple(symbols: &Symbols, types: &[DynSolType], json: &Value) -> Result<DynSolValue, ValueError> {
    let ty = || DynSolType::Tuple(types.to_vec());
    let fitting = |found: DynSolValue| {
        if found.matches(&ty()) {
            Ok(found)
        } else {
            Err(ValueError::new(format!("{} is not a {} here", short(json), ty())))
        }
    };
    match json {
        Value::Object(map) => match map.get("$claim").filter(|_| map.len() == 1) {
            Some(spec) => fitting(claim(symbols, spec).map_err(|e| e.inside("$claim"))?),
            None => values(symbols, types, entries(map)).map(DynSolValue::Tuple),
        },
        Value::Array(list) => values(symbols, types, elements(list)).map(DynSolValue::Tuple),
        Value::String(text) => match symbols.withdrawal(text) {
            Some(seen) => fitting(seen.value.clone()),
            None => Err(ValueError::new(format!("there is no `{text}` yet"))),
        },
        _ => Err(ValueError::new(format!("{} is not a struct", short(json)))),
    }
}

/// An unsigned integer: a decimal string, a JSON number, a relative block or time.
pub fn uint(symbols: &Symbols, json: &Value) -> Option<U256> {
    match json {
        Value::String(text) => symbols.integer(text),
        Value::Number(n) => n.as_u64().map(U256::from),
        Value::Object(map) if map.len() == 1 => {
            let after = map.get("$time")?.as_i64()?;
            symbols.start.timestamp.checked_add_signed(after).map(U256::from)
        }
        _ => None,
    }
}

fn int(symbols: &Symbols, json: &Value) -> Option<I256> {
    let negative = json.as_str().and_then(|s| s.strip_prefix('-'));
    match negative {
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            let magnitude = I256::try_from(U256::from_str_radix(digits, 10).ok()?).ok()?;
            magnitude.checked_neg()
        }
        Some(_) => None,
        None => I256::try_from(uint(symbols, json)?).ok(),
    }
}

/// Bytes: hex, a signature to make, or the 20 bytes of an address' symbol.
fn bytes(symbols: &Symbols, json: &Value) -> Result<Vec<u8>, ValueError> {
    let refuse = || ValueError::new(format!("{} is not bytes here", short(json)));
    match json {
        Value::String(text) if text.starts_with('$') => {
            symbols.address(text).map(|a| a.to_vec()).ok_or_else(refuse)
        }
        Value::String(text) => hex_bytes(text).ok_or_else(refuse),
        Value::Object(map) if map.len() == 1 => {
            let spec = map.get("$sig").ok_or_else(refuse)?;
            signature(symbols, spec).map_err(|e| e.inside("$sig"))
        }
        _ => Err(refuse()),
    }
}

/// Bytes of `0x…`.
pub(crate) fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    hex::decode(text.strip_prefix("0x")?).ok()
}

/// JSON cut to a readable length.
pub(crate) fn short(json: &Value) -> String {
    let text = json.to_string();
    match text.char_indices().nth(160) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

/// A value for people, with symbols. Where the recording has a block or a time (`shape`), so has
/// the rendering.
pub fn render(symbols: &Symbols, value: &DynSolValue, shape: Option<&Value>) -> Value {
    let children = |items: &[DynSolValue]| -> Vec<Value> {
        let shapes: Vec<&Value> = match shape {
            Some(Value::Array(list)) => list.iter().collect(),
            Some(Value::Object(map)) => map.values().collect(),
            _ => Vec::new(),
        };
        let items = items.iter().enumerate();
        items.map(|(i, item)| render(symbols, item, shapes.get(i).copied())).collect()
    };
    match value {
        DynSolValue::Bool(b) => Value::Bool(*b),
        DynSolValue::String(s) => Value::String(s.clone()),
        DynSolValue::Address(a) => Value::String(symbols.name(*a)),
        DynSolValue::Int(n, _) => Value::String(n.to_string()),
        DynSolValue::Uint(n, _) => Value::String(render_uint(symbols, *n, shape)),
        DynSolValue::Bytes(b) => Value::String(hex::encode_prefixed(b)),
        DynSolValue::FixedBytes(word, size) => {
            let hex = || hex::encode_prefixed(word.get(..*size).unwrap_or(&word.0));
            Value::String(symbols.name_word(*word).unwrap_or_else(hex))
        }
        DynSolValue::Array(items) | DynSolValue::FixedArray(items) => Value::Array(children(items)),
        DynSolValue::Tuple(items) => {
            let rendered = children(items);
            match shape {
                Some(Value::Object(map)) if map.len() == rendered.len() => {
                    Value::Object(map.keys().cloned().zip(rendered).collect())
                }
                _ => Value::Array(rendered),
            }
        }
        other => Value::String(format!("{other:?}")),
    }
}

fn render_uint(symbols: &Symbols, n: U256, shape: Option<&Value>) -> String {
    let bases = [("$B", symbols.start.block), ("$T", symbols.start.timestamp)];
    let like = shape.and_then(Value::as_str).unwrap_or_default();
    let base = bases
        .iter()
        .find(|(prefix, _)| like.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(['+', '-'])));
    match (base, u64::try_from(n)) {
        (Some((prefix, base)), Ok(n)) if n >= *base => format!("{prefix}+{}", n - base),
        (Some((prefix, base)), Ok(n)) if n > 0 => format!("{prefix}-{}", base - n),
        _ => n.to_string(),
    }
}

#[cfg(test)]
#[path = "value_tests.rs"]
mod tests;
