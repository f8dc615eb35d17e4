//! A task from its creation to its answer or refund.

use super::Status;
use super::certificates::message_hash;
use crate::allocation::SetId;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use alloy_primitives::{Address, B256, U256, aliases::U96, keccak256};
use alloy_sol_types::SolValue as _;
use surety_abi::{IAVSTaskHook as hook, IBN254CertificateVerifier as verifier, ITaskMailbox as api};
use surety_accounting::{Assets, rewards::share_down};

impl Chain {
    pub(super) fn create_task(&mut self, frame: Frame, params: api::TaskParams) -> Result<B256> {
        require(!params.payload.is_empty(), api::PayloadIsEmpty {})?;
        let set = SetId::from(params.executorOperatorSet.clone());
        require(self.mailbox.registered.read(&set), api::ExecutorOperatorSetNotRegistered {})?;
        let config = self.mailbox.configs.read(&set);
        let deadline = U256::from(self.time()) + U256::from(config.taskSLA);
        let table = self.newest_table(set, config.curveType, deadline)?;

        let hook = config.taskHook;
        let hooks_params = hook::TaskParams {
            refundCollector: params.refundCollector,
            executorOperatorSet: set.into(),
            payload: params.payload.clone(),
        };
        let call =
            hook::validatePreTaskCreationCall { caller: frame.caller, taskParams: hooks_params.clone() };
        self.ask_leave(hook, &call)?;
        let fee = self.ask(hook, &hook::calculateTaskFeeCall { taskParams: hooks_params })?;

        let number = U256::from(self.mailbox.count);
        let chain_id = U256::from(self.params().chain_id);
        let hash = keccak256((number, frame.this, chain_id, params.clone()).abi_encode_params());
        self.mailbox.count += 1;
        let refund_collector = params.refundCollector;
        let task = api::Task {
            creator: frame.caller,
            creationTime: U96::from(self.time()),
            avs: set.avs,
            avsFee: fee,
            refundCollector: refund_collector,
            executorOperatorSetId: set.id,
            feeSplit: self.mailbox.fee_split_bips,
            status: Status::Created as u8,
            isFeeRefunded: false,
            operatorTableReferenceTimestamp: table,
            executorOperatorSetTaskConfig: config.clone(),
            payload: params.payload.clone(),
            executorCert: Default::default(),
            result: Default::default(),
        };
        self.mailbox.tasks.insert(hash, task);
        if !config.feeToken.is_zero() && !fee.is_zero() {
            require(!config.feeCollector.is_zero(), api::InvalidFeeReceiver {})?;
            require(!refund_collector.is_zero(), api::InvalidFeeReceiver {})?;
            let (this, caller) = (frame.this, frame.caller);
            self.safe_transfer_from(config.feeToken, this, caller, this, U256::from(fee))?;
        }
        self.tell(frame.this, hook, &hook::handlePostTaskCreationCall { taskHash: hash })?;
        let event = api::TaskCreated {
            creator: frame.caller,
            taskHash: hash,
            avs: set.avs,
            executorOperatorSetId: set.id,
            operatorTableReferenceTimestamp: table,
            refundCollector: refund_collector,
            avsFee: fee,
            taskDeadline: deadline,
            payload: params.payload,
        };
        self.emit(frame.this, &event);
        Ok(hash)
    }

    /// The newest operator table, which has to last until the deadline.
    fn newest_table(&self, set: SetId, curve: u8, deadline: U256) -> Result<u32> {
        let contract = self.verifier(curve);
        let newest =
            self.ask(contract, &verifier::latestReferenceTimestampCall { operatorSet: set.into() })?;
        let staleness =
            self.ask(contract, &verifier::maxOperatorTableStalenessCall { operatorSet: set.into() })?;
        if staleness != 0 {
            let good_until = newest.checked_add(staleness).ok_or_else(Revert::overflow)?;
            require(deadline <= U256::from(good_until), api::CertificateStale {})?;
        }
        Ok(newest)
    }

    pub(super) fn submit_result(&mut self, frame: Frame, args: api::submitResultCall) -> Result {
        let api::submitResultCall { taskHash: hash, executorCert: cert, result } = args;
        let mut task = self.mailbox.tasks.read(&hash);
        require_status(Status::Created, self.status(&task)?)?;
        require(U96::from(self.time()) > task.creationTime, api::TimestampAtCreation {})?;
        let config = task.executorOperatorSetTaskConfig.clone();
        let hook = config.taskHook;
        let call = hook::validatePreTaskResultSubmissionCall {
            caller: frame.caller,
            taskHash: hash,
            cert: cert.clone(),
            result: result.clone(),
        };
        self.ask_leave(hook, &call)?;
        self.require_certified(frame, &task, message_hash(hash, &result), &cert)?;
        task.status = Status::Verified as u8;
        task.executorCert = cert.clone();
        task.result = result.clone();
        self.mailbox.tasks.insert(hash, task.clone());
        self.pay_out(frame.this, &task)?;
        let call = hook::handlePostTaskResultSubmissionCall { caller: frame.caller, taskHash: hash };
        self.tell(frame.this, hook, &call)?;
        let event = api::TaskVerified {
            aggregator: frame.caller,
            taskHash: hash,
            avs: task.avs,
            executorOperatorSetId: task.executorOperatorSetId,
            executorCert: cert,
            result,
        };
        self.emit(frame.this, &event);
        Ok(())
    }

    fn pay_out(&mut self, this: Address, task: &api::Task) -> Result {
        let config = &task.executorOperatorSetTaskConfig;
        if config.feeToken.is_zero() {
            return Ok(());
        }
        let fee = U256::from(task.avsFee);
        let part = share_down(Assets::new(fee), task.feeSplit)?.get();
        for (to, amount) in [(self.mailbox.fee_split_collector, part), (config.feeCollector, fee - part)] {
            if !amount.is_zero() {
                self.safe_transfer(config.feeToken, this, to, amount)?;
            }
        }
        Ok(())
    }

    pub(super) fn refund_fee(&mut self, frame: Frame, hash: B256) -> Result {
        let mut task = self.mailbox.tasks.read(&hash);
        require(task.refundCollector == frame.caller, api::OnlyRefundCollector {})?;
        require(!task.isFeeRefunded, api::FeeAlreadyRefunded {})?;
        require_status(Status::Expired, self.status(&task)?)?;
        task.isFeeRefunded = true;
        self.mailbox.tasks.insert(hash, task.clone());
        let token = task.executorOperatorSetTaskConfig.feeToken;
        if !token.is_zero() && !task.avsFee.is_zero() {
            self.safe_transfer(token, frame.this, frame.caller, U256::from(task.avsFee))?;
        }
        let event = api::FeeRefunded { refundCollector: frame.caller, taskHash: hash, avsFee: task.avsFee };
        self.emit(frame.this, &event);
        Ok(())
    }

    /// What has become of a task, by now.
    pub(super) fn status(&self, task: &api::Task) -> Result<Status> {
        if task.status == Status::None as u8 {
            return Ok(Status::None);
        }
        if task.status == Status::Verified as u8 {
            return Ok(Status::Verified);
        }
        let sla = task.executorOperatorSetTaskConfig.taskSLA;
        let end = task.creationTime.checked_add(sla).ok_or_else(Revert::overflow)?;
        Ok(if U96::from(self.time()) > end { Status::Expired } else { Status::Created })
    }
}

/// Fails unless a status is what it has to be.
pub(super) fn require_status(expected: Status, actual: Status) -> Result {
    let error = api::InvalidTaskStatus { expected: expected as u8, actual: actual as u8 };
    require(expected == actual, error)
}
