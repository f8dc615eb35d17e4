//! A deployment with an AVS that has an operator set, and what is submitted and claimed there.

use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolCall;
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IAllocationManager, IRewardsCoordinator as rc};
use surety_scenario::{
    merkle::{Tree, earner_leaf, token_leaf},
    story::cast::BLOCK_SECS,
    world::GasUse,
};
use surety_tests::worded::Twins;

/// Seconds; also the calculation interval.
pub(crate) const DAY: u32 = 86_400;
/// The time at which stories start, seconds: midnight.
const START: u32 = 1_800_057_600;

/// A published AVS with its set 1.
pub(crate) struct Stage {
    pub(crate) twins: Twins,
    pub(crate) coordinator: Address,
    pub(crate) avs: Address,
    pub(crate) operator: Address,
}

impl Stage {
    pub(crate) fn set_up() -> Result<Self> {
        let mut twins = Twins::deploy()?;
        let [coordinator, avs, operator] = [twins.at("rc")?, twins.at("avs1")?, twins.at("operator1")?];
        let (manager, strategy) = (twins.at("am")?, twins.at("strategyA")?);
        let call = IAllocationManager::updateAVSMetadataURICall { avs, metadataURI: String::new() };
        twins.must(avs, manager, &call)?;
        let params =
            vec![IAllocationManager::CreateSetParams { operatorSetId: 1, strategies: vec![strategy] }];
        twins.must(avs, manager, &IAllocationManager::createOperatorSets_0Call { avs, params })?;
        Ok(Self { twins, coordinator, avs, operator })
    }

    /// Sends a call of the AVS that has to succeed.
    pub(crate) fn must(&mut self, call: &impl SolCall) -> Result<GasUse> {
        self.twins.must(self.avs, self.coordinator, call)
    }

    /// Sends a call of some actor that has to succeed.
    pub(crate) fn must_by(&mut self, who: &str, call: &impl SolCall) -> Result<GasUse> {
        let from = self.twins.at(who)?;
        self.twins.must(from, self.coordinator, call)
    }

    /// Sends a call of some actor that has to revert with `error`.
    pub(crate) fn fails(&mut self, who: &str, call: &impl SolCall, error: &str) -> Result<()> {
        let from = self.twins.at(who)?;
        let found = self.twins.refused(from, self.coordinator, call)?;
        ensure!(found == error, "{found} instead of {error}");
        Ok(())
    }

    pub(crate) fn ask<C: SolCall>(&mut self, call: &C) -> Result<C::Return> {
        self.twins.ask(self.coordinator, call)
    }

    pub(crate) fn compare(&mut self, call: &impl SolCall) -> Result<()> {
        self.twins.compare(self.coordinator, call)
    }

    /// Lets time pass, in whole blocks.
    pub(crate) fn wait(&mut self, secs: u32) -> Result<()> {
        self.twins.mine(secs.div_ceil(u32::try_from(BLOCK_SECS)?));
        Ok(())
    }

    pub(crate) fn set(&self, id: u32) -> rc::OperatorSet {
        rc::OperatorSet { avs: self.avs, id }
    }

    /// Strategies by letter, with different weights.
    pub(crate) fn weights(&self, letters: &str) -> Result<Vec<rc::StrategyAndMultiplier>> {
        let weight = |(i, letter)| {
            let strategy = self.twins.at(&format!("strategy{letter}"))?;
            Ok(rc::StrategyAndMultiplier { strategy, multiplier: alloy_primitives::Uint::from(i + 1) })
        };
        letters.chars().enumerate().map(weight).collect()
    }

    /// A day of rewards for stake in these strategies, beginning at the start.
    pub(crate) fn submission(&self, letters: &str) -> Result<rc::RewardsSubmission> {
        Ok(rc::RewardsSubmission {
            strategiesAndMultipliers: self.weights(letters)?,
            token: self.twins.at("tokenC")?,
            amount: U256::from(1_000_009),
            startTimestamp: START,
            duration: DAY,
        })
    }

