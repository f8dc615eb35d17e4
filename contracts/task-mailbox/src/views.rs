//! Reading.

use crate::{
    configs::Config,
    mailbox::{ExecutorOperatorSetTaskConfig, OperatorSet, Task},
    storage::{self, Executor},
    tasks::{Status, StoredTask, require_status},
};
use surety_common::abi::{Address, B256, Bytes, Encode, Head, Narrow, Writer};

/// Whether the set of a key takes tasks. A key is 20 bytes of the AVS and 12 of the set's number.
pub(crate) fn is_registered(key: B256) -> bool {
    let (Some(avs), Some(id)) = (key.first_chunk::<20>(), key.last_chunk::<12>()) else { return false };
    let (high, id) = id.split_at(8);
    match id.first_chunk::<4>() {
        Some(id) if high.iter().all(|byte| *byte == 0) => {
            let set = OperatorSet { avs: Address::new(*avs), id: u32::from_be_bytes(*id) };
            storage::executor(&set).get::<Executor>().is_registered
        }
        _ => false,
    }
}

/// How the next tasks of a set are done.
pub(crate) fn config(set: &OperatorSet) -> ExecutorOperatorSetTaskConfig {
    let Executor { version, .. } = storage::executor(set).get();
    Config::of(set, version).load()
}

/// A task; empty if there is none.
pub(crate) fn task(hash: B256) -> Task {
    let task = StoredTask::load(hash);
    let (state, origin, purse) = (task.state, task.origin(), task.purse());
    Task {
        creator: origin.creator,
        creation_time: Narrow(origin.created_at.into()),
        avs: state.avs,
        avs_fee: Narrow(purse.fee),
        refund_collector: purse.refund_collector,
        executor_operator_set_id: state.set_id,
        fee_split: state.fee_split_bips,
        status: task.present_status() as u8,
        is_fee_refunded: state.is_refunded,
        operator_table_reference_timestamp: origin.table_timestamp,
        executor_operator_set_task_config: task.config().load(),
        payload: Bytes(task.payload().load()),
        executor_cert: Bytes(storage::certificate(hash).load()),
        result: Bytes(storage::result(hash).load()),
    }
}

/// What has become of a task.
pub(crate) fn status(hash: B256) -> Status {
    StoredTask::load(hash).present_status()
}

/// The answer to a task. Reverts with `InvalidTaskStatus` unless it is verified.
pub(crate) fn result(hash: B256) -> Bytes {
    require_status(Status::Verified, status(hash));
    Bytes(storage::result(hash).load())
}

/// A value as `abi.encode` has it.
pub(crate) fn encoded<T: Encode>(value: &T) -> Bytes {
    let mut out = Writer::new();
    let mut head = Head::at(out.reserve(T::HEAD));
    head.put(&mut out, value);
    Bytes(out.into_bytes().leak())
}
