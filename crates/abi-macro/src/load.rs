//! Reads an interface file and indexes what it defines.

use std::{collections::HashMap, fs, path::PathBuf};
use syn::LitStr;
use syn_solidity::{Item, ItemContract, ItemError, ItemEvent, ItemFunction, ItemStruct};

/// One parsed interface file.
pub(crate) struct Interface {
    /// Absolute path, for `include_bytes!`.
    pub(crate) path: String,
    /// Structs by name, for resolving canonical types.
    pub(crate) structs: HashMap<String, ItemStruct>,
    /// The same, in source order.
    pub(crate) struct_order: Vec<String>,
    /// Events in source order.
    pub(crate) events: Vec<ItemEvent>,
    /// Errors in source order.
    pub(crate) errors: Vec<ItemError>,
    /// Functions in source order.
    pub(crate) functions: Vec<ItemFunction>,
}

impl Interface {
    /// Loads `abi/<file>` of the workspace in which the invoking crate lies.
    pub(crate) fn load(file: &LitStr) -> syn::Result<Self> {
        let fail = |what: String| syn::Error::new(file.span(), what);
        let root = std::env::var("CARGO_MANIFEST_DIR").map_err(|e| fail(e.to_string()))?;
        let path = PathBuf::from(&root)
            .ancestors()
            .map(|dir| dir.join("abi").join(file.value()))
            .find(|candidate| candidate.is_file())
            .ok_or_else(|| fail(format!("no abi/{} above {root}", file.value())))?;
        let text = fs::read_to_string(&path).map_err(|e| fail(format!("{}: {e}", path.display())))?;
        let parsed = syn::parse_str::<syn_solidity::File>(&text)
            .map_err(|e| fail(format!("{}: {e}", path.display())))?;
        let contract = parsed
            .items
            .into_iter()
            .find_map(|item| match item {
                Item::Contract(contract) if contract.is_interface() => Some(contract),
                _ => None,
            })
            .ok_or_else(|| fail(format!("{}: no interface in it", path.display())))?;
        Ok(Self::index(path.display().to_string(), contract))
    }

    fn index(path: String, contract: ItemContract) -> Self {
        let mut this = Self {
            path,
            structs: HashMap::new(),
            struct_order: Vec::new(),
            events: Vec::new(),
            errors: Vec::new(),
            functions: Vec::new(),
        };
        for item in contract.body {
            match item {
                Item::Struct(item) => {
                    this.struct_order.push(item.name.to_string());
                    this.structs.insert(item.name.to_string(), item);
                }
                Item::Event(item) => this.events.push(item),
                Item::Error(item) => this.errors.push(item),
                Item::Function(item) => this.functions.push(item),
                _ => {}
            }
        }
        this
    }
}
