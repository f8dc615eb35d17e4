//! What the delegation manager's proxy carries in its code.

use crate::{
    abi::{Address, B256, Bytes},
    entry::Tail,
    tail::DelegationManagerTail,
};
use core::mem::offset_of;

/// Bytes that the proxy appends.
pub const LEN: usize = DelegationManagerTail::LEN;

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub fn $name() -> Address {
            Tail::address(offset_of!(DelegationManagerTail, $name))
        }
    )*};
}

addresses! {
    /// Who mints shares, and announces shares that come back from the queue.
    strategy_manager;
    /// Who slashes, and keeps allocation delays.
    allocation_manager;
    /// Who says who may act for whom.
    permission_controller;
    /// Who may pause.
    pauser_registry;
    /// What `eigenPodManager()` answers; nothing is called there.
    eigen_pod_manager;
}

/// Blocks for which a queued withdrawal stays slashable.
pub fn withdrawal_delay_blocks() -> u32 {
    Tail::u32(offset_of!(DelegationManagerTail, withdrawal_delay_blocks))
}

/// Hash of the EIP-712 domain name.
pub fn name_hash() -> B256 {
    B256::new(Tail::bytes(offset_of!(DelegationManagerTail, name_hash)))
}

/// Version string.
pub fn version() -> Bytes {
    Tail::text(offset_of!(DelegationManagerTail, version))
}
