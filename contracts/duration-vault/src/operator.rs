//! The vault as the operator of its own stake.

use crate::{
    params,
    vault::{VaultConfig, error},
};
use allocation::{AllocateParams, Allocation, DeregisterParams, OperatorSet, RegisterParams};
use surety_common::{
    abi::{Address, Bytes, Head, U256, Vec, Writer},
    accounting::WAD,
    call,
    host::{self, CallKind},
    interface,
    revert::{OrRevert, require},
};

interface!(mod allocation = "IAllocationManager.sol");
interface!(mod delegation = "IDelegationManager.sol");
interface!(mod rewards = "IRewardsCoordinator.sol");

impl Allocation {
    /// True if a change has not taken effect.
    pub(crate) fn is_pending(&self) -> bool {
        self.effect_block != 0
    }
}

/// Registers the vault as operator of its set, with nothing of the rewards for itself.
pub(crate) fn register(config: &VaultConfig) {
    let (avs, id) = (params::avs(), params::operator_set_id());
    let is_mine = config.operator_set.avs == avs && config.operator_set.id == id;
    require(!avs.is_zero() && is_mine, error::OPERATOR_INTEGRATION_INVALID);
    let (this, manager) = (host::this(), params::delegation_manager());
    // Longer than the withdrawal delay, so that what was queued before the lock stays safe.
    let delay = delegation::at::min_withdrawal_delay_blocks(manager).checked_add(1).or_revert();
    delegation::at::register_as_operator(
        manager,
        &config.delegation_approver,
        &delay,
        &config.operator_metadata_uri,
    );
    let join = RegisterParams {
        avs,
        operator_set_ids: Vec::from([id]),
        data: config.operator_set_registration_data,
    };
    allocation::at::register_for_operator_sets(params::allocation_manager(), &this, &join);
    let coordinator = params::rewards_coordinator();
    rewards::at::set_operator_avs_split(coordinator, &this, &avs, &0);
    rewards::at::set_operator_set_split(coordinator, &this, &rewards::OperatorSet { avs, id }, &0);
    rewards::at::set_operator_pi_split(coordinator, &this, &0);
}

/// Changes who approves delegations to the vault.
pub(crate) fn set_approver(approver: Address) {
    delegation::at::modify_operator_details(params::delegation_manager(), &host::this(), &approver);
}

/// Publishes where the operator's metadata is.
pub(crate) fn publish(uri: Bytes) {
    delegation::at::update_operator_metadata_uri(params::delegation_manager(), &host::this(), &uri);
}

/// Changes who claims the vault's rewards.
pub(crate) fn set_claimer(claimer: Address) {
    rewards::at::set_claimer_for_2(params::rewards_coordinator(), &host::this(), &claimer);
}

/// Shares delegated to the vault in itself.
pub(crate) fn shares() -> U256 {
    let this = host::this();
    delegation::at::operator_shares(params::delegation_manager(), &this, &this)
}

/// True if the vault is a member of its set.
pub(crate) fn is_member() -> bool {
    allocation::at::is_member_of_operator_set(params::allocation_manager(), &host::this(), &set())
}

/// True if the vault is among its set's strategies.
pub(crate) fn is_strategy_of_set() -> bool {
    let strategies = allocation::at::get_strategies_in_operator_set(params::allocation_manager(), &set());
    strategies.contains(&host::this())
}

/// What the vault allocates to its set.
pub(crate) fn allocation() -> Allocation {
    let this = host::this();
    allocation::at::get_allocation(params::allocation_manager(), &this, &set(), &this)
}

/// Allocates the whole magnitude to the set.
pub(crate) fn allocate_all() {
    call::call(params::allocation_manager(), modification(WAD).bytes());
}

/// Tries to take everything back; true if nothing is allocated or the call went through.
pub(crate) fn try_to_deallocate() -> bool {
    let now = allocation();
    if now.current_magnitude == 0 && now.pending_diff == 0 {
        return true;
    }
    !now.is_pending() && attempt(&modification(0))
}

/// Tries to leave the set; true if the vault is out.
pub(crate) fn try_to_leave() -> bool {
    if !is_member() {
        return true;
    }
    let mut out = Writer::with_selector(allocation::selector::DEREGISTER_FROM_OPERATOR_SETS);
    let leave = DeregisterParams {
        operator: host::this(),
        avs: params::avs(),
        operator_set_ids: Vec::from([params::operator_set_id()]),
    };
    Head::at(out.reserve(32)).put(&mut out, &leave);
    attempt(&out)
}

/// Calls the allocation manager; its answer is not looked at.
fn attempt(data: &Writer) -> bool {
    call::attempt(CallKind::Call, params::allocation_manager(), data.bytes(), 0).is_some()
}

/// `modifyAllocations` of the vault in its set.
fn modification(magnitude: u64) -> Writer {
    let this = host::this();
    let mut out = Writer::with_selector(allocation::selector::MODIFY_ALLOCATIONS);
    let mut head = Head::at(out.reserve(64));
    head.put(&mut out, &this);
    head.put(
        &mut out,
        &Vec::from([AllocateParams {
            operator_set: set(),
            strategies: Vec::from([this]),
            new_magnitudes: Vec::from([magnitude]),
        }]),
    );
    out
}

fn set() -> OperatorSet {
    OperatorSet { avs: params::avs(), id: params::operator_set_id() }
}
