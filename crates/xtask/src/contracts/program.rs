//! Which interface a contract answers, and which functions of it in its own program, read from the
//! `#[external]` block of the type that bears the contract's name.

use alloy_json_abi::Function;
use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use syn::{Attribute, ImplItem, Item, ItemImpl, LitStr, Type, Visibility};

/// A contract's own block.
///
/// Other programs may answer functions of its interface, too: a second program at its address, or
/// the program of a flow that leads through it (ADR 0008). Such a program may have no block of its
/// own.
#[derive(Debug, Default)]
pub(crate) struct Program {
    /// The interface's name, e.g. `IStrategyVault`; empty without a block.
    pub(crate) interface: String,
    /// Its functions: a signature where one is given, else the name without case and underscores.
    functions: BTreeSet<String>,
}

impl Program {
    /// Reads the block from `src/lib.rs` of a contract.
    ///
    /// # Errors
    /// A file that cannot be read or parsed.
    pub(crate) fn read(contract: &Path, name: &str) -> Result<Self> {
        let path = contract.join("src").join("lib.rs");
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        Self::parse(&source, &type_name(name)).with_context(|| format!("in {}", path.display()))
    }

    fn parse(source: &str, ty: &str) -> Result<Self> {
        let file = syn::parse_file(source)?;
        let mut blocks = file.items.iter().filter_map(|item| match item {
            Item::Impl(item) if is_of(item, ty) => external(item).map(|file| (item, file)),
            _ => None,
        });
        let Some((item, file)) = blocks.next_back() else { return Ok(Self::default()) };
        let file = file?;
        let stem = file.rsplit('/').next().unwrap_or(&file).trim_end_matches(".sol");
        let functions = item.items.iter().filter_map(function).collect();
        Ok(Self { interface: stem.to_owned(), functions })
    }

    /// Whether the block has a function of its interface.
    pub(crate) fn has(&self, function: &Function) -> bool {
        self.functions.contains(&function.signature()) || self.functions.contains(&key(&function.name))
    }
}

/// `strategy-vault` becomes `StrategyVault`.
fn type_name(contract: &str) -> String {
    contract
        .split('-')
        .flat_map(|word| {
            let mut chars = word.chars();
            chars.next().into_iter().flat_map(char::to_uppercase).chain(chars)
        })
        .collect()
}

fn is_of(item: &ItemImpl, ty: &str) -> bool {
    matches!(&*item.self_ty, Type::Path(path) if path.path.is_ident(ty))
}

/// The file of `#[external("File.sol", …)]`.
fn external(item: &ItemImpl) -> Option<syn::Result<String>> {
    let attr = item.attrs.iter().find(|attr| attr.path().is_ident("external"))?;
    let file = attr.parse_args_with(|input: syn::parse::ParseStream<'_>| {
        let file: LitStr = input.parse()?;
        // What follows says how the block is compiled.
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(file.value())
    });
    Some(file)
}

fn function(item: &ImplItem) -> Option<String> {
    let ImplItem::Fn(function) = item else { return None };
    if !matches!(function.vis, Visibility::Public(_)) {
        return None;
    }
    let signature = function.attrs.iter().find_map(signature);
    Some(signature.unwrap_or_else(|| key(&function.sig.ident.to_string())))
}

/// The text of `#[signature("…")]`.
fn signature(attr: &Attribute) -> Option<String> {
    if !attr.path().is_ident("signature") {
        return None;
    }
    attr.parse_args::<LitStr>().ok().map(|text| text.value())
}

/// A name without case and underscores: Solidity's and Rust's are then the same.
fn key(name: &str) -> String {
    name.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_the_block_of_the_type_with_its_name() -> Result<()> {
        let source = r#"
            #[external("internal/IA.sol", a)]
            impl Other { pub fn elsewhere() {} }
            #[external("IB.sol", b, then = Other)]
            impl AvsRegistry {
                pub fn get_avs_count() {}
                #[signature("f(uint8)")]
                pub fn f_of_byte() {}
                fn private() {}
            }
            impl AvsRegistry { pub fn not_external() {} }
        "#;
        let program = Program::parse(source, &type_name("avs-registry"))?;
        assert_eq!(program.interface, "IB");
        let has = |signature: &str| Ok::<_, anyhow::Error>(program.has(&Function::parse(signature)?));
        assert!(has("getAVSCount()")? && has("f(uint8)")?);
        assert!(!has("f(uint16)")? && !has("private()")? && !has("elsewhere()")?);
        Ok(())
    }

    #[test]
    fn a_program_without_a_block_of_its_own_has_no_interface() -> Result<()> {
        let program = Program::parse("impl A { pub fn f() {} }", "A")?;
        assert!(program.interface.is_empty() && !program.has(&Function::parse("f()")?));
        Ok(())
    }
}
