//! Roles as OpenZeppelin's enumerable access control 4.9 has them.

use crate::answer::answer;
use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert};
use alloy_primitives::{Address, B256, U256};
use surety_abi::IProtocolRegistry as api;

/// Decides over deployments and roles.
pub(crate) const DEFAULT_ADMIN: B256 = B256::ZERO;
/// ERC-165, access control, enumerable access control.
const INTERFACES: [[u8; 4]; 3] =
    [[0x01, 0xff, 0xc9, 0xa7], [0x79, 0x65, 0xdb, 0x0b], [0x5a, 0x05, 0x18, 0x0f]];

/// May pause.
pub(crate) fn pauser() -> B256 {
    B256::right_padding_from(&[1])
}

impl Chain {
    /// Fails unless the caller has a role.
    pub(super) fn require_role(&self, role: B256, frame: Frame) -> Result {
        if self.registry.members.read(&role).contains(&frame.caller) {
            return Ok(());
        }
        let account = frame.caller;
        Err(Revert::text(&format!("AccessControl: account {account:#x} is missing role {role:#x}")))
    }

    /// Gives a role without asking.
    pub(crate) fn grant_role(&mut self, this: Address, role: B256, account: Address, sender: Address) {
        if self.registry.members.entry(role).or_default().insert(account) {
            self.emit(this, &api::RoleGranted { role, account, sender });
        }
    }

    fn revoke_role(&mut self, frame: Frame, role: B256, account: Address) {
        if self.registry.members.entry(role).or_default().remove(&account) {
            self.emit(frame.this, &api::RoleRevoked { role, account, sender: frame.caller });
        }
    }

    /// Functions that change who has a role.
    pub(super) fn act_roles(&mut self, frame: Frame, data: &[u8]) -> Result<Option<Vec<u8>>> {
        answer! { data;
            act api::grantRoleCall => |args| {
                self.require_role(DEFAULT_ADMIN, frame)?;
                self.grant_role(frame.this, args.role, args.account, frame.caller);
            },
            act api::revokeRoleCall => |args| {
                self.require_role(DEFAULT_ADMIN, frame)?;
                self.revoke_role(frame, args.role, args.account);
            },
            act api::renounceRoleCall => |args| {
                if args.account != frame.caller {
                    return Err(Revert::text("AccessControl: can only renounce roles for self"));
                }
                self.revoke_role(frame, args.role, args.account);
            },
        }
    }

    /// The views.
    pub(super) fn view_roles(&self, data: &[u8]) -> Result<Option<Vec<u8>>> {
        let members = |role: B256| self.registry.members.read(&role);
        answer! { data;
            give api::PAUSER_ROLECall => |_| pauser(),
            give api::DEFAULT_ADMIN_ROLECall => |_| DEFAULT_ADMIN,
            give api::hasRoleCall => |args| members(args.role).contains(&args.account),
            give api::getRoleAdminCall => |_| DEFAULT_ADMIN,
            give api::getRoleMemberCall => |args| {
                let index = usize::try_from(args.index).unwrap_or(usize::MAX);
                members(args.role).values().get(index).copied().ok_or_else(Revert::out_of_bounds)?
            },
            give api::getRoleMemberCountCall => |args| U256::from(members(args.role).len()),
            give api::supportsInterfaceCall => |args| INTERFACES.contains(&args.interfaceId.0),
        }
    }
}
