//! TaskMailbox: tasks for the operators of a set, created with a fee, answered with a certificate.

mod certificates;
mod executors;
mod lifecycle;
mod views;

use crate::allocation::SetId;
use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::revert::{Result, Revert, require};
use alloy_primitives::{Address, B256, Selector};
use alloy_sol_types::SolCall;
use std::collections::HashMap;
use surety_abi::ITaskMailbox as api;
use surety_accounting::rewards::ONE_HUNDRED_IN_BIPS;

/// The fixtures' `MAX_TASK_SLA`, seconds: a week.
pub(crate) const MAX_TASK_SLA_SECS: u64 = 604_800;
/// The fixtures' fee split.
pub(crate) const FEE_SPLIT_BIPS: u16 = 1_000;

/// What has become of a task. The numbers are the ABI's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    None = 0,
    Created = 1,
    Verified = 2,
    Expired = 3,
}

/// Sets that take tasks, tasks and fees.
#[derive(Clone, Debug, Default)]
pub(crate) struct Mailbox {
    /// How many tasks were created.
    count: u64,
    pub(crate) fee_split_bips: u16,
    pub(crate) fee_split_collector: Address,
    registered: HashMap<SetId, bool>,
    configs: HashMap<SetId, api::ExecutorOperatorSetTaskConfig>,
    /// Their status is never "expired": time tells.
    tasks: HashMap<B256, api::Task>,
}

impl Chain {
    /// Functions that change state.
    pub(crate) fn act_mailbox(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::setExecutorOperatorSetTaskConfigCall => |args| {
                self.configure_executor(frame, args.operatorSet.into(), args.config)?
            },
            act api::registerExecutorOperatorSetCall => |args| {
                self.register_executor(frame, args.operatorSet.into(), args.isRegistered)?
            },
            give api::createTaskCall => |args| self.create_task(frame, args.taskParams)?,
            act api::submitResultCall => |args| self.submit_result(frame, args)?,
            act api::refundFeeCall => |args| self.refund_fee(frame, args.taskHash)?,
            act api::setFeeSplitCall => |args| self.set_fee_split(frame, args.feeSplit)?,
            act api::setFeeSplitCollectorCall => |args| self.set_fee_split_collector(frame, args.feeSplitCollector)?,
        }
    }

    fn set_fee_split(&mut self, frame: Frame, bips: u16) -> Result {
        self.require_owner(frame)?;
        require(bips <= ONE_HUNDRED_IN_BIPS, api::InvalidFeeSplit {})?;
        self.mailbox.fee_split_bips = bips;
        self.emit(frame.this, &api::FeeSplitSet { feeSplit: bips });
        Ok(())
    }

    fn set_fee_split_collector(&mut self, frame: Frame, collector: Address) -> Result {
        self.require_owner(frame)?;
        require(!collector.is_zero(), api::InvalidAddressZero {})?;
        self.mailbox.fee_split_collector = collector;
        self.emit(frame.this, &api::FeeSplitCollectorSet { feeSplitCollector: collector });
        Ok(())
    }

    /// Asks a contract that may not change state.
    fn ask<C: SolCall>(&self, to: Address, call: &C) -> Result<C::Return> {
        let output = self.view(self.kind(to)?, to, &call.abi_encode())?.ok_or_else(Revert::empty)?;
        C::abi_decode_returns_validate(&output).map_err(|_| Revert::empty())
    }

    /// Asks a contract that may not change state and answers by not reverting.
    fn ask_leave<C: SolCall>(&self, to: Address, call: &C) -> Result {
        self.view(self.kind(to)?, to, &call.abi_encode())?.ok_or_else(Revert::empty)?;
        Ok(())
    }

    /// Calls a contract that may change state.
    fn tell<C: SolCall>(&mut self, from: Address, to: Address, call: &C) -> Result<Vec<u8>> {
        let frame = Frame { caller: from, this: to, selector: Selector::from(C::SELECTOR) };
        self.call(frame, &call.abi_encode())
    }
}
