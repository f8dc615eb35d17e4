//! Read-only reentrancy: what views answer in the middle of a transfer, to whoever believes them.
//!
//! The cases: in 2022 and 2023 markets that read Curve's virtual price during a withdrawal were robbed,
//! dForce's among them: shares were burnt already, and tokens not yet gone. ConsenSys Diligence found the
//! same shape in EigenLayer's strategies in 2023. Here nothing reads a view of a strategy while it decides
//! about stake, and what strangers read is bounded: stake is that before or after the call, and a price is
//! never too low, and too high by the tokens in flight at most.

use super::{
    reentry::{Act, OUTER},
    stage::Stage,
    token::{Habit, TOKEN, Token},
};
use alloy_primitives::{Address, Bytes, U256};
use alloy_sol_types::SolCall;
use anyhow::{Result, ensure};
use surety_abi::{IDelegationManager as dm, IStrategyManager as sm, IStrategyVault as vault};

/// Plays an act while the token asks something; answers what a stranger is told before, during, after.
fn listen(stage: &mut Stage, outer: Act, habit: Habit, to: Address, view: &Bytes) -> Result<[Bytes; 3]> {
    let ask = |stage: &mut Stage| -> Result<Bytes> {
        let anybody = stage.at("other")?;
        let receipt = stage.fork().send(anybody, to, view.clone())?;
        ensure!(receipt.is_success(), "a view fails: {}", receipt.output);
        Ok(receipt.output)
    };
    let before = ask(stage)?;
    stage.tell(&Token::aimCall { target: to, payload: view.clone() })?;
    let (from, contract, data) = outer.call(stage, false)?;
    stage.become_(habit)?;
    let receipt = stage.send(from, contract, data)?;
    stage.become_(Habit::Ordinary)?;
    ensure!(receipt.is_success(), "{outer:?} fails: {}", receipt.output);
    ensure!(stage.ask(TOKEN, &Token::enteredCall {})?, "the token was told nothing");
    let during = stage.ask(TOKEN, &Token::answerCall {})?;
    Ok([before, during, ask(stage)?])
}

/// Views of stake: who has what, in every contract.
fn stake_views(stage: &Stage) -> Result<Vec<(Address, Bytes)>> {
    let [staker, other, operator] = [stage.at("staker1")?, stage.at("staker2")?, stage.at("operator1")?];
    let (ledger, deposits) = (stage.at("dm")?, stage.at("sm")?);
    let strategies = vec![stage.strategy];
    let strategy = stage.strategy;
    let of = |staker| dm::getWithdrawableSharesCall { staker, strategies: strategies.clone() }.abi_encode();
    Ok(vec![
        (ledger, of(staker).into()),
        (ledger, of(other).into()),
        (ledger, dm::operatorSharesCall { operator, strategy }.abi_encode().into()),
        (ledger, dm::getQueuedWithdrawalRootsCall { staker }.abi_encode().into()),
        (ledger, dm::getSlashableSharesInQueueCall { operator, strategy }.abi_encode().into()),
        (deposits, sm::stakerDepositSharesCall { staker, strategy }.abi_encode().into()),
        (deposits, sm::getPendingOperatorSetsCall {}.abi_encode().into()),
        (strategy, vault::totalSharesCall {}.abi_encode().into()),
    ])
}

pub(super) fn stake_is_that_before_or_after(stage: &mut Stage) -> Result<()> {
    for outer in OUTER {
        for habit in [Habit::EntersBefore, Habit::EntersAfter] {
            for (to, view) in stake_views(stage)? {
                let [before, during, after] = listen(&mut stage.fork(), outer, habit, to, &view)?;
                ensure!(
                    during == before || during == after,
                    "{outer:?}, {habit:?}: {to} answers {view} with {during} between {before} and {after}"
                );
            }
        }
    }
    Ok(())
}

/// The price of a large number of shares: never below the lower of before and after, and above the
/// higher by no more than what the tokens in flight are to the shares that are left.
pub(super) fn price_is_too_high_at_most(stage: &mut Stage) -> Result<()> {
    const SHARES: u128 = 1_000_000_000_000_000_000_000;
    let call = vault::sharesToUnderlyingViewCall { amountShares: U256::from(SHARES) };
    let (strategy, view) = (stage.strategy, Bytes::from(call.abi_encode()));
    for outer in OUTER {
        for habit in [Habit::EntersBefore, Habit::EntersAfter] {
            let mut stage = stage.fork();
            let total = |stage: &mut Stage| stage.ask(strategy, &vault::totalSharesCall {});
            let (held, shares) = (stage.held(strategy)?, total(&mut stage)?);
            let answers = listen(&mut stage, outer, habit, strategy, &view)?;
            let [before, during, after] = answers.map(|answer| U256::from_be_slice(&answer));
            let flight = stage.held(strategy)?.abs_diff(held);
            let fewest = shares.min(total(&mut stage)?);
            // One unit for each floor.
            let above = U256::from(SHARES) * flight / fewest + U256::from(1);
            let unit = U256::from(1);
            ensure!(
                during + unit >= before.min(after) && during <= before.max(after) + above,
                "{outer:?}, {habit:?}: {during} between {before} and {after}, {flight} in flight"
            );
        }
    }
    Ok(())
}
