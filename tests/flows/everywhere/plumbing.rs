//! Functions that the original's contracts call on each other. Ours seldom need them; whoever may
//! call them is still the one that it was.

use super::{refused, twins};
use alloy_primitives::{Address, U256};
use anyhow::{Result, ensure};
use surety_abi::{IERC20, IStrategyManager as sm};

#[test]
fn strategy_manager_pays_out_for_the_delegation_manager_alone() -> Result<()> {
    let mut twins = twins()?;
    let [ledger, manager, staker] = [twins.at("$dm")?, twins.at("$sm")?, twins.at("$staker1")?];
    let [strategy, token] = [twins.at("$strategyA")?, twins.at("$tokenA")?];
    twins.fund(ledger);
    let deposit = sm::depositIntoStrategyCall { strategy, token, amount: U256::from(1_000) };
    twins.must(staker, manager, &deposit)?;
    let balance = |twins: &mut surety_tests::twins::Twins| -> Result<U256> {
        twins.ask(token, &IERC20::balanceOfCall { account: staker })
    };
    let before = balance(&mut twins)?;
    let shares = U256::from(400);
    let pay = sm::withdrawSharesAsTokensCall { staker, strategy, token, shares };
    refused(&mut twins, staker, manager, &pay)?;
    twins.must(ledger, manager, &pay)?;
    ensure!(balance(&mut twins)? - before == shares, "a share of the first deposit is a token");
    let remove = sm::removeDepositSharesCall { staker, strategy, depositSharesToRemove: shares };
    refused(&mut twins, staker, manager, &remove)
}

#[test]
fn strategy_manager_credits_for_the_delegation_manager_alone_and_not_to_nobody() -> Result<()> {
    let mut twins = twins()?;
    let [ledger, manager, staker] = [twins.at("$dm")?, twins.at("$sm")?, twins.at("$staker1")?];
    let strategy = twins.at("$strategyA")?;
    twins.fund(ledger);
    let add = |staker: Address| sm::addSharesCall { staker, strategy, shares: U256::from(400) };
    refused(&mut twins, staker, manager, &add(staker))?;
    refused(&mut twins, ledger, manager, &add(Address::ZERO))
}
