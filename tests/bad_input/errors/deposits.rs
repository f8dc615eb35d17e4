//! Errors of the strategy manager.

use super::{
    delegation::slash_everything,
    provoker::{Provoker, WAD},
};
use alloy_primitives::{Address, U256};
use anyhow::Result;
use surety_abi::{IDelegationManager as dm, IStrategyFactory as sf, IStrategyManager as sm};

const SM: &str = "IStrategyManager";
/// Strategies that one staker can be in.
const MAX_STRATEGIES: usize = 32;

/// Deposits and withdrawals of shares.
pub(super) fn depositing(p: &mut Provoker) -> Result<()> {
    let [staker, other, manager, ledger, strategy, token] =
        [p.at("staker1")?, p.at("other")?, p.at("sm")?, p.at("dm")?, p.at("strategyA")?, p.at("tokenA")?];
    let amount = U256::from(1_000);
    let deposit = |strategy| sm::depositIntoStrategyCall { strategy, token, amount };
    p.provokes((SM, "StrategyNotWhitelisted"), staker, manager, &deposit(other))?;
    let list = sm::addStrategiesToDepositWhitelistCall { strategiesToWhitelist: vec![other] };
    p.provokes((SM, "OnlyStrategyWhitelister"), other, manager, &list)?;
    p.must(staker, manager, &deposit(strategy))?;
    let queue = |shares: u64| dm::queueWithdrawalsCall {
        params: vec![dm::QueuedWithdrawalParams {
            strategies: vec![strategy],
            depositShares: vec![U256::from(shares)],
            __deprecated_withdrawer: Address::ZERO,
        }],
    };
    p.provokes((SM, "SharesAmountZero"), staker, ledger, &queue(0))?;
    p.provokes((SM, "SharesAmountTooHigh"), staker, ledger, &queue(WAD))?;

    let signed = |expiry, signature| sm::depositIntoStrategyWithSignatureCall {
        strategy,
        token,
        amount,
        staker,
        expiry,
        signature,
    };
    let digest = sm::calculateStrategyDepositDigestHashCall {
        staker,
        strategy,
        token,
        amount,
        nonce: U256::ZERO,
        expiry: U256::MAX,
    };
    let digest = p.ask(manager, &digest)?;
    let (good, forged) = (p.sign("staker1", digest)?, p.sign("other", digest)?);
    p.provokes((SM, "SignatureExpired"), staker, manager, &signed(U256::from(1), good))?;
    p.provokes((SM, "InvalidSignature"), staker, manager, &signed(U256::MAX, forged))?;

    p.become_operator("operator1", Address::ZERO)?;
    let operator = p.at("operator1")?;
    p.delegate("staker1", operator)?;
    slash_everything(p)?;
    p.provokes((SM, "FullySlashed"), staker, manager, &deposit(strategy))
}

/// What sister contracts alone may call, called by them and by others.
pub(super) fn plumbing(p: &mut Provoker) -> Result<()> {
    let [staker, other, manager, ledger, core, strategy] =
        [p.at("staker1")?, p.at("other")?, p.at("sm")?, p.at("dm")?, p.at("am")?, p.at("strategyA")?];
    for sister in [ledger, core] {
        p.twins.fund(sister);
    }
    let add = |staker, shares: u64| sm::addSharesCall { staker, strategy, shares: U256::from(shares) };
    p.provokes((SM, "OnlyDelegationManager"), other, manager, &add(staker, 1))?;
    p.provokes((SM, "StakerAddressZero"), ledger, manager, &add(Address::ZERO, 1))?;
    let record = sm::increaseBurnOrRedistributableSharesCall {
        operatorSet: sm::OperatorSet { avs: other, id: 1 },
        slashId: U256::from(1),
        strategy,
        addedSharesToBurn: U256::from(5),
    };
    p.must(ledger, manager, &record)?;
    p.provokes((SM, "StrategyAlreadyInSlash"), ledger, manager, &record)?;
    strategies_without_end(p)
}

fn strategies_without_end(p: &mut Provoker) -> Result<()> {
    let [staker, manager, factory, first] = [p.at("staker1")?, p.at("sm")?, p.at("sf")?, p.at("tokenA")?];
    let deposit = |strategy, token| sm::depositIntoStrategyCall { strategy, token, amount: U256::from(1) };
    let first_strategy = p.at("strategyA")?;
    p.must(staker, manager, &deposit(first_strategy, first))?;
    // One token has one strategy, so there must be more tokens.
    for nth in 1..=MAX_STRATEGIES {
        let token = Address::with_last_byte(u8::try_from(nth)?.wrapping_add(0x80));
        p.twins.put_token(token, staker)?;
        p.must(staker, factory, &sf::deployNewStrategyCall { token })?;
        let strategy = p.ask(factory, &sf::deployedStrategiesCall { token })?;
        if nth < MAX_STRATEGIES {
            p.must(staker, manager, &deposit(strategy, token))?;
        } else {
            p.provokes((SM, "MaxStrategiesExceeded"), staker, manager, &deposit(strategy, token))?;
        }
    }
    Ok(())
}
