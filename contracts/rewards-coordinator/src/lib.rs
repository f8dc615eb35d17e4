//! The rewards coordinator: rewards are paid in, roots say who earned what, earners claim.
//!
//! The chain checks who pays in and keeps a hash of each submission ([`submissions`]); what they
//! come to is worked out off chain and published as merkle roots ([`roots`]), against which
//! earners are paid ([`claims`]). Operators choose their part ([`splits`]).

#![cfg_attr(target_arch = "wasm32", no_main)]

mod claims;
mod merkle;
mod params;
mod paused;
mod roots;
mod settings;
mod sisters;
mod splits;
mod storage;
mod submissions;

use coordinator::{
    DistributionRoot, EarnerTreeMerkleLeaf, OperatorDirectedRewardsSubmission, OperatorSet,
    RewardsMerkleClaim, RewardsSubmission, TokenTreeMerkleLeaf, error,
};
use storage::{DEFAULTS, Defaults, ROOTS, Roots};
use submissions::Kind;
use surety_common::{
    abi::{Address, B256, U256, Vec},
    entrypoint, external, guard, host, interface, owner, pause,
    revert::require,
    tail::RewardsCoordinatorTail,
};

interface!(pub mod coordinator = "IRewardsCoordinator.sol");

/// The program.
#[derive(Debug)]
pub struct RewardsCoordinator;

entrypoint!(RewardsCoordinator, tail = RewardsCoordinatorTail::LEN);

/// What submissions for all have in common.
fn submit_for_all(bit: u8, kind: Kind, submissions: Vec<RewardsSubmission>) {
    pause::require_running(bit);
    require(storage::submitter(host::sender()).for_all, error::UNAUTHORIZED_CALLER);
    guard::enter();
    submissions::for_all(kind, submissions);
}

/// What submissions for an operator set have in common.
fn require_for_set(bit: u8, operator_set: &OperatorSet) {
    pause::require_running(bit);
    sisters::require_may_act_for(operator_set.avs);
    guard::enter();
    sisters::require_operator_set(operator_set);
}

#[external("IRewardsCoordinator.sol", coordinator)]
impl RewardsCoordinator {
    pub fn initialize(
        initial_owner: Address,
        initial_paused_status: U256,
        rewards_updater: Address,
        activation_delay: u32,
        default_split_bips: u16,
        fee_recipient: Address,
    ) {
        settings::require_sound_parameters();
        owner::initialize_once(initial_owner);
        pause::initialize(initial_paused_status, pause::in_proxy);
        settings::set_updater(rewards_updater);
        settings::set_activation_delay(activation_delay);
        settings::set_default_split(default_split_bips);
        settings::set_fee_recipient(fee_recipient);
        coordinator::Initialized { version: 2 }.emit();
    }

    pub fn create_avs_rewards_submission(rewards_submissions: Vec<RewardsSubmission>) {
        pause::require_running(paused::AVS);
        guard::enter();
        submissions::for_avs(host::sender(), rewards_submissions);
    }

    pub fn create_eigen_da_rewards_submission(avs: Address, rewards_submissions: Vec<RewardsSubmission>) {
        pause::require_running(paused::AVS);
        require(host::sender() == params::emissions_controller(), error::UNAUTHORIZED_CALLER);
        guard::enter();
        submissions::for_avs(avs, rewards_submissions);
    }

    pub fn create_rewards_for_all_submission(rewards_submissions: Vec<RewardsSubmission>) {
        submit_for_all(paused::FOR_ALL, Kind::ForAll, rewards_submissions);
    }

    pub fn create_rewards_for_all_earners(rewards_submissions: Vec<RewardsSubmission>) {
        submit_for_all(paused::FOR_ALL_EARNERS, Kind::ForAllEarners, rewards_submissions);
    }

    pub fn create_operator_directed_avs_rewards_submission(
        avs: Address,
        submissions: Vec<OperatorDirectedRewardsSubmission>,
    ) {
        pause::require_running(paused::DIRECTED_AVS);
        sisters::require_may_act_for(avs);
        guard::enter();
        submissions::directed_for_avs(avs, submissions);
    }

    pub fn create_operator_directed_operator_set_rewards_submission(
        operator_set: OperatorSet,
        submissions: Vec<OperatorDirectedRewardsSubmission>,
    ) {
        require_for_set(paused::DIRECTED_SET, &operator_set);
        submissions::directed_for_set(&operator_set, submissions);
    }

