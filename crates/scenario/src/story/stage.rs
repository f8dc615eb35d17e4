//! Several worlds in lock-step: every call goes to all of them, and every answer must be the same.

use crate::interfaces::Interfaces;
use crate::recorded::Difference;
use crate::recorded::run::disagreements;
use crate::world::{Directory, GasUse, Moment, Outcome, World};
use alloy_primitives::{Address, Bytes, U256};

/// Two worlds gave different answers.
#[derive(Clone, Debug)]
pub struct Disagreement {
    /// The first world, whose answer counts as expected.
    pub first: &'static str,
    /// The other one.
    pub second: &'static str,
    /// Where they differ.
    pub differences: Vec<Difference>,
}

/// One or more worlds.
pub struct Stage<'i> {
    interfaces: &'i Interfaces,
    first: Box<dyn World>,
    others: Vec<Box<dyn World>>,
}

impl std::fmt::Debug for Stage<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stage").field("worlds", &self.names()).finish_non_exhaustive()
    }
}

impl<'i> Stage<'i> {
    /// Puts worlds on stage; `None` without any.
    pub fn new(interfaces: &'i Interfaces, worlds: Vec<Box<dyn World>>) -> Option<Self> {
        let mut worlds = worlds.into_iter();
        let first = worlds.next()?;
        Some(Self { interfaces, first, others: worlds.collect() })
    }

    /// Symbols that the worlds do not agree upon. Without the same addresses nothing could be
    /// compared byte by byte.
    pub fn differing_addresses(&self) -> Option<Disagreement> {
        let directory = self.first.directory();
        self.others.iter().find_map(|other| {
            let differences: Vec<Difference> = directory
                .iter()
                .filter(|(symbol, address)| other.directory().get(*symbol) != Some(address))
                .map(|(symbol, address)| Difference {
                    field: symbol.clone(),
                    expected: address.to_string(),
                    got: other.directory().get(symbol).map_or("nothing".into(), Address::to_string),
                })
                .collect();
            self.disagreement(other.as_ref(), differences)
        })
    }

    /// Addresses by symbol.
    pub fn directory(&self) -> &Directory {
        self.first.directory()
    }

    /// The worlds' names.
    pub fn names(&self) -> Vec<&'static str> {
        std::iter::once(&self.first).chain(&self.others).map(|w| w.name()).collect()
    }

    /// Where the worlds stand.
    pub fn now(&self) -> Moment {
        self.first.now()
    }

    /// Moves all worlds.
    pub fn advance(&mut self, to: Moment) {
        self.first.advance(to);
        for world in &mut self.others {
            world.advance(to);
        }
    }

    /// Sends a transaction everywhere. The gas is that of the first world that has gas.
    ///
    /// # Errors
    /// [`Disagreement`] if success, output or logs differ.
    pub fn transact(&mut self, from: Address, to: Address, data: &Bytes) -> Result<Outcome, Disagreement> {
        self.everywhere(|world| world.transact(from, to, data, U256::ZERO))
    }

    /// Calls a view everywhere.
    ///
    /// # Errors
    /// [`Disagreement`] if success or output differ.
    pub fn view(&mut self, to: Address, data: &Bytes) -> Result<Outcome, Disagreement> {
        self.everywhere(|world| world.view(to, data))
    }

    fn everywhere(
        &mut self,
        mut act: impl FnMut(&mut dyn World) -> Outcome,
    ) -> Result<Outcome, Disagreement> {
        let mut outcome = act(self.first.as_mut());
        let mut found = None;
        for world in &mut self.others {
            let other = act(world.as_mut());
            outcome.gas = outcome.gas.or(other.gas);
            if found.is_none() && !same(&outcome, &other) {
                let differences = disagreements(self.interfaces, &outcome, &other);
                found = Some((world.name(), differences));
            }
        }
        match found {
            Some((second, differences)) => {
                Err(Disagreement { first: self.first.name(), second, differences })
            }
            None => Ok(outcome),
        }
    }

    fn disagreement(&self, other: &dyn World, differences: Vec<Difference>) -> Option<Disagreement> {
        let (first, second) = (self.first.name(), other.name());
        (!differences.is_empty()).then_some(Disagreement { first, second, differences })
    }
}

fn same(a: &Outcome, b: &Outcome) -> bool {
    a.success == b.success && a.output == b.output && a.logs == b.logs
}

/// Gas of two transactions that make up one step.
pub fn sum_gas(a: Option<GasUse>, b: Option<GasUse>) -> Option<GasUse> {
    let (Some(a), Some(b)) = (a, b) else { return a.or(b) };
    Some(GasUse {
        used: a.used.saturating_add(b.used),
        refunded: a.refunded.saturating_add(b.refunded),
        intrinsic: a.intrinsic.saturating_add(b.intrinsic),
        storage_reads: a.storage_reads.saturating_add(b.storage_reads),
        storage_writes: a.storage_writes.saturating_add(b.storage_writes),
        logs: a.logs.saturating_add(b.logs),
        calls: a.calls.saturating_add(b.calls),
        program_init: a.program_init.saturating_add(b.program_init),
        wasm: a.wasm.saturating_add(b.wasm),
        hashing: a.hashing.saturating_add(b.hashing),
        evm: a.evm.saturating_add(b.evm),
    })
}
