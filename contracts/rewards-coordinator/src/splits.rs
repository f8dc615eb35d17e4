//! What operators keep of rewards.

use crate::{
    coordinator::{
        OperatorAVSSplitBipsSet, OperatorPISplitBipsSet, OperatorSet, OperatorSetSplitBipsSet, error,
    },
    roots, sisters,
    storage::{self, DEFAULTS, Defaults, Split},
};
use surety_common::{
    abi::Address,
    accounting::rewards::ONE_HUNDRED_IN_BIPS,
    host,
    revert::{OrRevert, require},
    storage::Slot,
};

/// The operator's split with an AVS.
pub(crate) fn set_for_avs(operator: Address, avs: Address, bips: u16) {
    sisters::require_may_act_for(operator);
    let (activated_at, old) = schedule(storage::avs_split(operator, avs), bips);
    OperatorAVSSplitBipsSet {
        caller: host::sender(),
        operator,
        avs,
        activated_at,
        old_operator_avs_split_bips: old,
        new_operator_avs_split_bips: bips,
    }
    .emit();
}

/// The operator's split of programmatic incentives.
pub(crate) fn set_for_incentives(operator: Address, bips: u16) {
    sisters::require_may_act_for(operator);
    let (activated_at, old) = schedule(storage::pi_split(operator), bips);
    OperatorPISplitBipsSet {
        caller: host::sender(),
        operator,
        activated_at,
        old_operator_pi_split_bips: old,
        new_operator_pi_split_bips: bips,
    }
    .emit();
}

/// The operator's split in an operator set.
pub(crate) fn set_for_operator_set(operator: Address, operator_set: OperatorSet, bips: u16) {
    sisters::require_may_act_for(operator);
    sisters::require_operator_set(&operator_set);
    let (activated_at, old) = schedule(storage::set_split(operator, &operator_set), bips);
    OperatorSetSplitBipsSet {
        caller: host::sender(),
        operator,
        operator_set,
        activated_at,
        old_operator_set_split_bips: old,
        new_operator_set_split_bips: bips,
    }
    .emit();
}

/// The split in force now, bips.
pub(crate) fn in_force(slot: Slot) -> u16 {
    let Defaults { split_bips, .. } = DEFAULTS.get();
    Split::load(slot).in_force(host::timestamp(), split_bips)
}

/// Schedules a change; answers when it takes effect and the split in force before.
fn schedule(slot: Slot, bips: u16) -> (u32, u16) {
    let now = host::timestamp();
    let Defaults { split_bips, activation_delay_secs, .. } = DEFAULTS.get();
    // The time must exist before anything else counts.
    let activated_at = roots::activation_time(activation_delay_secs);
    let present = Split::load(slot);
    require(bips <= ONE_HUNDRED_IN_BIPS, error::SPLIT_EXCEEDS_MAX);
    require(!present.is_change_pending(now), error::PREVIOUS_SPLIT_PENDING);
    let changed = present.schedule(bips, now, activation_delay_secs).or_revert();
    Split::store(slot, &changed);
    (activated_at, present.in_force(now, split_bips))
}