    pub fn create_unique_stake_rewards_submission(
        operator_set: OperatorSet,
        rewards_submissions: Vec<RewardsSubmission>,
    ) {
        require_for_set(paused::UNIQUE_STAKE, &operator_set);
        submissions::for_set(Kind::UniqueStake, &operator_set, rewards_submissions);
    }

    pub fn create_total_stake_rewards_submission(
        operator_set: OperatorSet,
        rewards_submissions: Vec<RewardsSubmission>,
    ) {
        require_for_set(paused::TOTAL_STAKE, &operator_set);
        submissions::for_set(Kind::TotalStake, &operator_set, rewards_submissions);
    }

    pub fn submit_root(root: B256, rewards_calculation_end_timestamp: u32) {
        pause::require_running(paused::ROOTS);
        roots::submit(root, rewards_calculation_end_timestamp);
    }

    pub fn disable_root(root_index: u32) {
        pause::require_running(paused::ROOTS);
        roots::disable(root_index);
    }

    pub fn process_claim(claim: RewardsMerkleClaim, recipient: Address) {
        pause::require_running(paused::CLAIMS);
        guard::enter();
        claims::process(&claim, recipient);
    }

    pub fn process_claims(claims: Vec<RewardsMerkleClaim>, recipient: Address) {
        pause::require_running(paused::CLAIMS);
        guard::enter();
        for claim in &claims {
            claims::process(claim, recipient);
        }
    }

    #[signature("setClaimerFor(address)")]
    pub fn set_claimer(claimer: Address) {
        claims::set_claimer(host::sender(), claimer);
    }

    #[signature("setClaimerFor(address,address)")]
    pub fn set_claimer_for(earner: Address, claimer: Address) {
        claims::set_claimer_for(earner, claimer);
    }

    pub fn set_operator_avs_split(operator: Address, avs: Address, split: u16) {
        pause::require_running(paused::AVS_SPLIT);
        splits::set_for_avs(operator, avs, split);
    }

    pub fn set_operator_pi_split(operator: Address, split: u16) {
        pause::require_running(paused::PI_SPLIT);
        splits::set_for_incentives(operator, split);
    }

    pub fn set_operator_set_split(operator: Address, operator_set: OperatorSet, split: u16) {
        pause::require_running(paused::SET_SPLIT);
        splits::set_for_operator_set(operator, operator_set, split);
    }

    pub fn set_opt_in_for_protocol_fee(submitter: Address, opt_in_for_protocol_fee: bool) {
        sisters::require_may_act_for(submitter);
        settings::set_pays_fee(submitter, opt_in_for_protocol_fee);
    }

    pub fn set_activation_delay(activation_delay: u32) {
        owner::require_owner();
        settings::set_activation_delay(activation_delay);
    }

    pub fn set_default_operator_split(split: u16) {
        owner::require_owner();
        settings::set_default_split(split);
    }

    pub fn set_rewards_updater(rewards_updater: Address) {
        owner::require_owner();
        settings::set_updater(rewards_updater);
    }

    pub fn set_rewards_for_all_submitter(submitter: Address, new_value: bool) {
        owner::require_owner();
        settings::set_for_all(submitter, new_value);
    }

    pub fn set_fee_recipient(fee_recipient: Address) {
        owner::require_owner();
        settings::set_fee_recipient(fee_recipient);
    }

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

    pub fn owner() -> Address {
        owner::get()
    }

    pub fn transfer_ownership(new_owner: Address) {
        owner::transfer(new_owner);
    }

    pub fn renounce_ownership() {
        owner::renounce();
    }

    pub fn activation_delay() -> u32 {
        ROOTS.get::<Roots>().activation_delay_secs
    }

    pub fn allocation_manager() -> Address {
        params::allocation_manager()
    }

    pub fn beacon_chain_eth_strategy() -> Address {
        params::beacon_chain_strategy()
    }

    pub fn calculate_earner_leaf_hash(leaf: EarnerTreeMerkleLeaf) -> B256 {
        merkle::earner_leaf(&leaf)
    }

    pub fn calculate_token_leaf_hash(leaf: TokenTreeMerkleLeaf) -> B256 {
        merkle::token_leaf(&leaf)
    }

