//! Admins and proposed admins.

use crate::{
    controller::{AdminRemoved, AdminSet, PendingAdminAdded, PendingAdminRemoved, error},
    members::{Members, Role},
};
use surety_common::{
    abi::{Address, Vec},
    host,
    revert::require,
};

/// True for the account's admins; for the account itself while it has none.
pub(crate) fn is_admin(account: Address, caller: Address) -> bool {
    acts_as(account, &Members::load(account), caller)
}

/// Reverts with `NotAdmin` unless the caller is an admin of the account.
pub(crate) fn require_admin(account: Address) -> Members {
    let members = Members::load(account);
    require(acts_as(account, &members, host::sender()), error::NOT_ADMIN);
    members
}

/// True if the account was proposed `admin` and it has not accepted yet.
pub(crate) fn is_pending(account: Address, admin: Address) -> bool {
    Members::load(account).contains(Role::Pending, admin)
}

/// All admins; the account itself while it has none.
pub(crate) fn all(account: Address) -> Vec<Address> {
    let admins = Members::load(account).all(Role::Admin);
    if admins.is_empty() { Vec::from([account]) } else { admins }
}

/// All proposed admins.
pub(crate) fn all_pending(account: Address) -> Vec<Address> {
    Members::load(account).all(Role::Pending)
}

/// An admin proposes another.
pub(crate) fn propose(account: Address, admin: Address) {
    let mut members = require_admin(account);
    require(!members.contains(Role::Admin, admin), error::ADMIN_ALREADY_SET);
    require(!members.contains(Role::Pending, admin), error::ADMIN_ALREADY_PENDING);
    members.insert(Role::Pending, admin);
    members.store();
    PendingAdminAdded { account, admin }.emit();
}

/// An admin takes a proposal back.
pub(crate) fn withdraw_proposal(account: Address, admin: Address) {
    let mut members = require_admin(account);
    require(members.remove(Role::Pending, admin), error::ADMIN_NOT_PENDING);
    members.store();
    PendingAdminRemoved { account, admin }.emit();
}

/// The caller accepts to be an admin.
pub(crate) fn accept(account: Address) {
    let admin = host::sender();
    let mut members = Members::load(account);
    require(members.remove(Role::Pending, admin), error::ADMIN_NOT_PENDING);
    // A proposed admin is never an admin already: proposing checks it and nothing else adds one.
    members.insert(Role::Admin, admin);
    members.store();
    AdminSet { account, admin }.emit();
}

/// An admin removes one; the last one stays.
pub(crate) fn remove(account: Address, admin: Address) {
    let mut members = require_admin(account);
    require(members.len(Role::Admin) > 1, error::CANNOT_HAVE_ZERO_ADMINS);
    require(members.remove(Role::Admin, admin), error::ADMIN_NOT_SET);
    members.store();
    AdminRemoved { account, admin }.emit();
}

fn acts_as(account: Address, members: &Members, caller: Address) -> bool {
    if members.len(Role::Admin) == 0 { caller == account } else { members.contains(Role::Admin, caller) }
}
