//! Acting for an account: the permission controller decides.

use crate::{
    abi::{Address, FixedBytes},
    entry, host, interface,
    revert::{Error, require},
};

interface!(mod controller = "IPermissionController.sol");

const INVALID_PERMISSIONS: Error = Error(0x932d_94f7);

/// True if the caller may call the present function for `account`: it is an admin of the account,
/// or an appointee for this contract and this selector.
pub fn may_act_for(permission_controller: Address, account: Address) -> bool {
    let selector = FixedBytes::new(entry::selector().to_be_bytes());
    controller::at::can_call(permission_controller, &account, &host::sender(), &host::this(), &selector)
}

/// Reverts with `InvalidPermissions` unless the caller may act for `account`.
pub fn require_may_act_for(permission_controller: Address, account: Address) {
    require(may_act_for(permission_controller, account), INVALID_PERMISSIONS);
}
