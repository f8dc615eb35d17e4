//! Storage of the protocol registry.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | | the version: its text from the left, its length in the last byte |
//! | 1 | | [`State`] |
//! | 2 | name | [`Deployment`]; names have the form of the version |
//! | 3 | | base of the list of names; hashed |
//! | 4 | address | [`Treatment`] |
//! | 5 | role | its members: a list with positions |
//!
//! How a deployment is treated belongs to its address, not its name: two names of one address are
//! treated alike. A member's position says whether it has the role, so that needs no flag.

use crate::registry::DeploymentConfig;
use surety_common::{
    abi::{Address, B256},
    list::{IndexedList, List},
    packed,
    revert::{self, OrRevert},
    storage::Slot,
};

packed! {
    /// Packed slot: 1 + 4 = 5.
    pub(crate) struct State {
        /// True once the contract was initialised.
        is_initialized: bool = 1,
        /// How many names there are.
        deployments: u32 = 4,
    }
}

packed! {
    /// Packed slot: 20 + 1 = 21.
    pub(crate) struct Deployment {
        /// Where it is.
        addr: Address = 20,
        /// True once the name was shipped.
        is_shipped: bool = 1,
    }
}

packed! {
    /// Packed slot: 1 + 1 = 2.
    struct Treatment {
        /// Whether `pauseAll` pauses it.
        pausable: bool = 1,
        /// Whether it is out of use.
        deprecated: bool = 1,
    }
}

/// Where the version is.
pub(crate) fn version() -> Slot {
    Slot::tag(0)
}

const STATE: Slot = Slot::tag(1);

/// What there is one of.
pub(crate) fn state() -> State {
    STATE.get()
}

/// Notes the initialisation; a second time reverts as OpenZeppelin's initializer does.
pub(crate) fn initialize_once() {
    let state = state();
    if state.is_initialized {
        revert::long_string(46, &revert::ALREADY_INITIALIZED);
    }
    STATE.set(&State { is_initialized: true, ..state });
}

/// Where the deployment of a name is.
pub(crate) fn deployment(name: &[u8; 32]) -> Slot {
    Slot::keyed(2, &[name])
}

/// The name of deployment `i`.
pub(crate) fn name(i: u32) -> [u8; 32] {
    names().element(i).load()
}

/// Appends a name.
pub(crate) fn push_name(name: &[u8; 32]) {
    let state = state();
    names().element(state.deployments).store(name);
    let deployments = state.deployments.checked_add(1).or_revert();
    STATE.set(&State { deployments, ..state });
}

fn names() -> List {
    List::at(Slot::keyed(3, &[]))
}

/// How an address is treated.
pub(crate) fn config(addr: Address) -> DeploymentConfig {
    let Treatment { pausable, deprecated } = treatment(addr).get();
    DeploymentConfig { pausable, deprecated }
}

/// Stores how an address is treated.
pub(crate) fn set_config(addr: Address, config: &DeploymentConfig) {
    treatment(addr).set(&Treatment { pausable: config.pausable, deprecated: config.deprecated });
}

fn treatment(addr: Address) -> Slot {
    Slot::keyed(4, &[addr.as_slice()])
}

/// Who has a role.
pub(crate) fn members(role: B256) -> IndexedList {
    IndexedList::at(Slot::keyed(5, &[role.as_slice()]))
}
