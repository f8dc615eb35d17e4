//! geth's `prestateTracer`: the accounts that a transaction touched, as they were before it, or
//! what it changed in them.

use alloy_primitives::{Address, B256, U256};
use serde_json::{Map, Value, json};
use surety_devnode::{Chain, Snapshot};

/// What a chain that ran one transaction since `before` has touched or changed.
pub(super) fn format(chain: &mut Chain, before: &Snapshot, diff: bool) -> Value {
    let touched = chain.loaded();
    let after = chain.snapshot();
    let (mut pre, mut post) = (Map::new(), Map::new());
    for (address, slots) in touched {
        let earlier = account(before, address, &slots);
        if !diff {
            pre.insert(address.to_string().to_lowercase(), Value::Object(earlier));
            continue;
        }
        let later = account(&after, address, &slots);
        let changed = changes(&earlier, &later);
        if !changed.is_empty() {
            let key = address.to_string().to_lowercase();
            let mut earlier = earlier;
            // Slots that stayed as they were are no part of a difference.
            let changed_slots = slots
                .iter()
                .copied()
                .filter(|key| before.storage(address, *key) != after.storage(address, *key));
            let changed_slots = storage(before, address, changed_slots);
            earlier.remove("storage");
            if !changed_slots.is_empty() {
                earlier.insert("storage".into(), Value::Object(changed_slots));
            }
            pre.insert(key.clone(), Value::Object(earlier));
            post.insert(key, Value::Object(changed));
        }
    }
    if diff { json!({ "pre": pre, "post": post }) } else { Value::Object(pre) }
}

fn account(state: &Snapshot, address: Address, slots: &[U256]) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("balance".into(), json!(state.balance(address)));
    let (nonce, code) = (state.nonce(address), state.code(address));
    if nonce > 0 {
        out.insert("nonce".into(), json!(nonce));
    }
    if !code.is_empty() {
        out.insert("code".into(), json!(code));
    }
    let storage = storage(state, address, slots.iter().copied());
    if !storage.is_empty() {
        out.insert("storage".into(), Value::Object(storage));
    }
    out
}

fn storage(state: &Snapshot, address: Address, slots: impl Iterator<Item = U256>) -> Map<String, Value> {
    slots.map(|key| (B256::from(key).to_string(), json!(B256::from(state.storage(address, key))))).collect()
}

/// Fields of `later` that are other than in `earlier`; of storage, the slots.
fn changes(earlier: &Map<String, Value>, later: &Map<String, Value>) -> Map<String, Value> {
    let mut out = Map::new();
    for (field, value) in later {
        match (field.as_str(), earlier.get(field), value) {
            (_, Some(old), new) if old == new => {}
            ("storage", Some(Value::Object(old)), Value::Object(new)) => {
                let slots = new.iter().filter(|(key, value)| old.get(*key) != Some(value));
                out.insert(field.clone(), slots.map(|(key, value)| (key.clone(), value.clone())).collect());
            }
            (_, _, new) => drop(out.insert(field.clone(), new.clone())),
        }
    }
    out
}
