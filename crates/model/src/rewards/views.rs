//! What RewardsCoordinator answers without changing anything.

use super::claims::{earner_leaf, token_leaf};
use super::submissions::Kind;
use crate::answer::answer;
use crate::chain::Chain;
use crate::delegation::BEACON_CHAIN_STRATEGY;
use crate::lists::Read as _;
use crate::revert::{Result, Revert};
use alloy_primitives::{Address, B256, U256};
use surety_abi::IRewardsCoordinator as api;

const NO_ROOT: api::DistributionRoot = api::DistributionRoot {
    root: B256::ZERO,
    rewardsCalculationEndTimestamp: 0,
    activatedAt: 0,
    disabled: false,
};

impl Chain {
    /// The views.
    pub(crate) fn view_rewards(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let (rewards, params) = (&self.rewards, self.params());
        let knows =
            |kind: Kind, account: Address, hash: B256| rewards.submissions.contains(&(kind, account, hash));
        answer! { data;
            give api::activationDelayCall => |_| rewards.activation_delay_secs,
            give api::allocationManagerCall => |_| self.at().allocation_manager,
            give api::beaconChainETHStrategyCall => |_| BEACON_CHAIN_STRATEGY,
            give api::calculateEarnerLeafHashCall => |args| earner_leaf(&args.leaf),
            give api::calculateTokenLeafHashCall => |args| token_leaf(&args.leaf),
            give api::CALCULATION_INTERVAL_SECONDSCall => |_| params.calculation_interval_secs,
            give api::checkClaimCall => |args| {
                self.require_claim(&args.claim)?;
                true
            },
            give api::claimerForCall => |args| rewards.claimers.read(&args.earner),
            give api::cumulativeClaimedCall => |args| rewards.claimed.read(&(args.earner, args.token)),
            give api::currRewardsCalculationEndTimestampCall => |_| rewards.last_end,
            give api::defaultOperatorSplitBipsCall => |_| rewards.default_split_bips,
            give api::delegationManagerCall => |_| self.at().delegation_manager,
            give api::emissionsControllerCall => |_| self.at().emissions_controller,
            give api::feeRecipientCall => |_| rewards.fee_recipient,
            give api::GENESIS_REWARDS_TIMESTAMPCall => |_| params.genesis_rewards_timestamp,
            give api::getCurrentClaimableDistributionRootCall => |_| {
                self.claimable_root().cloned().unwrap_or(NO_ROOT)
            },
            give api::getCurrentDistributionRootCall => |_| rewards.roots.last().cloned().ok_or_else(Revert::overflow)?,
            give api::getDistributionRootAtIndexCall => |args| {
                let index = usize::try_from(args.index).unwrap_or(usize::MAX);
                rewards.roots.get(index).cloned().ok_or_else(Revert::out_of_bounds)?
            },
            give api::getDistributionRootsLengthCall => |_| U256::from(rewards.roots.len()),
            give api::getOperatorAVSSplitCall => |args| {
                self.split_bips(&rewards.avs_splits.read(&(args.operator, args.avs)))
            },
            give api::getOperatorPISplitCall => |args| self.split_bips(&rewards.pi_splits.read(&args.operator)),
            give api::getOperatorSetSplitCall => |args| {
                self.split_bips(&rewards.set_splits.read(&(args.operator, args.operatorSet.into())))
            },
            give api::getRootIndexFromHashCall => |args| {
                let index = rewards.roots.iter().rposition(|root| root.root == args.rootHash);
                let index = index.and_then(|index| u32::try_from(index).ok());
                index.ok_or_else(|| Revert::of(api::InvalidRoot {}))?
            },
            give api::isAVSRewardsSubmissionHashCall => |args| knows(Kind::Avs, args.avs, args.hash),
            give api::isOperatorDirectedAVSRewardsSubmissionHashCall => |args| {
                knows(Kind::DirectedAvs, args.avs, args.hash)
            },
            give api::isOperatorDirectedOperatorSetRewardsSubmissionHashCall => |args| {
                knows(Kind::DirectedSet, args.avs, args.hash)
            },
            give api::isOptedInForProtocolFeeCall => |args| rewards.opted_in_for_fee.contains(&args.submitter),
            give api::isRewardsForAllSubmitterCall => |args| rewards.for_all_submitters.contains(&args.submitter),
            give api::isRewardsSubmissionForAllEarnersHashCall => |args| {
                knows(Kind::ForAllEarners, args.avs, args.hash)
            },
            give api::isRewardsSubmissionForAllHashCall => |args| knows(Kind::ForAll, args.avs, args.hash),
            give api::isTotalStakeRewardsSubmissionHashCall => |args| knows(Kind::TotalStake, args.avs, args.hash),
            give api::isUniqueStakeRewardsSubmissionHashCall => |args| knows(Kind::UniqueStake, args.avs, args.hash),
            give api::MAX_FUTURE_LENGTHCall => |_| params.max_future_secs,
            give api::MAX_RETROACTIVE_LENGTHCall => |_| params.max_retroactive_secs,
            give api::MAX_REWARDS_DURATIONCall => |_| params.max_rewards_duration_secs,
            give api::permissionControllerCall => |_| self.at().permission_controller,
            give api::rewardsUpdaterCall => |_| rewards.updater,
            give api::strategyManagerCall => |_| self.at().strategy_manager,
            give api::submissionNonceCall => |args| rewards.nonces.read(&args.avs),
        }
    }
}
