//! Reading the suite's Solidity interfaces (`abi/I<Name>.sol`), the source of truth of its ABI.
//!
//! Only what these files contain is understood: comments, structs, functions, events and errors of
//! one interface per file. Structs become tuples, which is what the ABI knows.

use alloy_json_abi::{Error, Event, Function, JsonAbi};
use std::collections::HashMap;

/// The suite's interfaces, compiled in.
pub(super) const SUITE: &[(&str, &str)] = &[
    ("IAVSDirectory", include_str!("../../../../abi/IAVSDirectory.sol")),
    ("IAVSRegistrar", include_str!("../../../../abi/IAVSRegistrar.sol")),
    ("IAllocationManager", include_str!("../../../../abi/IAllocationManager.sol")),
    ("IDelegationManager", include_str!("../../../../abi/IDelegationManager.sol")),
    ("IDurationVault", include_str!("../../../../abi/IDurationVault.sol")),
    ("IERC20", include_str!("../../../../abi/IERC20.sol")),
    ("IKeyRegistrar", include_str!("../../../../abi/IKeyRegistrar.sol")),
    ("IPauserRegistry", include_str!("../../../../abi/IPauserRegistry.sol")),
    ("IPermissionController", include_str!("../../../../abi/IPermissionController.sol")),
    ("IProtocolRegistry", include_str!("../../../../abi/IProtocolRegistry.sol")),
    ("IReleaseManager", include_str!("../../../../abi/IReleaseManager.sol")),
    ("IRewardsCoordinator", include_str!("../../../../abi/IRewardsCoordinator.sol")),
    ("IStrategyFactory", include_str!("../../../../abi/IStrategyFactory.sol")),
    ("IStrategyManager", include_str!("../../../../abi/IStrategyManager.sol")),
    ("IStrategyVault", include_str!("../../../../abi/IStrategyVault.sol")),
    ("ITaskMailbox", include_str!("../../../../abi/ITaskMailbox.sol")),
];

/// Reads one interface; the error is the statement that is not understood.
pub(super) fn parse(source: &str) -> Result<JsonAbi, String> {
    let source = without_comments(source);
    let (_, rest) = source.split_once("interface ").ok_or("no interface")?;
    let (_, body) = rest.split_once('{').ok_or("no interface body")?;
    let (structs, items) = split(body)?;
    let mut abi = JsonAbi::new();
    for item in items {
        let refuse = |reason: &str| format!("`{item}`: {reason}");
        let (kind, rest) = item.split_once(char::is_whitespace).ok_or_else(|| refuse("what?"))?;
        let (name, rest) = rest.split_once('(').ok_or_else(|| refuse("no parameters"))?;
        let (params, rest) = rest.split_once(')').ok_or_else(|| refuse("no end"))?;
        let head = format!("{}({})", name.trim(), parameters(params, &structs)?);
        match kind {
            "function" => {
                let outputs = rest.split_once("returns").and_then(|(_, r)| r.split_once('('));
                let outputs = match outputs.and_then(|(_, r)| r.split_once(')')) {
                    Some((list, _)) => format!(" returns ({})", parameters(list, &structs)?),
                    None => String::new(),
                };
                let text = format!("function {head}{outputs}");
                let function = Function::parse(&text).map_err(|e| refuse(&e.to_string()))?;
                abi.functions.entry(function.name.clone()).or_default().push(function);
            }
            "event" => {
                let text = format!("event {head}");
                let event = Event::parse(&text).map_err(|e| refuse(&e.to_string()))?;
                abi.events.entry(event.name.clone()).or_default().push(event);
            }
            "error" => {
                let text = format!("error {head}");
                let error = Error::parse(&text).map_err(|e| refuse(&e.to_string()))?;
                abi.errors.entry(error.name.clone()).or_default().push(error);
            }
            _ => return Err(refuse("neither function, event nor error")),
        }
    }
    Ok(abi)
}

/// Structs (name to tuple text) and the other statements of an interface's body.
fn split(body: &str) -> Result<(HashMap<String, String>, Vec<String>), String> {
    let mut structs = HashMap::new();
    let mut items = Vec::new();
    let mut rest = body.trim();
    while !rest.is_empty() && !rest.starts_with('}') {
        if let Some(after) = rest.strip_prefix("struct ") {
            let (name, after) = after.split_once('{').ok_or("a struct without body")?;
            let (fields, after) = after.split_once('}').ok_or("a struct without end")?;
            // A struct's fields refer to structs declared before it in these files.
            let fields: Vec<&str> = fields.split(';').map(str::trim).filter(|f| !f.is_empty()).collect();
            // Only the types: the ABI's encoding knows no field names.
            let types: Vec<&str> = fields.iter().filter_map(|f| f.split_whitespace().next()).collect();
            let tuple = format!("({})", parameters(&types.join(","), &structs)?);
            structs.insert(name.trim().to_owned(), tuple);
            rest = after.trim_start();
        } else {
            let (item, after) = rest.split_once(';').ok_or("a statement without end")?;
            items.push(item.split_whitespace().collect::<Vec<_>>().join(" "));
            rest = after.trim_start();
        }
    }
    Ok((structs, items))
}

/// A parameter list with structs as tuples and without data locations.
fn parameters(list: &str, structs: &HashMap<String, String>) -> Result<String, String> {
    let mut parameters = Vec::new();
    for parameter in list.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let mut words: Vec<&str> = parameter.split_whitespace().collect();
        words.retain(|w| !matches!(*w, "memory" | "calldata" | "storage"));
        let (ty, names) = words.split_first().ok_or("an empty parameter")?;
        let stem = ty.split('[').next().unwrap_or(ty);
        let suffix = ty.get(stem.len()..).unwrap_or_default();
        let stem = structs.get(stem).map_or(stem, String::as_str);
        let mut text = format!("{stem}{suffix}");
        for name in names {
            text.push(' ');
            text.push_str(name);
        }
        parameters.push(text);
    }
    Ok(parameters.join(","))
}

fn without_comments(source: &str) -> String {
    let lines = source.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_interface_of_the_suite_is_understood() {
        for (name, source) in SUITE {
            let abi = parse(source).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(abi.functions().count() > 0, "{name}");
        }
    }

    #[test]
    fn structs_become_tuples_in_parameters_and_returns() {
        let source = "interface I { struct P { address avs; uint32 id; } \
            struct Q { P p; uint256[] list; } // comment\n\
            function f(Q[] calldata q) external view returns (P memory, bool); \
            event E(P indexed p, bytes data); error X(); }";
        let abi = parse(source).unwrap();
        let function = abi.functions().next().unwrap();
        assert_eq!(function.signature(), "f(((address,uint32),uint256[])[])");
        assert_eq!(function.outputs.len(), 2);
        assert_eq!(abi.events().next().unwrap().signature(), "E((address,uint32),bytes)");
        assert_eq!(abi.errors().next().unwrap().signature(), "X()");
    }

    #[test]
    fn parse_names_the_statement_when_it_is_not_understood() {
        assert!(parse("interface I { modifier m(); }").unwrap_err().contains("modifier"));
        assert!(parse("contract C {}").is_err());
    }
}
