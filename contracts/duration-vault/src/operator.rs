//! The vault as the operator of its own stake.

use crate::{
    params,
    vault::{VaultConfig, error},
};
use allocation::{AllocateParams, DeregisterParams, OperatorSet, RegisterParams};
use surety_common::{
    abi::{Address, Bytes, Head, Vec, Writer},
    accounting::WAD,
    allocations::{
        manager,
        membership::{self, Membership},
    },
    call,
    host::{self, CallKind},
    interface,
    revert::{OrRevert, require},
    sister,
};

interface!(mod allocation = "IAllocationManager.sol");
interface!(mod delegation = "IDelegationManager.sol");
interface!(mod rewards = "IRewardsCoordinator.sol");
interface!(mod standing = "internal/IStanding.sol");

/// How the vault stands towards its set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    /// True if it is a member.
    pub(crate) is_member: bool,
    /// True if it is one of the set's strategies.
    pub(crate) is_listed: bool,
    /// True if it allocates anything, or will.
    pub(crate) has_allocated: bool,
    /// True if a change of its allocation has not taken effect.
    pub(crate) is_pending: bool,
}

impl Standing {
    /// As of this block.
    pub(crate) fn now() -> Self {
        let (this, avs, id) = (host::this(), params::avs(), params::operator_set_id());
        let (is_member, is_listed, current, pending_diff, effect_block) =
            standing::at::standing(params::allocation_manager(), &this, &avs, &id, &this);
        Self {
            is_member,
            is_listed,
            has_allocated: current != 0 || pending_diff != 0,
            is_pending: effect_block != 0,
        }
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
    delegation::sister::register_as_operator(
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
    allocation::sister::register_for_operator_sets(params::allocation_manager(), &this, &join);
    let coordinator = params::rewards_coordinator();
    rewards::sister::set_operator_avs_split(coordinator, &this, &avs, &0);
    rewards::sister::set_operator_set_split(coordinator, &this, &rewards::OperatorSet { avs, id }, &0);
    rewards::sister::set_operator_pi_split(coordinator, &this, &0);
}

/// Changes who approves delegations to the vault.
pub(crate) fn set_approver(approver: Address) {
    delegation::sister::modify_operator_details(params::delegation_manager(), &host::this(), &approver);
}

/// Publishes where the operator's metadata is.
pub(crate) fn publish(uri: Bytes) {
    delegation::sister::update_operator_metadata_uri(params::delegation_manager(), &host::this(), &uri);
}

/// Changes who claims the vault's rewards.
pub(crate) fn set_claimer(claimer: Address) {
    rewards::sister::set_claimer_for_2(params::rewards_coordinator(), &host::this(), &claimer);
}

/// True if the vault is a member of its set.
pub(crate) fn is_member() -> bool {
    let slot = membership::slot(
        host::this(),
        &manager::OperatorSet { avs: params::avs(), id: params::operator_set_id() },
    );
    sister::read::<Membership>(params::allocation_manager(), slot).registered
}

/// Allocates the whole magnitude to the set.
pub(crate) fn allocate_all() {
    call::call_trusted(params::allocation_manager(), modification(WAD).bytes());
}

/// Tries to take everything back; true if nothing is allocated or the call went through.
pub(crate) fn try_to_deallocate(standing: Standing) -> bool {
    !standing.has_allocated || !standing.is_pending && attempt(&modification(0))
}

/// Tries to leave the set; true if the vault is out.
pub(crate) fn try_to_leave(standing: Standing) -> bool {
    if !standing.is_member {
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
