//! Slashed shares: recorded at the slash, paid out to the burn address or a recipient later.

use super::{BURN_ADDRESS, Slash};
use crate::chain::Chain;
use crate::revert::{Result, require};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use surety_abi::{IStrategyManager as api, IStrategyVault};
use surety_accounting::Shares;

impl Chain {
    /// `increaseBurnOrRedistributableShares`.
    pub(crate) fn increase_owed(&mut self, slash: Slash, strategy: Address, shares: Shares) -> Result {
        let is_new = self.deposits.owed_strategies.entry(slash).or_default().insert(strategy);
        require(is_new, api::StrategyAlreadyInSlash {})?;
        self.deposits.owed.insert((slash, strategy), shares);
        let (set, slash_id) = slash;
        self.deposits.pending_sets.insert(set);
        self.deposits.pending_slashes.entry(set).or_default().insert(slash_id);
        self.emit(
            self.at().strategy_manager,
            &api::BurnOrRedistributableSharesIncreased {
                operatorSet: set.into(),
                slashId: slash_id,
                strategy,
                shares: shares.get(),
            },
        );
        Ok(())
    }

    /// `clearBurnOrRedistributableShares`: all strategies of a slash; returns the amounts paid.
    pub(super) fn clear_slash(&mut self, slash: Slash) -> Result<Vec<U256>> {
        let strategies =
            self.deposits.owed_strategies.get(&slash).map(|list| list.values()).unwrap_or_default();
        strategies.into_iter().map(|strategy| self.clear_slashed_strategy(slash, strategy)).collect()
    }

    /// `clearBurnOrRedistributableSharesByStrategy`; returns the amount paid.
    pub(super) fn clear_slashed_strategy(&mut self, slash: Slash, strategy: Address) -> Result<U256> {
        let (set, slash_id) = slash;
        let shares = self.deposits.owed.remove(&(slash, strategy)).unwrap_or_default();
        self.deposits.owed_strategies.entry(slash).or_default().remove(&strategy);
        let mut paid = U256::ZERO;
        if !shares.is_zero() {
            let recipient = self.redistribution_recipient(set);
            let token = self.strategy(strategy)?.token;
            let to_strategy =
                self.called_by_strategy_manager(strategy, IStrategyVault::withdrawCall::SELECTOR)?;
            paid = self.strategy_withdraw(to_strategy, recipient, token, shares)?.get();
            self.emit(
                self.at().strategy_manager,
                &api::BurnOrRedistributableSharesDecreased {
                    operatorSet: set.into(),
                    slashId: slash_id,
                    strategy,
                    shares: shares.get(),
                },
            );
        }
        self.forget_slash_if_paid(slash);
        Ok(paid)
    }

    fn forget_slash_if_paid(&mut self, slash: Slash) {
        let (set, slash_id) = slash;
        let deposits = &mut self.deposits;
        if deposits.owed_strategies.entry(slash).or_default().is_empty() {
            let slashes = deposits.pending_slashes.entry(set).or_default();
            slashes.remove(&slash_id);
            if slashes.is_empty() {
                deposits.pending_sets.remove(&set);
            }
        }
    }

    /// `burnShares`: shares from before slash ids, of which a new deployment never has any.
    pub(super) fn burn_shares(&mut self, strategy: Address) {
        let none = api::BurnableSharesDecreased { strategy, shares: U256::ZERO };
        self.emit(self.at().strategy_manager, &none);
    }

    /// Where a set's slashed shares go.
    fn redistribution_recipient(&self, set: crate::allocation::SetId) -> Address {
        self.allocations.recipients.get(&set).copied().unwrap_or(BURN_ADDRESS)
    }
}
