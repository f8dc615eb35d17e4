//! What happens once, and what stands for native ETH.

use surety_common::{
    abi::{Address, U256},
    ledger::{self, delegation},
    pause,
};

/// The address that stands for native ETH as a strategy; nothing is deployed there.
pub(crate) const BEACON_CHAIN_ETH_STRATEGY: Address = Address::new([
    0xbe, 0xac, 0x0e, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee,
    0xeb, 0xea, 0xc0,
]);

/// Sets the pause map, once.
pub(crate) fn initialize(paused: U256) {
    ledger::initialize_once();
    pause::initialize(paused, pause::in_proxy);
    delegation::Initialized { version: 1 }.emit();
}
