//! Claims: each refusal, repeated and partial claims, and claimers.

use crate::stage::{Earnings, Stage};
use alloy_primitives::{Address, B256, Bytes, U256};
use anyhow::{Result, ensure};
use surety_abi::{IDelegationManager, IERC20, IRewardsCoordinator as rc};

/// A stage with one active root, and what the first staker earned there.
fn claimable() -> Result<(Stage, Earnings)> {
    let mut stage = Stage::set_up()?;
    let tokens = ["A", "B", "C"].map(|letter| stage.twins.at(&format!("token{letter}")));
    let tokens: Vec<_> = tokens.into_iter().collect::<Result<_>>()?;
    for token in &tokens {
        stage.fill(*token)?;
    }
    let tokens = tokens.into_iter().zip([500, 600, 700]).collect();
    let earnings = Earnings { earner: stage.twins.at("staker1")?, tokens, depth: 5 };
    stage.publish(earnings.root(), 3)?;
    stage.wait(7_200)?;
    Ok((stage, earnings))
}

fn process(claim: rc::RewardsMerkleClaim, recipient: Address) -> rc::processClaimCall {
    rc::processClaimCall { claim, recipient }
}

/// The case: Code4rena's contest on EigenLayer in 2023 found that an empty proof proves a root to itself, so
/// that parts of a withdrawal's proof could be left out.
#[test]
fn claim_fails_with_the_first_thing_wrong() -> Result<()> {
    let (mut stage, earnings) = claimable()?;
    stage.publish(B256::ZERO, 2)?;
    stage.publish(B256::repeat_byte(1), 1)?;
    stage.must_by("rewardsUpdater", &rc::disableRootCall { rootIndex: 2 })?;
    let good = earnings.claim(0, 2)?;
    let me = earnings.earner;
    stage.fails(
        "staker1",
        &process(rc::RewardsMerkleClaim { rootIndex: 1, ..good.clone() }, me),
        "RootNotActivated()",
    )?;
    stage.wait(7_200)?;
    let cut = |proof: &Bytes, len: usize| Bytes::copy_from_slice(proof.get(..len).unwrap_or_default());
    let leaves = good.tokenLeaves[..1].to_vec();
    let mut bad = vec![
        ("Panic(50)", rc::RewardsMerkleClaim { rootIndex: 3, ..good.clone() }),
        ("RootDisabled()", rc::RewardsMerkleClaim { rootIndex: 2, ..good.clone() }),
        ("EmptyRoot()", rc::RewardsMerkleClaim { rootIndex: 1, ..good.clone() }),
        ("InputArrayLengthMismatch()", rc::RewardsMerkleClaim { tokenIndices: vec![0], ..good.clone() }),
    ];
    bad.push(("InputArrayLengthMismatch()", rc::RewardsMerkleClaim { tokenLeaves: leaves, ..good.clone() }));
    bad.push(("InvalidEarnerLeafIndex()", rc::RewardsMerkleClaim { earnerIndex: 32, ..good.clone() }));
    bad.push(("InvalidClaimProof()", rc::RewardsMerkleClaim { earnerIndex: 0, ..good.clone() }));
    let shorter =
        |len| rc::RewardsMerkleClaim { earnerTreeProof: cut(&good.earnerTreeProof, len), ..good.clone() };
    bad.push(("InvalidProofLength()", shorter(33)));
    // As deep as any index, and deeper.
    for siblings in [32, 33] {
        let deep = Bytes::from(vec![7; siblings * 32]);
        let claim = rc::RewardsMerkleClaim { earnerTreeProof: deep, earnerIndex: u32::MAX, ..good.clone() };
        bad.push(("InvalidClaimProof()", claim));
    }
    bad.push(("InvalidClaimProof()", shorter(4 * 32)));
    bad.push((
        "InvalidTokenLeafIndex()",
        rc::RewardsMerkleClaim { tokenIndices: vec![0, 8], ..good.clone() },
    ));
    bad.push(("InvalidClaimProof()", rc::RewardsMerkleClaim { tokenIndices: vec![0, 2], ..good.clone() }));
    let mut claim = good.clone();
    claim.tokenTreeProofs[1] = cut(&claim.tokenTreeProofs[1], 95);
    bad.push(("InvalidProofLength()", claim));
    let mut claim = good.clone();
    claim.tokenLeaves[1].cumulativeEarnings += U256::ONE;
    bad.push(("InvalidClaimProof()", claim));
    for (error, claim) in bad {
        stage.compare(&rc::checkClaimCall { claim: claim.clone() })?;
        stage.fails("staker1", &process(claim, me), error)?;
    }
    ensure!(stage.ask(&rc::checkClaimCall { claim: good.clone() })?);
    stage.fails("other", &process(good, me), "UnauthorizedCaller()")
}

