//! Adding and removing deposit shares.

use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, require};
use alloy_primitives::Address;
use alloy_sol_types::SolCall as _;
use surety_abi::{IStrategyManager as api, IStrategyVault};
use surety_accounting::{DepositShares, Shares};

/// The most strategies a staker can hold shares of.
const MAX_STRATEGIES: usize = 32;

impl Chain {
    pub(super) fn require_delegation_manager(&self, frame: Frame) -> Result {
        require(frame.caller == self.at().delegation_manager, api::OnlyDelegationManager {})
    }

    /// `addShares`; returns the deposit shares from before.
    pub(crate) fn add_shares(
        &mut self,
        staker: Address,
        strategy: Address,
        added: Shares,
    ) -> Result<DepositShares> {
        require(!staker.is_zero(), api::StakerAddressZero {})?;
        require(!added.is_zero(), api::SharesAmountZero {})?;
        let hook =
            self.called_by_strategy_manager(strategy, IStrategyVault::beforeAddSharesCall::SELECTOR)?;
        self.before_add_shares(hook, staker, added)?;
        let held = self.deposits.shares.read(&(staker, strategy));
        if held.is_zero() {
            let list = self.deposits.strategies.entry(staker).or_default();
            require(list.len() < MAX_STRATEGIES, api::MaxStrategiesExceeded {})?;
            list.insert(strategy);
        }
        self.deposits.shares.insert((staker, strategy), held.credit(added)?);
        self.emit(self.at().strategy_manager, &api::Deposit { staker, strategy, shares: added.get() });
        Ok(held)
    }

    /// `removeDepositShares`; returns the deposit shares left.
    pub(crate) fn remove_deposit_shares(
        &mut self,
        staker: Address,
        strategy: Address,
        removed: DepositShares,
    ) -> Result<DepositShares> {
        let left = self.deposits.shares.read(&(staker, strategy)).remove(removed)?;
        let hook =
            self.called_by_strategy_manager(strategy, IStrategyVault::beforeRemoveSharesCall::SELECTOR)?;
        self.before_remove_shares(hook)?;
        self.deposits.shares.insert((staker, strategy), left);
        if left.is_zero() {
            self.deposits.strategies.entry(staker).or_default().remove(&strategy);
        }
        Ok(left)
    }

    /// `withdrawSharesAsTokens`.
    pub(crate) fn withdraw_shares_as_tokens(
        &mut self,
        staker: Address,
        strategy: Address,
        token: Address,
        shares: Shares,
    ) -> Result {
        let to_strategy =
            self.called_by_strategy_manager(strategy, IStrategyVault::withdrawCall::SELECTOR)?;
        self.strategy_withdraw(to_strategy, staker, token, shares)?;
        Ok(())
    }
}
