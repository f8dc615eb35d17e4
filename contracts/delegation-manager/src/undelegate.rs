//! Leaving an operator: everything the staker holds enters the queue.

use crate::{delegate, queue::Entry};
use surety_common::{
    abi::{Address, B256, Vec},
    authority, guard, host,
    ledger::{
        delegation::{self, SignatureWithExpiry, error},
        operator, params, paused,
        position::Position,
        staker::Staker,
    },
    pause,
    revert::require,
};

/// Ends the delegation of `staker` and queues one withdrawal for each strategy it holds.
pub(crate) fn undelegate(staker: Address) -> Vec<B256> {
    guard::enter();
    detach(staker)
}

/// Undelegates the caller, then delegates it to `operator`.
pub(crate) fn redelegate(operator: Address, agreed: SignatureWithExpiry, salt: B256) -> Vec<B256> {
    guard::enter();
    let roots = detach(host::sender());
    delegate::delegate(operator, agreed, salt);
    roots
}

fn detach(staker: Address) -> Vec<B256> {
    let mut staker = Staker::load(staker);
    require(staker.is_delegated(), error::NOT_ACTIVELY_DELEGATED);
    require(!staker.is_operator(), error::OPERATORS_CANNOT_UNDELEGATE);
    let operator = staker.word.operator;
    if host::sender() != staker.address {
        require_may_force(operator);
        delegation::StakerForceUndelegated { staker: staker.address, operator }.emit();
    }
    pause::require_running(paused::QUEUEING);
    let strategies = staker.strategies();
    staker.word.operator = Address::ZERO;
    staker.clear_strategies();
    staker.store();
    delegation::StakerUndelegated { staker: staker.address, operator }.emit();
    let mut roots = Vec::with_capacity(strategies.len());
    for strategy in strategies {
        let mut position = Position::load(staker.address, strategy);
        let all = position.shares();
        let mut entry = Entry::new(&staker, operator, 1);
        entry.take(&mut position, all);
        roots.push(entry.insert(&mut staker));
    }
    staker.store();
    roots
}

/// Reverts with `CallerCannotUndelegate` unless the caller may act for the operator or is its
/// approver.
fn require_may_force(operator: Address) {
    require(
        authority::may_act_for(params::permission_controller(), operator)
            || host::sender() == operator::approver(&Staker::load(operator)),
        error::CALLER_CANNOT_UNDELEGATE,
    );
}
