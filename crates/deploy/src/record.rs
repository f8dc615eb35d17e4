//! `deployments/<chain-id>.md`: the record for people.

use crate::{Entry, EntryKind, Journal};
use alloy_primitives::B256;
use std::fmt::Write as _;

/// The record as Markdown: what is deployed, and every transaction.
#[must_use]
pub fn markdown(journal: &Journal) -> String {
    let mut text = format!("# Deployments on chain {}\n\nWritten by `surety deploy`.\n", journal.chain_id());
    section(
        &mut text,
        journal,
        "Programs",
        "program",
        &["address", "codeHash", "wasmHash", "constructorInput"],
    );
    section(
        &mut text,
        journal,
        "Contracts",
        "contract",
        &["proxy", "implementations", "codeHash", "abiHash", "initCodeHash", "constructorInput"],
    );
    text.push_str(
        "\n## Steps\n\n| step | transaction | block | gas | commit |\n| --- | --- | --- | --- | --- |\n",
    );
    for entry in journal.entries() {
        let (transaction, block, gas) = match &entry.outcome {
            EntryKind::Sent { .. } => continue,
            EntryKind::Done { transaction, block, gas_used, .. } => {
                (transaction.to_string(), block.to_string(), gas_used.to_string())
            }
            EntryKind::Found => ("there already".to_owned(), String::new(), String::new()),
        };
        let commit = entry.commit.as_deref().unwrap_or_default();
        // Writing to a string can't fail.
        let _ = writeln!(text, "| {} | {transaction} | {block} | {gas} | {commit} |", entry.step);
    }
    text
}

/// What the finished steps say about one kind of thing.
fn section(text: &mut String, journal: &Journal, title: &str, key: &str, fields: &[&str]) {
    let _ = write!(text, "\n## {title}\n");
    for entry in journal.entries() {
        let Some(name) = entry.detail.get(key).and_then(|name| name.as_str()) else { continue };
        let _ = write!(text, "\n### {name}\n\n");
        for field in fields {
            let value = match entry.detail.get(field) {
                Some(serde_json::Value::String(value)) => value.clone(),
                Some(serde_json::Value::Array(values)) => {
                    let values: Vec<_> = values.iter().filter_map(|value| value.as_str()).collect();
                    values.join(", ")
                }
                _ => continue,
            };
            let _ = writeln!(text, "- {field}: `{value}`");
        }
        if let EntryKind::Done { transaction, .. } = &entry.outcome {
            let _ = writeln!(text, "- transaction: `{transaction}`");
        }
        if let Some(transaction) = activation(journal, entry) {
            let _ = writeln!(text, "- activation: `{transaction}`");
        }
        if let Some(commit) = &entry.commit {
            let _ = writeln!(text, "- commit: `{commit}`");
        }
    }
}

/// The transaction that activated a program first.
fn activation(journal: &Journal, program: &Entry) -> Option<B256> {
    let code = program.detail.get("codeHash")?;
    let same = |entry: &&Entry| {
        entry.detail.get("activated").is_some() && entry.detail.get("codeHash") == Some(code)
    };
    journal.entries().iter().filter(same).find_map(|entry| match entry.outcome {
        EntryKind::Done { transaction, .. } => Some(transaction),
        EntryKind::Sent { .. } | EntryKind::Found => None,
    })
}
