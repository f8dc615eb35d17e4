//! Forks on which something else happens: everybody leaves, or a batch is done one by one.

use crate::{deeds::Call, stage::Stage};
use alloy_primitives::{Address, U256};
use alloy_sol_types::{SolCall as _, SolError as _};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IDelegationManager as dm, IStrategyVault as vault};
use surety_invariants::{History, State};

/// on a fork where nothing is paused, everybody takes everything out. Answers how many
/// withdrawals were completed.
///
/// The one thing that may be in the way is SO-1: where slashed shares were paid out before, a strategy
/// can owe the last ones a few units more than it has. Those must get out as shares.
pub(crate) fn for_everybody(mut stage: Stage, state: &State, history: &History) -> Result<u64> {
    open_all_doors(&mut stage, state)?;
    for person in 0..stage.people.len() {
        leave(&mut stage, person).with_context(|| format!("person {person} cannot leave"))?;
    }
    stage.twins.mine(state.delay.saturating_add(1));
    let mut completed = 0_u64;
    for person in 0..stage.people.len() {
        let staker = stage.person(person)?;
        let queued = stage.twins.ask(stage.manager, &dm::getQueuedWithdrawalsCall { staker })?;
        for withdrawal in queued.withdrawals {
            complete(&mut stage, withdrawal, history)
                .with_context(|| format!("person {person} cannot complete"))?;
            completed = completed.saturating_add(1);
        }
    }
    Ok(completed)
}

fn open_all_doors(stage: &mut Stage, state: &State) -> Result<()> {
    let contracts = [stage.deposits, stage.manager, stage.registry, stage.coordinator];
    for (contract, bits) in contracts.into_iter().zip(state.paused) {
        if !bits.is_zero() {
            let unpause = dm::unpauseCall { newPausedStatus: U256::ZERO };
            stage.twins.must(stage.unpauser, contract, &unpause)?;
        }
    }
    Ok(())
}

/// Queues everything: stakers by undelegating, operators and those without one by asking.
fn leave(stage: &mut Stage, person: usize) -> Result<()> {
    let (staker, manager) = (stage.person(person)?, stage.manager);
    let operator = stage.twins.ask(manager, &dm::delegatedToCall { staker })?;
    if operator != Address::ZERO && operator != staker {
        stage.twins.must(staker, manager, &dm::undelegateCall { staker })?;
    }
    let deposits = stage.twins.ask(manager, &dm::getDepositedSharesCall { staker })?;
    if deposits.strategies.is_empty() {
        return Ok(());
    }
    let params = vec![dm::QueuedWithdrawalParams {
        strategies: deposits.strategies,
        depositShares: deposits.depositShares,
        __deprecated_withdrawer: Address::ZERO,
    }];
    stage.twins.must(staker, manager, &dm::queueWithdrawalsCall { params })?;
    Ok(())
}

fn complete(stage: &mut Stage, withdrawal: dm::Withdrawal, history: &History) -> Result<()> {
    let staker = withdrawal.staker;
    let token =
        |strategy: &Address| stage.token(stage.strategy_number(*strategy).context("a strategy of the life")?);
    let tokens: Vec<_> = withdrawal.strategies.iter().map(token).collect::<Result<_>>()?;
    let sent = dm::completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: true };
    let outcome = stage.twins.act(staker, stage.manager, &sent)?;
    if outcome.success {
        return Ok(());
    }
    let short = outcome.output.starts_with(&vault::WithdrawalAmountExceedsTotalDeposits::SELECTOR);
    ensure!(short && history.slashes > 0, "{}", outcome.output);
    let sent = dm::completeQueuedWithdrawalCall { receiveAsTokens: false, ..sent };
    let operator = stage.twins.ask(stage.manager, &dm::delegatedToCall { staker })?;
    // An operator that was slashed to nothing takes no shares, its own included.
    if operator == Address::ZERO {
        stage.twins.must(staker, stage.manager, &sent)?;
    }
    Ok(())
}

/// Completes one by one what a call completes at once.
pub(crate) fn complete_in_sequence(stage: &mut Stage, call: &Call) -> Result<()> {
    let batch = dm::completeQueuedWithdrawalsCall::abi_decode(&call.data).context("the batch")?;
    let parts = batch.withdrawals.into_iter().zip(batch.tokens).zip(batch.receiveAsTokens);
    for ((withdrawal, tokens), receive) in parts {
        let one = dm::completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: receive };
        stage.twins.must(call.from, call.to, &one)?;
    }
    Ok(())
}
