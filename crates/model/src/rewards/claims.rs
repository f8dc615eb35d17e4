//! Claiming rewards with merkle proofs.

use crate::chain::{Chain, Frame};
use crate::lists::Read as _;
use crate::revert::{Result, Revert, require};
use alloy_primitives::{Address, B256, keccak256};
use surety_abi::IRewardsCoordinator as api;

const PAUSED_CLAIMS: u8 = 2;
/// First byte of the hashed leaves, by tree.
const EARNER_LEAF: u8 = 0;
const TOKEN_LEAF: u8 = 1;

/// The hash of an earner's leaf.
pub(super) fn earner_leaf(leaf: &api::EarnerTreeMerkleLeaf) -> B256 {
    keccak256([&[EARNER_LEAF], leaf.earner.as_slice(), leaf.earnerTokenRoot.as_slice()].concat())
}

/// The hash of a token's leaf.
pub(super) fn token_leaf(leaf: &api::TokenTreeMerkleLeaf) -> B256 {
    keccak256([&[TOKEN_LEAF], leaf.token.as_slice(), &leaf.cumulativeEarnings.to_be_bytes::<32>()].concat())
}

/// Whether an index is one of a tree as deep as the proof.
fn is_in_tree(index: u32, proof: &[u8]) -> bool {
    // A proof of 32 siblings or more has room for every 32-bit index.
    proof.len() / 32 >= 32 || u64::from(index) < 1 << (proof.len() / 32)
}

/// Checks that a leaf is in a tree; the index has been checked against the proof's length.
fn require_included(root: B256, leaf: B256, index: u32, proof: &[u8]) -> Result {
    require(!root.is_zero(), api::EmptyRoot {})?;
    require(proof.len().is_multiple_of(32), api::InvalidProofLength {})?;
    let (mut hash, mut index) = (leaf, index);
    for sibling in proof.chunks_exact(32) {
        let pair = if index % 2 == 0 { [hash.as_slice(), sibling] } else { [sibling, hash.as_slice()] };
        hash = keccak256(pair.concat());
        index /= 2;
    }
    require(hash == root, api::InvalidClaimProof {})
}

impl Chain {
    /// `processClaims` and `processClaim`: pays an earner's tokens to a recipient.
    pub(super) fn process_claims(
        &mut self,
        frame: Frame,
        claims: &[api::RewardsMerkleClaim],
        recipient: Address,
    ) -> Result {
        self.require_not_paused(frame.this, PAUSED_CLAIMS)?;
        claims.iter().try_for_each(|claim| self.process_claim(frame, claim, recipient))
    }

    fn process_claim(&mut self, frame: Frame, claim: &api::RewardsMerkleClaim, recipient: Address) -> Result {
        let root = self.require_claim(claim)?;
        let earner = claim.earnerLeaf.earner;
        let claimer = self.claimer_of(earner);
        require(frame.caller == claimer, api::UnauthorizedCaller {})?;
        for leaf in &claim.tokenLeaves {
            let claimed = self.rewards.claimed.read(&(earner, leaf.token));
            require(leaf.cumulativeEarnings > claimed, api::EarningsNotGreaterThanClaimed {})?;
            let amount = leaf.cumulativeEarnings.checked_sub(claimed).ok_or_else(Revert::overflow)?;
            self.rewards.claimed.insert((earner, leaf.token), leaf.cumulativeEarnings);
            self.safe_transfer(leaf.token, frame.this, recipient, amount)?;
            self.emit(
                frame.this,
                &api::RewardsClaimed {
                    root,
                    earner,
                    claimer,
                    recipient,
                    token: leaf.token,
                    claimedAmount: amount,
                },
            );
        }
        Ok(())
    }

    /// Checks a claim's proofs; returns the root it is made against.
    pub(super) fn require_claim(&self, claim: &api::RewardsMerkleClaim) -> Result<B256> {
        let index = usize::try_from(claim.rootIndex).unwrap_or(usize::MAX);
        let root = self.rewards.roots.get(index).ok_or_else(Revert::out_of_bounds)?;
        require(!root.disabled, api::RootDisabled {})?;
        require(self.time() >= root.activatedAt.into(), api::RootNotActivated {})?;
        require(claim.tokenIndices.len() == claim.tokenTreeProofs.len(), api::InputArrayLengthMismatch {})?;
        require(claim.tokenTreeProofs.len() == claim.tokenLeaves.len(), api::InputArrayLengthMismatch {})?;
        let proof = &claim.earnerTreeProof;
        require(is_in_tree(claim.earnerIndex, proof), api::InvalidEarnerLeafIndex {})?;
        require_included(root.root, earner_leaf(&claim.earnerLeaf), claim.earnerIndex, proof)?;
        let tokens = claim.tokenIndices.iter().zip(&claim.tokenTreeProofs).zip(&claim.tokenLeaves);
        for ((&index, proof), leaf) in tokens {
            require(is_in_tree(index, proof), api::InvalidTokenLeafIndex {})?;
            require_included(claim.earnerLeaf.earnerTokenRoot, token_leaf(leaf), index, proof)?;
        }
        Ok(root.root)
    }

    /// Who may claim for an earner: itself, unless it has named another.
    fn claimer_of(&self, earner: Address) -> Address {
        let claimer = self.rewards.claimers.read(&earner);
        if claimer.is_zero() { earner } else { claimer }
    }

    /// `setClaimerFor(claimer)`.
    pub(super) fn set_claimer(&mut self, this: Address, earner: Address, claimer: Address) {
        let old = self.rewards.claimers.insert(earner, claimer).unwrap_or_default();
        self.emit(this, &api::ClaimerForSet { earner, oldClaimer: old, claimer });
    }

    /// `setClaimerFor(earner, claimer)`: for operators and AVSs.
    pub(crate) fn set_claimer_for(&mut self, frame: Frame, earner: Address, claimer: Address) -> Result {
        self.require_may_act_for(earner, frame)?;
        let is_known = self.is_operator(earner) || self.has_operator_sets(earner);
        require(is_known, api::InvalidEarner {})?;
        self.set_claimer(frame.this, earner, claimer);
        Ok(())
    }
}
