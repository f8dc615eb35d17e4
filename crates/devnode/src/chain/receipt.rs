//! What a transaction came to, as callers read it.

use crate::{
    exec::{Execution, GasBreakdown, HaltReason, Status},
    trace::{CallTrace, SlotUse},
};
use alloy_primitives::{Address, Bytes, Log};
use alloy_sol_types::{SolError, SolEvent, SolEventInterface, SolInterface};

/// How a transaction ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TxStatus {
    /// It did what it did.
    Success,
    /// It reverted; the output is the revert data.
    Revert,
    /// It failed otherwise.
    Halt(HaltReason),
}

/// The result of a transaction or view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// How it ended.
    pub status: TxStatus,
    /// Return data, revert data, or for a creation nothing.
    pub output: Bytes,
    /// Logs in order; none after a failure.
    pub logs: Vec<Log>,
    /// Gas that was paid for, after refunds.
    pub gas_used: u64,
    /// Gas that refunds took off.
    pub gas_refunded: u64,
    /// Gas that was due before anything ran.
    pub intrinsic_gas: u64,
    /// The account that a creation made.
    pub contract_address: Option<Address>,
    /// Gas by kind, if asked for.
    pub gas: Option<GasBreakdown>,
    /// The call tree, if asked for.
    pub trace: Option<CallTrace>,
    /// The storage slots it touched, if the call tree was asked for.
    pub slots: Vec<SlotUse>,
}

impl From<Execution> for Receipt {
    fn from(execution: Execution) -> Self {
        let result = execution.result;
        Self {
            status: match result.status {
                Status::Success => TxStatus::Success,
                Status::Revert => TxStatus::Revert,
                Status::Halt(reason) => TxStatus::Halt(reason),
            },
            output: result.output,
            logs: execution.logs,
            gas_used: execution.gas_used,
            gas_refunded: execution.gas_refunded,
            intrinsic_gas: execution.intrinsic_gas,
            contract_address: result.created,
            gas: execution.breakdown,
            trace: execution.trace,
            slots: execution.slots,
        }
    }
}

impl Receipt {
    /// True if it succeeded.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status == TxStatus::Success
    }

    /// All events of one type, with their emitters.
    #[must_use]
    pub fn events<E: SolEvent>(&self) -> Vec<(Address, E)> {
        self.decoded(|log| E::decode_log_data(&log.data).ok())
    }

    /// The first event of one type, if there is one.
    #[must_use]
    pub fn event<E: SolEvent>(&self) -> Option<E> {
        self.logs.iter().find_map(|log| E::decode_log_data(&log.data).ok())
    }

    /// All events of an interface (`sol!` makes an `…Events` enum of it), with their emitters.
    #[must_use]
    pub fn interface_events<E: SolEventInterface>(&self) -> Vec<(Address, E)> {
        self.decoded(|log| E::decode_raw_log(log.topics(), &log.data.data).ok())
    }

    fn decoded<T>(&self, decode: impl Fn(&Log) -> Option<T>) -> Vec<(Address, T)> {
        self.logs.iter().filter_map(|log| Some((log.address, decode(log)?))).collect()
    }

    /// The error it reverted with, if it is of this type.
    #[must_use]
    pub fn error<E: SolError>(&self) -> Option<E> {
        (self.status == TxStatus::Revert).then(|| E::abi_decode(&self.output).ok())?
    }

    /// The error it reverted with, if it is one of an interface (`sol!` makes an `…Errors` enum).
    #[must_use]
    pub fn interface_error<E: SolInterface>(&self) -> Option<E> {
        (self.status == TxStatus::Revert).then(|| E::abi_decode(&self.output).ok())?
    }
}
