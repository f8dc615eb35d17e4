//! Tables of methods.

use super::context::{Context, Fail};
use alloy_primitives::Bytes;
use alloy_sol_types::SolCall;
use surety_stylus_vm::ArbosVersion;

/// What a method may do, which decides who may call it how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purity {
    /// Does not open ArbOS' state.
    Pure,
    /// Reads.
    View,
    /// Writes.
    Write,
    /// Writes and takes value.
    Payable,
}

/// One method of a precompile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Method {
    pub(crate) selector: [u8; 4],
    pub(crate) purity: Purity,
    /// First and last ArbOS version that has it.
    since: u64,
    until: u64,
    /// Answers the encoded result for calldata.
    pub(crate) run: fn(&mut Context<'_>, &[u8]) -> Result<Bytes, Fail>,
}

impl Method {
    pub(crate) const fn new<C: Run>(purity: Purity) -> Self {
        Self { selector: C::SELECTOR, purity, since: 0, until: u64::MAX, run: run::<C> }
    }

    pub(crate) const fn view<C: Run>() -> Self {
        Self::new::<C>(Purity::View)
    }

    pub(crate) const fn write<C: Run>() -> Self {
        Self::new::<C>(Purity::Write)
    }

    /// Exists from this ArbOS version on.
    pub(crate) const fn since(self, version: u64) -> Self {
        Self { since: version, ..self }
    }

    /// Exists up to this ArbOS version.
    pub(crate) const fn until(self, version: u64) -> Self {
        Self { until: version, ..self }
    }

    pub(crate) fn is_active(&self, arbos: ArbosVersion) -> bool {
        (self.since..=self.until).contains(&arbos.number())
    }
}

/// A call of a precompile that this chain answers.
pub(crate) trait Run: SolCall {
    /// Does what the method does; charges are made on the way.
    fn run(self, context: &mut Context<'_>) -> Result<Self::Return, Fail>;
}

/// Decodes, runs, encodes. Bad arguments take all gas.
fn run<C: Run>(context: &mut Context<'_>, input: &[u8]) -> Result<Bytes, Fail> {
    let call = C::abi_decode_validate(input).map_err(|_| Fail::AllGas)?;
    let output = call.run(context)?;
    Ok(C::abi_encode_returns(&output).into())
}
