//! What the allocation manager's proxy carries in its code.

use crate::{abi::Address, entry::Tail, tail::AllocationManagerTail};
use core::mem::offset_of;

/// Bytes that the proxy appends.
pub const LEN: usize = AllocationManagerTail::LEN;

/// Keeps the histories and lowers shares.
pub fn delegation_manager() -> Address {
    Tail::address(offset_of!(AllocationManagerTail, delegation_manager))
}

/// Records slashed shares.
pub fn strategy_manager() -> Address {
    Tail::address(offset_of!(AllocationManagerTail, strategy_manager))
}

/// Says who may act for whom.
pub fn permission_controller() -> Address {
    Tail::address(offset_of!(AllocationManagerTail, permission_controller))
}

/// Says who may pause.
pub fn pauser_registry() -> Address {
    Tail::address(offset_of!(AllocationManagerTail, pauser_registry))
}

/// The strategy of the protocol's own token; redistributing sets refuse it.
pub fn eigen_strategy() -> Address {
    Tail::address(offset_of!(AllocationManagerTail, eigen_strategy))
}

/// Where burnt tokens go.
pub fn burn_address() -> Address {
    Tail::address(offset_of!(AllocationManagerTail, burn_address))
}

/// Blocks for which a deallocation, or an operator that left, can still be slashed.
pub fn deallocation_delay_blocks() -> u32 {
    Tail::u32(offset_of!(AllocationManagerTail, deallocation_delay_blocks))
}

/// Blocks that a new allocation delay or a new slasher waits.
pub fn configuration_delay_blocks() -> u32 {
    Tail::u32(offset_of!(AllocationManagerTail, configuration_delay_blocks))
}
