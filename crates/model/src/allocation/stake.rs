//! How much an operator set could slash.

use super::SetId;
use crate::chain::Chain;
use crate::revert::Result;
use alloy_primitives::{Address, U256};
use surety_accounting::stake::minimum_stake_down;

impl Chain {
    /// `getMinimumSlashableStake`: rows of zeros for operators that are not slashable now.
    pub(super) fn minimum_slashable_stake(
        &self,
        set: SetId,
        operators: &[Address],
        strategies: &[Address],
        future_block: u32,
    ) -> Result<Vec<Vec<U256>>> {
        let mut stakes = self.allocated_stake(set, operators, strategies, future_block)?;
        for (operator, row) in operators.iter().zip(&mut stakes) {
            if !self.is_slashable(*operator, set) {
                row.fill(U256::ZERO);
            }
        }
        Ok(stakes)
    }

    /// `getAllocatedStake`, with deallocations up to a block.
    pub(super) fn allocated_stake(
        &self,
        set: SetId,
        operators: &[Address],
        strategies: &[Address],
        future_block: u32,
    ) -> Result<Vec<Vec<U256>>> {
        let stake = |operator: Address, strategy: Address| {
            let (magnitudes, allocation) = self.updated_allocation(operator, set, strategy)?;
            let shares = self.operator_shares(operator, strategy);
            Ok(minimum_stake_down(shares, allocation, magnitudes.max, future_block)?.get())
        };
        let row =
            |operator: &Address| strategies.iter().map(|strategy| stake(*operator, *strategy)).collect();
        operators.iter().map(row).collect()
    }
}
