//! The owner's settings, and opting in for the protocol's fee.

use crate::chain::{Chain, Frame};
use crate::revert::{Result, require};
use alloy_primitives::Address;
use core::mem::replace;
use surety_abi::IRewardsCoordinator as api;
use surety_accounting::rewards::ONE_HUNDRED_IN_BIPS;

impl Chain {
    /// `setOptInForProtocolFee`.
    pub(super) fn set_opt_in(&mut self, frame: Frame, submitter: Address, value: bool) -> Result {
        self.require_may_act_for(submitter, frame)?;
        let submitters = &mut self.rewards.opted_in_for_fee;
        let old = if value { !submitters.insert(submitter) } else { submitters.remove(&submitter) };
        self.emit(frame.this, &api::OptInForProtocolFeeSet { submitter, oldValue: old, newValue: value });
        Ok(())
    }

    /// `setActivationDelay`.
    pub(super) fn set_activation_delay(&mut self, frame: Frame, delay_secs: u32) -> Result {
        self.require_owner(frame)?;
        let old = replace(&mut self.rewards.activation_delay_secs, delay_secs);
        let event = api::ActivationDelaySet { oldActivationDelay: old, newActivationDelay: delay_secs };
        self.emit(frame.this, &event);
        Ok(())
    }

    /// `setDefaultOperatorSplit`.
    pub(super) fn set_default_split(&mut self, frame: Frame, bips: u16) -> Result {
        self.require_owner(frame)?;
        require(bips <= ONE_HUNDRED_IN_BIPS, api::SplitExceedsMax {})?;
        let old = replace(&mut self.rewards.default_split_bips, bips);
        self.emit(
            frame.this,
            &api::DefaultOperatorSplitBipsSet {
                oldDefaultOperatorSplitBips: old,
                newDefaultOperatorSplitBips: bips,
            },
        );
        Ok(())
    }

    /// `setRewardsUpdater`.
    pub(super) fn set_rewards_updater(&mut self, frame: Frame, updater: Address) -> Result {
        self.require_owner(frame)?;
        let old = replace(&mut self.rewards.updater, updater);
        self.emit(frame.this, &api::RewardsUpdaterSet { oldRewardsUpdater: old, newRewardsUpdater: updater });
        Ok(())
    }

    /// `setRewardsForAllSubmitter`.
    pub(super) fn set_for_all_submitter(&mut self, frame: Frame, submitter: Address, value: bool) -> Result {
        self.require_owner(frame)?;
        let submitters = &mut self.rewards.for_all_submitters;
        let old = if value { !submitters.insert(submitter) } else { submitters.remove(&submitter) };
        self.emit(
            frame.this,
            &api::RewardsForAllSubmitterSet {
                rewardsForAllSubmitter: submitter,
                oldValue: old,
                newValue: value,
            },
        );
        Ok(())
    }

    /// `setFeeRecipient`.
    pub(super) fn set_fee_recipient(&mut self, frame: Frame, recipient: Address) -> Result {
        self.require_owner(frame)?;
        require(!recipient.is_zero(), api::InvalidAddressZero {})?;
        let old = replace(&mut self.rewards.fee_recipient, recipient);
        self.emit(frame.this, &api::FeeRecipientSet { oldFeeRecipient: old, newFeeRecipient: recipient });
        Ok(())
    }
}
