//! What rewards cost, beside the peer's contracts.
//!
//! The peer's figures are execution gas (without the transaction's base price and calldata), as
//! measured in the same situations. Most of the rest is what the semantics force: slots for a nonce,
//! a hash, a root or a claimed total, the token, and logs.

use crate::stage::{Earnings, Stage};
use alloy_primitives::{Address, B256};
use anyhow::Result;
use surety_abi::IRewardsCoordinator as rc;
use surety_tests::cost::at_most;

fn create(submission: rc::RewardsSubmission) -> rc::createAVSRewardsSubmissionCall {
    rc::createAVSRewardsSubmissionCall { rewardsSubmissions: vec![submission] }
}

#[test]
fn paying_in_costs_less() -> Result<()> {
    // 1,361 gas of each are the token's balance before and after: what arrives short is refused.
    let mut stage = Stage::set_up()?;
    let (one, five) = (stage.submission("A")?, stage.submission("ABCDE")?);
    at_most(64, "first of the AVS", stage.must(&create(one.clone()))?, 116_404)?;
    at_most(75, "1 strategy, steady", stage.must(&create(one.clone()))?, 82_204)?;
    at_most(50, "5 strategies, steady", stage.must(&create(five))?, 102_696)?;
    let (set, avs) = (stage.set(1), stage.avs);
    for (percent, letters, operators, peer) in [(63, "A", 1, 118_727), (44, "ABC", 5, 137_830)] {
        let call = rc::createOperatorDirectedOperatorSetRewardsSubmissionCall {
            operatorSet: set.clone(),
            operatorDirectedRewardsSubmissions: vec![stage.directed(letters, operators)?],
        };
        at_most(percent, "directed, set", stage.must(&call)?, peer)?;
    }
    let call = rc::createOperatorDirectedAVSRewardsSubmissionCall {
        avs,
        operatorDirectedRewardsSubmissions: vec![stage.directed("A", 1)?],
    };
    at_most(69, "directed, AVS", stage.must(&call)?, 100_678)?;
    let call = rc::createUniqueStakeRewardsSubmissionCall {
        operatorSet: set,
        rewardsSubmissions: vec![one.clone()],
    };
    at_most(44, "unique stake", stage.must(&call)?, 113_854)?;
    stage.must(&rc::setOptInForProtocolFeeCall { submitter: avs, optInForProtocolFee: true })?;
    at_most(81, "with a fee", stage.must(&create(one))?, 110_695)
}

#[test]
fn publishing_costs_less() -> Result<()> {
    let mut stage = Stage::set_up()?;
    at_most(68, "first root", stage.publish(B256::repeat_byte(1), 9)?, 84_296)?;
    at_most(60, "second root", stage.publish(B256::repeat_byte(2), 8)?, 67_196)?;
    at_most(60, "third root", stage.publish(B256::repeat_byte(3), 7)?, 67_196)
}

#[test]
fn claiming_costs_less() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let mut tokens = Vec::new();
    for letter in ["A", "B", "C", "D", "E"] {
        tokens.push((stage.twins.at(&format!("token{letter}"))?, 1_000));
    }
    for (token, _) in &tokens {
        stage.fill(*token)?;
    }
    let recipient = stage.twins.at("staker2")?;
    let mut many = Earnings { earner: stage.twins.at("staker1")?, tokens: tokens.clone(), depth: 18 };
    let mut single = Earnings { earner: stage.twins.at("staker3")?, tokens, depth: 18 };
    let mut round = 0;
    for peers in [[76_373, 262_123], [59_273, 176_623]] {
        for (earnings, leaves, peer, who) in
            [(&mut single, 1, peers[0], "staker3"), (&mut many, 5, peers[1], "staker1")]
        {
            stage.publish(earnings.root(), 20 - round)?;
            stage.wait(7_200)?;
            let call = rc::processClaimCall { claim: earnings.claim(round, leaves)?, recipient };
            at_most(85, &format!("{leaves} leaves"), stage.must_by(who, &call)?, peer)?;
            earnings.tokens.iter_mut().for_each(|(_, earned)| *earned += 1);
            round += 1;
        }
    }
    Ok(())
}

#[test]
fn settings_cost_less() -> Result<()> {
    let mut stage = Stage::set_up()?;
    let (operator, avs, set) = (stage.operator, stage.avs, stage.set(1));
    let name = |byte| rc::setClaimerFor_0Call { claimer: Address::repeat_byte(byte) };
    at_most(93, "first claimer", stage.must_by("staker1", &name(1))?, 31_780)?;
    at_most(86, "other claimer", stage.must_by("staker1", &name(2))?, 14_680)?;
    let split = 500;
    let call = rc::setOperatorAVSSplitCall { operator, avs, split };
    at_most(74, "split with an AVS", stage.must_by("operator1", &call)?, 51_837)?;
    let call = rc::setOperatorSetSplitCall { operator, operatorSet: set, split };
    at_most(62, "split in a set", stage.must_by("operator1", &call)?, 70_411)?;
    let call = rc::setOperatorPISplitCall { operator, split };
    at_most(74, "split of incentives", stage.must_by("operator1", &call)?, 51_165)
}
