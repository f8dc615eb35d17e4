//! Admins and proposed admins.

use crate::{
    controller::{AdminRemoved, AdminSet, PendingAdminAdded, PendingAdminRemoved, error},
    storage,
};
use surety_common::{
    abi::{Address, Vec},
    host,
    list::IndexedList,
    revert::require,
};

/// True for the account's admins; for the account itself while it has none.
pub(crate) fn is_admin(account: Address, caller: Address) -> bool {
    let admins = storage::admins(account);
    if admins.is_empty() { caller == account } else { admins.contains(&caller.into_word()) }
}

/// Reverts with `NotAdmin` unless the caller is an admin of the account.
pub(crate) fn require_admin(account: Address) {
    require(is_admin(account, host::sender()), error::NOT_ADMIN);
}

/// True if the account was proposed `admin` and it has not accepted yet.
pub(crate) fn is_pending(account: Address, admin: Address) -> bool {
    storage::pending(account).contains(&admin.into_word())
}

/// All admins; the account itself while it has none.
pub(crate) fn all(account: Address) -> Vec<Address> {
    let admins = addresses(storage::admins(account));
    if admins.is_empty() { Vec::from([account]) } else { admins }
}

/// All proposed admins.
pub(crate) fn all_pending(account: Address) -> Vec<Address> {
    addresses(storage::pending(account))
}

/// Proposes an admin.
pub(crate) fn propose(account: Address, admin: Address) {
    let word = admin.into_word();
    require(!storage::admins(account).contains(&word), error::ADMIN_ALREADY_SET);
    require(storage::pending(account).insert(&word), error::ADMIN_ALREADY_PENDING);
    PendingAdminAdded { account, admin }.emit();
}

/// Takes a proposal back.
pub(crate) fn withdraw_proposal(account: Address, admin: Address) {
    require(storage::pending(account).remove(&admin.into_word()), error::ADMIN_NOT_PENDING);
    PendingAdminRemoved { account, admin }.emit();
}

/// The caller accepts to be an admin.
pub(crate) fn accept(account: Address) {
    let admin = host::sender();
    let word = admin.into_word();
    require(storage::pending(account).remove(&word), error::ADMIN_NOT_PENDING);
    // A proposed admin is never an admin already: proposing checks it and nothing else adds one.
    storage::admins(account).insert(&word);
    AdminSet { account, admin }.emit();
}

/// Removes an admin; the last one stays.
pub(crate) fn remove(account: Address, admin: Address) {
    let admins = storage::admins(account);
    require(admins.len() > 1, error::CANNOT_HAVE_ZERO_ADMINS);
    require(admins.remove(&admin.into_word()), error::ADMIN_NOT_SET);
    AdminRemoved { account, admin }.emit();
}

fn addresses(list: IndexedList) -> Vec<Address> {
    (0..list.len()).map(|i| Address::from_word(list.get(i).into())).collect()
}
