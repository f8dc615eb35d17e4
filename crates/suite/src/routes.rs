//! Which program of an address answers which selector.

use alloy_sol_types::SolCall as _;
use share_flows::{Completions, Deposits, Ledger, Moves, Notice};
use slasher::elsewhere::{DelegatedShares, SlashedShares};
use surety_abi::{IDelegationManager, IStrategyManager};

/// What the delegation manager's proxy compares first.
pub(crate) fn hot_delegation() -> Vec<u32> {
    let queueing = [
        IDelegationManager::queueWithdrawalsCall::SELECTOR,
        IDelegationManager::completeQueuedWithdrawalCall::SELECTOR,
    ];
    Ledger::SELECTORS.iter().copied().chain(queueing.map(u32::from_be_bytes)).collect()
}

/// What the strategy manager's proxy compares first.
pub(crate) const HOT_STRATEGIES: &[u32] =
    &[u32::from_be_bytes(IStrategyManager::depositIntoStrategyCall::SELECTOR)];
/// Selectors that the delegation manager's second program answers.
pub(crate) const DELEGATION_VIEWS: &[u32] = delegation_views::SELECTORS;
/// Selectors that the slasher answers; the AVS registry answers the rest.
pub(crate) const SLASHER: &[u32] = slasher::Slasher::SELECTORS;
/// What the flows of shares answer at the delegation manager's address: deposits that are credited.
pub(crate) const LEDGER: &[u32] = Ledger::SELECTORS;
/// There, too: completed withdrawals.
pub(crate) const COMPLETIONS: &[u32] = Completions::SELECTORS;
/// What they answer at the strategy manager's address: deposits.
pub(crate) const DEPOSITS: &[u32] = Deposits::SELECTORS;
/// There, too: shares that come back from the queue.
pub(crate) const NOTICE: &[u32] = Notice::SELECTORS;
/// What they answer at a strategy's address.
pub(crate) const MOVES: &[u32] = Moves::SELECTORS;
/// What the slasher answers at the delegation manager's address.
pub(crate) const DELEGATED_SHARES: &[u32] = DelegatedShares::SELECTORS;
/// What the slasher answers at the strategy manager's address.
pub(crate) const SLASHED_SHARES: &[u32] = SlashedShares::SELECTORS;
