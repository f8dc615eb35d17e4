//! Roots over what everybody has earned, published by the updater.

use crate::{
    coordinator::{DistributionRoot, DistributionRootDisabled, DistributionRootSubmitted, error},
    storage::{self, ROOTS, Roots, Times},
};
use surety_common::{
    abi::{B256, U256},
    host,
    revert::{self, OrRevert, require},
};

/// Publishes a root over earnings until `end`.
pub(crate) fn submit(root: B256, end: u32) {
    let Roots { updater, last_end, count: index, activation_delay_secs } = load_for_updater();
    require(end > last_end, error::NEW_ROOT_MUST_BE_FOR_NEW_CALCULATED_PERIOD);
    require(u64::from(end) < host::timestamp(), error::REWARDS_END_TIMESTAMP_NOT_ELAPSED);
    let activated_at = activation_time(activation_delay_secs);
    let count = index.checked_add(1).or_revert();
    ROOTS.set(&Roots { updater, last_end: end, count, activation_delay_secs });
    storage::root(index).store(&root.0);
    Times { end, activated_at, disabled: false }.store(index);
    DistributionRootSubmitted {
        root_index: index,
        root,
        rewards_calculation_end_timestamp: end,
        activated_at,
    }
    .emit();
}

/// Withdraws a root that takes no claims yet.
pub(crate) fn disable(index: u32) {
    let roots = load_for_updater();
    require(index < roots.count, error::INVALID_ROOT_INDEX);
    let times = Times::load(index);
    require(!times.disabled, error::ROOT_DISABLED);
    require(host::timestamp() < u64::from(times.activated_at), error::ROOT_ALREADY_ACTIVATED);
    Times { disabled: true, ..times }.store(index);
    DistributionRootDisabled { root_index: index }.emit();
}

/// When what is announced now takes effect, seconds.
pub(crate) fn activation_time(delay_secs: u32) -> u32 {
    let at = host::timestamp().checked_add(delay_secs.into()).or_revert();
    u32::try_from(at).ok().or_revert()
}

/// True if claims may be made against a root.
pub(crate) fn is_active(times: &Times) -> bool {
    host::timestamp() >= u64::from(times.activated_at)
}

/// How many there are.
pub(crate) fn count() -> u32 {
    ROOTS.get::<Roots>().count
}

/// The times of a root; an index past the last panics as an array's does.
///
/// No time of a root is zero, so that they tell whether it exists: a claim need not read the count.
pub(crate) fn times(index: u32) -> Times {
    let times = Times::load(index);
    if times.end == 0 {
        revert::panic(0x32);
    }
    times
}

/// A root as the ABI has it.
pub(crate) fn get(index: U256) -> DistributionRoot {
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    answer(index, &times(index))
}

/// The newest root.
pub(crate) fn newest() -> DistributionRoot {
    let index = count().checked_sub(1).or_revert();
    answer(index, &Times::load(index))
}

/// The newest root that takes claims; zeros if there is none.
pub(crate) fn newest_claimable() -> DistributionRoot {
    for index in (0..count()).rev() {
        let times = Times::load(index);
        if !times.disabled && is_active(&times) {
            return answer(index, &times);
        }
    }
    DistributionRoot::default()
}

/// Index of the newest root with a hash.
pub(crate) fn index_of(root: B256) -> u32 {
    for index in (0..count()).rev() {
        if storage::root(index).load() == root.0 {
            return index;
        }
    }
    error::INVALID_ROOT.raise()
}

fn answer(index: u32, times: &Times) -> DistributionRoot {
    DistributionRoot {
        root: B256::new(storage::root(index).load()),
        rewards_calculation_end_timestamp: times.end,
        activated_at: times.activated_at,
        disabled: times.disabled,
    }
}

/// The state of roots, for the updater alone.
fn load_for_updater() -> Roots {
    let roots: Roots = ROOTS.get();
    require(host::sender() == roots.updater, error::UNAUTHORIZED_CALLER);
    roots
}
