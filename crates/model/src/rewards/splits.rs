//! The part of rewards that operators keep.

use crate::allocation::SetId;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, require};
use alloy_primitives::Address;
use surety_abi::IRewardsCoordinator as api;
use surety_accounting::rewards::{ONE_HUNDRED_IN_BIPS, Split};

const PAUSED_AVS_SPLIT: u8 = 6;
const PAUSED_PI_SPLIT: u8 = 7;
const PAUSED_SET_SPLIT: u8 = 8;

/// A scheduled change of a split.
struct Change {
    split: Split,
    /// In force before, bips.
    old_bips: u16,
}

impl Chain {
    /// A split in force, in bips.
    pub(super) fn split_bips(&self, split: &Split) -> u16 {
        split.in_force(self.time(), self.rewards.default_split_bips)
    }

    fn schedule_split(&self, present: &Split, new_bips: u16) -> Result<Change> {
        // The time must exist before anything else counts.
        self.activation_time()?;
        let old_bips = self.split_bips(present);
        require(new_bips <= ONE_HUNDRED_IN_BIPS, api::SplitExceedsMax {})?;
        require(!present.is_change_pending(self.time()), api::PreviousSplitPending {})?;
        let split = present.schedule(new_bips, self.time(), self.rewards.activation_delay_secs)?;
        Ok(Change { split, old_bips })
    }

    /// `setOperatorAVSSplit`.
    pub(crate) fn set_avs_split(
        &mut self,
        frame: Frame,
        operator: Address,
        avs: Address,
        bips: u16,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_AVS_SPLIT)?;
        self.require_may_act_for(operator, frame)?;
        let change = self.schedule_split(&self.rewards.avs_splits.read(&(operator, avs)), bips)?;
        self.rewards.avs_splits.insert((operator, avs), change.split);
        self.emit(
            frame.this,
            &api::OperatorAVSSplitBipsSet {
                caller: frame.caller,
                operator,
                avs,
                activatedAt: change.split.activated_at,
                oldOperatorAVSSplitBips: change.old_bips,
                newOperatorAVSSplitBips: bips,
            },
        );
        Ok(())
    }

    /// `setOperatorPISplit`.
    pub(crate) fn set_pi_split(&mut self, frame: Frame, operator: Address, bips: u16) -> Result {
        self.require_not_paused(frame.this, PAUSED_PI_SPLIT)?;
        self.require_may_act_for(operator, frame)?;
        let change = self.schedule_split(&self.rewards.pi_splits.read(&operator), bips)?;
        self.rewards.pi_splits.insert(operator, change.split);
        self.emit(
            frame.this,
            &api::OperatorPISplitBipsSet {
                caller: frame.caller,
                operator,
                activatedAt: change.split.activated_at,
                oldOperatorPISplitBips: change.old_bips,
                newOperatorPISplitBips: bips,
            },
        );
        Ok(())
    }

    /// `setOperatorSetSplit`.
    pub(crate) fn set_set_split(&mut self, frame: Frame, operator: Address, set: SetId, bips: u16) -> Result {
        self.require_not_paused(frame.this, PAUSED_SET_SPLIT)?;
        self.require_may_act_for(operator, frame)?;
        require(self.is_operator_set(set), api::InvalidOperatorSet {})?;
        let change = self.schedule_split(&self.rewards.set_splits.read(&(operator, set)), bips)?;
        self.rewards.set_splits.insert((operator, set), change.split);
        self.emit(
            frame.this,
            &api::OperatorSetSplitBipsSet {
                caller: frame.caller,
                operator,
                operatorSet: set.into(),
                activatedAt: change.split.activated_at,
                oldOperatorSetSplitBips: change.old_bips,
                newOperatorSetSplitBips: bips,
            },
        );
        Ok(())
    }
}
