//! DelegationManager: who delegates to whom, operator shares, the withdrawal queue.

mod complete;
mod delegate;
mod operators;
mod queue;
mod slash;
mod views;

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::{ListSet, Read as _, Record};
use crate::revert::{Result, require};
use alloy_primitives::{Address, B256, U256};
use std::collections::{HashMap, HashSet};
use surety_abi::IDelegationManager as api;
use surety_accounting::{DepositShares, ScaledShares, ScalingFactor, Shares};

/// The virtual strategy of ether staked on the beacon chain. Its shares always read zero here.
pub(crate) const BEACON_CHAIN_STRATEGY: Address =
    alloy_primitives::address!("beaC0eeEeeeeEEeEeEEEEeeEEeEeeeEeeEEBEaC0");

const PAUSED_NEW_DELEGATION: u8 = 0;
const PAUSED_ENTER_QUEUE: u8 = 1;
const PAUSED_EXIT_QUEUE: u8 = 2;

/// Delegations and queued withdrawals.
#[derive(Clone, Debug, Default)]
pub(crate) struct Delegation {
    /// Operators are delegated to themselves.
    delegated_to: HashMap<Address, Address>,
    approvers: HashMap<Address, Address>,
    /// By approver and salt.
    spent_salts: HashSet<(Address, B256)>,
    /// S, by operator and strategy.
    operator_shares: HashMap<(Address, Address), Shares>,
    /// k, by staker and strategy; zero reads as one.
    scaling_factors: HashMap<(Address, Address), U256>,
    /// D, by operator and strategy.
    queue_totals: HashMap<(Address, Address), Record<ScaledShares>>,
    withdrawals_queued: HashMap<Address, U256>,
    /// By root.
    pending: HashMap<B256, api::Withdrawal>,
    roots: HashMap<Address, ListSet<B256>>,
}

impl Chain {
    /// The operator of an account, zero if it is not delegated.
    pub(crate) fn operator_of(&self, account: Address) -> Address {
        self.delegation.delegated_to.read(&account)
    }

    /// Whether an account is delegated to itself.
    pub(crate) fn is_operator(&self, account: Address) -> bool {
        !account.is_zero() && self.operator_of(account) == account
    }

    /// S of an operator in a strategy.
    pub(crate) fn operator_shares(&self, operator: Address, strategy: Address) -> Shares {
        self.delegation.operator_shares.read(&(operator, strategy))
    }

    fn scaling_factor(&self, staker: Address, strategy: Address) -> ScalingFactor {
        ScalingFactor::from_stored(self.delegation.scaling_factors.read(&(staker, strategy)))
    }

    /// Functions that change state.
    pub(crate) fn act_delegation_manager(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::registerAsOperatorCall => |args| self.register_as_operator(frame, args)?,
            act api::modifyOperatorDetailsCall => |args| {
                self.modify_operator_details(frame, args.operator, args.newDelegationApprover)?
            },
            act api::updateOperatorMetadataURICall => |args| {
                self.update_operator_metadata_uri(frame, args.operator, args.metadataURI)?
            },
            act api::delegateToCall => |args| {
                self.delegate_to(frame, args.operator, &args.approverSignatureAndExpiry, args.approverSalt)?
            },
            give api::undelegateCall => |args| self.undelegate(frame, args.staker)?,
            give api::redelegateCall => |args| {
                let roots = self.undelegate(frame, frame.caller)?;
                self.delegate_to(frame, args.newOperator, &args.newOperatorApproverSig, args.approverSalt)?;
                roots
            },
            give api::queueWithdrawalsCall => |args| self.queue_withdrawals(frame, &args.params)?,
            act api::completeQueuedWithdrawalCall => |args| {
                self.require_not_paused(frame.this, PAUSED_EXIT_QUEUE)?;
                self.complete_withdrawal(frame, &args.withdrawal, &args.tokens, args.receiveAsTokens)?
            },
            act api::completeQueuedWithdrawalsCall => |args| self.complete_withdrawals(frame, &args)?,
            act api::increaseDelegatedSharesCall => |args| {
                let managers = [self.at().strategy_manager, self.at().eigen_pod_manager];
                require(managers.contains(&frame.caller), api::OnlyStrategyManagerOrEigenPodManager {})?;
                let held = DepositShares::new(args.prevDepositShares);
                self.increase_delegated_shares(args.staker, args.strategy, held, Shares::new(args.addedShares))?
            },
            // The pod manager has no code, so nobody passes.
            act api::decreaseDelegatedSharesCall => |_| require(false, api::OnlyEigenPodManager {})?,
            give api::slashOperatorSharesCall => |args| {
                require(frame.caller == self.at().allocation_manager, api::OnlyAllocationManager {})?;
                self.slash_operator_shares(&args)?.get()
            },
        }
    }
}
