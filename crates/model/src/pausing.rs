//! Pausing by bits, and the registry of those who may.

use crate::answer::answer;
use crate::chain::{Chain, Frame, Kind};
use crate::lists::Read as _;
use crate::revert::{Result, require};
use alloy_primitives::{Address, U256};
use surety_abi::{IDelegationManager as api, IPauserRegistry as registry};

impl Kind {
    /// Whether it has a map of paused bits.
    const fn is_pausable(self) -> bool {
        matches!(
            self,
            Self::DelegationManager
                | Self::StrategyManager
                | Self::AllocationManager
                | Self::StrategyFactory
                | Self::RewardsCoordinator
                | Self::AvsDirectory
                | Self::Strategy
        )
    }
}

impl Chain {
    /// Fails while a bit of a contract is paused.
    pub(crate) fn require_not_paused(&self, contract: Address, bit: u8) -> Result {
        require(!self.is_paused(contract, bit), api::CurrentlyPaused {})
    }

    fn is_paused(&self, contract: Address, bit: u8) -> bool {
        self.paused.read(&contract).bit(bit.into())
    }

    /// Sets a contract's bits as its initializer does.
    pub(crate) fn set_initially_paused(&mut self, contract: Address, caller: Address, status: U256) {
        self.paused.insert(contract, status);
        self.emit(contract, &api::Paused { account: caller, newPausedStatus: status });
    }

    /// `pause`, `pauseAll` and `unpause` of any pausable contract.
    pub(crate) fn act_pausing(&mut self, kind: Kind, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if !kind.is_pausable() {
            return Ok(None);
        }
        answer! { data;
            act api::pauseCall => |args| self.pause(frame, args.newPausedStatus)?,
            act api::pauseAllCall => |_| self.pause_all(frame)?,
            act api::unpauseCall => |args| self.unpause(frame, args.newPausedStatus)?,
        }
    }

    fn pause(&mut self, frame: Frame, status: U256) -> Result {
        require(self.pausers.contains(&frame.caller), api::OnlyPauser {})?;
        let old = self.paused.read(&frame.this);
        require(old & status == old, api::InvalidNewPausedStatus {})?;
        self.set_initially_paused(frame.this, frame.caller, status);
        Ok(())
    }

    fn pause_all(&mut self, frame: Frame) -> Result {
        require(self.pausers.contains(&frame.caller), api::OnlyPauser {})?;
        self.set_initially_paused(frame.this, frame.caller, U256::MAX);
        Ok(())
    }

    fn unpause(&mut self, frame: Frame, status: U256) -> Result {
        require(frame.caller == self.unpauser, api::OnlyUnpauser {})?;
        let old = self.paused.read(&frame.this);
        require(!old & !status == !old, api::InvalidNewPausedStatus {})?;
        self.paused.insert(frame.this, status);
        self.emit(frame.this, &api::Unpaused { account: frame.caller, newPausedStatus: status });
        Ok(())
    }

    /// The views of any pausable contract.
    pub(crate) fn view_pausing(&self, kind: Kind, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if !kind.is_pausable() {
            return Ok(None);
        }
        answer! { data;
            give api::paused_0Call => |_| self.paused.read(&this),
            give api::paused_1Call => |args| self.is_paused(this, args.index),
            give api::pauserRegistryCall => |_| self.at().pauser_registry,
        }
    }

    /// The registry's functions that change it.
    pub(crate) fn act_pauser_registry(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act registry::setIsPauserCall => |args| self.set_is_pauser(frame, args.newPauser, args.canPause)?,
            act registry::setUnpauserCall => |args| self.set_unpauser(frame, args.newUnpauser)?,
        }
    }

    fn set_is_pauser(&mut self, frame: Frame, pauser: Address, can_pause: bool) -> Result {
        require(frame.caller == self.unpauser, registry::OnlyUnpauser {})?;
        require(!pauser.is_zero(), registry::InputAddressZero {})?;
        if can_pause {
            self.pausers.insert(pauser);
        } else {
            self.pausers.remove(&pauser);
        }
        self.emit(frame.this, &registry::PauserStatusChanged { pauser, canPause: can_pause });
        Ok(())
    }

    fn set_unpauser(&mut self, frame: Frame, unpauser: Address) -> Result {
        require(frame.caller == self.unpauser, registry::OnlyUnpauser {})?;
        require(!unpauser.is_zero(), registry::InputAddressZero {})?;
        let event = registry::UnpauserChanged { previousUnpauser: self.unpauser, newUnpauser: unpauser };
        self.emit(frame.this, &event);
        self.unpauser = unpauser;
        Ok(())
    }

    /// The registry's views.
    pub(crate) fn view_pauser_registry(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            give registry::isPauserCall => |args| self.pausers.contains(&args.pauser),
            give registry::unpauserCall => |_| self.unpauser,
        }
    }
}
