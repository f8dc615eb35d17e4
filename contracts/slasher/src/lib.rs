//! The slasher: slashes operators, says who may, and answers what the allocation manager knows.
//!
//! It shares the allocation manager's address and storage ([`surety_common::allocations`]) with the
//! AVS registry. Magnitudes fall here; shares fall in the delegation manager, which keeps their
//! histories, and the strategy manager keeps what is to be burnt or redistributed: this program
//! answers for both of them, each at its own address ([`elsewhere`]).

#![cfg_attr(target_arch = "wasm32", no_main)]

pub mod elsewhere;
mod slash;
mod slasher;
mod views;

use manager::{Allocation, OperatorSet, SlashingParams};
use surety_common::{
    abi::{Address, U256, Vec},
    allocations::{manager, params},
    entrypoint, external, pause,
    tail::{AllocationManagerTail, DelegationManagerTail, StrategyManagerTail},
};
use views::{allocations, operators, sets, stake};

/// The program.
#[derive(Debug)]
pub struct Slasher;

entrypoint!(
    AllocationManagerTail => Slasher,
    DelegationManagerTail => elsewhere::DelegatedShares,
    StrategyManagerTail => elsewhere::SlashedShares,
);

#[external("IAllocationManager.sol", manager)]
impl Slasher {
    pub fn slash_operator(avs: Address, params: SlashingParams) -> (U256, Vec<U256>) {
        slash::slash(avs, &params)
    }

    pub fn update_slasher(operator_set: OperatorSet, slasher: Address) {
        slasher::update(&operator_set, slasher);
    }

    /// Every set has a slasher from its creation, so there is none to migrate.
    pub fn migrate_slashers(_operator_sets: Vec<OperatorSet>) {}

    pub fn pause(new_paused_status: U256) {
        pause::pause(params::pauser_registry(), new_paused_status, pause::in_proxy);
    }

    pub fn pause_all() {
        pause::pause_all(params::pauser_registry(), pause::in_proxy);
    }

    pub fn unpause(new_paused_status: U256) {
        pause::unpause(params::pauser_registry(), new_paused_status, pause::in_proxy);
    }

    #[signature("paused()")]
    pub fn paused() -> U256 {
        pause::map()
    }

    #[signature("paused(uint8)")]
    pub fn paused_bit(index: u8) -> bool {
        pause::is_set(index)
    }

    pub fn pauser_registry() -> Address {
        params::pauser_registry()
    }

    pub fn allocation_configuration_delay() -> u32 {
        params::configuration_delay_blocks()
    }

    pub fn deallocation_delay() -> u32 {
        params::deallocation_delay_blocks()
    }

    pub fn slasher_configuration_delay() -> u32 {
        params::configuration_delay_blocks()
    }

    pub fn delegation() -> Address {
        params::delegation_manager()
    }

    pub fn eigen_strategy() -> Address {
        params::eigen_strategy()
    }

    pub fn permission_controller() -> Address {
        params::permission_controller()
    }

    pub fn view_implementation() -> Address {
        views::implementation()
    }

    pub fn get_avs_registrar(avs: Address) -> Address {
        sets::registrar(avs)
    }

    pub fn get_operator_set_count(avs: Address) -> U256 {
        sets::count_of(avs)
    }

    pub fn is_operator_set(operator_set: OperatorSet) -> bool {
        sets::exists(&operator_set)
    }

    pub fn is_redistributing_operator_set(operator_set: OperatorSet) -> bool {
        sets::redistributes(&operator_set)
    }

    pub fn get_redistribution_recipient(operator_set: OperatorSet) -> Address {
        sets::recipient(&operator_set)
    }

    pub fn get_strategies_in_operator_set(operator_set: OperatorSet) -> Vec<Address> {
        sets::strategies(&operator_set)
    }

    pub fn get_members(operator_set: OperatorSet) -> Vec<Address> {
        sets::members(&operator_set)
    }

