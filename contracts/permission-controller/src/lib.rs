//! The permission controller: who may act for an account.
//!
//! An account acts for itself until its first admin accepts; from then on only its admins do, and
//! the appointees whom they name for one function of one contract. No owner, no pause, no proxy.

#![cfg_attr(target_arch = "wasm32", no_main)]

mod admins;
mod appointees;
mod members;
mod storage;

use surety_common::{
    abi::{Address, FixedBytes, Vec},
    entrypoint, external, interface,
};

interface!(pub mod controller = "IPermissionController.sol");

/// The first four bytes of a function's signature hash.
pub(crate) type Selector = FixedBytes<4>;

/// The program.
#[derive(Debug)]
pub struct PermissionController;

entrypoint!(PermissionController, tail = 0);

#[external("IPermissionController.sol", controller)]
impl PermissionController {
    pub fn can_call(account: Address, caller: Address, target: Address, selector: Selector) -> bool {
        admins::is_admin(account, caller) || appointees::contains(account, caller, target, selector)
    }

    pub fn is_admin(account: Address, caller: Address) -> bool {
        admins::is_admin(account, caller)
    }

    pub fn is_pending_admin(account: Address, pending_admin: Address) -> bool {
        admins::is_pending(account, pending_admin)
    }

    pub fn get_admins(account: Address) -> Vec<Address> {
        admins::all(account)
    }

    pub fn get_pending_admins(account: Address) -> Vec<Address> {
        admins::all_pending(account)
    }

    pub fn get_appointees(account: Address, target: Address, selector: Selector) -> Vec<Address> {
        appointees::of_function(account, target, selector)
    }

    pub fn get_appointee_permissions(account: Address, appointee: Address) -> (Vec<Address>, Vec<Selector>) {
        appointees::of_appointee(account, appointee)
    }

    pub fn add_pending_admin(account: Address, admin: Address) {
        admins::propose(account, admin);
    }

    pub fn remove_pending_admin(account: Address, admin: Address) {
        admins::withdraw_proposal(account, admin);
    }

    pub fn accept_admin(account: Address) {
        admins::accept(account);
    }

    pub fn remove_admin(account: Address, admin: Address) {
        admins::remove(account, admin);
    }

    pub fn set_appointee(account: Address, appointee: Address, target: Address, selector: Selector) {
        appointees::add(account, appointee, target, selector);
    }

    pub fn remove_appointee(account: Address, appointee: Address, target: Address, selector: Selector) {
        appointees::remove(account, appointee, target, selector);
    }
}
