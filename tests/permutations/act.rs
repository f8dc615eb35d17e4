//! What can be done within a range of blocks, in any order.

use crate::stage::Stage;
use alloy_primitives::{Address, U256};
use anyhow::{Context as _, Result};
use surety_abi::{IAllocationManager as am, IDelegationManager as dm, IERC20, IStrategyManager as sm};

/// An act; people, strategies and sets are places in the stage's lists.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// A set slashes an operator: strategies and WADs of what is allocated.
    Slash { operator: usize, set: usize, parts: Vec<(usize, u64)> },
    /// Tokens into a strategy.
    Deposit { staker: usize, strategy: usize, amount: u128 },
    /// Deposit shares into the queue.
    Queue { staker: usize, strategy: usize, shares: u128 },
    /// Everything into the queue, and no operator any more.
    Leave { staker: usize },
    /// A staker without operator chooses one.
    Delegate { staker: usize, operator: usize },
    /// A withdrawal that can be completed since before the range.
    Complete { ripe: usize, as_tokens: bool },
    /// The payout of a slash from before the range.
    Pay { slash: usize },
    /// Tokens straight to a strategy.
    Donate { strategy: usize, amount: u128 },
}

impl Act {
    /// Does it; it has to succeed.
    pub(crate) fn play(&self, stage: &mut Stage) -> Result<()> {
        let of = |list: &[Address], i: usize| list.get(i).copied().context("no such actor");
        match self {
            Self::Slash { operator, set, parts } => {
                let set = stage.sets.get(*set).cloned().context("no such set")?;
                let mut parts = parts
                    .iter()
                    .map(|(strategy, wad)| Ok((of(&stage.strategies, *strategy)?, U256::from(*wad))))
                    .collect::<Result<Vec<_>>>()?;
                parts.sort_unstable();
                let (strategies, wads) = parts.into_iter().unzip();
                let params = am::SlashingParams {
                    operator: of(&stage.operators, *operator)?,
                    operatorSetId: set.id,
                    strategies,
                    wadsToSlash: wads,
                    description: String::new(),
                };
                stage.must(set.avs, stage.am, &am::slashOperatorCall { avs: set.avs, params })
            }
            Self::Deposit { staker, strategy, amount } => {
                let call = sm::depositIntoStrategyCall {
                    strategy: of(&stage.strategies, *strategy)?,
                    token: of(&stage.tokens, *strategy)?,
                    amount: U256::from(*amount),
                };
                stage.must(of(&stage.stakers, *staker)?, stage.sm, &call)
            }
            Self::Queue { staker, strategy, shares } => {
                let params = vec![dm::QueuedWithdrawalParams {
                    strategies: vec![of(&stage.strategies, *strategy)?],
                    depositShares: vec![U256::from(*shares)],
                    __deprecated_withdrawer: Address::ZERO,
                }];
                stage.must(of(&stage.stakers, *staker)?, stage.dm, &dm::queueWithdrawalsCall { params })
            }
            Self::Leave { staker } => {
                let staker = of(&stage.stakers, *staker)?;
                stage.must(staker, stage.dm, &dm::undelegateCall { staker })
            }
            Self::Delegate { staker, operator } => {
                let call = dm::delegateToCall {
                    operator: of(&stage.operators, *operator)?,
                    approverSignatureAndExpiry: Default::default(),
                    approverSalt: Default::default(),
                };
                stage.must(of(&stage.stakers, *staker)?, stage.dm, &call)
            }
            Self::Complete { ripe, as_tokens } => {
                let (_, withdrawal) = stage.ripe.get(*ripe).cloned().context("no such withdrawal")?;
                let strategy = withdrawal.strategies.first().copied().context("a strategy")?;
                let nth = stage.strategies.iter().position(|it| *it == strategy).context("known")?;
                let call = dm::completeQueuedWithdrawalCall {
                    tokens: vec![of(&stage.tokens, nth)?],
                    receiveAsTokens: *as_tokens,
                    withdrawal: withdrawal.clone(),
                };
                stage.must(withdrawal.staker, stage.dm, &call)
            }
            Self::Pay { slash } => {
                let (set, slash_id) = stage.due.get(*slash).cloned().context("no such slash")?;
                let call = sm::clearBurnOrRedistributableSharesCall { operatorSet: set, slashId: slash_id };
                stage.must(stage.anybody, stage.sm, &call)
            }
            Self::Donate { strategy, amount } => {
                let call = IERC20::transferCall {
                    to: of(&stage.strategies, *strategy)?,
                    amount: U256::from(*amount),
                };
                stage.must(stage.anybody, of(&stage.tokens, *strategy)?, &call)
            }
        }
    }
}
