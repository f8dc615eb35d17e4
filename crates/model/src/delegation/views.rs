//! What DelegationManager answers without changing anything.

use super::queue::withdrawal_root;
use super::{BEACON_CHAIN_STRATEGY, Chain};
use crate::answer::answer;
use crate::lists::Read as _;
use crate::revert::{Result, Revert};
use crate::signatures::{DelegationApproval, type_hash};
use alloy_primitives::{Address, B256, U256};
use surety_abi::IDelegationManager as api;
use surety_accounting::withdrawal::slashable_until_block;
use surety_accounting::{DepositShares, ScaledShares, Shares};

impl Chain {
    /// The views.
    pub(crate) fn view_delegation_manager(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let delegation = &self.delegation;
        let operator_shares = |operator: Address, strategies: &[Address]| -> Vec<U256> {
            strategies.iter().map(|strategy| self.operator_shares(operator, *strategy).get()).collect()
        };
        answer! { data;
            give api::allocationManagerCall => |_| self.at().allocation_manager,
            give api::beaconChainETHStrategyCall => |_| BEACON_CHAIN_STRATEGY,
            give api::calculateDelegationApprovalDigestHashCall => |args| {
                self.digest(self.at().delegation_manager, &DelegationApproval {
                    delegationApprover: args.approver,
                    staker: args.staker,
                    operator: args.operator,
                    salt: args.approverSalt,
                    expiry: args.expiry,
                })
            },
            give api::calculateWithdrawalRootCall => |args| withdrawal_root(&args.withdrawal),
            give api::convertToDepositSharesCall => |args| self.convert_to_deposit_shares(&args)?,
            give api::cumulativeWithdrawalsQueuedCall => |args| delegation.withdrawals_queued.read(&args.staker),
            give api::delegatedToCall => |args| self.operator_of(args.staker),
            give api::DELEGATION_APPROVAL_TYPEHASHCall => |_| type_hash::<DelegationApproval>(),
            give api::delegationApproverCall => |args| delegation.approvers.read(&args.operator),
            give api::delegationApproverSaltIsSpentCall => |args| {
                delegation.spent_salts.contains(&(args.delegationApprover, args.salt))
            },
            give api::depositScalingFactorCall => |args| self.scaling_factor(args.staker, args.strategy).get(),
            give api::eigenPodManagerCall => |_| self.at().eigen_pod_manager,
            give api::getDepositedSharesCall => |args| {
                let (strategies, shares) = self.deposits_of(args.staker);
                let shares = shares.into_iter().map(DepositShares::get).collect();
                api::getDepositedSharesReturn { strategies, depositShares: shares }
            },
            give api::getOperatorSharesCall => |args| operator_shares(args.operator, &args.strategies),
            give api::getOperatorsSharesCall => |args| {
                args.operators.iter().map(|operator| operator_shares(*operator, &args.strategies)).collect()
            },
            give api::getQueuedWithdrawalCall => |args| {
                let (withdrawal, shares) = self.queued_withdrawal(args.withdrawalRoot)?;
                api::getQueuedWithdrawalReturn { withdrawal, shares }
            },
            give api::getQueuedWithdrawalRootsCall => |args| delegation.roots.read(&args.staker).values(),
            give api::getQueuedWithdrawalsCall => |args| {
                let roots = delegation.roots.read(&args.staker).values();
                let all: Vec<_> = roots.into_iter().map(|root| self.queued_withdrawal(root)).collect::<Result<_>>()?;
                let (withdrawals, shares) = all.into_iter().unzip();
                api::getQueuedWithdrawalsReturn { withdrawals, shares }
            },
            give api::getSlashableSharesInQueueCall => |args| {
                self.slashable_shares_in_queue(args.operator, args.strategy)?.get()
            },
            give api::getWithdrawableSharesCall => |args| self.withdrawable_shares(args.staker, &args.strategies)?,
            give api::isDelegatedCall => |args| !self.operator_of(args.staker).is_zero(),
            give api::isOperatorCall => |args| self.is_operator(args.operator),
            give api::minWithdrawalDelayBlocksCall => |_| self.params().withdrawal_delay_blocks,
            give api::operatorSharesCall => |args| self.operator_shares(args.operator, args.strategy).get(),
            give api::pendingWithdrawalsCall => |args| delegation.pending.contains_key(&args.withdrawalRoot),
            give api::permissionControllerCall => |_| self.at().permission_controller,
            give api::queuedWithdrawalsCall => |args| self.withdrawal_or_empty(args.withdrawalRoot),
            give api::strategyManagerCall => |_| self.at().strategy_manager,
            give api::domainSeparatorCall => |_| self.domain_separator(self.at().delegation_manager),
            give api::versionCall => |_| self.params().version.clone(),
        }
    }

    fn withdrawable_shares(
        &self,
        staker: Address,
        strategies: &[Address],
    ) -> Result<api::getWithdrawableSharesReturn> {
        let operator = self.operator_of(staker);
        let mut withdrawable = Vec::with_capacity(strategies.len());
        let mut deposited = Vec::with_capacity(strategies.len());
        for &strategy in strategies {
            let held = self.deposits.shares.read(&(staker, strategy));
            let slashing = self.max_magnitude(operator, strategy);
            let factor = self.scaling_factor(staker, strategy);
            withdrawable.push(factor.withdrawable_down(held, slashing)?.get());
            deposited.push(held.get());
        }
        Ok(api::getWithdrawableSharesReturn { withdrawableShares: withdrawable, depositShares: deposited })
    }

    fn convert_to_deposit_shares(&self, args: &api::convertToDepositSharesCall) -> Result<Vec<U256>> {
        let operator = self.operator_of(args.staker);
        let convert = |(index, &strategy): (usize, &Address)| {
            let withdrawable = *args.withdrawableShares.get(index).ok_or_else(Revert::out_of_bounds)?;
            let slashing = self.max_magnitude(operator, strategy);
            let factor = self.scaling_factor(args.staker, strategy);
            Ok(factor.deposit_shares_down(Shares::new(withdrawable), slashing)?.get())
        };
        args.strategies.iter().enumerate().map(convert).collect()
    }

    fn withdrawal_or_empty(&self, root: B256) -> api::Withdrawal {
        self.delegation.pending.get(&root).cloned().unwrap_or_else(|| api::Withdrawal {
            staker: Address::ZERO,
            delegatedTo: Address::ZERO,
            withdrawer: Address::ZERO,
            nonce: U256::ZERO,
            startBlock: 0,
            strategies: Vec::new(),
            scaledShares: Vec::new(),
        })
    }

    /// A queued withdrawal and the shares it would pay: by the magnitude at its last slashable
    /// block once that is past, by the present one before.
    fn queued_withdrawal(&self, root: B256) -> Result<(api::Withdrawal, Vec<U256>)> {
        let withdrawal = self.withdrawal_or_empty(root);
        let until = slashable_until_block(withdrawal.startBlock, self.params().withdrawal_delay_blocks)?;
        let worth = |(&strategy, &scaled): (&Address, &U256)| {
            let operator = withdrawal.delegatedTo;
            let slashing = if until < self.block() {
                self.max_magnitude_at(operator, strategy, until)?
            } else {
                self.max_magnitude(operator, strategy)
            };
            Ok(ScaledShares::new(scaled).slashed_down(slashing)?.get())
        };
        let shares =
            withdrawal.strategies.iter().zip(&withdrawal.scaledShares).map(worth).collect::<Result<_>>()?;
        Ok((withdrawal, shares))
    }
}
