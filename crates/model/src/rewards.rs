//! RewardsCoordinator: submissions of rewards, roots of what they come to, claims, splits and fees.

mod admin;
mod claims;
mod roots;
mod splits;
mod submissions;
mod views;

use crate::allocation::SetId;
use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::revert::Result;
use alloy_primitives::{Address, B256, U256};
use std::collections::{HashMap, HashSet};
use submissions::Kind;
use surety_abi::IRewardsCoordinator as api;
use surety_accounting::rewards::Split;

/// Everything about rewards.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rewards {
    pub(crate) updater: Address,
    pub(crate) fee_recipient: Address,
    /// Until a root or split takes effect.
    pub(crate) activation_delay_secs: u32,
    pub(crate) default_split_bips: u16,
    for_all_submitters: HashSet<Address>,
    opted_in_for_fee: HashSet<Address>,
    /// One sequence per account for all kinds.
    nonces: HashMap<Address, U256>,
    /// By kind, account and hash.
    submissions: HashSet<(Kind, Address, B256)>,
    roots: Vec<api::DistributionRoot>,
    /// The newest root's, seconds.
    last_end: u32,
    claimers: HashMap<Address, Address>,
    /// By earner and token.
    claimed: HashMap<(Address, Address), U256>,
    /// By operator and AVS.
    avs_splits: HashMap<(Address, Address), Split>,
    pi_splits: HashMap<Address, Split>,
    set_splits: HashMap<(Address, SetId), Split>,
}

impl Chain {
    /// Functions that change state.
    pub(crate) fn act_rewards(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::createAVSRewardsSubmissionCall => |args| {
                self.create_avs_submissions(frame, args.rewardsSubmissions)?
            },
            act api::createEigenDARewardsSubmissionCall => |args| {
                self.create_emissions(frame, args.avs, args.rewardsSubmissions)?
            },
            act api::createRewardsForAllSubmissionCall => |args| {
                self.create_for_all(frame, Kind::ForAll, args.rewardsSubmissions)?
            },
            act api::createRewardsForAllEarnersCall => |args| {
                self.create_for_all(frame, Kind::ForAllEarners, args.rewardsSubmissions)?
            },
            act api::createUniqueStakeRewardsSubmissionCall => |args| {
                self.create_for_set(frame, Kind::UniqueStake, args.operatorSet.into(), args.rewardsSubmissions)?
            },
            act api::createTotalStakeRewardsSubmissionCall => |args| {
                self.create_for_set(frame, Kind::TotalStake, args.operatorSet.into(), args.rewardsSubmissions)?
            },
            act api::createOperatorDirectedAVSRewardsSubmissionCall => |args| {
                self.create_directed_for_avs(frame, args.avs, args.operatorDirectedRewardsSubmissions)?
            },
            act api::createOperatorDirectedOperatorSetRewardsSubmissionCall => |args| {
                let set = args.operatorSet.into();
                self.create_directed_for_set(frame, set, args.operatorDirectedRewardsSubmissions)?
            },
            act api::submitRootCall => |args| {
                self.submit_root(frame, args.root, args.rewardsCalculationEndTimestamp)?
            },
            act api::disableRootCall => |args| self.disable_root(frame, args.rootIndex)?,
            act api::processClaimCall => |args| {
                self.process_claims(frame, core::slice::from_ref(&args.claim), args.recipient)?
            },
            act api::processClaimsCall => |args| self.process_claims(frame, &args.claims, args.recipient)?,
            act api::setClaimerFor_0Call => |args| self.set_claimer(frame.this, frame.caller, args.claimer),
            act api::setClaimerFor_1Call => |args| self.set_claimer_for(frame, args.earner, args.claimer)?,
            act api::setOperatorAVSSplitCall => |args| {
                self.set_avs_split(frame, args.operator, args.avs, args.split)?
            },
            act api::setOperatorPISplitCall => |args| self.set_pi_split(frame, args.operator, args.split)?,
            act api::setOperatorSetSplitCall => |args| {
                self.set_set_split(frame, args.operator, args.operatorSet.into(), args.split)?
            },
            act api::setOptInForProtocolFeeCall => |args| {
                self.set_opt_in(frame, args.submitter, args.optInForProtocolFee)?
            },
            act api::setActivationDelayCall => |args| self.set_activation_delay(frame, args.activationDelay)?,
            act api::setDefaultOperatorSplitCall => |args| self.set_default_split(frame, args.split)?,
            act api::setRewardsUpdaterCall => |args| self.set_rewards_updater(frame, args.rewardsUpdater)?,
            act api::setRewardsForAllSubmitterCall => |args| {
                self.set_for_all_submitter(frame, args.submitter, args.newValue)?
            },
            act api::setFeeRecipientCall => |args| self.set_fee_recipient(frame, args.feeRecipient)?,
        }
    }
}
