//! Paying back what nobody earned.

use crate::{
    fees,
    mailbox::{FeeRefunded, error},
    tasks::{Status, StoredTask, require_status},
};
use surety_common::{
    abi::{B256, Narrow},
    guard, host,
    revert::require,
};

/// Pays the fee of an expired task back. No code of the AVS is called: its hook cannot prevent it.
pub(crate) fn refund(hash: B256) {
    guard::enter();
    let mut task = StoredTask::load(hash);
    let purse = task.purse();
    require(purse.refund_collector == host::sender(), error::ONLY_REFUND_COLLECTOR);
    require(!task.state.is_refunded, error::FEE_ALREADY_REFUNDED);
    require_status(Status::Expired, task.present_status());
    task.state.is_refunded = true;
    task.store();
    if purse.fee > 0 {
        fees::pay_back(task.config().rules().fee_token, purse.refund_collector, purse.fee);
    }
    let (refund_collector, avs_fee) = (purse.refund_collector, Narrow(purse.fee));
    FeeRefunded { refund_collector, task_hash: hash, avs_fee }.emit();
}
