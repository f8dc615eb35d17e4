//! Which sets take tasks, and how those are done.

use crate::{
    configs::{self, Config},
    mailbox::{
        ExecutorOperatorSetRegistered, ExecutorOperatorSetTaskConfig, ExecutorOperatorSetTaskConfigSet,
        OperatorSet, error,
    },
    storage::{self, Executor},
};
use surety_common::{
    host,
    revert::{OrRevert, require},
};

/// Chooses how later tasks of a set are done; it takes tasks from then on.
pub(crate) fn configure(set: OperatorSet, config: ExecutorOperatorSetTaskConfig) {
    let threshold_bips = configs::check(&config);
    configs::require_owner(config.curve_type, &set);
    let place = storage::executor(&set);
    let Executor { version, is_registered } = place.get();
    let version = version.checked_add(1).or_revert();
    Config::of(&set, version).store(&config, threshold_bips);
    place.set(&Executor { version, is_registered: true });
    let caller = host::sender();
    let OperatorSet { avs, id } = set;
    ExecutorOperatorSetTaskConfigSet { caller, avs, executor_operator_set_id: id, config }.emit();
    if !is_registered {
        announce(set, true);
    }
}

/// Lets a set take tasks, or no longer.
pub(crate) fn register(set: OperatorSet, is_registered: bool) {
    let place = storage::executor(&set);
    let Executor { version, .. } = place.get();
    // What is stored was whole.
    require(version > 0, error::EXECUTOR_OPERATOR_SET_TASK_CONFIG_NOT_SET);
    configs::require_owner(Config::of(&set, version).rules().curve, &set);
    place.set(&Executor { version, is_registered });
    announce(set, is_registered);
}

fn announce(set: OperatorSet, is_registered: bool) {
    let OperatorSet { avs, id } = set;
    let caller = host::sender();
    ExecutorOperatorSetRegistered { caller, avs, executor_operator_set_id: id, is_registered }.emit();
}
