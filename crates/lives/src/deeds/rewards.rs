//! Rewards: handed in by services, published by an honest updater, claimed by earners.

use super::{Choice, Plan, call};
use crate::look::Touch;
use alloy_primitives::{Address, U256};
use anyhow::{Context as _, Result};
use surety_abi::IRewardsCoordinator as rc;
use surety_invariants::Deed;
use surety_scenario::merkle::RewardTree;

/// Seconds; submissions begin and last whole ones.
const DAY: u32 = 86_400;

impl Choice<'_> {
    pub(super) fn fund(self) -> Result<Plan> {
        let (strategy, avs) = (self.strategy(), self.stage.avs(self.set())?);
        let amount = self.tokens();
        let today = u32::try_from(self.stage.twins.timestamp())? / DAY * DAY;
        let submission = rc::RewardsSubmission {
            strategiesAndMultipliers: vec![rc::StrategyAndMultiplier {
                strategy: self.stage.strategy(strategy)?,
                multiplier: alloy_primitives::Uint::from(1),
            }],
            token: self.stage.token(strategy)?,
            amount,
            startTimestamp: today,
            duration: if self.once_in(12) { DAY / 2 } else { DAY },
        };
        let sent = rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission] };
        let touch = Touch { others: vec![strategy], ..Touch::default() };
        Ok(call(avs, self.stage.coordinator, &sent, Deed::Fund { strategy, tokens: amount }, touch))
    }

    pub(super) fn publish(self) -> Result<Plan> {
        let updater = self.stage.twins.at("$rewardsUpdater")?;
        let tree = tree(&self.stage.earned, &self.stage.people, &self.stage.tokens);
        let sent = rc::submitRootCall {
            root: tree.tree.root(),
            rewardsCalculationEndTimestamp: u32::try_from(self.stage.twins.timestamp())?.saturating_sub(1),
        };
        Ok(call(updater, self.stage.coordinator, &sent, Deed::Other, Touch::default()))
    }

    pub(super) fn claim(self) -> Result<Plan> {
        let now = self.stage.twins.timestamp();
        let chosen = usize::try_from(self.below(self.stage.published.len() as u64))?;
        let Some(published) = self.stage.published.get(chosen) else { return Ok(Plan::Wait(1)) };
        if now < published.active && self.action.odds.is_multiple_of(2) {
            return Ok(Plan::Wait(published.active.saturating_sub(now).div_ceil(12)));
        }
        let earners = &published.tree.earners;
        let index = usize::from(self.action.who) % earners.len().max(1);
        let Some(earner) = earners.get(index) else { return Ok(Plan::Wait(1)) };
        let leaves = earner.tokens.iter();
        let mut claim = rc::RewardsMerkleClaim {
            rootIndex: published.index,
            earnerIndex: u32::try_from(index)?,
            earnerTreeProof: published.tree.tree.proof(index).context("a proof")?.into(),
            earnerLeaf: rc::EarnerTreeMerkleLeaf {
                earner: earner.earner,
                earnerTokenRoot: earner.tree.root(),
            },
            tokenIndices: (0..u32::try_from(earner.tokens.len())?).collect(),
            tokenTreeProofs: (0..earner.tokens.len())
                .map(|i| earner.tree.proof(i).map(Into::into).context("a proof"))
                .collect::<Result<_>>()?,
            tokenLeaves: leaves
                .map(|(token, earned)| rc::TokenTreeMerkleLeaf { token: *token, cumulativeEarnings: *earned })
                .collect(),
        };
        if self.once_in(10)
            && let Some(leaf) = claim.tokenLeaves.first_mut()
        {
            leaf.cumulativeEarnings = leaf.cumulativeEarnings.saturating_add(U256::ONE);
        }
        let who = self.stage.number(earner.earner).context("an earner of the life")?;
        let all: Vec<_> = (0..self.stage.strategies.len()).collect();
        let touch = Touch {
            wallets: all.iter().map(|strategy| (who, *strategy)).collect(),
            others: all,
            claims: vec![who],
            ..Touch::default()
        };
        let recipient = earner.earner;
        // Only the earner may, as long as it names nobody else.
        let stranger = self.once_in(11);
        let from = if stranger { self.stage.avs(0)? } else { recipient };
        let deed = if stranger { Deed::Trespass } else { Deed::Claim };
        let sent = rc::processClaimCall { claim, recipient };
        Ok(call(from, self.stage.coordinator, &sent, deed, touch))
    }
}

/// The tree over what was earned, without earners and tokens that have nothing.
pub(crate) fn tree(earned: &[Vec<U256>], people: &[Address], tokens: &[Address]) -> RewardTree {
    let of = |row: &Vec<U256>| {
        let amounts = tokens.iter().copied().zip(row.iter().copied());
        amounts.filter(|(_, amount)| !amount.is_zero()).collect::<Vec<_>>()
    };
    let earners = people.iter().copied().zip(earned.iter().map(of));
    RewardTree::new(earners.filter(|(_, tokens)| !tokens.is_empty()).collect())
}
