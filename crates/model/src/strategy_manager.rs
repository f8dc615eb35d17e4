//! StrategyManager: deposit shares, the whitelist, and slashed shares that wait to be paid out.

mod burn;
mod deposit;
mod shares;
mod whitelist;

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::{ListSet, Read as _};
use crate::revert::{Result, Revert};
use crate::signatures::{self, type_hash};
use alloy_primitives::{Address, U256};
use std::collections::{HashMap, HashSet};
use surety_abi::IStrategyManager as api;
use surety_accounting::{DepositShares, Shares};

/// Where slashed shares of burning operator sets go.
pub(crate) const BURN_ADDRESS: Address =
    alloy_primitives::address!("00000000000000000000000000000000000E16E4");

/// An operator set's slash.
type Slash = (crate::allocation::SetId, U256);

/// What stakers have deposited.
#[derive(Clone, Debug, Default)]
pub(crate) struct Deposits {
    /// s, by staker and strategy.
    pub(crate) shares: HashMap<(Address, Address), DepositShares>,
    /// Each staker's strategies, in the order in which `undelegate` queues them.
    pub(crate) strategies: HashMap<Address, ListSet<Address>>,
    pub(crate) whitelisted: HashSet<Address>,
    pub(crate) whitelister: Address,
    nonces: HashMap<Address, U256>,
    /// Strategies of a slash with something to pay out, in order.
    owed_strategies: HashMap<Slash, ListSet<Address>>,
    owed: HashMap<(Slash, Address), Shares>,
    pending_sets: ListSet<crate::allocation::SetId>,
    pending_slashes: HashMap<crate::allocation::SetId, ListSet<U256>>,
}

