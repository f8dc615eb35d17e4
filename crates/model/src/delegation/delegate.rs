//! Delegating, undelegating, and the bookkeeping of shares that join an operator.

use super::{PAUSED_ENTER_QUEUE, PAUSED_NEW_DELEGATION};
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, require};
use crate::signatures::DelegationApproval;
use alloy_primitives::{Address, B256};
use surety_abi::IDelegationManager as api;
use surety_accounting::scaling::require_not_fully_slashed;
use surety_accounting::{DepositShares, Magnitude, Shares};

impl Chain {
    /// `delegateTo`, by the staker.
    pub(super) fn delegate_to(
        &mut self,
        frame: Frame,
        operator: Address,
        approval: &api::SignatureWithExpiry,
        salt: B256,
    ) -> Result {
        let staker = frame.caller;
        require(self.operator_of(staker).is_zero(), api::ActivelyDelegated {})?;
        self.require_operator(operator)?;
        self.require_approved(frame.this, staker, operator, approval, salt)?;
        self.require_not_paused(frame.this, PAUSED_NEW_DELEGATION)?;
        self.delegate(frame.this, staker, operator)
    }

    /// Uses up the approver's salt and checks its signature, if the operator has an approver.
    fn require_approved(
        &mut self,
        this: Address,
        staker: Address,
        operator: Address,
        approval: &api::SignatureWithExpiry,
        salt: B256,
    ) -> Result {
        let approver = self.delegation.approvers.read(&operator);
        if approver.is_zero() {
            return Ok(());
        }
        require(self.delegation.spent_salts.insert((approver, salt)), api::SaltSpent {})?;
        let expiry = approval.expiry;
        let message = DelegationApproval { delegationApprover: approver, staker, operator, salt, expiry };
        self.require_signed(approver, self.digest(this, &message), &approval.signature, expiry)
    }

    /// Binds a staker, with all it holds, to an operator. Earlier slashes of the operator do not
    /// count for it.
    pub(super) fn delegate(&mut self, this: Address, staker: Address, operator: Address) -> Result {
        self.delegation.delegated_to.insert(staker, operator);
        self.emit(this, &api::StakerDelegated { staker, operator });
        let (strategies, holdings) = self.deposits_of(staker);
        for (strategy, held) in strategies.into_iter().zip(holdings) {
            let slashing = self.max_magnitude(operator, strategy);
            self.increase_delegation(
                staker,
                strategy,
                DepositShares::ZERO,
                Shares::new(held.get()),
                slashing,
            )?;
        }
        Ok(())
    }

    /// `increaseDelegatedShares`: a deposit.
    pub(crate) fn increase_delegated_shares(
        &mut self,
        staker: Address,
        strategy: Address,
        held: DepositShares,
        added: Shares,
    ) -> Result {
        let slashing = self.max_magnitude(self.operator_of(staker), strategy);
        self.increase_delegation(staker, strategy, held, added, slashing)
    }

    /// Updates k for added shares and hands them to the staker's operator, if it has one.
    pub(super) fn increase_delegation(
        &mut self,
        staker: Address,
        strategy: Address,
        held: DepositShares,
        added: Shares,
        slashing: Magnitude,
    ) -> Result {
        require_not_fully_slashed(slashing)?;
        if added.is_zero() {
            return Ok(());
        }
        let this = self.at().delegation_manager;
        let factor = self.scaling_factor(staker, strategy).after_increase_down(held, added, slashing)?;
        self.delegation.scaling_factors.insert((staker, strategy), factor.get());
        self.emit(
            this,
            &api::DepositScalingFactorUpdated { staker, strategy, newDepositScalingFactor: factor.get() },
        );
        let operator = self.operator_of(staker);
        if !operator.is_zero() {
            let shares = self.operator_shares(operator, strategy).add(added)?;
            self.delegation.operator_shares.insert((operator, strategy), shares);
            self.emit(
                this,
                &api::OperatorSharesIncreased { operator, staker, strategy, shares: added.get() },
            );
        }
        Ok(())
    }

    /// Takes shares from an operator: a withdrawal, or a slash (with the zero staker).
    pub(super) fn decrease_delegation(
        &mut self,
        operator: Address,
        staker: Address,
        strategy: Address,
        removed: Shares,
    ) -> Result {
        let left = self.operator_shares(operator, strategy).sub(removed)?;
        self.delegation.operator_shares.insert((operator, strategy), left);
        let event = api::OperatorSharesDecreased { operator, staker, strategy, shares: removed.get() };
        self.emit(self.at().delegation_manager, &event);
        Ok(())
    }

    /// `undelegate`: by the staker, its operator, or the operator's approver. Everything the
    /// staker holds is queued, one withdrawal per strategy.
    pub(super) fn undelegate(&mut self, frame: Frame, staker: Address) -> Result<Vec<B256>> {
        let operator = self.operator_of(staker);
        require(!operator.is_zero(), api::NotActivelyDelegated {})?;
        require(!self.is_operator(staker), api::OperatorsCannotUndelegate {})?;
        if frame.caller != staker {
            let is_approver = frame.caller == self.delegation.approvers.read(&operator);
            require(self.may_act_for(operator, frame) || is_approver, api::CallerCannotUndelegate {})?;
            self.emit(frame.this, &api::StakerForceUndelegated { staker, operator });
        }
        self.require_not_paused(frame.this, PAUSED_ENTER_QUEUE)?;
        self.delegation.delegated_to.remove(&staker);
        self.emit(frame.this, &api::StakerUndelegated { staker, operator });
        let (strategies, holdings) = self.deposits_of(staker);
        strategies
            .into_iter()
            .zip(holdings)
            .map(|(strategy, held)| self.queue_withdrawal(staker, operator, &[(strategy, held)]))
            .collect()
    }
}
