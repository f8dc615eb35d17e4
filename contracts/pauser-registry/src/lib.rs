//! The pauser registry: who may pause and unpause the suite's contracts.
//!
//! Its address is in every other contract's code, so it is a clone that never changes; the first
//! unpauser is in the clone's code, which leaves nothing to initialise and nobody to race for it.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | | the unpauser, right-aligned; zero means the one in the code |
//! | 1 | account | 1 if it may pause |

#![cfg_attr(target_arch = "wasm32", no_main)]

use core::mem::offset_of;
use registry::{PauserStatusChanged, UnpauserChanged, error};
use surety_common::{
    abi::Address, entry::Tail, entrypoint, external, host, interface, packed, revert::require, storage::Slot,
    tail::PauserRegistryTail,
};

interface!(pub mod registry = "IPauserRegistry.sol");

const UNPAUSER: Slot = Slot::tag(0);
const PAUSER: u8 = 1;

packed! {
    /// Packed slot: 20.
    struct Unpauser {
        /// Who may unpause.
        account: Address = 20,
    }
}

packed! {
    /// Packed slot: 1.
    struct Pauser {
        /// True if the account may pause.
        may_pause: bool = 1,
    }
}

/// The program.
#[derive(Debug)]
pub struct PauserRegistry;

entrypoint!(PauserRegistry, tail = PauserRegistryTail::LEN);

#[external("IPauserRegistry.sol", registry)]
impl PauserRegistry {
    pub fn is_pauser(pauser: Address) -> bool {
        pauser_slot(pauser).get::<Pauser>().may_pause
    }

    pub fn unpauser() -> Address {
        let stored = UNPAUSER.get::<Unpauser>().account;
        if stored.is_zero() {
            return Tail::address(offset_of!(PauserRegistryTail, unpauser));
        }
        stored
    }

    pub fn set_is_pauser(new_pauser: Address, can_pause: bool) {
        require(host::sender() == Self::unpauser(), error::ONLY_UNPAUSER);
        require(!new_pauser.is_zero(), error::INPUT_ADDRESS_ZERO);
        pauser_slot(new_pauser).set(&Pauser { may_pause: can_pause });
        PauserStatusChanged { pauser: new_pauser, can_pause }.emit();
    }

    pub fn set_unpauser(new_unpauser: Address) {
        let previous_unpauser = Self::unpauser();
        require(host::sender() == previous_unpauser, error::ONLY_UNPAUSER);
        require(!new_unpauser.is_zero(), error::INPUT_ADDRESS_ZERO);
        UnpauserChanged { previous_unpauser, new_unpauser }.emit();
        UNPAUSER.set(&Unpauser { account: new_unpauser });
    }
}

fn pauser_slot(account: Address) -> Slot {
    Slot::keyed(PAUSER, &[account.as_slice()])
}
