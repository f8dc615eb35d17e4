//! Withdrawals, queued and completed. Their order and amounts are those that the peer's calldata and
//! storage prices tell.

use super::world::DELAY;
use crate::{
    GasError,
    stage::{Stage, tokens},
};
use alloy_primitives::{Address, B256};
use surety_abi::IDelegationManager as dm;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin()?;
    stage.deposit("staker1", "A", 100)?;
    for staker in ["staker2", "staker3"] {
        stage.deposit(staker, "ABC", 100)?;
        stage.delegate(staker, "operator1")?;
    }
    let undelegated = queue(stage, "1 strategy, partial, not delegated", "staker1", "A", 10)?;
    let first =
        queue(stage, "1 strategy, partial, delegated, first for operator/strategy", "staker2", "A", 10)?;
    let steady = queue(stage, "1 strategy, partial, delegated, steady", "staker2", "A", 10)?;
    let full = queue(stage, "1 strategy, full, delegated, steady", "staker2", "A", 80)?;
    let three = queue(stage, "3 strategies in one withdrawal, partial, delegated", "staker3", "ABC", 10)?;
    let three_steady =
        queue(stage, "3 strategies in one withdrawal, partial, delegated, steady", "staker3", "ABC", 10)?;
    let three_full = queue(stage, "3 strategies in one withdrawal, full, delegated", "staker3", "ABC", 80)?;
    stage.mine(DELAY);
    for (variant, withdrawal, letters, as_tokens) in [
        ("as tokens, 1 strategy, was not delegated", undelegated, "A", true),
        ("as tokens, 1 strategy, delegated", first, "A", true),
        ("as shares, 1 strategy, staker has no shares left in it", full, "A", false),
        ("as shares, 1 strategy, staker has shares in it", steady, "A", false),
        ("as tokens, 3 strategies", three, "ABC", true),
        ("as shares, 3 strategies, staker has none left", three_full, "ABC", false),
        ("as shares, 3 strategies, staker has shares in them", three_steady, "ABC", false),
    ] {
        complete(stage, variant, withdrawal, letters, as_tokens)?;
    }
    Ok(())
}

/// A withdrawal that was queued, and who may complete it.
pub(super) struct Queued {
    staker: String,
    root: B256,
}

/// Measures queueing whole tokens of each strategy.
pub(super) fn queue(
    stage: &mut Stage<'_, '_>,
    variant: &str,
    staker: &str,
    letters: &str,
    amount: u64,
) -> Result<Queued, GasError> {
    let call = queue_call(stage, letters, amount)?;
    let roots = stage.measure(variant, staker, "dm", &call)?;
    queued(staker, &roots)
}

/// The first of the withdrawals that a call queued.
pub(super) fn queued(staker: &str, roots: &[B256]) -> Result<Queued, GasError> {
    let root = roots.first().copied().ok_or(GasError::Preparation("nothing was queued"))?;
    Ok(Queued { staker: staker.to_owned(), root })
}

/// Queues whole tokens of each strategy, in one withdrawal.
pub(super) fn queue_call(
    stage: &Stage<'_, '_>,
    letters: &str,
    amount: u64,
) -> Result<dm::queueWithdrawalsCall, GasError> {
    let params = dm::QueuedWithdrawalParams {
        strategies: stage.strategies(letters)?,
        depositShares: vec![tokens(amount); letters.len()],
        __deprecated_withdrawer: Address::ZERO,
    };
    Ok(dm::queueWithdrawalsCall { params: vec![params] })
}

/// Measures completing a withdrawal.
pub(super) fn complete(
    stage: &mut Stage<'_, '_>,
    variant: &str,
    queued: Queued,
    letters: &str,
    as_tokens: bool,
) -> Result<(), GasError> {
    let answer = stage.ask("dm", &dm::getQueuedWithdrawalCall { withdrawalRoot: queued.root })?;
    let token = |letter| stage.at(&format!("token{letter}"));
    let call = dm::completeQueuedWithdrawalCall {
        withdrawal: answer.withdrawal,
        tokens: letters.chars().map(token).collect::<Result<_, _>>()?,
        receiveAsTokens: as_tokens,
    };
    stage.measure(variant, &queued.staker, "dm", &call)?;
    Ok(())
}
