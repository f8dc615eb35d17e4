//! Shares lost when an operator's magnitude falls.

use super::BEACON_CHAIN_STRATEGY;
use crate::chain::Chain;
use crate::revert::Result;
use alloy_primitives::Address;
use surety_abi::IDelegationManager as api;
use surety_accounting::queue::{QueueTotals, last_unslashable_block};
use surety_accounting::slashing::slashed_shares_down;
use surety_accounting::{Magnitude, Shares};

impl Chain {
    /// `slashOperatorShares`: returns the shares to burn or redistribute.
    pub(crate) fn slash_operator_shares(&mut self, slash: &api::slashOperatorSharesCall) -> Result<Shares> {
        let &api::slashOperatorSharesCall { operator, slashId, strategy, .. } = slash;
        let before = Magnitude::new(slash.prevMaxMagnitude);
        let after = Magnitude::new(slash.newMaxMagnitude);
        let lost = slashed_shares_down(self.operator_shares(operator, strategy), before, after)?;
        let lost_in_queue = if before.is_zero() {
            Shares::ZERO
        } else {
            self.queue_totals(operator, strategy)?.lost_down(before, after)?
        };
        let total = lost.add(lost_in_queue)?;
        self.decrease_delegation(operator, Address::ZERO, strategy, lost)?;
        let event = api::OperatorSharesSlashed { operator, strategy, totalSlashedShares: total.get() };
        self.emit(self.at().delegation_manager, &event);
        // Beacon-chain shares are no concern of the strategy manager, and always zero.
        if strategy != BEACON_CHAIN_STRATEGY {
            self.increase_owed((slash.operatorSet.clone().into(), slashId), strategy, total)?;
        }
        Ok(total)
    }

    /// What was ever queued from an operator, and what of it can no longer be slashed.
    fn queue_totals(&self, operator: Address, strategy: Address) -> Result<QueueTotals> {
        let aged = last_unslashable_block(self.block(), self.params().withdrawal_delay_blocks)?;
        let Some(history) = self.delegation.queue_totals.get(&(operator, strategy)) else {
            return Ok(QueueTotals::default());
        };
        Ok(QueueTotals {
            latest: history.latest().unwrap_or_default(),
            aged: history.at_block(aged)?.unwrap_or_default(),
        })
    }

    /// Queued shares that a slash would hit now.
    pub(super) fn slashable_shares_in_queue(&self, operator: Address, strategy: Address) -> Result<Shares> {
        let magnitude = self.max_magnitude(operator, strategy);
        if magnitude.is_zero() {
            return Ok(Shares::ZERO);
        }
        Ok(self.queue_totals(operator, strategy)?.lost_down(magnitude, Magnitude::ZERO)?)
    }
}
