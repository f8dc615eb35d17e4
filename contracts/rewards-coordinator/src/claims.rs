//! Claims against roots, and who may make them.

use crate::{
    coordinator::{ClaimerForSet, RewardsClaimed, RewardsMerkleClaim, error},
    merkle, roots, sisters,
    storage::{self, Earner},
};
use surety_common::{
    abi::{Address, B256},
    erc20, host,
    revert::{OrRevert, require},
};

/// Pays what a claim proves beyond what was paid before.
pub(crate) fn process(claim: &RewardsMerkleClaim, recipient: Address) {
    let root = check(claim);
    let earner = claim.earner_leaf.earner;
    let named = named_claimer(earner);
    let claimer = if named.is_zero() { earner } else { named };
    require(host::sender() == claimer, error::UNAUTHORIZED_CALLER);
    for leaf in &claim.token_leaves {
        let (token, earned) = (leaf.token, leaf.cumulative_earnings);
        let paid = storage::claimed(earner, token);
        require(earned > paid, error::EARNINGS_NOT_GREATER_THAN_CLAIMED);
        let claimed_amount = earned.checked_sub(paid).or_revert();
        storage::claimed_slot(earner, token).store(&earned.to_be_bytes::<32>());
        erc20::transfer(token, recipient, claimed_amount);
        RewardsClaimed { root, earner, claimer, recipient, token, claimed_amount }.emit();
    }
}

/// Checks a claim's root and proofs; answers the root.
pub(crate) fn check(claim: &RewardsMerkleClaim) -> B256 {
    let times = roots::times(claim.root_index);
    require(!times.disabled, error::ROOT_DISABLED);
    require(roots::is_active(&times), error::ROOT_NOT_ACTIVATED);
    require(
        claim.token_indices.len() == claim.token_tree_proofs.len()
            && claim.token_tree_proofs.len() == claim.token_leaves.len(),
        error::INPUT_ARRAY_LENGTH_MISMATCH,
    );
    let root = B256::new(storage::root(claim.root_index).load());
    merkle::require_included(
        root,
        merkle::earner_leaf(&claim.earner_leaf),
        claim.earner_index,
        claim.earner_tree_proof.0,
        error::INVALID_EARNER_LEAF_INDEX,
    );
    let proofs = claim.token_indices.iter().zip(&claim.token_tree_proofs);
    for ((index, proof), leaf) in proofs.zip(&claim.token_leaves) {
        merkle::require_included(
            claim.earner_leaf.earner_token_root,
            merkle::token_leaf(leaf),
            *index,
            proof.0,
            error::INVALID_TOKEN_LEAF_INDEX,
        );
    }
    root
}

/// Who claims for an earner; zero for the earner itself.
pub(crate) fn named_claimer(earner: Address) -> Address {
    storage::earner_slot(earner).get::<Earner>().claimer
}

/// Names a claimer.
pub(crate) fn set_claimer(earner: Address, claimer: Address) {
    let slot = storage::earner_slot(earner);
    let Earner { claimer: old_claimer } = slot.get();
    slot.set(&Earner { claimer });
    ClaimerForSet { earner, old_claimer, claimer }.emit();
}

/// Names a claimer for an operator or AVS.
pub(crate) fn set_claimer_for(earner: Address, claimer: Address) {
    sisters::require_may_act_for(earner);
    require(sisters::may_earn(earner), error::INVALID_EARNER);
    set_claimer(earner, claimer);
}
