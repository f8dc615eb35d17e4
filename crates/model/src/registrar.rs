//! The three AVS registrars of the fixtures, and calls of the core to a registrar.

use crate::answer::answer;
use crate::chain::{Chain, Kind};
use crate::revert::{Result, Revert, require};
use alloy_primitives::Address;
use alloy_sol_types::{SolCall as _, sol};
use surety_abi::{IAVSRegistrar as api, IAllocationManager};

sol! {
    /// What `$rejectRegistrar` answers to every operator.
    error RegistrarRejects();
}

/// Hooks that do nothing.
pub(crate) fn accept(data: &[u8]) -> Result<Option<Vec<u8>>> {
    answer! { data;
        act api::registerOperatorCall => |_| (),
        act api::deregisterOperatorCall => |_| (),
    }
}

/// Hooks that refuse.
pub(crate) fn reject(data: &[u8]) -> Result<Option<Vec<u8>>> {
    answer! { data;
        act api::registerOperatorCall => |_| require(false, RegistrarRejects {})?,
        act api::deregisterOperatorCall => |_| require(false, RegistrarRejects {})?,
    }
}

/// Which AVSs it serves: all or none.
pub(crate) fn supports(data: &[u8], all: bool) -> Result<Option<Vec<u8>>> {
    answer! { data;
        give api::supportsAVSCall => |_| all,
    }
}

impl Chain {
    /// The core asks a registrar about an operator that joins or leaves, by the function's selector.
    pub(crate) fn ask_registrar(&self, registrar: Address, function: [u8; 4]) -> Result {
        match self.kind(registrar)? {
            // Whatever it says, unless it fails: no answer is expected.
            Kind::HostileHook => self.hook_answers(registrar, function).map(drop),
            Kind::AcceptingRegistrar | Kind::UnsupportingRegistrar => Ok(()),
            Kind::RejectingRegistrar => Err(Revert::of(RegistrarRejects {})),
            _ => Err(Revert::empty()),
        }
    }

    /// Fails unless a registrar serves an AVS.
    pub(crate) fn require_supporting(&self, registrar: Address) -> Result {
        match self.kind(registrar)? {
            Kind::AcceptingRegistrar | Kind::RejectingRegistrar => Ok(()),
            Kind::HostileHook => {
                let answer = self.hook_answers(registrar, api::supportsAVSCall::SELECTOR)?;
                let supports = api::supportsAVSCall::abi_decode_returns_validate(&answer);
                require(supports.map_err(|_| Revert::empty())?, IAllocationManager::InvalidAVSRegistrar {})
            }
            Kind::UnsupportingRegistrar => require(false, IAllocationManager::InvalidAVSRegistrar {}),
            _ => Err(Revert::empty()),
        }
    }
}
