//! Forks on which something else happens: everybody leaves, or a batch is done one by one.

use crate::{
    deeds::Call,
    stage::{HOSTILE, Stage},
    temper::Temper,
};
use alloy_primitives::{Address, U256};
use alloy_sol_types::{Revert, SolCall as _, SolError as _};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IDelegationManager as dm, IStrategyManager as sm, IStrategyVault as vault};
use surety_invariants::{History, State};
use surety_model::hostile_token::IHostileToken;

/// Token units: more than the virtual tokens can owe.
const A_LITTLE: u64 = 10_000;

/// on a fork where nothing is paused, everybody takes everything out. Answers how many
/// withdrawals were completed.
///
/// Where slashed shares were paid out before, a strategy can owe the last ones a few units more than it
/// has (SO-1). Those must get out as shares.
///
/// A token that withholds what is due is left as it is at first: whatever waits for other tokens must go,
/// and whatever waits for it must go as shares. Then it is told to behave, and the rest must go as tokens.
pub(crate) fn for_everybody(mut stage: Stage, state: &State, history: &History) -> Result<u64> {
    open_all_doors(&mut stage, state)?;
    for person in 0..stage.people.len() {
        leave(&mut stage, person, history).with_context(|| format!("person {person} cannot leave"))?;
    }
    stage.twins.mine(state.delay.saturating_add(1));
    let hostile = stage.strategy(HOSTILE)?;
    let (mut completed, mut withheld) = (0_u64, Vec::new());
    for person in 0..stage.people.len() {
        let staker = stage.person(person)?;
        let queued = stage.twins.ask(stage.manager, &dm::getQueuedWithdrawalsCall { staker })?;
        for withdrawal in queued.withdrawals {
            completed = completed.saturating_add(1);
            if stage.temper.withholds() && withdrawal.strategies.contains(&hostile) {
                if !paid_by_hostile(&mut stage, &withdrawal)? {
                    withheld.push(withdrawal);
                }
                continue;
            }
            complete(&mut stage, withdrawal, history)
                .with_context(|| format!("person {person} cannot complete"))?;
        }
    }
    behave(&mut stage)?;
    for withdrawal in withheld {
        complete(&mut stage, withdrawal, history).context("not even when the token behaves")?;
    }
    Ok(completed)
}

/// Whether a token that withholds something pays all the same; if not, the withdrawal can be had as shares.
fn paid_by_hostile(stage: &mut Stage, withdrawal: &dm::Withdrawal) -> Result<bool> {
    let sent = completion(stage, withdrawal.clone())?;
    if stage.twins.act(withdrawal.staker, stage.manager, &sent)?.success {
        return Ok(true);
    }
    take_shares(&mut stage.fork(), sent).context("not even as shares")?;
    Ok(false)
}

/// The token pays what is due again. What it has rebased it has rebased.
fn behave(stage: &mut Stage) -> Result<()> {
    let (token, anybody) = (stage.token(HOSTILE)?, stage.pauser);
    let Temper { habit, percent, banned } = stage.temper;
    stage.temper = Temper { percent, ..Temper::default() };
    if habit != stage.temper.habit {
        let sent = IHostileToken::becomeCall { habit: stage.temper.habit.number() };
        stage.twins.must(anybody, token, &sent)?;
    }
    if let Some(account) = banned {
        stage.twins.must(anybody, token, &IHostileToken::banCall { account, banned: false })?;
    }
    Ok(())
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
fn leave(stage: &mut Stage, person: usize, history: &History) -> Result<()> {
    let (staker, manager) = (stage.person(person)?, stage.manager);
    let operator = stage.twins.ask(manager, &dm::delegatedToCall { staker })?;
    if operator != Address::ZERO && operator != staker {
        stage.twins.must(staker, manager, &dm::undelegateCall { staker })?;
    }
    let deposits = stage.twins.ask(manager, &dm::getDepositedSharesCall { staker })?;
    if deposits.strategies.is_empty() {
        return Ok(());
    }
    let of = |strategies: &[Address], shares: &[U256]| dm::QueuedWithdrawalParams {
        strategies: strategies.to_vec(),
        depositShares: shares.to_vec(),
        __deprecated_withdrawer: Address::ZERO,
    };
    // Apart, what may have to wait apart.
    let params = if history.tempers.is_empty() {
        vec![of(&deposits.strategies, &deposits.depositShares)]
    } else {
        let parts = deposits.strategies.chunks(1).zip(deposits.depositShares.chunks(1));
        parts.map(|(strategies, shares)| of(strategies, shares)).collect()
    };
    stage.twins.must(staker, manager, &dm::queueWithdrawalsCall { params })?;
    Ok(())
}

/// A withdrawal completed as tokens.
fn completion(stage: &Stage, withdrawal: dm::Withdrawal) -> Result<dm::completeQueuedWithdrawalCall> {
    let token =
        |strategy: &Address| stage.token(stage.strategy_number(*strategy).context("a strategy of the life")?);
    let tokens: Vec<_> = withdrawal.strategies.iter().map(token).collect::<Result<_>>()?;
    Ok(dm::completeQueuedWithdrawalCall { withdrawal, tokens, receiveAsTokens: true })
}

fn complete(stage: &mut Stage, withdrawal: dm::Withdrawal, history: &History) -> Result<()> {
    let staker = withdrawal.staker;
    let sent = completion(stage, withdrawal)?;
    let mut outcome = stage.twins.act(staker, stage.manager, &sent)?;
    // A token that took value away leaves a strategy owing its last stakers up to 999 units more than it
    // has: whoever deposits a little makes up for it.
    if outcome.output == Revert::from("balance").abi_encode() && !history.tempers.is_empty() {
        deposit_a_little(stage)?;
        outcome = stage.twins.act(staker, stage.manager, &sent)?;
    }
    if outcome.success {
        return Ok(());
    }
    let short = outcome.output.starts_with(&vault::WithdrawalAmountExceedsTotalDeposits::SELECTOR);
    ensure!(short && history.slashes > 0, "{}", outcome.output);
    take_shares(stage, sent)
}

/// Completes as shares.
fn take_shares(stage: &mut Stage, sent: dm::completeQueuedWithdrawalCall) -> Result<()> {
    let staker = sent.withdrawal.staker;
    let sent = dm::completeQueuedWithdrawalCall { receiveAsTokens: false, ..sent };
    let operator = stage.twins.ask(stage.manager, &dm::delegatedToCall { staker })?;
    // An operator that was slashed to nothing takes no shares, its own included.
    if operator == Address::ZERO {
        stage.twins.must(staker, stage.manager, &sent)?;
    }
    Ok(())
}

fn deposit_a_little(stage: &mut Stage) -> Result<()> {
    let (depositor, token, deposits) = (stage.avs(0)?, stage.token(HOSTILE)?, stage.deposits);
    let amount = U256::from(A_LITTLE);
    // At any rebase it can see that much.
    let mint = IHostileToken::mintCall { to: depositor, amount: amount.saturating_mul(U256::from(1_000)) };
    stage.twins.must(depositor, token, &mint)?;
    let strategy = stage.strategy(HOSTILE)?;
    stage.twins.must(depositor, deposits, &sm::depositIntoStrategyCall { strategy, token, amount })?;
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
