//! One interface: what it declares, with its documentation and its ABI.

use super::docs::Docs;
use super::types::{Structs, readable};
use alloy_json_abi::{Error, Event, Function, StateMutability};
use anyhow::{Context, Result, bail, ensure};
use proc_macro2::TokenStream;
use serde_json::Value;
use std::str::FromStr;
use syn_solidity::{Item, ItemContract, ItemError, ItemEvent, ItemFunction, ItemStruct, Mutability};

/// An interface and everything in it, in the order of declaration.
#[derive(Debug)]
pub(crate) struct Interface {
    /// Its name.
    pub(crate) name: String,
    /// Its comment.
    pub(crate) docs: Docs,
    /// Its structs.
    pub(crate) structs: Vec<StructEntry>,
    /// Its errors.
    pub(crate) errors: Vec<(Docs, Error)>,
    /// Its events.
    pub(crate) events: Vec<(Docs, Event)>,
    /// Its functions.
    pub(crate) functions: Vec<FunctionEntry>,
}

/// A struct as a reader knows it.
#[derive(Debug)]
pub(crate) struct StructEntry {
    /// Its name.
    pub(crate) name: String,
    /// Its comment, which covers every field.
    pub(crate) docs: Docs,
    /// Declared type and name of each field.
    pub(crate) fields: Vec<(String, String)>,
}

/// A function.
#[derive(Debug)]
pub(crate) struct FunctionEntry {
    /// Its comment.
    pub(crate) docs: Docs,
    /// Its ABI.
    pub(crate) abi: Function,
    /// Name, parameters and returns as a reader knows them.
    pub(crate) readable: String,
}

impl FunctionEntry {
    /// True if a call changes nothing.
    pub(crate) fn reads(&self) -> bool {
        matches!(self.abi.state_mutability, StateMutability::View | StateMutability::Pure)
    }
}

impl Interface {
    /// Parses a Solidity file that holds one interface.
    ///
    /// # Errors
    /// Syntax; anything but pragmas and one interface without parents; an item, event parameter or field
    /// that is not documented; a type that no ABI has. The message names the item.
    pub(crate) fn parse(source: &str) -> Result<Self> {
        let tokens = TokenStream::from_str(source).map_err(|error| anyhow::anyhow!("{error}"))?;
        let file = syn_solidity::parse2(tokens)?;
        let mut interfaces = Vec::new();
        for item in &file.items {
            match item {
                Item::Pragma(_) => {}
                Item::Contract(contract) if contract.is_interface() => interfaces.push(contract),
                other => bail!("{other} is neither pragma nor interface"),
            }
        }
        match interfaces.as_slice() {
            [interface] => Self::from_contract(interface),
            others => bail!("{} interfaces instead of one", others.len()),
        }
    }

    fn from_contract(contract: &ItemContract) -> Result<Self> {
        ensure!(contract.inheritance.is_none(), "{} has parents", contract.name);
        let structs: Structs<'_> = contract
            .body
            .iter()
            .filter_map(|item| if let Item::Struct(item) = item { Some(item) } else { None })
            .collect();
        let mut interface = Self {
            name: contract.name.as_string(),
            docs: Docs::parse(&contract.attrs).with_context(|| contract.name.to_string())?,
            structs: Vec::new(),
            errors: Vec::new(),
            events: Vec::new(),
            functions: Vec::new(),
        };
        for item in &contract.body {
            let name = item.name().map(|name| name.as_string()).unwrap_or_default();
            interface.add(item, &structs).with_context(|| format!("{}.{name}", interface.name))?;
        }
        Ok(interface)
    }

    fn add(&mut self, item: &Item, structs: &Structs<'_>) -> Result<()> {
        match item {
            Item::Struct(item) => self.structs.push(struct_entry(item)?),
            Item::Error(item) => self.errors.push(error(item, structs)?),
            Item::Event(item) => self.events.push(event(item, structs)?),
            Item::Function(item) => self.functions.push(function(item, structs)?),
            other => bail!("{other} is neither struct, error, event nor function"),
        }
        Ok(())
    }

    /// The JSON ABI: functions, events, errors, each in the order of declaration.
    ///
    /// # Errors
    /// Serialisation.
    pub(crate) fn json(&self) -> Result<Value> {
        let functions = self.functions.iter().map(|entry| serde_json::to_value(&entry.abi));
        let events = self.events.iter().map(|(_, event)| serde_json::to_value(event));
        let errors = self.errors.iter().map(|(_, error)| serde_json::to_value(error));
        let items: Result<Vec<_>, _> = functions.chain(events).chain(errors).collect();
        Ok(Value::Array(items?))
    }
}

