//! geth's `callTracer`: the tree of calls.

use crate::rpc::reason;
use alloy_primitives::{U64, U256};
use serde_json::{Map, Value, json};
use surety_devnode::{
    CallScheme, HaltReason,
    trace::{CallTrace, FrameStatus},
};

/// The tree, or its root alone. The root's gas is the whole transaction's.
pub(super) fn format(
    root: &CallTrace,
    gas_limit: u64,
    gas_used: u64,
    only_top: bool,
    with_logs: bool,
) -> Value {
    let mut formatted = frame(root, only_top, with_logs);
    formatted.insert("gas".into(), json!(U64::from(gas_limit)));
    formatted.insert("gasUsed".into(), json!(U64::from(gas_used)));
    Value::Object(formatted)
}

/// Calls nest up to 1 024 deep, and a frame here is small: recursion is safe on these threads.
fn frame(trace: &CallTrace, only_top: bool, with_logs: bool) -> Map<String, Value> {
    let is_create = matches!(trace.scheme, CallScheme::Create | CallScheme::Create2);
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| drop(out.insert(key.into(), value));
    put("type", json!(type_of(trace.scheme)));
    // A delegate call is made by the account that acts.
    let from = if trace.scheme == CallScheme::DelegateCall { trace.acting } else { trace.caller };
    put("from", json!(from));
    put("gas", json!(U64::from(trace.gas)));
    put("gasUsed", json!(U64::from(trace.gas_used())));
    let failed = trace.status != FrameStatus::Success;
    if !(is_create && failed) {
        put("to", json!(trace.code_address));
    }
    put("input", json!(trace.input));
    if !trace.output.is_empty() {
        put("output", json!(trace.output));
    }
    if trace.scheme != CallScheme::StaticCall {
        put("value", json!(U256::from(trace.value)));
    }
    match trace.status {
        FrameStatus::Success => {}
        FrameStatus::Revert => {
            put("error", json!("execution reverted"));
            if let Some(reason) = reason(&trace.output) {
                put("revertReason", json!(reason));
            }
        }
        FrameStatus::Halt(HaltReason::OutOfFunds) => put("error", json!("insufficient balance for transfer")),
        FrameStatus::Halt(HaltReason::CallTooDeep) => put("error", json!("max call depth exceeded")),
        FrameStatus::Halt(reason) => put("error", json!(reason.to_string())),
    }
    if with_logs && !failed && !trace.logs.is_empty() {
        let log = |(log, position): &(alloy_primitives::Log, usize)| {
            json!({
                "address": log.address,
                "topics": log.topics(),
                "data": log.data.data,
                "position": U64::from(*position as u64),
            })
        };
        put("logs", trace.logs.iter().map(log).collect());
    }
    if !only_top && !trace.children.is_empty() {
        let calls = trace.children.iter().map(|child| Value::Object(frame(child, false, with_logs)));
        put("calls", calls.collect());
    }
    out
}

const fn type_of(scheme: CallScheme) -> &'static str {
    match scheme {
        CallScheme::Call => "CALL",
        CallScheme::CallCode => "CALLCODE",
        CallScheme::DelegateCall => "DELEGATECALL",
        CallScheme::StaticCall => "STATICCALL",
        CallScheme::Create => "CREATE",
        CallScheme::Create2 => "CREATE2",
    }
}