impl Chain {
    /// Functions that change state.
    pub(crate) fn act_strategy_manager(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            give api::depositIntoStrategyCall => |args| self.deposit_into_strategy(frame, &args)?.get(),
            give api::depositIntoStrategyWithSignatureCall => |args| {
                self.deposit_into_strategy_with_signature(frame, &args)?.get()
            },
            give api::clearBurnOrRedistributableSharesCall => |args| {
                self.clear_slash((args.operatorSet.into(), args.slashId))?
            },
            give api::clearBurnOrRedistributableSharesByStrategyCall => |args| {
                self.clear_slashed_strategy((args.operatorSet.into(), args.slashId), args.strategy)?
            },
            act api::burnSharesCall => |args| self.burn_shares(args.strategy),
            act api::addStrategiesToDepositWhitelistCall => |args| {
                self.add_to_whitelist(frame, &args.strategiesToWhitelist)?
            },
            act api::removeStrategiesFromDepositWhitelistCall => |args| {
                self.remove_from_whitelist(frame, &args.strategiesToRemoveFromWhitelist)?
            },
            act api::setStrategyWhitelisterCall => |args| self.set_whitelister(frame, args.newStrategyWhitelister)?,
            give api::addSharesCall => |args| {
                self.require_delegation_manager(frame)?;
                let added = Shares::new(args.shares);
                let before = self.add_shares(args.staker, args.strategy, added)?;
                api::addSharesReturn { prevDepositShares: before.get(), addedShares: args.shares }
            },
            give api::removeDepositSharesCall => |args| {
                self.require_delegation_manager(frame)?;
                let removed = DepositShares::new(args.depositSharesToRemove);
                self.remove_deposit_shares(args.staker, args.strategy, removed)?.get()
            },
            act api::withdrawSharesAsTokensCall => |args| {
                self.require_delegation_manager(frame)?;
                self.withdraw_shares_as_tokens(args.staker, args.strategy, args.token, Shares::new(args.shares))?
            },
            act api::increaseBurnOrRedistributableSharesCall => |args| {
                self.require_delegation_manager(frame)?;
                let slash = (args.operatorSet.into(), args.slashId);
                self.increase_owed(slash, args.strategy, Shares::new(args.addedSharesToBurn))?
            },
        }
    }

    /// The views.
    pub(crate) fn view_strategy_manager(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let deposits = &self.deposits;
        let strategies_of = |staker: Address| deposits.strategies.read(&staker).values();
        let owed_strategies = |slash: Slash| deposits.owed_strategies.read(&slash).values();
        answer! { data;
            give api::allocationManagerCall => |_| self.at().allocation_manager,
            give api::calculateStrategyDepositDigestHashCall => |args| {
                let api::calculateStrategyDepositDigestHashCall { staker, strategy, token, amount, nonce, expiry } = args;
                self.deposit_digest(&signatures::Deposit { staker, strategy, token, amount, nonce, expiry })
            },
            give api::DEFAULT_BURN_ADDRESSCall => |_| BURN_ADDRESS,
            give api::delegationCall => |_| self.at().delegation_manager,
            give api::DEPOSIT_TYPEHASHCall => |_| type_hash::<signatures::Deposit>(),
            // Shares from before slash ids: a new deployment never has any.
            give api::getBurnableSharesCall => |_| U256::ZERO,
            give api::getStrategiesWithBurnableSharesCall => |_| {
                api::getStrategiesWithBurnableSharesReturn { strategies: Vec::new(), shares: Vec::new() }
            },
            give api::getBurnOrRedistributableCountCall => |args| {
                U256::from(owed_strategies((args.operatorSet.into(), args.slashId)).len())
            },
            give api::getBurnOrRedistributableShares_0Call => |args| {
                deposits.owed.read(&((args.operatorSet.into(), args.slashId), args.strategy)).get()
            },
            give api::getBurnOrRedistributableShares_1Call => |args| {
                let slash = (args.operatorSet.into(), args.slashId);
                let strategies = owed_strategies(slash);
                let shares = strategies.iter().map(|strategy| deposits.owed.read(&(slash, *strategy)).get()).collect();
                api::getBurnOrRedistributableShares_1Return { strategies, shares }
            },
            give api::getDepositsCall => |args| {
                let (strategies, shares) = self.deposits_of(args.staker);
                api::getDepositsReturn { strategies, depositShares: shares.into_iter().map(DepositShares::get).collect() }
            },
            give api::getPendingOperatorSetsCall => |_| {
                deposits.pending_sets.values().into_iter().map(Into::into).collect()
            },
            give api::getPendingSlashIdsCall => |args| deposits.pending_slashes.read(&args.operatorSet.into()).values(),
            give api::getStakerStrategyListCall => |args| strategies_of(args.staker),
            give api::noncesCall => |args| deposits.nonces.read(&args.signer),
            give api::stakerDepositSharesCall => |args| deposits.shares.read(&(args.staker, args.strategy)).get(),
            give api::stakerStrategyListCall => |args| {
                let index = usize::try_from(args.index).unwrap_or(usize::MAX);
                // The getter of a public array fails without data, not with a panic.
                strategies_of(args.staker).get(index).copied().ok_or_else(Revert::empty)?
            },
            give api::stakerStrategyListLengthCall => |args| U256::from(strategies_of(args.staker).len()),
            give api::strategyIsWhitelistedForDepositCall => |args| deposits.whitelisted.contains(&args.strategy),
            give api::strategyWhitelisterCall => |_| deposits.whitelister,
            give api::domainSeparatorCall => |_| self.domain_separator(self.at().strategy_manager),
            give api::versionCall => |_| self.params().version.clone(),
        }
    }

    /// A staker's strategies and deposit shares, in list order.
    pub(crate) fn deposits_of(&self, staker: Address) -> (Vec<Address>, Vec<DepositShares>) {
        let strategies = self.deposits.strategies.read(&staker).values();
        let shares =
            strategies.iter().map(|strategy| self.deposits.shares.read(&(staker, *strategy))).collect();
        (strategies, shares)
    }
}