    /// A past day of rewards for the first of four operators.
    pub(crate) fn directed(
        &self,
        letters: &str,
        operators: u8,
    ) -> Result<rc::OperatorDirectedRewardsSubmission> {
        let reward = |i: u8| rc::OperatorReward {
            operator: Address::repeat_byte(i),
            amount: U256::from(1_000_000_u64 + u64::from(i)),
        };
        Ok(rc::OperatorDirectedRewardsSubmission {
            strategiesAndMultipliers: self.weights(letters)?,
            token: self.twins.at("tokenC")?,
            operatorRewards: (1..=operators).map(reward).collect(),
            startTimestamp: START - 2 * DAY,
            duration: DAY,
            description: "a day".to_owned(),
        })
    }

    /// Publishes a root over earnings until `days` before the start.
    pub(crate) fn publish(&mut self, root: B256, days: u32) -> Result<GasUse> {
        let call = rc::submitRootCall { root, rewardsCalculationEndTimestamp: START - days * DAY };
        self.must_by("rewardsUpdater", &call)
    }

    /// Makes one submission, so that the coordinator has tokens to pay out.
    pub(crate) fn fill(&mut self, token: Address) -> Result<()> {
        let submission = rc::RewardsSubmission { token, ..self.submission("A")? };
        self.must(&rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission] })?;
        Ok(())
    }
}

/// An earner's tokens and cumulative earnings, in a tree of `depth` levels of earners whose other
/// leaves nobody knows.
pub(crate) struct Earnings {
    pub(crate) earner: Address,
    pub(crate) tokens: Vec<(Address, u64)>,
    pub(crate) depth: u8,
}

impl Earnings {
    /// The tree of tokens; always eight leaves or more.
    fn token_tree(&self) -> Tree {
        let known = self.tokens.iter().map(|(token, earned)| token_leaf(*token, U256::from(*earned)));
        let others = (0_u8..).map(B256::repeat_byte);
        Tree::new(known.chain(others).take(8).collect())
    }

    fn siblings(&self) -> Vec<B256> {
        (0..self.depth).map(|level| keccak256([level])).collect()
    }

    /// The root; the earner's leaf is the second.
    pub(crate) fn root(&self) -> B256 {
        let leaf = earner_leaf(self.earner, self.token_tree().root());
        self.siblings().into_iter().enumerate().fold(leaf, |node, (level, sibling)| {
            let pair = if level == 0 { [sibling, node] } else { [node, sibling] };
            keccak256(pair.concat_bytes())
        })
    }

    /// A claim of the first `tokens` tokens against root `index`.
    pub(crate) fn claim(&self, index: u32, tokens: usize) -> Result<rc::RewardsMerkleClaim> {
        let tree = self.token_tree();
        let proof = |i: usize| Ok(tree.proof(i).context("no such leaf")?.into());
        let leaf = |(token, earned): &(Address, u64)| rc::TokenTreeMerkleLeaf {
            token: *token,
            cumulativeEarnings: U256::from(*earned),
        };
        Ok(rc::RewardsMerkleClaim {
            rootIndex: index,
            earnerIndex: 1,
            earnerTreeProof: self.siblings().iter().flat_map(|node| node.0).collect::<Vec<_>>().into(),
            earnerLeaf: rc::EarnerTreeMerkleLeaf { earner: self.earner, earnerTokenRoot: tree.root() },
            tokenIndices: (0..u32::try_from(tokens)?).collect(),
            tokenTreeProofs: (0..tokens).map(proof).collect::<Result<_>>()?,
            tokenLeaves: self.tokens.iter().take(tokens).map(leaf).collect(),
        })
    }
}

trait ConcatBytes {
    fn concat_bytes(&self) -> Vec<u8>;
}

impl ConcatBytes for [B256; 2] {
    fn concat_bytes(&self) -> Vec<u8> {
        self.iter().flat_map(|word| word.0).collect()
    }
}
