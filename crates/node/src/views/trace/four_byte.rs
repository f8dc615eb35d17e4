//! geth's `4byteTracer`: how often each selector was called, by length of arguments.

use alloy_primitives::hex;
use serde_json::{Map, Value, json};
use surety_devnode::{
    CallScheme,
    trace::{CallTrace, FrameKind},
};

pub(super) fn format(root: &CallTrace) -> Value {
    let mut counts = Map::new();
    for frame in root.frames() {
        let is_create = matches!(frame.scheme, CallScheme::Create | CallScheme::Create2);
        let Some((selector, arguments)) = frame.input.split_first_chunk::<4>() else { continue };
        if is_create || frame.kind == FrameKind::Precompile {
            continue;
        }
        let key = format!("{}-{}", hex::encode_prefixed(selector), arguments.len());
        let count = counts.get(&key).and_then(Value::as_u64).unwrap_or(0);
        counts.insert(key, json!(count + 1));
    }
    Value::Object(counts)
}
