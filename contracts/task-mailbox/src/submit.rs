//! Answering a task.

use crate::{
    certificate, fees, hook,
    mailbox::{TaskVerified, error},
    storage,
    tasks::{Status, StoredTask, require_status},
};
use surety_common::{
    abi::{B256, Bytes},
    guard, host,
    revert::require,
};

/// Stores the answer to a task if the operators' certificate over it is good, and pays the fee out.
pub(crate) fn submit(hash: B256, cert: Bytes, result: Bytes) {
    guard::enter();
    let mut task = StoredTask::load(hash);
    // Without a task there is no configuration to read.
    if task.state.status == Status::None as u8 {
        error::invalid_task_status(Status::Created as u8, Status::None as u8);
    }
    let (config, origin) = (task.config(), task.origin());
    let terms = config.terms();
    require_status(Status::Created, task.status(&origin, &terms));
    require(host::timestamp() > origin.created_at, error::TIMESTAMP_AT_CREATION);
    let (aggregator, set, rules, purse) = (host::sender(), task.set(), config.rules(), task.purse());
    hook::at::validate_pre_task_result_submission(terms.hook, &aggregator, &hash, &cert, &result);
    let message = certificate::message_hash(hash, result);
    certificate::require_good(&rules, &set, origin.table_timestamp, message, cert);

    task.state.status = Status::Verified as u8;
    task.store();
    storage::certificate(hash).store(cert.0);
    // Nothing was ever written here.
    if !result.0.is_empty() {
        storage::result(hash).store(result.0);
    }
    fees::pay_out(rules.fee_token, config, task.state.fee_split_bips, purse.fee);
    hook::at::handle_post_task_result_submission(terms.hook, &aggregator, &hash);
    TaskVerified {
        aggregator,
        task_hash: hash,
        avs: set.avs,
        executor_operator_set_id: set.id,
        executor_cert: cert,
        result,
    }
    .emit();
}
