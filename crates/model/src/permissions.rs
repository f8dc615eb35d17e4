//! PermissionController: who may act for an account.

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::{ListSet, Read as _};
use crate::revert::{Result, require};
use alloy_primitives::{Address, Selector};
use std::collections::HashMap;
use surety_abi::{IDelegationManager, IPermissionController as api};

/// A function of a contract.
type Function = (Address, Selector);

/// What accounts have granted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Permissions {
    admins: HashMap<Address, ListSet<Address>>,
    pending: HashMap<Address, ListSet<Address>>,
    /// By account and appointee.
    functions: HashMap<(Address, Address), ListSet<Function>>,
    /// By account and function.
    appointees: HashMap<(Address, Function), ListSet<Address>>,
}

impl Chain {
    /// Whether the caller of `frame` may act for `account` in the called function.
    pub(crate) fn may_act_for(&self, account: Address, frame: Frame) -> bool {
        self.can_call(account, frame.caller, (frame.this, frame.selector))
    }

    /// The same as a requirement.
    pub(crate) fn require_may_act_for(&self, account: Address, frame: Frame) -> Result {
        require(self.may_act_for(account, frame), IDelegationManager::InvalidPermissions {})
    }

    fn can_call(&self, account: Address, caller: Address, function: Function) -> bool {
        self.is_admin(account, caller)
            || self.permissions.functions.read(&(account, caller)).contains(&function)
    }

    fn is_admin(&self, account: Address, caller: Address) -> bool {
        self.admins(account).contains(&caller)
    }

    /// An account is its own admin until it has others.
    fn admins(&self, account: Address) -> Vec<Address> {
        let admins = self.permissions.admins.read(&account);
        if admins.is_empty() { vec![account] } else { admins.values() }
    }

    /// The accounts appointed for a function, in order.
    pub(crate) fn appointees(&self, account: Address, function: Function) -> Vec<Address> {
        self.permissions.appointees.read(&(account, function)).values()
    }

    /// The functions that change permissions.
    pub(crate) fn act_permission_controller(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::addPendingAdminCall => |args| self.add_pending_admin(frame, args.account, args.admin)?,
            act api::removePendingAdminCall => |args| self.remove_pending_admin(frame, args.account, args.admin)?,
            act api::acceptAdminCall => |args| self.accept_admin(frame, args.account)?,
            act api::removeAdminCall => |args| self.remove_admin(frame, args.account, args.admin)?,
            act api::setAppointeeCall => |args| {
                self.set_appointee(frame, args.account, args.appointee, (args.target, args.selector))?
            },
            act api::removeAppointeeCall => |args| {
                self.remove_appointee(frame, args.account, args.appointee, (args.target, args.selector))?
            },
        }
    }

    fn require_admin(&self, account: Address, frame: Frame) -> Result {
        require(self.is_admin(account, frame.caller), api::NotAdmin {})
    }

    fn add_pending_admin(&mut self, frame: Frame, account: Address, admin: Address) -> Result {
        self.require_admin(account, frame)?;
        require(!self.permissions.admins.read(&account).contains(&admin), api::AdminAlreadySet {})?;
        let is_new = self.permissions.pending.entry(account).or_default().insert(admin);
        require(is_new, api::AdminAlreadyPending {})?;
        self.emit(frame.this, &api::PendingAdminAdded { account, admin });
        Ok(())
    }

    fn remove_pending_admin(&mut self, frame: Frame, account: Address, admin: Address) -> Result {
        self.require_admin(account, frame)?;
        self.take_pending(account, admin)?;
        self.emit(frame.this, &api::PendingAdminRemoved { account, admin });
        Ok(())
    }

    fn accept_admin(&mut self, frame: Frame, account: Address) -> Result {
        self.take_pending(account, frame.caller)?;
        self.permissions.admins.entry(account).or_default().insert(frame.caller);
        self.emit(frame.this, &api::AdminSet { account, admin: frame.caller });
        Ok(())
    }

    fn take_pending(&mut self, account: Address, admin: Address) -> Result {
        let was_pending = self.permissions.pending.entry(account).or_default().remove(&admin);
        require(was_pending, api::AdminNotPending {})
    }

    fn remove_admin(&mut self, frame: Frame, account: Address, admin: Address) -> Result {
        self.require_admin(account, frame)?;
        let admins = self.permissions.admins.entry(account).or_default();
        require(admins.len() > 1, api::CannotHaveZeroAdmins {})?;
        require(admins.remove(&admin), api::AdminNotSet {})?;
        self.emit(frame.this, &api::AdminRemoved { account, admin });
        Ok(())
    }

    fn set_appointee(
        &mut self,
        frame: Frame,
        account: Address,
        appointee: Address,
        function: Function,
    ) -> Result {
        self.require_admin(account, frame)?;
        let is_new = self.permissions.functions.entry((account, appointee)).or_default().insert(function);
        require(is_new, api::AppointeeAlreadySet {})?;
        self.permissions.appointees.entry((account, function)).or_default().insert(appointee);
        let (target, selector) = function;
        self.emit(frame.this, &api::AppointeeSet { account, appointee, target, selector });
        Ok(())
    }

    fn remove_appointee(
        &mut self,
        frame: Frame,
        account: Address,
        appointee: Address,
        function: Function,
    ) -> Result {
        self.require_admin(account, frame)?;
        let was_set = self.permissions.functions.entry((account, appointee)).or_default().remove(&function);
        require(was_set, api::AppointeeNotSet {})?;
        self.permissions.appointees.entry((account, function)).or_default().remove(&appointee);
        let (target, selector) = function;
        self.emit(frame.this, &api::AppointeeRemoved { account, appointee, target, selector });
        Ok(())
    }

    /// The views.
    pub(crate) fn view_permission_controller(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            give api::canCallCall => |args| self.can_call(args.account, args.caller, (args.target, args.selector)),
            give api::getAdminsCall => |args| self.admins(args.account),
            give api::getAppointeePermissionsCall => |args| {
                let functions = self.permissions.functions.read(&(args.account, args.appointee)).values();
                let (targets, selectors) = functions.into_iter().unzip();
                api::getAppointeePermissionsReturn { targets, selectors }
            },
            give api::getAppointeesCall => |args| self.appointees(args.account, (args.target, args.selector)),
            give api::getPendingAdminsCall => |args| self.permissions.pending.read(&args.account).values(),
            give api::isAdminCall => |args| self.is_admin(args.account, args.caller),
            give api::isPendingAdminCall => |args| {
                self.permissions.pending.read(&args.account).contains(&args.pendingAdmin)
            },
        }
    }
}