/// The case: the same finding of 2023 let one withdrawal be proven again under other numbers, and be paid
/// again.
#[test]
fn earner_is_paid_once_and_later_only_the_difference() -> Result<()> {
    let (mut stage, mut earnings) = claimable()?;
    let recipient = stage.twins.at("redist1")?;
    let earner = earnings.earner;
    let (first, _) = earnings.tokens[0];
    let held = |stage: &mut Stage| stage.twins.ask(first, &IERC20::balanceOfCall { account: recipient });
    let before = held(&mut stage)?;
    stage.must_by("staker1", &process(earnings.claim(0, 0)?, recipient))?;
    stage.must_by("staker1", &process(earnings.claim(0, 1)?, recipient))?;
    ensure!(held(&mut stage)? - before == U256::from(500));
    let again = earnings.claim(0, 2)?;
    stage.fails("staker1", &process(again, recipient), "EarningsNotGreaterThanClaimed()")?;
    earnings.tokens[0].1 = 501;
    stage.publish(earnings.root(), 2)?;
    stage.wait(7_200)?;
    let claims = vec![earnings.claim(1, 3)?];
    stage.must_by("staker1", &rc::processClaimsCall { claims: claims.clone(), recipient })?;
    ensure!(held(&mut stage)? - before == U256::from(501));
    ensure!(stage.ask(&rc::cumulativeClaimedCall { earner, token: first })? == U256::from(501));
    let call = rc::processClaimsCall { claims, recipient };
    stage.fails("staker1", &call, "EarningsNotGreaterThanClaimed()")
}

#[test]
fn more_than_there_is_fails_with_the_tokens_own_error() -> Result<()> {
    let (mut stage, mut earnings) = claimable()?;
    earnings.tokens[0].1 = u64::MAX;
    stage.publish(earnings.root(), 2)?;
    stage.wait(7_200)?;
    let claim = earnings.claim(1, 1)?;
    let error = "Error(\"ERC20: transfer amount exceeds balance\")";
    stage.fails("staker1", &process(claim, earnings.earner), error)
}

#[test]
fn named_claimer_replaces_the_earner() -> Result<()> {
    let (mut stage, earnings) = claimable()?;
    let (claimer, earner) = (stage.twins.at("claimer1")?, earnings.earner);
    stage.must_by("staker1", &rc::setClaimerFor_0Call { claimer })?;
    ensure!(stage.ask(&rc::claimerForCall { earner })? == claimer);
    let claim = earnings.claim(0, 1)?;
    stage.fails("staker1", &process(claim.clone(), earner), "UnauthorizedCaller()")?;
    stage.must_by("claimer1", &process(claim, claimer))?;
    stage.must_by("staker1", &rc::setClaimerFor_0Call { claimer: Address::ZERO })?;
    let mut rest = earnings.claim(0, 2)?;
    rest.tokenIndices.remove(0);
    rest.tokenTreeProofs.remove(0);
    rest.tokenLeaves.remove(0);
    stage.must_by("staker1", &process(rest, earner))?;

    // Somebody else's is named only for AVSs with sets and for operators.
    let for_whom = |earner| rc::setClaimerFor_1Call { earner, claimer };
    let [operator, avs] = [stage.operator, stage.avs];
    stage.fails("other", &for_whom(operator), "InvalidPermissions()")?;
    stage.fails("operator1", &for_whom(operator), "InvalidEarner()")?;
    stage.must(&for_whom(avs))?;
    let register = IDelegationManager::registerAsOperatorCall {
        initDelegationApprover: Address::ZERO,
        allocationDelay: 0,
        metadataURI: String::new(),
    };
    let delegation = stage.twins.at("dm")?;
    stage.twins.must(operator, delegation, &register)?;
    stage.must_by("operator1", &for_whom(operator))?;
    Ok(())
}
