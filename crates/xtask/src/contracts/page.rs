//! The page of one contract, and the list of all.

use super::gas::Gas;
use super::{Contract, readme, words};
use crate::abi::interface::{FunctionEntry, Interface};
use crate::abi::page::function;
use alloy_primitives::hex;
use std::collections::{BTreeMap, BTreeSet};

/// What a page shows of a contract.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    /// The contract.
    pub(crate) contract: &'a Contract,
    /// Its functions of the public ABI.
    pub(crate) entries: Vec<&'a FunctionEntry>,
    /// Its functions that only sister contracts call.
    pub(crate) sisters: Vec<&'a FunctionEntry>,
}

impl Page<'_> {
    /// The README, and after it functions, events, errors and gas.
    pub(crate) fn render(&self, all: &[Contract], public: &[Interface], gas: &Gas) -> String {
        let Contract { name, readme, program, words } = self.contract;
        let names: Vec<_> = all.iter().map(|contract| contract.name.as_str()).collect();
        let (title, body) = readme.split_once('\n').unwrap_or((readme, ""));
        let abi = match program.interface.as_str() {
            "" => String::new(),
            interface => format!("[`abi/{interface}.sol`](../../abi/{interface}.sol) and the gas table, "),
        };
        let mut page = format!(
            "{title}\n\nMade by `cargo xtask docs` from [the README](../../contracts/{name}/README.md), {abi}not by hand.\n"
        );
        page.push_str(&readme::relocated(body, name, &names));
        page.push_str(&words::section(words));
        let (reading, changing): (Vec<_>, Vec<_>) = self.entries.iter().partition(|entry| entry.reads());
        calls(&mut page, "Functions that change state", &changing);
        calls(&mut page, "Functions for sister contracts", &self.sisters);
        views(&mut page, &reading);
        // What an item means in the contract's own interface goes before what others say of it.
        let mut interfaces: Vec<_> = public.iter().collect();
        interfaces.sort_by_key(|interface| interface.name != program.interface);
        events(&mut page, &interfaces, &self.entries);
        errors(&mut page, &interfaces, &self.entries);
        costs(&mut page, gas, &self.entries);
        page
    }
}

/// The list of all pages.
pub(crate) fn index(contracts: &[Contract]) -> String {
    let mut page = "# Contracts\n\nMade by `cargo xtask docs`, not by hand: a page per program, with duty, roles, storage,\n\
                    functions, events, errors and gas.\n\n"
        .to_owned();
    for contract in contracts {
        let title = contract.readme.lines().next().unwrap_or_default().trim_start_matches("# ");
        page.push_str(&format!("* [{title}]({}.md)\n", contract.name));
    }
    page
}

fn calls(page: &mut String, title: &str, entries: &[&FunctionEntry]) {
    if entries.is_empty() {
        return;
    }
    page.push_str(&format!("\n## {title}\n"));
    for entry in entries {
        function(page, entry);
    }
}

fn views(page: &mut String, entries: &[&FunctionEntry]) {
    if entries.is_empty() {
        return;
    }
    page.push_str("\n## Views\n\n| selector | function | answer |\n| --- | --- | --- |\n");
    for entry in entries {
        let selector = hex::encode(entry.abi.selector());
        let dev = if entry.docs.dev.is_empty() { String::new() } else { format!(" {}", entry.docs.dev) };
        page.push_str(&format!("| `{selector}` | `{}` | {}{dev} |\n", entry.readable, entry.docs.notice));
    }
}

/// Events that the calls name, whoever of the suite emits them.
fn events(page: &mut String, interfaces: &[&Interface], entries: &[&FunctionEntry]) {
    let said = said(entries, |entry| &entry.docs.effects);
    let mut rows = BTreeMap::new();
    for (docs, event) in interfaces.iter().flat_map(|interface| &interface.events) {
        if said.contains(event.name.as_str()) {
            let signature = event.signature();
            let row = format!("| `{signature}` | {} |\n", docs.notice);
            rows.entry(signature).or_insert(row);
        }
    }
    table(page, "Events", "event | meaning", rows.into_values());
}

/// Errors that the functions name, whoever of the suite raises them.
fn errors(page: &mut String, interfaces: &[&Interface], entries: &[&FunctionEntry]) {
    let mut said = said(entries, |entry| &entry.docs.requirements);
    said.extend(entries.iter().flat_map(|entry| readme::names(&entry.docs.dev)));
    let mut rows = BTreeMap::new();
    for (docs, error) in interfaces.iter().flat_map(|interface| &interface.errors) {
        if said.contains(error.name.as_str()) {
            let (signature, selector) = (error.signature(), hex::encode(error.selector()));
            let row = format!("| `{signature}` | `{selector}` | {} |\n", docs.notice);
            rows.entry(signature).or_insert(row);
        }
    }
    table(page, "Errors", "error | selector | meaning", rows.into_values());
}

fn costs(page: &mut String, gas: &Gas, entries: &[&FunctionEntry]) {
    let names: BTreeSet<_> = entries.iter().map(|entry| entry.abi.name.as_str()).collect();
    let rows = gas.rows.iter().filter(|row| names.contains(row.function())).map(|row| {
        format!(
            "| {} | {} | {} | {} | {} |\n",
            row.operation,
            row.variant,
            row.cached.execution_gas,
            row.uncached.execution_gas,
            row.peer.execution_gas
        )
    });
    let rows: Vec<_> = rows.collect();
    if rows.is_empty() {
        return;
    }
    let head = "operation | variant | cached | uncached | peer";
    table(page, "Gas of each operation", head, rows);
    page.push_str("\nExecution gas, behind the proxies; how it is measured is in [gas.md](../gas.md).\n");
}

fn said<'a>(
    entries: &[&'a FunctionEntry],
    of: impl Fn(&'a FunctionEntry) -> &'a Vec<String>,
) -> BTreeSet<&'a str> {
    entries.iter().flat_map(|entry| of(entry)).flat_map(|text| readme::names(text)).collect()
}

fn table(page: &mut String, title: &str, head: &str, rows: impl IntoIterator<Item = String>) {
    let rows: Vec<_> = rows.into_iter().collect();
    if rows.is_empty() {
        return;
    }
    let columns = head.split('|').map(|_| "---").collect::<Vec<_>>().join(" | ");
    page.push_str(&format!("\n## {title}\n\n| {head} |\n| {columns} |\n"));
    page.extend(rows);
}
