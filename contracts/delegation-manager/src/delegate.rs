//! Delegating to an operator.

use surety_common::{
    abi::{Address, B256},
    accounting::{DepositShares, Shares},
    guard, host,
    ledger::{
        approval::{self, Approval},
        delegation::{self, SignatureWithExpiry, error},
        operator, paused,
        pool::Pool,
        position::Position,
        staker::Staker,
    },
    pause,
    revert::require,
    signature,
};

/// Delegates the caller's shares in every strategy to `operator`.
pub(crate) fn delegate_to(operator: Address, agreed: SignatureWithExpiry, salt: B256) {
    guard::enter();
    delegate(operator, agreed, salt);
}

/// The same without the guard.
pub(crate) fn delegate(operator: Address, agreed: SignatureWithExpiry, salt: B256) {
    let mut staker = Staker::load(host::sender());
    require(!staker.is_delegated(), error::ACTIVELY_DELEGATED);
    let to = Staker::load(operator);
    require(to.is_operator(), error::OPERATOR_NOT_REGISTERED);
    let approver = operator::approver(&to);
    // Without an approver, signature and salt are ignored. The approver itself has to sign, too.
    if !approver.is_zero() {
        let expiry = agreed.expiry;
        let approval = Approval { approver, staker: staker.address, operator, salt, expiry };
        require_approved(&approval, agreed.signature.0);
    }
    pause::require_running(paused::DELEGATION);
    attach(&mut staker, operator);
}

/// Spends the salt and checks the signature.
fn require_approved(approval: &Approval, signature: &[u8]) {
    require(!approval::is_spent(approval.approver, approval.salt), error::SALT_SPENT);
    approval::spend(approval.approver, approval.salt);
    signature::require_unexpired(approval.expiry);
    signature::require_signed(approval.approver, approval.digest(), signature);
}

/// Sets the staker's operator, and counts what the staker holds for it.
///
/// Past slashes of the operator are forgiven: the scaling factors become 1 / m, so that deposit
/// shares are worth what they are.
pub(crate) fn attach(staker: &mut Staker, operator: Address) {
    staker.word.operator = operator;
    staker.store();
    delegation::StakerDelegated { staker: staker.address, operator }.emit();
    for strategy in staker.strategies() {
        let mut position = Position::load(staker.address, strategy);
        let mut pool = Pool::load(operator, strategy);
        let held = position.shares();
        let added = Shares::new(held.get());
        let factor = position.raise(DepositShares::ZERO, added, pool.magnitude());
        position.set(held, factor);
        position.set_operator(operator);
        position.store();
        pool.add(added);
        pool.store();
        delegation::OperatorSharesIncreased {
            operator,
            staker: staker.address,
            strategy,
            shares: added.get(),
        }
        .emit();
    }
}
