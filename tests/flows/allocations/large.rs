//! Slashes of more, and of less, than usual.

use crate::stage::{Stage, WAD};
use alloy_primitives::{Address, U256};
use alloy_sol_types::sol;
use anyhow::{Result, ensure};
use surety_abi::{
    IAllocationManager as api, IDelegationManager as dm, IERC20, IStrategyManager as sm,
    IStrategyVault as vault,
};
use surety_scenario::world::GasUse;

sol! {
    /// Anybody may call it.
    function mint(address to, uint256 amount) external;
}

/// A member that has allocated everything to set 1, whose staker has `amounts` more in the first
/// strategies.
fn member(amounts: &[U256]) -> Result<(Stage, Vec<Address>)> {
    let mut stage = Stage::without_set()?;
    let strategies = stage.delegate()?;
    let (staker, deposits) = (stage.twins.at("staker1")?, stage.twins.at("sm")?);
    for (strategy, amount) in strategies.iter().zip(amounts) {
        let token = stage.twins.ask(*strategy, &vault::underlyingTokenCall {})?;
        stage.twins.must(staker, token, &mintCall { to: staker, amount: *amount })?;
        let call = sm::depositIntoStrategyCall { strategy: *strategy, token, amount: *amount };
        stage.twins.must(staker, deposits, &call)?;
    }
    stage.create(1, &strategies)?;
    stage.join(stage.operator, &[1])?;
    stage.allocate(&strategies, WAD)?;
    stage.twins.mine(1);
    Ok((stage, strategies))
}

/// Slashes all of the operator's allocations.
fn slash_all(stage: &mut Stage, strategies: &[Address]) -> Result<GasUse> {
    let mut strategies = strategies.to_vec();
    strategies.sort();
    let params = api::SlashingParams {
        operator: stage.operator,
        operatorSetId: stage.set.id,
        wadsToSlash: vec![U256::from(WAD); strategies.len()],
        strategies,
        description: "gone".to_owned(),
    };
    stage.twins.must(stage.avs, stage.manager, &api::slashOperatorCall { avs: stage.avs, params })
}

/// What fits beside a strategy's address is kept there, and more in a word of its own, until it is paid
/// out: by strategy, or all at once.
#[test]
fn slashed_shares_beyond_96_bits_are_kept_and_paid_in_full() -> Result<()> {
    let edge = (U256::ONE << 96) - U256::from(1_000_000_000_001_u64);
    let amounts = [U256::ONE << 110, edge, edge - U256::ONE];
    let (mut stage, strategies) = member(&amounts)?;
    slash_all(&mut stage, &strategies)?;
    let (manager, set) = (stage.twins.at("sm")?, sm::OperatorSet { avs: stage.avs, id: 1 });
    let slash = U256::ONE;
    let burnt_to = stage.twins.ask(manager, &sm::DEFAULT_BURN_ADDRESSCall {})?;
    let mut due = Vec::new();
    for (strategy, amount) in strategies.iter().zip(amounts) {
        let call = sm::getBurnOrRedistributableShares_0Call {
            operatorSet: set.clone(),
            slashId: slash,
            strategy: *strategy,
        };
        let shares = stage.twins.ask(manager, &call)?;
        ensure!(shares == amount + U256::from(1_000_000_000_000_u64), "{shares} shares");
        due.push((*strategy, shares));
    }
    let listed = stage.twins.ask(
        manager,
        &sm::getBurnOrRedistributableShares_1Call { operatorSet: set.clone(), slashId: slash },
    )?;
    ensure!(listed.shares.iter().sum::<U256>() == due.iter().map(|(_, shares)| shares).sum::<U256>());

    let other = stage.twins.at("other")?;
    let one = sm::clearBurnOrRedistributableSharesByStrategyCall {
        operatorSet: set.clone(),
        slashId: slash,
        strategy: strategies[0],
    };
    stage.twins.must(other, manager, &one)?;
    let rest = sm::clearBurnOrRedistributableSharesCall { operatorSet: set.clone(), slashId: slash };
    stage.twins.must(other, manager, &rest)?;
    for (strategy, shares) in due {
        // A share of an untouched strategy is a unit of its token.
        let token = stage.twins.ask(strategy, &vault::underlyingTokenCall {})?;
        let burnt = stage.twins.ask(token, &IERC20::balanceOfCall { account: burnt_to })?;
        ensure!(burnt == shares, "burnt {burnt} of {shares}");
    }
    let call = sm::getBurnOrRedistributableCountCall { operatorSet: set, slashId: slash };
    ensure!(stage.twins.ask(manager, &call)?.is_zero());
    Ok(())
}

/// Shares that were slashed to nothing while they were queued come back as nothing, also to an operator
/// that was fully slashed, where an increase would be refused.
#[test]
fn shares_slashed_to_nothing_in_the_queue_come_back_as_nothing() -> Result<()> {
    let (mut stage, strategies) = member(&[])?;
    let (staker, delegation) = (stage.twins.at("staker1")?, stage.twins.at("dm")?);
    let strategy = strategies[0];
    let half = U256::from(500_000_000_000_u64);
    let queue = dm::queueWithdrawalsCall {
        params: vec![dm::QueuedWithdrawalParams {
            strategies: vec![strategy],
            depositShares: vec![half],
            __deprecated_withdrawer: Address::ZERO,
        }],
    };
    stage.twins.must(staker, delegation, &queue)?;
    stage.twins.must(staker, delegation, &queue)?;
    slash_all(&mut stage, &strategies)?;
    stage.twins.mine(11);
    let queued = stage.twins.ask(delegation, &dm::getQueuedWithdrawalsCall { staker })?;
    ensure!(queued.shares.iter().flatten().all(U256::is_zero), "{:?}", queued.shares);
    let complete = |withdrawal: &dm::Withdrawal| dm::completeQueuedWithdrawalCall {
        withdrawal: withdrawal.clone(),
        tokens: vec![Address::ZERO],
        receiveAsTokens: false,
    };
    let [first, second] = &queued.withdrawals[..] else { anyhow::bail!("two were queued") };
    stage.twins.must(staker, delegation, &complete(first))?;
    stage.twins.must(staker, delegation, &dm::undelegateCall { staker })?;
    stage.twins.must(staker, delegation, &complete(second))?;
    let left = stage.twins.ask(delegation, &dm::getDepositedSharesCall { staker })?;
    ensure!(!left.strategies.contains(&strategy), "{left:?}");
    Ok(())
}
