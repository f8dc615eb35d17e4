//! Changing what an operator allocates to sets.

use crate::require_may_act_for;
use surety_common::{
    abi::Address,
    accounting::{
        AccountingError, Magnitude,
        allocation::{self, Timing},
    },
    allocations::{
        allocation::Key,
        manager::{AllocateParams, OperatorSet, error},
        membership::Membership,
        operator::Operator,
        params, pause_bit, queue,
        set::Set,
    },
    host, math, pause,
    revert::{self, OrRevert, require},
};

/// Sets allocations to new magnitudes.
pub(crate) fn modify(operator: Address, params: &[AllocateParams]) {
    pause::require_running(pause_bit::ALLOCATIONS);
    require_may_act_for(operator);
    let record = Operator::load(operator);
    require(record.is_registered(), error::UNINITIALIZED_ALLOCATION_DELAY);
    let now = host::block_number();
    let timing = Timing {
        now_block: now,
        allocation_delay_blocks: record.delay().in_force(now),
        deallocation_delay_blocks: params::deallocation_delay_blocks(),
    };
    for AllocateParams { operator_set, strategies, new_magnitudes } in params {
        require(strategies.len() == new_magnitudes.len(), error::INPUT_ARRAY_LENGTH_MISMATCH);
        let membership = Membership::of_existing(operator, operator_set);
        for (strategy, wanted) in strategies.iter().zip(new_magnitudes) {
            let allocation = Key::new(operator, operator_set, &membership, *strategy);
            modify_one(&allocation, operator_set, &membership, Magnitude::new(*wanted), timing);
        }
    }
}

fn modify_one(key: &Key<'_>, set: &OperatorSet, membership: &Membership, wanted: Magnitude, timing: Timing) {
    let now = timing.now_block;
    queue::clear(key.operator, key.strategy, u16::MAX, now);
    let (magnitudes, before) = key.updated(now);
    // Only lowering asks whether the set could slash the allocation; it is not zero then.
    let is_slashable =
        wanted < before.current && membership.is_slashable(now) && key.is_in(set, &Set::load(set));
    let change = match allocation::modify(magnitudes, before, wanted, is_slashable, timing) {
        Ok(change) => change,
        // Only here can a magnitude be that large: as the caller's wish.
        Err(AccountingError::Exceeds64Bits) => revert::long_string(38, &EXCEEDS_64_BITS),
        Err(error) => math::raise(error),
    };
    if change.is_queued {
        queue::push(key.operator, key.strategy, key.set);
    }
    key.save(change.strategy, change.allocation);
    key.announce(change.allocation.target().or_revert(), change.allocation.effect_block);
}

/// "SafeCast: value doesn't fit in 64 bits"
const EXCEEDS_64_BITS: [[u64; 4]; 2] = [
    [0x5361_6665_4361_7374, 0x3a20_7661_6c75_6520, 0x646f_6573_6e27_7420, 0x6669_7420_696e_2036],
    [0x3420_6269_7473_0000, 0, 0, 0],
];

/// Completes ripe deallocations, at most a given number for each strategy.
pub(crate) fn clear_queues(operator: Address, strategies: &[Address], num_to_clear: &[u16]) {
    pause::require_running(pause_bit::ALLOCATIONS);
    require(strategies.len() == num_to_clear.len(), error::INPUT_ARRAY_LENGTH_MISMATCH);
    for (strategy, limit) in strategies.iter().zip(num_to_clear) {
        queue::clear(operator, *strategy, *limit, host::block_number());
    }
}
