//! What the proxy appends from its code.

use core::mem::offset_of;
use surety_common::{
    abi::{Address, B256, Bytes},
    authority,
    entry::Tail,
    tail::KeyRegistrarTail,
};

/// Who may act for whom.
pub(crate) fn permission_controller() -> Address {
    Tail::address(offset_of!(KeyRegistrarTail, permission_controller))
}

/// Reverts with `InvalidPermissions` unless the caller may act for `account`.
pub(crate) fn require_may_act_for(account: Address) {
    authority::require_may_act_for(permission_controller(), account);
}

/// Knows whom a set can slash.
pub(crate) fn allocation_manager() -> Address {
    Tail::address(offset_of!(KeyRegistrarTail, allocation_manager))
}

/// Hash of the EIP-712 domain name.
pub(crate) fn name_hash() -> B256 {
    B256::new(Tail::bytes(offset_of!(KeyRegistrarTail, name_hash)))
}

/// The version string.
pub(crate) fn version() -> Bytes {
    Tail::text(offset_of!(KeyRegistrarTail, version))
}
