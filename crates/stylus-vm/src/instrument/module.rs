//! Puts an instrumented module together.

use wasm_encoder::{
    CodeSection, ConstExpr, ExportKind as EncodedKind, ExportSection, GlobalSection, GlobalType, RawSection,
    ValType,
};

use super::emit::Emitter;
use crate::activate::{
    Checked, Refusal,
    checks::{ENTRYPOINT, MEMORY},
    module::{ExportKind, Module, section},
};

/// Names of the added exports; programs can't use names that begin like this.
pub(crate) mod export {
    pub(crate) const INK: &str = "stylus_ink_left";
    pub(crate) const STATUS: &str = "stylus_ink_status";
    pub(crate) const STACK: &str = "stylus_stack_left";
}

/// Indices of the added globals.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Globals {
    pub(super) ink: u32,
    pub(super) status: u32,
    pub(super) stack: u32,
    pub(super) scratch: u32,
}

/// The module that the engine compiles: `module` with metering added (unless `metered` is false,
/// which is for measurements) and nothing exported but entrypoint, memory and the added globals.
pub(crate) fn instrument(module: &Module<'_>, checked: &Checked, metered: bool) -> Result<Vec<u8>, Refusal> {
    let first = u32::try_from(module.globals.len()).unwrap_or(u32::MAX);
    let at = |offset: u32| first.saturating_add(offset);
    let globals = Globals { ink: at(0), status: at(1), stack: at(2), scratch: at(3) };

    let mut out = wasm_encoder::Module::new();
    let raw = |out: &mut wasm_encoder::Module, wanted: &[u8]| {
        for (id, range) in module.raw_sections.iter().filter(|(id, _)| wanted.contains(id)) {
            out.section(&RawSection { id: *id, data: module.bytes(range) });
        }
    };
    raw(&mut out, &[section::TYPE, section::IMPORT, section::FUNCTION, section::TABLE, section::MEMORY]);
    out.section(&global_section(module));
    out.section(&exports(module, globals)?);
    raw(&mut out, &[section::ELEMENT]);
    out.section(&code(module, checked, globals, metered)?);
    raw(&mut out, &[section::DATA]);
    Ok(out.finish())
}

fn global_section(module: &Module<'_>) -> GlobalSection {
    let mut section = GlobalSection::new();
    for global in &module.globals {
        section.raw(global);
    }
    let variable = |val_type| GlobalType { val_type, mutable: true, shared: false };
    section.global(variable(ValType::I64), &ConstExpr::i64_const(0));
    for _ in 0..3 {
        section.global(variable(ValType::I32), &ConstExpr::i32_const(0));
    }
    section
}

fn exports(module: &Module<'_>, globals: Globals) -> Result<ExportSection, Refusal> {
    let entrypoint = module.export(ENTRYPOINT, ExportKind::Function).ok_or(Refusal::NoEntrypoint)?;
    let mut section = ExportSection::new();
    section
        .export(ENTRYPOINT, EncodedKind::Func, entrypoint)
        .export(MEMORY, EncodedKind::Memory, 0)
        .export(export::INK, EncodedKind::Global, globals.ink)
        .export(export::STATUS, EncodedKind::Global, globals.status)
        .export(export::STACK, EncodedKind::Global, globals.stack);
    Ok(section)
}

fn code(
    module: &Module<'_>,
    checked: &Checked,
    globals: Globals,
    metered: bool,
) -> Result<CodeSection, Refusal> {
    let emitter = Emitter { module, globals, pay_for_memory_grow: checked.pay_for_memory_grow };
    let mut section = CodeSection::new();
    for (body, plan) in module.bodies.iter().zip(&checked.plans) {
        if metered {
            section.raw(&emitter.function(body, plan)?);
        } else {
            section.raw(body.as_bytes());
        }
    }
    Ok(section)
}
