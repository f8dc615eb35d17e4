//! Reference pages in Markdown.

use super::docs::Docs;
use super::interface::{FunctionEntry, Interface};
use alloy_primitives::hex;

/// The page of one interface.
pub(crate) fn page(interface: &Interface) -> String {
    let mut page = format!("# {}\n\n", interface.name);
    page.push_str(&format!("From [`abi/{0}.sol`](../../abi/{0}.sol); ", interface.name));
    page.push_str("made by `cargo xtask abi`, not by hand.\n\n");
    comment(&mut page, &interface.docs);
    let (reading, changing): (Vec<_>, Vec<_>) = interface.functions.iter().partition(|entry| entry.reads());
    functions(&mut page, "Calls", &changing);
    functions(&mut page, "Views", &reading);
    structs(&mut page, interface);
    events(&mut page, interface);
    errors(&mut page, interface);
    page
}

/// The list of all pages.
pub(crate) fn index(interfaces: &[Interface]) -> String {
    let mut page =
        "# ABI reference\n\nMade by `cargo xtask abi` from `abi/*.sol`, not by hand.\n\n".to_owned();
    page.push_str(
        "| interface | what it is | functions | events | errors |\n| --- | --- | --- | --- | --- |\n",
    );
    for interface in interfaces {
        page.push_str(&format!(
            "| [{0}]({0}.md) | {1} | {2} | {3} | {4} |\n",
            interface.name,
            interface.docs.notice,
            interface.functions.len(),
            interface.events.len(),
            interface.errors.len(),
        ));
    }
    page
}

/// What the item is, and as a paragraph of its own what else there is to know.
fn comment(page: &mut String, docs: &Docs) {
    page.push_str(&format!("{}\n", docs.notice));
    if !docs.dev.is_empty() {
        page.push_str(&format!("\n{}\n", docs.dev));
    }
}

fn functions(page: &mut String, title: &str, entries: &[&FunctionEntry]) {
    if entries.is_empty() {
        return;
    }
    page.push_str(&format!("\n## {title}\n"));
    for entry in entries {
        function(page, entry);
    }
}

/// One function: what it is called, does, changes and checks.
pub(crate) fn function(page: &mut String, entry: &FunctionEntry) {
    let (abi, docs) = (&entry.abi, &entry.docs);
    page.push_str(&format!("\n### {}\n\n", abi.name));
    page.push_str(&format!("`{}` `{}`\n\n", hex::encode(abi.selector()), entry.readable));
    comment(page, docs);
    list(page, "Effects", "*", &docs.effects);
    list(page, "Requirements, in this order", "1.", &docs.requirements);
}

fn list(page: &mut String, title: &str, mark: &str, items: &[String]) {
    if items.is_empty() {
        return;
    }
    page.push_str(&format!("\n{title}:\n\n"));
    for item in items {
        page.push_str(&format!("{mark} {item}\n"));
    }
}

fn structs(page: &mut String, interface: &Interface) {
    if interface.structs.is_empty() {
        return;
    }
    page.push_str("\n## Structs\n");
    for entry in &interface.structs {
        page.push_str(&format!("\n### {}\n\n{}\n\n", entry.name, entry.docs.notice));
        page.push_str("| field | type | meaning |\n| --- | --- | --- |\n");
        for (ty, name) in &entry.fields {
            let meaning = entry.docs.param(name).unwrap_or_default();
            page.push_str(&format!("| `{name}` | `{ty}` | {meaning} |\n"));
        }
    }
}

fn events(page: &mut String, interface: &Interface) {
    if interface.events.is_empty() {
        return;
    }
    page.push_str("\n## Events\n");
    for (docs, event) in &interface.events {
        page.push_str(&format!("\n### {}\n\n", event.name));
        page.push_str(&format!("`{}` `{}`\n\n", event.selector(), event.signature()));
        page.push_str(&format!("{}\n\n", docs.notice));
        page.push_str("| parameter | type | indexed | meaning |\n| --- | --- | --- | --- |\n");
        for input in &event.inputs {
            let meaning = docs.param(&input.name).unwrap_or_default();
            let indexed = if input.indexed { "yes" } else { "" };
            page.push_str(&format!(
                "| `{}` | `{}` | {indexed} | {meaning} |\n",
                input.name,
                input.selector_type()
            ));
        }
    }
}

fn errors(page: &mut String, interface: &Interface) {
    if interface.errors.is_empty() {
        return;
    }
    page.push_str("\n## Errors\n\n| selector | error | meaning |\n| --- | --- | --- |\n");
    for (docs, error) in &interface.errors {
        let selector = hex::encode(error.selector());
        let dev = if docs.dev.is_empty() { String::new() } else { format!(" {}", docs.dev) };
        page.push_str(&format!("| `{selector}` | `{}` | {}{dev} |\n", error.signature(), docs.notice));
    }
}
