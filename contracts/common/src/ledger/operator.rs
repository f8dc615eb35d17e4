//! Operators: accounts delegated to themselves, and who approves delegations to them.

use super::{APPROVER, staker::Staker};
use crate::{
    abi::Address,
    storage::{Field, Slot},
};

/// True if `account` is an operator; the zero address never is.
pub fn is_operator(account: Address) -> bool {
    Staker::load(account).is_operator()
}

/// Who has to approve delegations to `operator`, zero if nobody.
pub fn approver(operator: &Staker) -> Address {
    // The flag saves the cold read where there is no approver.
    if operator.word.has_approver { load(operator.address) } else { Address::ZERO }
}

/// Sets the approver; zero for nobody. The caller stores `operator`.
pub fn set_approver(operator: &mut Staker, approver: Address) {
    let slot = slot(operator.address);
    let now = !approver.is_zero();
    if now || operator.word.has_approver {
        let mut word = [0; 32];
        if let Some(low) = word.last_chunk_mut::<20>() {
            approver.write(low);
        }
        slot.store(&word);
    }
    operator.word.has_approver = now;
}

fn load(operator: Address) -> Address {
    let word = slot(operator).load();
    word.last_chunk::<20>().map_or(Address::ZERO, |low| Address::read(low))
}

fn slot(operator: Address) -> Slot {
    Slot::keyed(APPROVER, &[operator.as_slice()])
}