    pub fn get_member_count(operator_set: OperatorSet) -> U256 {
        sets::member_count(&operator_set)
    }

    pub fn get_slash_count(operator_set: OperatorSet) -> U256 {
        sets::slash_count(&operator_set)
    }

    pub fn get_slasher(operator_set: OperatorSet) -> Address {
        slasher::in_force(&operator_set)
    }

    pub fn get_pending_slasher(operator_set: OperatorSet) -> (Address, u32) {
        slasher::waiting(&operator_set)
    }

    pub fn get_allocation_delay(operator: Address) -> (bool, u32) {
        operators::allocation_delay(operator)
    }

    pub fn get_registered_sets(operator: Address) -> Vec<OperatorSet> {
        operators::registered_sets(operator)
    }

    pub fn get_allocated_sets(operator: Address) -> Vec<OperatorSet> {
        operators::allocated_sets(operator)
    }

    pub fn is_member_of_operator_set(operator: Address, operator_set: OperatorSet) -> bool {
        operators::is_member(operator, &operator_set)
    }

    pub fn is_operator_slashable(operator: Address, operator_set: OperatorSet) -> bool {
        operators::is_slashable(operator, &operator_set)
    }

    pub fn is_operator_redistributable(operator: Address) -> bool {
        operators::is_redistributable(operator)
    }

    pub fn get_allocated_strategies(operator: Address, operator_set: OperatorSet) -> Vec<Address> {
        allocations::strategies(operator, &operator_set)
    }

    pub fn get_allocation(operator: Address, operator_set: OperatorSet, strategy: Address) -> Allocation {
        allocations::of(operator, &operator_set, strategy)
    }

    pub fn get_allocations(
        operators: Vec<Address>,
        operator_set: OperatorSet,
        strategy: Address,
    ) -> Vec<Allocation> {
        allocations::of_operators(&operators, &operator_set, strategy)
    }

    pub fn get_strategy_allocations(
        operator: Address,
        strategy: Address,
    ) -> (Vec<OperatorSet>, Vec<Allocation>) {
        allocations::from_strategy(operator, strategy)
    }

    pub fn get_encumbered_magnitude(operator: Address, strategy: Address) -> u64 {
        allocations::encumbered_magnitude(operator, strategy)
    }

    pub fn get_allocatable_magnitude(operator: Address, strategy: Address) -> u64 {
        allocations::allocatable_magnitude(operator, strategy)
    }

    pub fn get_max_magnitude(operator: Address, strategy: Address) -> u64 {
        allocations::max_magnitude(operator, strategy)
    }

    #[signature("getMaxMagnitudes(address,address[])")]
    pub fn get_max_magnitudes(operator: Address, strategies: Vec<Address>) -> Vec<u64> {
        strategies.iter().map(|strategy| allocations::max_magnitude(operator, *strategy)).collect()
    }

    #[signature("getMaxMagnitudes(address[],address)")]
    pub fn get_max_magnitudes_of_operators(operators: Vec<Address>, strategy: Address) -> Vec<u64> {
        operators.iter().map(|operator| allocations::max_magnitude(*operator, strategy)).collect()
    }

    pub fn get_max_magnitudes_at_block(
        operator: Address,
        strategies: Vec<Address>,
        block_number: u32,
    ) -> Vec<u64> {
        allocations::max_magnitudes_at(operator, &strategies, block_number)
    }

    pub fn get_allocated_stake(
        operator_set: OperatorSet,
        operators: Vec<Address>,
        strategies: Vec<Address>,
    ) -> Vec<Vec<U256>> {
        stake::allocated(&operator_set, &operators, &strategies)
    }

    pub fn get_minimum_slashable_stake(
        operator_set: OperatorSet,
        operators: Vec<Address>,
        strategies: Vec<Address>,
        future_block: u32,
    ) -> Vec<Vec<U256>> {
        stake::minimum_slashable(&operator_set, &operators, &strategies, future_block)
    }
}
