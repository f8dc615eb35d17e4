//! The task mailbox: tasks for the operators of a set, created with a fee, answered with a
//! certificate.
//!
//! The table of its storage is in [`storage`].

#![cfg_attr(target_arch = "wasm32", no_main)]

mod certificate;
mod configs;
mod create;
mod executors;
mod fees;
mod params;
mod refund;
mod storage;
mod submit;
mod tasks;
mod views;

use mailbox::{
    BN254Certificate, ECDSACertificate, ExecutorOperatorSetTaskConfig, OperatorSet, Task, TaskParams,
};
use surety_common::{
    abi::{Address, B256, Bytes, Narrow},
    entrypoint, external, host, interface, owner,
};

interface!(pub mod mailbox = "ITaskMailbox.sol");
interface!(mod hook = "IAVSTaskHook.sol");
interface!(mod bn254 = "IBN254CertificateVerifier.sol");
interface!(mod ecdsa = "IECDSACertificateVerifier.sol");

/// The program.
#[derive(Debug)]
pub struct TaskMailbox;

entrypoint!(TaskMailbox, tail = surety_common::tail::TaskMailboxTail::LEN);

#[external("ITaskMailbox.sol", mailbox)]
impl TaskMailbox {
    pub fn initialize(owner: Address, fee_split: u16, fee_split_collector: Address) {
        owner::initialize_once(host::sender());
        owner::set(owner);
        fees::set_split(fee_split);
        fees::set_collector(fee_split_collector);
        mailbox::Initialized { version: 1 }.emit();
    }

    pub fn set_executor_operator_set_task_config(
        operator_set: OperatorSet,
        config: ExecutorOperatorSetTaskConfig,
    ) {
        executors::configure(operator_set, config);
    }

    pub fn register_executor_operator_set(operator_set: OperatorSet, is_registered: bool) {
        executors::register(operator_set, is_registered);
    }

    pub fn create_task(task_params: TaskParams) -> B256 {
        create::create(task_params)
    }

    pub fn submit_result(task_hash: B256, executor_cert: Bytes, result: Bytes) {
        submit::submit(task_hash, executor_cert, result);
    }

    pub fn refund_fee(task_hash: B256) {
        refund::refund(task_hash);
    }

    pub fn set_fee_split(fee_split: u16) {
        owner::require_owner();
        fees::set_split(fee_split);
    }

    pub fn set_fee_split_collector(fee_split_collector: Address) {
        owner::require_owner();
        fees::set_collector(fee_split_collector);
    }

    pub fn is_executor_operator_set_registered(operator_set_key: B256) -> bool {
        views::is_registered(operator_set_key)
    }

    pub fn get_executor_operator_set_task_config(operator_set: OperatorSet) -> ExecutorOperatorSetTaskConfig {
        views::config(&operator_set)
    }

    pub fn get_task_info(task_hash: B256) -> Task {
        views::task(task_hash)
    }

    pub fn get_task_status(task_hash: B256) -> u8 {
        views::status(task_hash) as u8
    }

    pub fn get_task_result(task_hash: B256) -> Bytes {
        views::result(task_hash)
    }

    pub fn get_bn254_certificate_bytes(cert: BN254Certificate) -> Bytes {
        views::encoded(&cert)
    }

    pub fn get_ecdsa_certificate_bytes(cert: ECDSACertificate) -> Bytes {
        views::encoded(&cert)
    }

    pub fn get_message_hash(task_hash: B256, result: Bytes) -> B256 {
        certificate::message_hash(task_hash, result)
    }

    pub fn fee_split() -> u16 {
        storage::settings().fee_split_bips
    }

    pub fn fee_split_collector() -> Address {
        storage::settings().fee_split_collector
    }

    pub fn bn254_certificate_verifier() -> Address {
        params::bn254_verifier()
    }

    pub fn ecdsa_certificate_verifier() -> Address {
        params::ecdsa_verifier()
    }

    pub fn max_task_sla() -> Narrow<96> {
        Narrow(params::max_task_sla_secs())
    }

    pub fn owner() -> Address {
        owner::get()
    }

    pub fn transfer_ownership(new_owner: Address) {
        owner::transfer(new_owner);
    }

    pub fn renounce_ownership() {
        owner::renounce();
    }
}