    pub fn calculation_interval_seconds() -> u32 {
        params::calculation_interval_secs()
    }

    pub fn check_claim(claim: RewardsMerkleClaim) -> bool {
        claims::check(&claim);
        true
    }

    pub fn claimer_for(earner: Address) -> Address {
        claims::named_claimer(earner)
    }

    pub fn cumulative_claimed(earner: Address, token: Address) -> U256 {
        storage::claimed(earner, token)
    }

    pub fn curr_rewards_calculation_end_timestamp() -> u32 {
        ROOTS.get::<Roots>().last_end
    }

    pub fn default_operator_split_bips() -> u16 {
        DEFAULTS.get::<Defaults>().split_bips
    }

    pub fn delegation_manager() -> Address {
        params::delegation_manager()
    }

    pub fn emissions_controller() -> Address {
        params::emissions_controller()
    }

    pub fn fee_recipient() -> Address {
        DEFAULTS.get::<Defaults>().fee_recipient
    }

    pub fn genesis_rewards_timestamp() -> u32 {
        params::genesis_timestamp()
    }

    pub fn get_current_claimable_distribution_root() -> DistributionRoot {
        roots::newest_claimable()
    }

    pub fn get_current_distribution_root() -> DistributionRoot {
        roots::newest()
    }

    pub fn get_distribution_root_at_index(index: U256) -> DistributionRoot {
        roots::get(index)
    }

    pub fn get_distribution_roots_length() -> U256 {
        U256::from(roots::count())
    }

    pub fn get_operator_avs_split(operator: Address, avs: Address) -> u16 {
        splits::in_force(storage::avs_split(operator, avs))
    }

    pub fn get_operator_pi_split(operator: Address) -> u16 {
        splits::in_force(storage::pi_split(operator))
    }

    pub fn get_operator_set_split(operator: Address, operator_set: OperatorSet) -> u16 {
        splits::in_force(storage::set_split(operator, &operator_set))
    }

    pub fn get_root_index_from_hash(root_hash: B256) -> u32 {
        roots::index_of(root_hash)
    }

    pub fn is_avs_rewards_submission_hash(avs: Address, hash: B256) -> bool {
        submissions::is_known(Kind::Avs, avs, hash)
    }

    pub fn is_operator_directed_avs_rewards_submission_hash(avs: Address, hash: B256) -> bool {
        submissions::is_known(Kind::DirectedAvs, avs, hash)
    }

    pub fn is_operator_directed_operator_set_rewards_submission_hash(avs: Address, hash: B256) -> bool {
        submissions::is_known(Kind::DirectedSet, avs, hash)
    }

    pub fn is_opted_in_for_protocol_fee(submitter: Address) -> bool {
        storage::submitter(submitter).pays_fee
    }

    pub fn is_rewards_for_all_submitter(submitter: Address) -> bool {
        storage::submitter(submitter).for_all
    }

    pub fn is_rewards_submission_for_all_earners_hash(avs: Address, hash: B256) -> bool {
        submissions::is_known(Kind::ForAllEarners, avs, hash)
    }

    pub fn is_rewards_submission_for_all_hash(avs: Address, hash: B256) -> bool {
        submissions::is_known(Kind::ForAll, avs, hash)
    }

    pub fn is_total_stake_rewards_submission_hash(avs: Address, hash: B256) -> bool {
        submissions::is_known(Kind::TotalStake, avs, hash)
    }

    pub fn is_unique_stake_rewards_submission_hash(avs: Address, hash: B256) -> bool {
        submissions::is_known(Kind::UniqueStake, avs, hash)
    }

    pub fn max_future_length() -> u32 {
        params::max_future_secs()
    }

    pub fn max_retroactive_length() -> u32 {
        params::max_retroactive_secs()
    }

    pub fn max_rewards_duration() -> u32 {
        params::max_duration_secs()
    }

    pub fn permission_controller() -> Address {
        params::permission_controller()
    }

    pub fn rewards_updater() -> Address {
        ROOTS.get::<Roots>().updater
    }

    pub fn strategy_manager() -> Address {
        params::strategy_manager()
    }

    pub fn submission_nonce(avs: Address) -> U256 {
        U256::from(storage::submitter(avs).nonce)
    }
}
