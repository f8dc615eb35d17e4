//! Which strategies take deposits.

use crate::chain::{Chain, Frame};
use crate::revert::{Result, require};
use alloy_primitives::Address;
use surety_abi::IStrategyManager as api;

impl Chain {
    fn require_whitelister(&self, frame: Frame) -> Result {
        require(frame.caller == self.deposits.whitelister, api::OnlyStrategyWhitelister {})
    }

    /// `addStrategiesToDepositWhitelist`.
    pub(crate) fn add_to_whitelist(&mut self, frame: Frame, strategies: &[Address]) -> Result {
        self.require_whitelister(frame)?;
        for &strategy in strategies {
            if self.deposits.whitelisted.insert(strategy) {
                self.emit(frame.this, &api::StrategyAddedToDepositWhitelist { strategy });
            }
        }
        Ok(())
    }

    /// `removeStrategiesFromDepositWhitelist`.
    pub(crate) fn remove_from_whitelist(&mut self, frame: Frame, strategies: &[Address]) -> Result {
        self.require_whitelister(frame)?;
        for strategy in strategies {
            if self.deposits.whitelisted.remove(strategy) {
                self.emit(frame.this, &api::StrategyRemovedFromDepositWhitelist { strategy: *strategy });
            }
        }
        Ok(())
    }

    /// `setStrategyWhitelister`.
    pub(super) fn set_whitelister(&mut self, frame: Frame, whitelister: Address) -> Result {
        self.require_owner(frame)?;
        let previous = core::mem::replace(&mut self.deposits.whitelister, whitelister);
        self.emit(
            frame.this,
            &api::StrategyWhitelisterChanged { previousAddress: previous, newAddress: whitelister },
        );
        Ok(())
    }
}
