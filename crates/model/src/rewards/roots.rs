//! Roots of reward trees, posted by the updater.

use crate::chain::{Chain, Frame};
use crate::revert::{Result, Revert, require};
use alloy_primitives::B256;
use surety_abi::IRewardsCoordinator as api;

const PAUSED_ROOTS: u8 = 3;

impl Chain {
    fn require_updater(&self, frame: Frame) -> Result {
        self.require_not_paused(frame.this, PAUSED_ROOTS)?;
        require(frame.caller == self.rewards.updater, api::UnauthorizedCaller {})
    }

    /// `submitRoot`.
    pub(super) fn submit_root(&mut self, frame: Frame, root: B256, end: u32) -> Result {
        self.require_updater(frame)?;
        require(end > self.rewards.last_end, api::NewRootMustBeForNewCalculatedPeriod {})?;
        require(u64::from(end) < self.time(), api::RewardsEndTimestampNotElapsed {})?;
        let index = u32::try_from(self.rewards.roots.len()).map_err(|_| Revert::overflow())?;
        let activated_at = self.activation_time()?;
        self.rewards.roots.push(api::DistributionRoot {
            root,
            rewardsCalculationEndTimestamp: end,
            activatedAt: activated_at,
            disabled: false,
        });
        self.rewards.last_end = end;
        self.emit(
            frame.this,
            &api::DistributionRootSubmitted {
                rootIndex: index,
                root,
                rewardsCalculationEndTimestamp: end,
                activatedAt: activated_at,
            },
        );
        Ok(())
    }

    /// When what is announced now takes effect, seconds.
    pub(super) fn activation_time(&self) -> Result<u32> {
        let at = self.time().checked_add(self.rewards.activation_delay_secs.into());
        at.and_then(|at| u32::try_from(at).ok()).ok_or_else(Revert::overflow)
    }

    /// `disableRoot`, until the root is active.
    pub(super) fn disable_root(&mut self, frame: Frame, index: u32) -> Result {
        self.require_updater(frame)?;
        let now = self.time();
        let root = usize::try_from(index).ok().and_then(|index| self.rewards.roots.get_mut(index));
        let root = root.ok_or_else(|| Revert::of(api::InvalidRootIndex {}))?;
        require(!root.disabled, api::RootDisabled {})?;
        require(now < u64::from(root.activatedAt), api::RootAlreadyActivated {})?;
        root.disabled = true;
        self.emit(frame.this, &api::DistributionRootDisabled { rootIndex: index });
        Ok(())
    }

    /// The newest root that claims can be made against.
    pub(super) fn claimable_root(&self) -> Option<&api::DistributionRoot> {
        let is_active =
            |root: &&api::DistributionRoot| !root.disabled && self.time() >= root.activatedAt.into();
        self.rewards.roots.iter().rev().find(is_active)
    }
}
