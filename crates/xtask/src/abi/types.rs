//! Solidity types as the JSON ABI writes them.

use alloy_json_abi::{EventParam, Param};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use syn_solidity::{EventParameter, ItemStruct, Type, VariableDeclaration};

/// The structs that an interface declares, by name.
#[derive(Debug, Default)]
pub(crate) struct Structs<'a>(BTreeMap<String, &'a ItemStruct>);

impl<'a> FromIterator<&'a ItemStruct> for Structs<'a> {
    fn from_iter<I: IntoIterator<Item = &'a ItemStruct>>(structs: I) -> Self {
        Self(structs.into_iter().map(|item| (item.name.as_string(), item)).collect())
    }
}

impl Structs<'_> {
    /// A parameter, return value or field.
    ///
    /// # Errors
    /// A struct that the interface doesn't declare, or a type that no ABI has.
    pub(crate) fn param(&self, variable: &VariableDeclaration) -> Result<Param> {
        let name = variable.name.as_ref().map(|name| name.as_string()).unwrap_or_default();
        self.typed(name, &variable.ty)
    }

    /// An event's parameter.
    ///
    /// # Errors
    /// As [`Self::param`], and a parameter without a name.
    pub(crate) fn event_param(&self, parameter: &EventParameter) -> Result<EventParam> {
        let name = parameter.name.as_ref().context("an event parameter has no name")?.as_string();
        let Param { ty, name, components, internal_type } = self.typed(name, &parameter.ty)?;
        Ok(EventParam { ty, name, indexed: parameter.indexed.is_some(), components, internal_type })
    }

    fn typed(&self, name: String, ty: &Type) -> Result<Param> {
        let (ty, components) = match ty {
            Type::Array(array) => {
                let inner = self.typed(String::new(), &array.ty)?;
                let suffix = match (array.size(), array.size_lit()) {
                    (Some(size), _) => format!("[{size}]"),
                    (None, None) => "[]".to_owned(),
                    (None, Some(_)) => bail!("the size of {ty} is no plain number"),
                };
                (inner.ty + &suffix, inner.components)
            }
            Type::Custom(path) => {
                let item = self.0.get(&path.to_string()).with_context(|| format!("no struct {path} here"))?;
                let fields = item.fields.iter().map(|field| self.param(field)).collect::<Result<_>>()?;
                ("tuple".to_owned(), fields)
            }
            Type::Tuple(_) | Type::Function(_) | Type::Mapping(_) => bail!("{ty} is no type of an interface"),
            plain => (plain.abi_name(), Vec::new()),
        };
        Ok(Param { ty, name, components, internal_type: None })
    }
}

/// The declared type as a reader knows it: struct names instead of tuples, no data location.
pub(crate) fn readable(variable: &VariableDeclaration) -> String {
    match &variable.name {
        Some(name) => format!("{} {name}", variable.ty),
        None => variable.ty.to_string(),
    }
}
