//! An operator's approver agreeing to a delegation, by signature.

use super::{SALT, SET, params};
use crate::{
    abi::{Address, B256, Constant, U256, b256},
    signature,
    storage::Slot,
};

/// Hash of `DelegationApproval(address delegationApprover,address staker,address operator,bytes32
/// salt,uint256 expiry)`.
pub const TYPE_HASH: Constant =
    Constant::new(b256!("14bde674c9f64b2ad00eaaee4a8bed1fabef35c7507e3c5b9cfc9436909a2dad"));

/// What an approver agrees to.
#[derive(Clone, Copy, Debug)]
pub struct Approval {
    /// Who agrees.
    pub approver: Address,
    /// Who delegates.
    pub staker: Address,
    /// To whom.
    pub operator: Address,
    /// Each counts once for an approver.
    pub salt: B256,
    /// Last timestamp (seconds) at which it counts.
    pub expiry: U256,
}

impl Approval {
    /// What the approver signs.
    pub fn digest(&self) -> B256 {
        let hash = signature::struct_hash(TYPE_HASH.word(), |out| {
            out.push_value(&self.approver);
            out.push_value(&self.staker);
            out.push_value(&self.operator);
            out.push_word(&self.salt);
            out.push_value(&self.expiry);
        });
        signature::digest(domain_separator(), hash)
    }
}

/// The EIP-712 domain of the delegation manager.
pub fn domain_separator() -> B256 {
    signature::domain_separator(params::name_hash(), params::version().0)
}

/// True if `approver` has used `salt`.
pub fn is_spent(approver: Address, salt: B256) -> bool {
    salt_slot(approver, salt).load() != [0; 32]
}

/// Marks `salt` as used.
pub fn spend(approver: Address, salt: B256) {
    salt_slot(approver, salt).store(&SET);
}

fn salt_slot(approver: Address, salt: B256) -> Slot {
    Slot::keyed(SALT, &[approver.as_slice(), salt.as_slice()])
}
