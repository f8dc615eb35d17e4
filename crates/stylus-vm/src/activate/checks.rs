//! The rules of section 3.2 on imports, exports, memory and counts.

use std::collections::{HashMap, HashSet};

use wasmparser::ValType;

use super::{
    ActivationRules,
    module::{ExportKind, Module},
    refusal::Refusal,
};
use crate::{hostio::signature, instrument::EXTRA_GLOBALS, memory_model::MAX_PAGES};

/// Exported function that a call of the program enters.
pub(crate) const ENTRYPOINT: &str = "user_entrypoint";
/// Exported memory.
pub(crate) const MEMORY: &str = "memory";
/// Module of all host functions but those for debugging.
pub(crate) const HOST_MODULE: &str = "vm_hooks";

const PAY_FOR_MEMORY_GROW: &str = "pay_for_memory_grow";
const RESERVED_PREFIX: &str = "stylus";

const MAX_DATAS: usize = 128;
const MAX_ELEMENTS: usize = 128;
const MAX_EXPORTS: usize = 1_024;
const MAX_FUNCTIONS: usize = 4_096;
const MAX_GLOBALS: usize = 32_768;
const MAX_IMPORTS: usize = 513;
const MAX_TABLE_ENTRIES: u64 = 4_096;
const MAX_ELEMENT_BYTES: usize = 4_096;
const MAX_NAME_LEN: usize = 512;

/// Refuses `count` of `what` beyond `limit`.
pub(crate) fn limit(
    what: &'static str,
    count: impl TryInto<u64>,
    limit: impl TryInto<u64>,
) -> Result<(), Refusal> {
    let [count, limit] = [count.try_into().unwrap_or(u64::MAX), limit.try_into().unwrap_or(u64::MAX)];
    if count > limit { Err(Refusal::Limit { what, count, limit }) } else { Ok(()) }
}

/// Items 3 and 4: imports and exports do not clash.
pub(crate) fn check_names(module: &Module<'_>) -> Result<(), Refusal> {
    let mut types = HashMap::new();
    for import in &module.imports {
        let before = types.insert((import.module, import.name), import.type_index);
        if before.is_some_and(|before| before != import.type_index) {
            return Err(Refusal::InconsistentImport(import.name.to_owned()));
        }
    }
    let last_parts = module.exports.iter().filter_map(|export| export.name.rsplit("__").next());
    let exported: HashSet<&str> = last_parts.collect();
    let imported = || module.imports.iter().map(|import| import.name);
    if let Some(name) = imported().find(|name| exported.contains(name)) {
        return Err(Refusal::ReExport(name.to_owned()));
    }
    match exported.into_iter().chain(imported()).find(|name| name.starts_with(RESERVED_PREFIX)) {
        Some(name) => Err(Refusal::ReservedName(name.to_owned())),
        None => Ok(()),
    }
}

/// Items 5 to 7 and 10: no start function, the memory, the entrypoint. Answers the pages the memory
/// starts with.
pub(crate) fn check_shape(module: &Module<'_>, page_limit: u16) -> Result<u16, Refusal> {
    if module.start.is_some() {
        return Err(Refusal::StartFunction);
    }
    let [memory] = module.memories[..] else { return Err(Refusal::NoMemory) };
    if module.export(MEMORY, ExportKind::Memory) != Some(0) {
        return Err(Refusal::NoMemory);
    }
    let limit = page_limit.min(MAX_PAGES);
    let pages = u16::try_from(memory.initial).unwrap_or(u16::MAX);
    if pages > limit {
        return Err(Refusal::MemoryTooLarge { pages: memory.initial, limit });
    }
    let entrypoint = module.export(ENTRYPOINT, ExportKind::Function).ok_or(Refusal::NoEntrypoint)?;
    let ty = module.function_type(entrypoint).ok_or(Refusal::NoEntrypoint)?;
    if ty.params() != [ValType::I32] || ty.results() != [ValType::I32] {
        return Err(Refusal::NoEntrypoint);
    }
    Ok(pages)
}

/// Item 8: the function that growth of the memory is paid with; `None` if it can't grow.
pub(crate) fn pay_for_memory_grow(module: &Module<'_>) -> Result<Option<u32>, Refusal> {
    if module.memories.iter().all(|memory| memory.maximum == Some(memory.initial)) {
        return Ok(None);
    }
    let is_it = |import: &super::module::Import<'_>| {
        import.module == HOST_MODULE && import.name == PAY_FOR_MEMORY_GROW
    };
    let index = module.imports.iter().position(is_it).and_then(|index| u32::try_from(index).ok());
    let ty = index.and_then(|index| module.function_type(index));
    match ty {
        Some(ty) if ty.params() == [ValType::I32] && ty.results().is_empty() => Ok(index),
        _ => Err(Refusal::NoPayForMemoryGrow),
    }
}

/// Item 11: the imports are host functions, by name and type.
pub(crate) fn check_imports(module: &Module<'_>, debug: bool) -> Result<(), Refusal> {
    for import in &module.imports {
        let name = || format!("{}.{}", import.module, import.name);
        let Some(signature) = signature(import.module, import.name, debug) else {
            return Err(Refusal::UnknownImport(name()));
        };
        let same = module
            .type_at(import.type_index)
            .is_some_and(|ty| ty.params() == signature.params && ty.results() == signature.results);
        if !same {
            return Err(Refusal::ImportType(name()));
        }
    }
    Ok(())
}

/// Item 13, and item 6 for debug chains, where no export is dropped.
pub(crate) fn check_counts(module: &Module<'_>, rules: &ActivationRules) -> Result<(), Refusal> {
    limit("data segments", module.datas.len(), MAX_DATAS)?;
    limit("element segments", module.elements.len(), MAX_ELEMENTS)?;
    limit("functions", module.bodies.len(), MAX_FUNCTIONS)?;
    limit("globals", module.globals.len() + EXTRA_GLOBALS, MAX_GLOBALS)?;
    if rules.arbos.has_charging_fixes() {
        limit("imports", module.imports.len(), MAX_IMPORTS)?;
    }
    let entries = module.tables.iter().fold(0_u64, |sum, table| sum.saturating_add(table.initial));
    limit("table entries", entries, MAX_TABLE_ENTRIES)?;
    let bytes: usize = module.elements.iter().map(|element| element.range.len()).sum();
    limit("element bytes", bytes, MAX_ELEMENT_BYTES)?;
    limit("bytes of module name", module.name.len(), MAX_NAME_LEN)?;
    if rules.debug {
        limit("exports", module.exports.len() + EXTRA_GLOBALS, MAX_EXPORTS)?;
        let longest = module.exports.iter().map(|export| export.name.len()).max();
        limit("bytes of an export name", longest.unwrap_or_default(), MAX_NAME_LEN)?;
    }
    Ok(())
}
