//! Accounts that act by another account's code (EIP-7702).

use super::Machine;
use crate::{chain::Delegation, state::infallible};
use alloy_primitives::{Address, U256};
use revm::context_interface::journaled_state::account::JournaledAccountTr;

/// What each delegation costs beyond its base price if the account did not exist, gas; refunded if
/// it did.
const NEW_ACCOUNT_PART: u64 = 12_500;

impl Machine {
    /// Applies a transaction's delegations; those that don't fit the authority's account are
    /// skipped. Answers the gas to be refunded.
    pub(super) fn apply_delegations(&mut self, delegations: &[Delegation]) -> u64 {
        let mut refund = 0_u64;
        for delegation in delegations {
            let for_here =
                delegation.chain_id.is_zero() || delegation.chain_id == U256::from(self.rules.chain_id);
            if !for_here || delegation.nonce == u64::MAX {
                continue;
            }
            let world = &mut self.world;
            let load = infallible(world.journal.load_account_mut(&mut world.layers, delegation.authority));
            let mut authority = load.data;
            let info = &authority.account().info;
            let is_contract = info.code.as_ref().is_some_and(|code| !code.is_empty() && !code.is_eip7702());
            if is_contract || info.nonce != delegation.nonce {
                continue;
            }
            if !info.is_empty() {
                refund = refund.saturating_add(NEW_ACCOUNT_PART);
            }
            authority.delegate(delegation.delegate);
        }
        refund
    }

    /// Loads the target of a transaction, and the account it acts by: both are warm afterwards.
    pub(super) fn load_with_delegate(&mut self, target: Address) {
        let code = self.world.load(target).data.info.code.as_ref();
        if let Some(delegate) = code.and_then(|code| code.eip7702_address()) {
            self.world.load(delegate);
        }
    }
}
