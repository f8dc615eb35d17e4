//! Creating a task.

use crate::{
    bn254,
    configs::{self, Config, verifiers_set},
    fees, hook,
    mailbox::{OperatorSet, TaskCreated, TaskParams, error},
    storage::{self, Executor, Origin, Purse, SETTINGS, Settings, State, Terms},
    tasks::{Status, StoredTask},
};
use surety_common::{
    abi::{B256, Head, Narrow, U256, Writer},
    guard, host,
    revert::{OrRevert, require},
};

/// Creates a task and answers its hash.
pub(crate) fn create(params: TaskParams) -> B256 {
    guard::enter();
    require(!params.payload.0.is_empty(), error::PAYLOAD_IS_EMPTY);
    let set = &params.executor_operator_set;
    let Executor { version, is_registered } = storage::executor(set).get();
    // A set that takes tasks has a configuration, so that need not be asked.
    require(is_registered, error::EXECUTOR_OPERATOR_SET_NOT_REGISTERED);
    let config = Config::of(set, version);
    let (terms, rules) = (config.terms(), config.rules());
    let table_timestamp = newest_table(rules.curve, set, &terms);

    let (creator, params) = (host::sender(), hooks_params(params));
    hook::at::validate_pre_task_creation(terms.hook, &creator, &params);
    let Narrow(fee) = hook::at::calculate_task_fee(terms.hook, &params);

    let settings = storage::settings();
    let hash = hash(settings.tasks, &params);
    SETTINGS.set(&Settings { tasks: settings.tasks.checked_add(1).or_revert(), ..settings });
    let hook::TaskParams { refund_collector, executor_operator_set: set, payload } = params;
    let state = State {
        avs: set.avs,
        set_id: set.id,
        version,
        fee_split_bips: settings.fee_split_bips,
        status: Status::Created as u8,
        is_refunded: false,
    };
    let created_at = host::timestamp();
    let origin = Origin { creator, created_at, table_timestamp };
    StoredTask::create(hash, state, &origin, &Purse { refund_collector, fee }, payload.0);
    fees::collect(rules.fee_token, config, refund_collector, fee);
    hook::at::handle_post_task_creation(terms.hook, &hash);
    TaskCreated {
        creator,
        task_hash: hash,
        avs: set.avs,
        executor_operator_set_id: set.id,
        operator_table_reference_timestamp: table_timestamp,
        refund_collector,
        avs_fee: Narrow(fee),
        task_deadline: U256::from(ends_at(&terms)),
        payload,
    }
    .emit();
    hash
}

/// Which operator table is the newest. Reverts with `CertificateStale` if it would be out of date
/// before the time for an answer is up; the sum of its two numbers has to fit their 32 bits.
fn newest_table(curve: u8, set: &OperatorSet, terms: &Terms) -> u32 {
    let (verifier, set) = (configs::verifier(curve), verifiers_set(set));
    let newest = bn254::at::latest_reference_timestamp(verifier, &set);
    let staleness = bn254::at::max_operator_table_staleness(verifier, &set);
    if staleness != 0 {
        let good_until = newest.checked_add(staleness).or_revert();
        require(ends_at(terms) <= u128::from(good_until), error::CERTIFICATE_STALE);
    }
    newest
}

/// When the time for an answer to a task of this second is up. The time has at most 96 bits.
fn ends_at(terms: &Terms) -> u128 {
    u128::from(host::timestamp()) + terms.sla_secs
}

/// Keccak-256 of number, this contract, chain and parameters.
fn hash(number: u64, params: &hook::TaskParams) -> B256 {
    let mut out = Writer::new();
    let mut head = Head::at(out.reserve(4 * 32));
    head.put(&mut out, &number);
    head.put(&mut out, &host::this());
    head.put(&mut out, &host::chain_id());
    head.put(&mut out, params);
    host::keccak(out.bytes())
}

/// The parameters as the hook's interface has them.
fn hooks_params(params: TaskParams) -> hook::TaskParams {
    let OperatorSet { avs, id } = params.executor_operator_set;
    hook::TaskParams {
        refund_collector: params.refund_collector,
        executor_operator_set: hook::OperatorSet { avs, id },
        payload: params.payload,
    }
}
