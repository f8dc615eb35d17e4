//! Errors of the delegation manager.

use super::provoker::{Provoker, WAD, delegation};
use alloy_primitives::{Address, B256, U256};
use anyhow::{Context as _, Result};
use surety_abi::{IAllocationManager as am, IDelegationManager as dm};

const DM: &str = "IDelegationManager";

/// Operators, delegation and approval.
pub(super) fn delegating(p: &mut Provoker) -> Result<()> {
    let [staker, other, operator, free, approver, ledger] = [
        p.at("staker1")?,
        p.at("other")?,
        p.at("operator1")?,
        p.at("operator2")?,
        p.at("approver1")?,
        p.at("dm")?,
    ];
    p.provokes((DM, "OperatorNotRegistered"), staker, ledger, &delegation(operator))?;
    p.become_operator("operator1", approver)?;
    p.become_operator("operator2", Address::ZERO)?;
    let details = dm::modifyOperatorDetailsCall { operator, newDelegationApprover: other };
    p.provokes((DM, "InvalidPermissions"), other, ledger, &details)?;
    p.provokes((DM, "OperatorsCannotUndelegate"), free, ledger, &dm::undelegateCall { staker: free })?;
    p.provokes((DM, "NotActivelyDelegated"), staker, ledger, &dm::undelegateCall { staker })?;

    let approval = |expiry: U256, signature| dm::delegateToCall {
        operator,
        approverSignatureAndExpiry: dm::SignatureWithExpiry { signature, expiry },
        approverSalt: B256::ZERO,
    };
    let digest = dm::calculateDelegationApprovalDigestHashCall {
        staker,
        operator,
        approver,
        approverSalt: B256::ZERO,
        expiry: U256::MAX,
    };
    let digest = p.ask(ledger, &digest)?;
    let (signed, forged) = (p.sign("approver1", digest)?, p.sign("other", digest)?);
    p.provokes((DM, "SignatureExpired"), staker, ledger, &approval(U256::from(1), signed.clone()))?;
    p.provokes((DM, "InvalidSignature"), staker, ledger, &approval(U256::MAX, forged))?;
    p.must(staker, ledger, &approval(U256::MAX, signed.clone()))?;
    p.provokes((DM, "ActivelyDelegated"), staker, ledger, &delegation(free))?;
    p.provokes((DM, "CallerCannotUndelegate"), other, ledger, &dm::undelegateCall { staker })?;
    let (second, salted) = (p.at("staker2")?, approval(U256::MAX, signed));
    p.provokes((DM, "SaltSpent"), second, ledger, &salted)
}

/// The withdrawal queue, and what sister contracts alone may call.
pub(super) fn queueing(p: &mut Provoker) -> Result<()> {
    let [staker, other, operator, ledger, strategy, token] = [
        p.at("staker1")?,
        p.at("other")?,
        p.at("operator1")?,
        p.at("dm")?,
        p.at("strategyA")?,
        p.at("tokenA")?,
    ];
    p.become_operator("operator1", Address::ZERO)?;
    p.deposit("staker1", 1_000)?;
    p.deposit("staker2", 1_000)?;
    p.delegate("staker1", operator)?;
    let queue = |strategies: usize, shares: usize| dm::queueWithdrawalsCall {
        params: vec![dm::QueuedWithdrawalParams {
            strategies: vec![strategy; strategies],
            depositShares: vec![U256::from(10); shares],
            __deprecated_withdrawer: Address::ZERO,
        }],
    };
    p.provokes((DM, "InputArrayLengthMismatch"), staker, ledger, &queue(1, 2))?;
    p.provokes((DM, "InputArrayLengthZero"), staker, ledger, &queue(0, 0))?;
    p.must(staker, ledger, &queue(1, 1))?;
    let queued = p.ask(ledger, &dm::getQueuedWithdrawalsCall { staker })?.withdrawals;
    let withdrawal = queued.first().cloned().context("one is queued")?;
    let complete = |withdrawal: &dm::Withdrawal| dm::completeQueuedWithdrawalCall {
        withdrawal: withdrawal.clone(),
        tokens: vec![token],
        receiveAsTokens: true,
    };
    p.provokes((DM, "WithdrawalDelayNotElapsed"), staker, ledger, &complete(&withdrawal))?;
    p.provokes((DM, "WithdrawerNotCaller"), other, ledger, &complete(&withdrawal))?;
    let forged = dm::Withdrawal { nonce: U256::from(7), ..withdrawal };
    p.provokes((DM, "WithdrawalNotQueued"), staker, ledger, &complete(&forged))?;

    slash_everything(p)?;
    p.provokes((DM, "FullySlashed"), p.at("staker2")?, ledger, &delegation(operator))?;

    let increase = dm::increaseDelegatedSharesCall {
        staker,
        strategy,
        prevDepositShares: U256::ZERO,
        addedShares: U256::ZERO,
    };
    p.provokes((DM, "OnlyStrategyManagerOrEigenPodManager"), other, ledger, &increase)?;
    let decrease = dm::decreaseDelegatedSharesCall {
        staker,
        curDepositShares: U256::ZERO,
        beaconChainSlashingFactorDecrease: 0,
    };
    p.provokes((DM, "OnlyEigenPodManager"), other, ledger, &decrease)?;
    let slash = dm::slashOperatorSharesCall {
        operator,
        operatorSet: dm::OperatorSet { avs: other, id: 1 },
        slashId: U256::from(1),
        strategy,
        prevMaxMagnitude: 1,
        newMaxMagnitude: 0,
    };
    p.provokes((DM, "OnlyAllocationManager"), other, ledger, &slash)
}

/// The first AVS takes all of the first operator's stake in strategy A.
pub(super) fn slash_everything(p: &mut Provoker) -> Result<()> {
    let [operator, avs, manager, strategy] =
        [p.at("operator1")?, p.at("avs1")?, p.at("am")?, p.at("strategyA")?];
    p.announce_avs()?;
    p.create_set(1, vec![strategy])?;
    let params = am::RegisterParams { avs, operatorSetIds: vec![1], data: Default::default() };
    p.must(operator, manager, &am::registerForOperatorSetsCall { operator, params })?;
    let params = vec![am::AllocateParams {
        operatorSet: am::OperatorSet { avs, id: 1 },
        strategies: vec![strategy],
        newMagnitudes: vec![WAD],
    }];
    p.must(operator, manager, &am::modifyAllocationsCall { operator, params })?;
    let params = am::SlashingParams {
        operator,
        operatorSetId: 1,
        strategies: vec![strategy],
        wadsToSlash: vec![U256::from(WAD)],
        description: String::new(),
    };
    p.must(avs, manager, &am::slashOperatorCall { avs, params })?;
    Ok(())
}
