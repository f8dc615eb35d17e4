//! How long an operator's new allocations wait.

use crate::require_may_act_for;
use surety_common::{
    abi::Address,
    accounting::delayed::Delayed,
    allocations::{
        manager::{self, error},
        operator::Operator,
        params,
    },
    host,
    revert::{OrRevert, require},
};

/// Sets the delay, blocks: at once when the delegation manager registers the operator, otherwise
/// after the configuration delay.
pub(crate) fn set(operator: Address, delay: u32) {
    let registers = host::sender() == params::delegation_manager();
    if !registers {
        require_may_act_for(operator);
    }
    let now = host::block_number();
    let mut record = Operator::load(operator);
    let schedule = if registers {
        Delayed::immediate(delay, now)
    } else {
        require(record.is_registered(), error::INVALID_OPERATOR);
        record.delay().schedule(delay, now, params::configuration_delay_blocks()).or_revert()
    };
    record.set_delay(&schedule);
    record.store(operator);
    manager::AllocationDelaySet { operator, delay, effect_block: schedule.effect_block }.emit();
}
