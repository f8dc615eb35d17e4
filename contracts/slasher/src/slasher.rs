//! Who may slash for a set.

use surety_common::{
    abi::Address,
    allocations::{
        manager::{self, OperatorSet, error},
        params,
        set::{Set, flag},
        slashers,
    },
    authority, host,
    revert::{OrRevert, require},
};

/// Schedules another slasher. A slasher that waits already goes on waiting; any other takes its
/// place, and the wait begins anew.
pub(crate) fn update(set: &OperatorSet, slasher: Address) {
    authority::require_may_act_for(params::permission_controller(), set.avs);
    // No need to ask whether the set has a slasher: it has one from its creation on.
    let mut record = Set::existing(set);
    require(!slasher.is_zero(), error::INPUT_ADDRESS_ZERO);
    let now = host::block_number();
    let slashers = slashers::load(set, &record);
    if slashers.waiting(now).is_some_and(|(waiting, _)| waiting == slasher) {
        return;
    }
    let slashers = slashers.schedule(slasher, now, params::configuration_delay_blocks()).or_revert();
    slashers::schedule(set, &mut record, &slashers);
    record.store(set);
    let effect_block = slashers.effect_block;
    manager::SlasherUpdated { operator_set: set.clone(), slasher, effect_block }.emit();
}

/// The slasher in force; zero for a set that does not exist.
pub(crate) fn in_force(set: &OperatorSet) -> Address {
    let record = Set::load(set);
    if !record.has(flag::EXISTS) {
        return Address::ZERO;
    }
    slashers::load(set, &record).in_force(host::block_number())
}

/// The slasher that waits, and its first block; zeros if none does.
pub(crate) fn waiting(set: &OperatorSet) -> (Address, u32) {
    slashers::load(set, &Set::load(set)).waiting(host::block_number()).unwrap_or_default()
}
