//! Activation: what a module must look like, and what the chain keeps of it.
//!
//! Everything that follows from the bytes of a module alone; no engine is needed for it. The other
//! steps of `ArbWasm.activateProgram` belong to the chain.

pub(crate) mod checks;
pub(crate) mod module;
mod refusal;
mod segments;
mod work;

use crate::{
    arbos::ArbosVersion,
    instrument::{EXTRA_GLOBALS, FunctionPlan, plan_functions},
    params::StylusParams,
    program_info::{Figures, ModuleCounts},
};

use module::Module;
pub use refusal::Refusal;

/// What an activation depends on besides the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActivationRules {
    /// Rules of the chain.
    pub arbos: ArbosVersion,
    /// Stylus version of the chain.
    pub stylus_version: u16,
    /// Most pages the module may start with: the chain's limit less the pages open now.
    pub page_limit: u16,
    /// Debug chain: `console.*` and `debug.*` may be imported, and limits hold for all exports.
    pub debug: bool,
}

impl ActivationRules {
    /// The rules of a chain with no pages open.
    #[must_use]
    pub const fn new(arbos: ArbosVersion, params: &StylusParams) -> Self {
        Self { arbos, stylus_version: params.version, page_limit: params.page_limit, debug: false }
    }

    /// The same rules with `open` pages open further up the call stack.
    #[must_use]
    pub const fn with_open_pages(self, open: u16) -> Self {
        Self { page_limit: self.page_limit.saturating_sub(open), ..self }
    }
}

/// An accepted module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activation {
    /// Figures the chain keeps.
    pub figures: Figures,
    /// Gas of the metered work (section 3.4), already taken.
    pub metered_gas: u64,
}

/// Why an activation failed; all its gas is lost either way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActivationError {
    /// The gas did not suffice for the metered work.
    #[error("out of gas")]
    OutOfGas,
    /// The module breaks a rule.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Checks a decompressed module as `ArbWasm.activateProgram` does, takes the metered work from
/// `gas`, and answers what the chain keeps (sections 3.2 to 3.4).
///
/// # Errors
/// [`ActivationError`] if a rule is broken or the gas does not suffice.
pub fn activate(wasm: &[u8], rules: &ActivationRules, gas: &mut u64) -> Result<Activation, ActivationError> {
    let module = Module::parse(wasm, rules.arbos.allows_multi_value())?;
    let checked = check(&module, rules)?;
    let figures = checked.counts.figures(rules.stylus_version).ok_or(Refusal::CostTooHigh)?;
    checks::check_counts(&module, rules)?;
    let operators = checked.plans.iter().map(FunctionPlan::instrumented_operators).sum();
    let metered_gas = work::charge(&module, operators, checked.counts.pages, rules.arbos, gas)?;
    checks::check_imports(&module, rules.debug)?;
    segments::check_segments(&module)?;
    Ok(Activation { figures, metered_gas })
}

/// What the checks of a module find out besides that it passes.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) counts: ModuleCounts,
    pub(crate) plans: Vec<FunctionPlan>,
    /// Function that growth is paid with, if the memory can grow.
    pub(crate) pay_for_memory_grow: Option<u32>,
}

/// The checks that instrumentation relies on.
pub(crate) fn check(module: &Module<'_>, rules: &ActivationRules) -> Result<Checked, Refusal> {
    checks::check_names(module)?;
    let pages = checks::check_shape(module, rules.page_limit)?;
    let pay_for_memory_grow = checks::pay_for_memory_grow(module)?;
    let plans = plan_functions(module, pay_for_memory_grow.is_some())?;
    Ok(Checked { counts: counts(module, pages), plans, pay_for_memory_grow })
}

/// Checks a module for compilation: it was activated before, perhaps under older rules.
pub(crate) fn check_activated<'a>(wasm: &'a [u8]) -> Result<(Module<'a>, Checked), Refusal> {
    let rules =
        ActivationRules { arbos: ArbosVersion::STYLUS, stylus_version: 1, page_limit: u16::MAX, debug: true };
    let module = Module::parse(wasm, true)?;
    let checked = check(&module, &rules)?;
    checks::check_imports(&module, rules.debug)?;
    segments::check_segments(&module)?;
    Ok((module, checked))
}

fn counts(module: &Module<'_>, pages: u16) -> ModuleCounts {
    // A slice is shorter than 2^63 elements.
    let len = |count: usize| count as u64;
    let words =
        |index: &u32| module.type_at(*index).map_or(0, |ty| len(ty.params().len() + ty.results().len()));
    let data_bytes: usize = module.datas.iter().map(|data| data.range.len()).sum();
    let element_bytes: usize = module.elements.iter().map(|element| element.range.len()).sum();
    ModuleCounts {
        functions: len(module.bodies.len()),
        type_words: module.functions.iter().map(words).sum(),
        wasm_len: len(module.wasm.len()),
        globals: len(module.globals.len() + EXTRA_GLOBALS),
        segment_bytes: len(data_bytes + element_bytes),
        pages,
    }
}
