//! Owners of contracts, and initializers that ran at deployment.

use crate::answer::answer;
use crate::chain::{Chain, Frame, Kind};
use crate::lists::Read as _;
use crate::revert::{Result, Revert};
use alloy_primitives::Address;
use alloy_sol_types::SolCall;
use surety_abi::{
    IAVSDirectory, IDelegationManager, IDurationVault, IProtocolRegistry, IRewardsCoordinator,
    IStrategyFactory, IStrategyManager as api, IStrategyVault, ITaskMailbox,
};

impl Kind {
    const fn is_owned(self) -> bool {
        matches!(
            self,
            Self::StrategyManager
                | Self::StrategyFactory
                | Self::RewardsCoordinator
                | Self::AvsDirectory
                | Self::TaskMailbox
        )
    }

    /// Whether it has an initializer with this selector; all ran at deployment.
    fn is_initializer(self, selector: [u8; 4]) -> bool {
        match self {
            Self::DelegationManager | Self::AllocationManager => {
                selector == IDelegationManager::initializeCall::SELECTOR
            }
            Self::StrategyManager => selector == api::initializeCall::SELECTOR,
            Self::StrategyFactory => selector == IStrategyFactory::initializeCall::SELECTOR,
            Self::RewardsCoordinator => selector == IRewardsCoordinator::initializeCall::SELECTOR,
            Self::AvsDirectory => selector == IAVSDirectory::initializeCall::SELECTOR,
            Self::ProtocolRegistry => selector == IProtocolRegistry::initializeCall::SELECTOR,
            Self::TaskMailbox => selector == ITaskMailbox::initializeCall::SELECTOR,
            Self::Strategy => [
                IStrategyVault::initialize_0Call::SELECTOR,
                IStrategyVault::initialize_1Call::SELECTOR,
                IDurationVault::initializeCall::SELECTOR,
            ]
            .contains(&selector),
            _ => false,
        }
    }
}

impl Chain {
    /// Fails unless the caller owns the contract.
    pub(crate) fn require_owner(&self, frame: Frame) -> Result {
        if self.owners.read(&frame.this) == frame.caller {
            Ok(())
        } else {
            Err(Revert::text("Ownable: caller is not the owner"))
        }
    }

    /// The owner's functions, and initializers, which always fail by now.
    pub(crate) fn act_ownership(&mut self, kind: Kind, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if kind.is_initializer(frame.selector.0) {
            return Err(Revert::text("Initializable: contract is already initialized"));
        }
        if !kind.is_owned() {
            return Ok(None);
        }
        answer! { data;
            act api::transferOwnershipCall => |args| self.transfer_ownership(frame, args.newOwner)?,
            act api::renounceOwnershipCall => |_| self.renounce_ownership(frame)?,
        }
    }

    fn transfer_ownership(&mut self, frame: Frame, new_owner: Address) -> Result {
        self.require_owner(frame)?;
        if new_owner.is_zero() {
            return Err(Revert::text("Ownable: new owner is the zero address"));
        }
        self.set_owner(frame.this, new_owner);
        Ok(())
    }

    fn renounce_ownership(&mut self, frame: Frame) -> Result {
        self.require_owner(frame)?;
        self.set_owner(frame.this, Address::ZERO);
        Ok(())
    }

    pub(crate) fn set_owner(&mut self, contract: Address, new_owner: Address) {
        let previous = self.owners.insert(contract, new_owner).unwrap_or_default();
        self.emit(contract, &api::OwnershipTransferred { previousOwner: previous, newOwner: new_owner });
    }

    /// `owner()`.
    pub(crate) fn view_ownership(&self, kind: Kind, this: Address, data: &[u8]) -> Result<Option<Vec<u8>>> {
        if !kind.is_owned() {
            return Ok(None);
        }
        answer! { data;
            give api::ownerCall => |_| self.owners.read(&this),
        }
    }
}
