//! What sister contracts are asked.

use crate::{
    coordinator::{OperatorSet, error},
    params,
};
use surety_common::{abi::Address, authority, interface, revert::require};

interface!(mod allocation = "IAllocationManager.sol");
interface!(mod delegation = "IDelegationManager.sol");
interface!(mod deposits = "IStrategyManager.sol");

/// Reverts with `InvalidPermissions` unless the caller may act for `account`.
pub(crate) fn require_may_act_for(account: Address) {
    authority::require_may_act_for(params::permission_controller(), account);
}

/// Reverts with `InvalidOperatorSet` unless the set exists.
pub(crate) fn require_operator_set(set: &OperatorSet) {
    let set = allocation::OperatorSet { avs: set.avs, id: set.id };
    require(allocation::at::is_operator_set(params::allocation_manager(), &set), error::INVALID_OPERATOR_SET);
}

/// True if the account is an operator, or an AVS with an operator set.
pub(crate) fn may_earn(account: Address) -> bool {
    delegation::at::is_operator(params::delegation_manager(), &account)
        || !allocation::at::get_operator_set_count(params::allocation_manager(), &account).is_zero()
}

/// True if stake in the strategy can earn rewards.
pub(crate) fn earns(strategy: Address) -> bool {
    strategy == params::beacon_chain_strategy()
        || deposits::at::strategy_is_whitelisted_for_deposit(params::strategy_manager(), &strategy)
}
