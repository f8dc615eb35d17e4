//! Activation: what a module must look like, and what the chain keeps of it.

use crate::{arbos::ArbosVersion, params::StylusParams, program_info::Figures};

/// What an activation depends on besides the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActivationRules {
    /// Rules of the chain.
    pub arbos: ArbosVersion,
    /// Stylus version of the chain.
    pub stylus_version: u16,
    /// Most pages the module may start with: the chain's limit less the pages open now.
    pub page_limit: u16,
    /// Debug chain: `console.*` and `debug.*` may be imported.
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

/// Why an activation failed; all its gas is lost.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActivationError {
    /// The gas did not suffice for the metered work.
    #[error("out of gas")]
    OutOfGas,
}
