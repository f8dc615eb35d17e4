//! Joining and leaving operator sets.

use crate::{profile::registrar, require_may_act_for};
use surety_common::{
    abi::Address,
    accounting::allocation::slashable_until_block,
    allocations::{
        avs::Avs,
        manager::{self, DeregisterParams, OperatorSet, RegisterParams, error},
        membership::{self, Membership},
        operator::Operator,
        params, pause_bit,
        set::Set,
    },
    authority, host, pause,
    revert::{OrRevert, require},
};

/// Makes an operator a member of sets; the AVS's registrar has the last word.
pub(crate) fn register(operator: Address, params: &RegisterParams) {
    pause::require_running(pause_bit::REGISTRATION);
    require_may_act_for(operator);
    require(Operator::load(operator).is_registered(), error::INVALID_OPERATOR);
    let now = host::block_number();
    for id in &params.operator_set_ids {
        let set = OperatorSet { avs: params.avs, id: *id };
        let mut membership = Membership::of_existing(operator, &set);
        // Also after it left: an operator cannot shake off a slash by joining anew.
        require(!membership.is_slashable(now), error::ALREADY_MEMBER_OF_SET);
        membership::join(operator, &set, &mut membership);
        manager::OperatorAddedToOperatorSet { operator, operator_set: set }.emit();
    }
    let to = Avs::load(params.avs).registrar_or(params.avs);
    registrar::at::register_operator(to, &operator, &params.avs, &params.operator_set_ids, &params.data);
}

/// Ends an operator's membership of sets, by itself or by the AVS. It stays slashable for the
/// deallocation delay.
pub(crate) fn deregister(params: &DeregisterParams) {
    pause::require_running(pause_bit::REGISTRATION);
    let may_act_for = |account| authority::may_act_for(params::permission_controller(), account);
    // Whoever acts for itself is asked about first.
    let (first, second) = if host::sender() == params.avs {
        (params.avs, params.operator)
    } else {
        (params.operator, params.avs)
    };
    require(may_act_for(first) || may_act_for(second), error::INVALID_CALLER);
    for id in &params.operator_set_ids {
        let set = OperatorSet { avs: params.avs, id: *id };
        let mut membership = Membership::load(params.operator, &set);
        if !membership.registered {
            Set::existing(&set);
            error::NOT_MEMBER_OF_SET.raise();
        }
        let until =
            slashable_until_block(host::block_number(), params::deallocation_delay_blocks()).or_revert();
        membership::leave(params.operator, &set, &mut membership, until);
        manager::OperatorRemovedFromOperatorSet { operator: params.operator, operator_set: set }.emit();
    }
    let to = Avs::load(params.avs).registrar_or(params.avs);
    registrar::at::deregister_operator(to, &params.operator, &params.avs, &params.operator_set_ids);
}
