//! READMEs of contracts, as part of a page somewhere else.

/// The text with its links leading from `docs/contracts` to where they led from the contract.
///
/// A link to another contract or its README becomes one to that contract's page.
pub(crate) fn relocated(text: &str, contract: &str, contracts: &[&str]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(before);
        out.push_str("](");
        let Some((target, tail)) = after.split_once(')') else {
            rest = after;
            continue;
        };
        out.push_str(&relocated_target(target, contract, contracts));
        out.push(')');
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn relocated_target(target: &str, contract: &str, contracts: &[&str]) -> String {
    if target.contains("://") || target.starts_with('#') {
        return target.to_owned();
    }
    if let Some(sister) = target.strip_prefix("../") {
        let name = sister.trim_end_matches("/README.md").trim_end_matches('/');
        if contracts.contains(&name) {
            return format!("{name}.md");
        }
    }
    if let Some(docs) = target.strip_prefix("../../docs/") {
        return format!("../{docs}");
    }
    let mut parts: Vec<&str> = vec!["contracts", contract];
    for part in target.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    format!("../../{}", parts.join("/"))
}

/// Names of Rust's and Solidity's form in a text.
pub(crate) fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').filter(|name| !name.is_empty())
}

/// What stands alone between backticks in a text.
#[cfg(test)]
pub(crate) fn code_names(text: &str) -> impl Iterator<Item = &str> {
    let spans = text.split('`').skip(1).step_by(2);
    spans.filter(|span| span.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
}

/// Whether a name is written in capitals only, as Solidity's constants are.
#[cfg(test)]
pub(crate) fn is_constant(name: &str) -> bool {
    !name.chars().any(|c| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_where_they_led() {
        let move_link = |target: &str| {
            let text = relocated(&format!("see [x]({target})."), "slasher", &["slasher", "avs-registry"]);
            text.trim_start_matches("see [x](").trim_end_matches(").").to_owned()
        };
        assert_eq!(move_link("../avs-registry"), "avs-registry.md");
        assert_eq!(move_link("../avs-registry/README.md"), "avs-registry.md");
        assert_eq!(move_link("../../docs/accounting.md"), "../accounting.md");
        assert_eq!(move_link("src/slash.rs"), "../../contracts/slasher/src/slash.rs");
        assert_eq!(move_link("../common/src/pause.rs"), "../../contracts/common/src/pause.rs");
        assert_eq!(move_link("#storage"), "#storage");
    }

    #[test]
    fn code_names_are_whole_spans() {
        let found: Vec<_> = code_names("one `Two`, `three(4)`, `FIVE`").collect();
        assert_eq!(found, ["Two", "FIVE"]);
        assert!(is_constant("FIVE_6") && !is_constant("Two"));
    }
}