fn struct_entry(item: &ItemStruct) -> Result<StructEntry> {
    let docs = Docs::parse(&item.attrs)?;
    let mut fields = Vec::new();
    for field in &item.fields {
        let name = field.name.as_ref().context("a field has no name")?.as_string();
        docs.param(&name)?;
        fields.push((field.ty.to_string(), name));
    }
    Ok(StructEntry { name: item.name.as_string(), docs, fields })
}

fn error(item: &ItemError, structs: &Structs<'_>) -> Result<(Docs, Error)> {
    let docs = Docs::parse(&item.attrs)?;
    let inputs = item.parameters.iter().map(|input| structs.param(input)).collect::<Result<Vec<_>>>()?;
    for input in &inputs {
        docs.param(&input.name)?;
    }
    Ok((docs, Error { name: item.name.as_string(), inputs }))
}

fn event(item: &ItemEvent, structs: &Structs<'_>) -> Result<(Docs, Event)> {
    let docs = Docs::parse(&item.attrs)?;
    item.assert_valid()?;
    let inputs =
        item.parameters.iter().map(|input| structs.event_param(input)).collect::<Result<Vec<_>>>()?;
    for input in &inputs {
        docs.param(&input.name)?;
    }
    Ok((docs, Event { name: item.name.as_string(), inputs, anonymous: item.is_anonymous() }))
}

fn function(item: &ItemFunction, structs: &Structs<'_>) -> Result<FunctionEntry> {
    let name = item.name.as_ref().context("a function has no name")?.as_string();
    let returns = item.returns.as_ref().map(|returns| &returns.returns);
    let inputs = item.parameters.iter().map(|input| structs.param(input)).collect::<Result<_>>()?;
    let outputs = returns.into_iter().flatten().map(|output| structs.param(output)).collect::<Result<_>>()?;
    let mut text = format!("{name}({})", list(item.parameters.iter().map(readable)));
    if let Some(returns) = returns {
        text.push_str(&format!(" → ({})", list(returns.iter().map(readable))));
    }
    Ok(FunctionEntry {
        docs: Docs::parse(&item.attrs)?,
        abi: Function { name, inputs, outputs, state_mutability: mutability(item) },
        readable: text,
    })
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join(", ")
}

fn mutability(item: &ItemFunction) -> StateMutability {
    match item.attributes.mutability() {
        Some(Mutability::Pure(_) | Mutability::Constant(_)) => StateMutability::Pure,
        Some(Mutability::View(_)) => StateMutability::View,
        Some(Mutability::Payable(_)) => StateMutability::Payable,
        None => StateMutability::NonPayable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "pragma solidity ^0.8.27;\n/// @notice I.\ninterface I {\n";

    fn parse(body: &str) -> Result<Interface> {
        Interface::parse(&format!("{HEAD}{body}\n}}"))
    }

    #[test]
    fn json_expands_structs_and_keeps_names() -> Result<()> {
        let interface = parse(
            "/// @notice S.\n/// @param a A.\n struct S { address[2] a; }\n\
             /// @notice F.\n function f(S[] calldata s) external view returns (bool ok);",
        )?;
        let expected = serde_json::json!([{
            "type": "function", "name": "f", "stateMutability": "view",
            "inputs": [{"name": "s", "type": "tuple[]", "components": [{"name": "a", "type": "address[2]"}]}],
            "outputs": [{"name": "ok", "type": "bool"}],
        }]);
        assert_eq!(interface.json()?, expected);
        Ok(())
    }

    #[test]
    fn parse_fails_when_an_item_is_not_documented() {
        assert!(parse("function f() external;").is_err());
        assert!(parse("/// @notice E.\nevent E(uint256 a);").is_err());
        assert!(parse("/// @notice S.\nstruct S { uint256 a; }").is_err());
    }

    #[test]
    fn parse_fails_when_a_struct_is_unknown() {
        assert!(parse("/// @notice F.\n function f(S calldata s) external;").is_err());
    }

    #[test]
    fn parse_fails_when_an_interface_has_parents() {
        assert!(Interface::parse("/// @notice I.\ninterface I is J {}").is_err());
    }
}
