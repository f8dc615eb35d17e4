//! What sister contracts are asked.

use crate::{
    coordinator::{OperatorSet, error},
    params,
};
use surety_common::{
    abi::Address,
    allocations::{
        avs::{self, Avs},
        manager,
        set::{Set, flag},
    },
    authority,
    ledger::staker::{self, StakerWord},
    revert::require,
    sister,
    strategies::storage::{self as deposits, Strategy},
};

/// Reverts with `InvalidPermissions` unless the caller may act for `account`.
pub(crate) fn require_may_act_for(account: Address) {
    authority::require_may_act_for(params::permission_controller(), account);
}

/// Reverts with `InvalidOperatorSet` unless the set exists.
pub(crate) fn require_operator_set(set: &OperatorSet) {
    let slot = Set::slot(&manager::OperatorSet { avs: set.avs, id: set.id });
    let record: Set = sister::read(params::allocation_manager(), slot);
    require(record.has(flag::EXISTS), error::INVALID_OPERATOR_SET);
}

/// True if the account is an operator, or an AVS with an operator set.
pub(crate) fn may_earn(account: Address) -> bool {
    let staker: StakerWord = sister::read(params::delegation_manager(), staker::slot(account));
    staker.makes_operator(account)
        || sister::read::<Avs>(params::allocation_manager(), avs::slot(account)).set_count != 0
}

/// True if stake in the strategy can earn rewards.
pub(crate) fn earns(strategy: Address) -> bool {
    strategy == params::beacon_chain_strategy()
        || sister::read::<Strategy>(params::strategy_manager(), deposits::strategy_slot(strategy)).listed
}
