//! What an order of acts comes to, as the views tell it.

use crate::stage::Stage;
use alloy_primitives::{Address, U256};
use anyhow::{Context as _, Result};
use std::collections::BTreeMap;
use surety_abi::{
    IAllocationManager as am, IDelegationManager as dm, IERC20, IStrategyManager as sm,
    IStrategyVault as vault,
};

/// Staker or operator, and strategy.
pub(crate) type At = (usize, usize);

/// Everything that anybody has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    /// By operator and strategy.
    pub(crate) magnitudes: BTreeMap<At, u64>,
    /// By operator, set and strategy.
    pub(crate) allocations: BTreeMap<(usize, usize, usize), u64>,
    pub(crate) operator_shares: BTreeMap<At, U256>,
    pub(crate) deposit_shares: BTreeMap<At, U256>,
    pub(crate) withdrawable: BTreeMap<At, U256>,
    /// Shares of each queued withdrawal, by staker and number.
    pub(crate) queued: BTreeMap<(usize, U256, usize), U256>,
    /// Shares that slashes took and that wait, by set, slash and strategy.
    pub(crate) taken: BTreeMap<(usize, u64, usize), U256>,
    /// Slashes of each set so far.
    pub(crate) slashes: Vec<u64>,
    /// Tokens by strategy: of each staker, burnt, in the strategy.
    pub(crate) tokens: BTreeMap<At, U256>,
    /// Shares and tokens of each strategy.
    pub(crate) pools: Vec<(U256, U256)>,
}

impl State {
    /// Asks for all of it.
    pub(crate) fn read(stage: &mut Stage) -> Result<Self> {
        let mut state = Self::default();
        state.read_operators(stage)?;
        state.read_stakers(stage)?;
        state.read_slashes(stage)?;
        state.read_tokens(stage)?;
        Ok(state)
    }

    fn read_operators(&mut self, stage: &mut Stage) -> Result<()> {
        let strategies = stage.strategies.clone();
        let operators = stage.operators.clone();
        let call =
            dm::getOperatorsSharesCall { operators: operators.clone(), strategies: strategies.clone() };
        for (nth, row) in stage.ask(stage.dm, &call)?.into_iter().enumerate() {
            self.operator_shares.extend(row.into_iter().enumerate().map(|(i, shares)| ((nth, i), shares)));
        }
        for (i, strategy) in strategies.into_iter().enumerate() {
            let call = am::getMaxMagnitudes_1Call { operators: operators.clone(), strategy };
            for (nth, magnitude) in stage.ask(stage.am, &call)?.into_iter().enumerate() {
                self.magnitudes.insert((nth, i), magnitude);
            }
            for (set, operator_set) in stage.sets.clone().into_iter().enumerate() {
                let call = am::getAllocationsCall {
                    operators: operators.clone(),
                    operatorSet: operator_set,
                    strategy,
                };
                for (nth, allocation) in stage.ask(stage.am, &call)?.into_iter().enumerate() {
                    self.allocations.insert((nth, set, i), allocation.currentMagnitude);
                }
            }
        }
        Ok(())
    }

    fn read_stakers(&mut self, stage: &mut Stage) -> Result<()> {
        for (nth, staker) in stage.stakers.clone().into_iter().enumerate() {
            let call = dm::getWithdrawableSharesCall { staker, strategies: stage.strategies.clone() };
            let answer = stage.ask(stage.dm, &call)?;
            let both = answer.withdrawableShares.into_iter().zip(answer.depositShares);
            for (i, (withdrawable, deposited)) in both.enumerate() {
                self.withdrawable.insert((nth, i), withdrawable);
                self.deposit_shares.insert((nth, i), deposited);
            }
            let answer = stage.ask(stage.dm, &dm::getQueuedWithdrawalsCall { staker })?;
            for (withdrawal, shares) in answer.withdrawals.into_iter().zip(answer.shares) {
                for (strategy, shares) in withdrawal.strategies.iter().zip(shares) {
                    self.queued.insert((nth, withdrawal.nonce, place(stage, *strategy)?), shares);
                }
            }
        }
        Ok(())
    }

    fn read_slashes(&mut self, stage: &mut Stage) -> Result<()> {
        for (nth, set) in stage.sets.clone().into_iter().enumerate() {
            let count = stage.ask(stage.am, &am::getSlashCountCall { operatorSet: set.clone() })?;
            let count: u64 = count.try_into().context("so many slashes")?;
            self.slashes.push(count);
            for slash in 1..=count {
                let call = sm::getBurnOrRedistributableShares_1Call {
                    operatorSet: sm::OperatorSet { avs: set.avs, id: set.id },
                    slashId: U256::from(slash),
                };
                let answer = stage.ask(stage.sm, &call)?;
                for (strategy, shares) in answer.strategies.into_iter().zip(answer.shares) {
                    self.taken.insert((nth, slash, place(stage, strategy)?), shares);
                }
            }
        }
        Ok(())
    }

    fn read_tokens(&mut self, stage: &mut Stage) -> Result<()> {
        let burnt = stage.twins.at("$burn")?;
        let pools = stage.strategies.clone().into_iter().zip(stage.tokens.clone());
        for (i, (strategy, token)) in pools.enumerate() {
            let holders = stage.stakers.iter().copied().chain([burnt, strategy]).collect::<Vec<_>>();
            let mut last = U256::ZERO;
            for (nth, account) in holders.into_iter().enumerate() {
                last = stage.ask(token, &IERC20::balanceOfCall { account })?;
                self.tokens.insert((nth, i), last);
            }
            self.pools.push((stage.ask(strategy, &vault::totalSharesCall {})?, last));
        }
        Ok(())
    }

    /// All claims on a strategy: what stakers can withdraw, what the queue will pay, what slashes took.
    pub(crate) fn claims(&self, strategy: usize) -> U256 {
        let held = self.withdrawable.iter().filter(|((_, i), _)| *i == strategy).map(|(_, shares)| *shares);
        let queued = self.queued.iter().filter(|((_, _, i), _)| *i == strategy).map(|(_, shares)| *shares);
        let taken = self.taken.iter().filter(|((_, _, i), _)| *i == strategy).map(|(_, shares)| *shares);
        held.chain(queued).chain(taken).fold(U256::ZERO, |sum, shares| sum + shares)
    }
}

fn place(stage: &Stage, strategy: Address) -> Result<usize> {
    stage.strategies.iter().position(|it| *it == strategy).context("a strategy of the stage")
}
