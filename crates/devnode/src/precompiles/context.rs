//! One call of a precompile: its gas and what it may reach.

use super::COPY_WORD_GAS;
use crate::{
    arbos::ArbosState,
    exec::{CallFrame, Machine},
};
use alloy_primitives::{Address, B256, Bytes, Log, U256};
use alloy_sol_types::{SolError, SolEvent};
use surety_stylus_vm::{ArbosVersion, StylusParams};

/// Reading one slot of ArbOS' state, gas.
const READ_GAS: u64 = 800;
/// Reading the Stylus parameters, gas.
const PARAMS_GAS: u64 = 100;
/// Reading an account's code hash, gas.
const CODE_HASH_GAS: u64 = 2_600;
/// Each topic of a log and its flat part, and each byte of its data, gas.
const LOG_TOPIC_GAS: u64 = 375;
const LOG_BYTE_GAS: u64 = 8;

/// Why a precompile failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Fail {
    /// Gas is exhausted.
    OutOfGas,
    /// Takes all gas: calls that are wrong by themselves, modules that are refused.
    AllGas,
    /// Reverts without data and hands the rest of the gas back.
    Silent,
    /// Reverts with an encoded error and hands the rest of the gas back.
    Solidity(Bytes),
}

impl Fail {
    pub(crate) fn error(error: &impl SolError) -> Self {
        Self::Solidity(error.abi_encode().into())
    }
}

/// One call.
#[derive(Debug)]
pub(crate) struct Context<'m> {
    pub(crate) machine: &'m mut Machine,
    pub(crate) frame: &'m CallFrame,
    gas_left: u64,
}

impl<'m> Context<'m> {
    pub(crate) const fn new(machine: &'m mut Machine, frame: &'m CallFrame) -> Self {
        Self { gas_left: frame.gas, machine, frame }
    }

    pub(crate) fn arbos(&self) -> ArbosVersion {
        self.machine.rules.arbos
    }

    pub(crate) const fn gas_left(&self) -> u64 {
        self.gas_left
    }

    /// For the metered work of an activation.
    pub(crate) const fn gas_left_mut(&mut self) -> &mut u64 {
        &mut self.gas_left
    }

    /// For calls that are free for who may make them.
    pub(crate) const fn give_gas_back(&mut self) {
        self.gas_left = self.frame.gas;
    }

    pub(crate) fn burn(&mut self, gas: u64) -> Result<(), Fail> {
        self.gas_left = self.gas_left.checked_sub(gas).ok_or(Fail::OutOfGas)?;
        Ok(())
    }

    /// Burns for copying `bytes` in or out.
    pub(crate) fn burn_words(&mut self, bytes: usize) -> Result<(), Fail> {
        self.burn(COPY_WORD_GAS.saturating_mul(bytes.div_ceil(32) as u64))
    }

    /// Burns for reading `slots` slots of ArbOS' state.
    pub(crate) fn burn_reads(&mut self, slots: u64) -> Result<(), Fail> {
        self.burn(READ_GAS.saturating_mul(slots))
    }

    /// ArbOS' state; who reads or writes it burns for it.
    pub(crate) fn state(&mut self) -> ArbosState<'_> {
        ArbosState::new(&mut self.machine.world)
    }

    /// The Stylus parameters, paid for.
    pub(crate) fn params(&mut self) -> Result<StylusParams, Fail> {
        self.burn(PARAMS_GAS)?;
        Ok(self.machine.params())
    }

    /// An account's code hash, paid for; not warmed.
    pub(crate) fn code_hash(&mut self, account: Address) -> Result<B256, Fail> {
        self.burn(CODE_HASH_GAS)?;
        Ok(self.machine.world.peek(account).map_or(B256::ZERO, |info| info.code_hash))
    }

    /// Emits an event of the precompile, paid for.
    pub(crate) fn emit<E: SolEvent>(&mut self, event: &E) -> Result<(), Fail> {
        let data = event.encode_log_data();
        let parts = data.topics().len() as u64 + 1;
        let bytes = data.data.len() as u64;
        self.burn(LOG_TOPIC_GAS.saturating_mul(parts).saturating_add(LOG_BYTE_GAS.saturating_mul(bytes)))?;
        self.machine.emit(Log { address: self.frame.code_address, data });
        Ok(())
    }

    /// Moves wei out of the precompile's account.
    pub(crate) fn send(&mut self, to: Address, wei: U256) -> Result<(), Fail> {
        let world = &mut self.machine.world;
        let moved = world.journal.transfer(&mut world.layers, self.frame.code_address, to, wei);
        match moved {
            Ok(None) => Ok(()),
            Ok(Some(_)) => Err(Fail::Silent),
            Err(never) => match never {},
        }
    }
}
