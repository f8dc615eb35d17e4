//! Nitro's `stylusTracer`: the host functions of Stylus programs, with what they were given and
//! gave, nested by calls. `cargo stylus trace` and `replay` read it.

use alloy_primitives::Bytes;
use serde_json::{Map, Value, json};
use std::{collections::VecDeque, slice::Iter};
use surety_devnode::{
    CallScheme,
    trace::{CallTrace, HostioRecord, StylusFrame},
};
use surety_stylus_vm::Outcome;

/// The steps of the outermost frame.
pub(super) fn format(root: &CallTrace) -> Value {
    Value::Array(steps(root))
}

/// Calls nest up to 1 024 deep, and a frame here is small: recursion is safe on these threads.
fn steps(frame: &CallTrace) -> Vec<Value> {
    match &frame.stylus {
        Some(stylus) => program_steps(frame, stylus),
        None => frame.children.iter().map(|child| Value::Object(nested(child, "evm_"))).collect(),
    }
}

/// A frame that another one entered.
fn nested(frame: &CallTrace, prefix: &str) -> Map<String, Value> {
    let name = match frame.scheme {
        CallScheme::Call | CallScheme::CallCode => "call_contract",
        CallScheme::DelegateCall => "delegate_call_contract",
        CallScheme::StaticCall => "static_call_contract",
        CallScheme::Create => "create1",
        CallScheme::Create2 => "create2",
    };
    let mut out = step(&format!("{prefix}{name}"), &Bytes::new(), &Bytes::new(), 0, 0);
    out.insert("address".into(), json!(frame.code_address));
    out.insert("steps".into(), Value::Array(steps(frame)));
    out
}

fn step(name: &str, args: &Bytes, outs: &Bytes, start_ink: u64, end_ink: u64) -> Map<String, Value> {
    let Value::Object(out) =
        json!({ "name": name, "args": args, "outs": outs, "startInk": start_ink, "endInk": end_ink })
    else {
        return Map::new();
    };
    out
}

fn program_steps(frame: &CallTrace, stylus: &StylusFrame) -> Vec<Value> {
    let mut out = Vec::new();
    let Some(run) = stylus.run else { return out };
    let len = u32::try_from(frame.input.len()).unwrap_or(u32::MAX).to_be_bytes();
    let begun =
        step("user_entrypoint", &Bytes::copy_from_slice(&len), &Bytes::new(), run.ink_start, run.ink_start);
    out.push(Value::Object(begun));
    let mut children = Children(frame.children.iter().collect());
    for record in records(stylus) {
        let HostioRecord { name, ink_before, ink_after, given, gave } = record;
        let mut entry = step(name, given, gave, *ink_before, *ink_after);
        if name.ends_with("call_contract") {
            // A call that was refused before it began has no frame, and so no steps.
            let child = children.take(record);
            let target = given.get(..20).map(alloy_primitives::Address::from_slice);
            entry.insert("address".into(), json!(target.unwrap_or_default()));
            entry.insert("steps".into(), Value::Array(child.map(steps).unwrap_or_default()));
        } else if name.starts_with("create")
            && let Some(child) = children.take(record)
        {
            out.push(Value::Object(nested(child, "evm_")));
        }
        out.push(Value::Object(entry));
    }
    let status: Option<u32> = match run.outcome {
        Outcome::Success => Some(0),
        Outcome::Revert => Some(1),
        Outcome::Failure | Outcome::OutOfInk | Outcome::OutOfStack => None,
    };
    if let Some(status) = status {
        let status = Bytes::copy_from_slice(&status.to_be_bytes());
        out.push(Value::Object(step("user_returned", &Bytes::new(), &status, run.ink_left, run.ink_left)));
    }
    out
}

fn records(stylus: &StylusFrame) -> Iter<'_, HostioRecord> {
    stylus.hostio.as_deref().unwrap_or_default().iter()
}

/// Frames that a program entered and that no host function was found for yet.
struct Children<'t>(VecDeque<&'t CallTrace>);

impl<'t> Children<'t> {
    /// The next frame, if it is the one that this host function entered.
    fn take(&mut self, record: &HostioRecord) -> Option<&'t CallTrace> {
        let next = self.0.front()?;
        let scheme = match record.name {
            "call_contract" => CallScheme::Call,
            "delegate_call_contract" => CallScheme::DelegateCall,
            "static_call_contract" => CallScheme::StaticCall,
            "create1" => CallScheme::Create,
            _ => CallScheme::Create2,
        };
        let is_call = !matches!(scheme, CallScheme::Create | CallScheme::Create2);
        let same_target = !is_call || record.given.get(..20) == Some(next.code_address.as_slice());
        if next.scheme == scheme && same_target { self.0.pop_front() } else { None }
    }
}
