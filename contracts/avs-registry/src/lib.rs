//! The AVS registry: operator sets, their members and what operators allocate to them.
//!
//! It answers the state-changing side of the allocation manager's ABI except slashing, which the
//! slasher answers at the same address over the same storage
//! ([`surety_common::allocations`]), along with all views.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod allocation_delay;
mod allocations;
mod operator_sets;
mod profile;
mod registration;
mod standing;

use manager::{
    AllocateParams, CreateSetParams, CreateSetParamsV2, DeregisterParams, OperatorSet, RegisterParams,
};
use surety_common::{
    abi::{Address, Bytes, U256, Vec},
    allocations::{avs, manager, params},
    authority, entrypoint, external, interface, pause,
};

interface!(mod internal = "internal/IStanding.sol");

/// The program.
#[derive(Debug)]
pub struct AvsRegistry;

entrypoint!(AvsRegistry, tail = params::LEN);

/// What duration vaults ask for beyond the public ABI.
#[derive(Debug)]
pub struct Standing;

#[external("internal/IStanding.sol", internal)]
impl Standing {
    pub fn standing(
        operator: Address,
        avs: Address,
        operator_set_id: u32,
        strategy: Address,
    ) -> (bool, bool, u64, i128, u32) {
        standing::of(operator, &OperatorSet { avs, id: operator_set_id }, strategy)
    }
}

#[external("IAllocationManager.sol", manager, then = Standing)]
impl AvsRegistry {
    pub fn initialize(initial_paused_status: U256) {
        avs::initialize_once();
        pause::initialize(initial_paused_status, pause::in_proxy);
        manager::Initialized { version: 1 }.emit();
    }

    pub fn update_avs_metadata_uri(avs: Address, metadata_uri: Bytes) {
        require_may_act_for(avs);
        profile::publish(avs, metadata_uri);
    }

    pub fn set_avs_registrar(avs: Address, registrar: Address) {
        require_may_act_for(avs);
        profile::set_registrar(avs, registrar);
    }

    #[signature("createOperatorSets(address,(uint32,address[])[])")]
    pub fn create_operator_sets(avs: Address, params: Vec<CreateSetParams>) {
        require_may_act_for(avs);
        operator_sets::create(avs, operator_sets::slashed_by(avs, params), None);
    }

    #[signature("createOperatorSets(address,(uint32,address[],address)[])")]
    pub fn create_operator_sets_with_slashers(avs: Address, params: Vec<CreateSetParamsV2>) {
        require_may_act_for(avs);
        operator_sets::create(avs, params, None);
    }

    #[signature("createRedistributingOperatorSets(address,(uint32,address[])[],address[])")]
    pub fn create_redistributing_operator_sets(
        avs: Address,
        params: Vec<CreateSetParams>,
        redistribution_recipients: Vec<Address>,
    ) {
        require_may_act_for(avs);
        let params = operator_sets::slashed_by(avs, params);
        operator_sets::create(avs, params, Some(redistribution_recipients));
    }

    #[signature("createRedistributingOperatorSets(address,(uint32,address[],address)[],address[])")]
    pub fn create_redistributing_operator_sets_with_slashers(
        avs: Address,
        params: Vec<CreateSetParamsV2>,
        redistribution_recipients: Vec<Address>,
    ) {
        require_may_act_for(avs);
        operator_sets::create(avs, params, Some(redistribution_recipients));
    }

    pub fn add_strategies_to_operator_set(avs: Address, operator_set_id: u32, strategies: Vec<Address>) {
        require_may_act_for(avs);
        operator_sets::add_strategies(avs, operator_set_id, &strategies);
    }

    pub fn remove_strategies_from_operator_set(avs: Address, operator_set_id: u32, strategies: Vec<Address>) {
        require_may_act_for(avs);
        operator_sets::remove_strategies(avs, operator_set_id, &strategies);
    }

    pub fn set_allocation_delay(operator: Address, delay: u32) {
        allocation_delay::set(operator, delay);
    }

    pub fn register_for_operator_sets(operator: Address, params: RegisterParams) {
        registration::register(operator, &params);
    }

    pub fn deregister_from_operator_sets(params: DeregisterParams) {
        registration::deregister(&params);
    }

    pub fn modify_allocations(operator: Address, params: Vec<AllocateParams>) {
        allocations::modify(operator, &params);
    }

    pub fn clear_deallocation_queue(operator: Address, strategies: Vec<Address>, num_to_clear: Vec<u16>) {
        allocations::clear_queues(operator, &strategies, &num_to_clear);
    }
}

/// Reverts with `InvalidPermissions` unless the caller may act for `account`.
fn require_may_act_for(account: Address) {
    authority::require_may_act_for(params::permission_controller(), account);
}
