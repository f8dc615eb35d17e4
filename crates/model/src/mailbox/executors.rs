//! Which sets take tasks, and how those are done.

use super::MAX_TASK_SLA_SECS;
use super::certificates::{BN254, ECDSA, SHARE, threshold};
use crate::allocation::SetId;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use alloy_primitives::{Address, U256};
use surety_abi::{IBN254CertificateVerifier as verifier, ITaskMailbox as api};
use surety_accounting::rewards::ONE_HUNDRED_IN_BIPS;

impl Chain {
    pub(super) fn configure_executor(
        &mut self,
        frame: Frame,
        set: SetId,
        config: api::ExecutorOperatorSetTaskConfig,
    ) -> Result {
        check(&config)?;
        self.require_set_owner(frame, set, config.curveType)?;
        self.mailbox.configs.insert(set, config.clone());
        let event = api::ExecutorOperatorSetTaskConfigSet {
            caller: frame.caller,
            avs: set.avs,
            executorOperatorSetId: set.id,
            config,
        };
        self.emit(frame.this, &event);
        if !self.mailbox.registered.read(&set) {
            self.set_executor(frame, set, true);
        }
        Ok(())
    }

    pub(super) fn register_executor(&mut self, frame: Frame, set: SetId, is_registered: bool) -> Result {
        let config = self.mailbox.configs.read(&set);
        require(is_whole(&config), api::ExecutorOperatorSetTaskConfigNotSet {})?;
        self.require_set_owner(frame, set, config.curveType)?;
        self.set_executor(frame, set, is_registered);
        Ok(())
    }

    fn set_executor(&mut self, frame: Frame, set: SetId, is_registered: bool) {
        self.mailbox.registered.insert(set, is_registered);
        let event = api::ExecutorOperatorSetRegistered {
            caller: frame.caller,
            avs: set.avs,
            executorOperatorSetId: set.id,
            isRegistered: is_registered,
        };
        self.emit(frame.this, &event);
    }

    fn require_set_owner(&self, frame: Frame, set: SetId, curve: u8) -> Result {
        let call = verifier::getOperatorSetOwnerCall { operatorSet: set.into() };
        let owner = self.ask(self.verifier(curve), &call)?;
        require(owner == frame.caller, api::InvalidOperatorSetOwner {})
    }

    /// Who checks certificates of a curve.
    pub(super) fn verifier(&self, curve: u8) -> Address {
        if curve == BN254 { self.at().bn254_verifier } else { self.at().ecdsa_verifier }
    }
}

fn is_whole(config: &api::ExecutorOperatorSetTaskConfig) -> bool {
    config.curveType != 0 && !config.taskHook.is_zero() && !config.taskSLA.is_zero()
}

fn check(config: &api::ExecutorOperatorSetTaskConfig) -> Result {
    let consensus = &config.consensus;
    // Not among the enums' values: undecodable.
    if ![0, ECDSA, BN254].contains(&config.curveType) || consensus.consensusType > SHARE {
        return Err(Revert::empty());
    }
    require(is_whole(config), api::ExecutorOperatorSetTaskConfigNotSet {})?;
    let is_short = U256::from(config.taskSLA) <= U256::from(MAX_TASK_SLA_SECS);
    require(is_short, api::TaskSLAExceedsMaximum {})?;
    if consensus.consensusType != SHARE {
        return require(consensus.value.is_empty(), api::InvalidConsensusValue {});
    }
    require(consensus.value.len() == 32, api::InvalidConsensusValue {})?;
    require(threshold(consensus)? <= ONE_HUNDRED_IN_BIPS, api::InvalidConsensusValue {})
}
