//! Permit griefing, and what comes nearest to it here.
//!
//! The case: in 2024 researchers showed for over a hundred protocols that a deposit which carries a
//! token permit can be made to revert by whoever uses the permit first. No function here takes a permit.
//! What can be used first are signed deposits and approvals of delegations.

use crate::scene::{ONE, Scene};
use alloy_json_abi::JsonAbi;
use alloy_primitives::{B256, U256};
use anyhow::{Context as _, Result, ensure};
use std::fs;
use surety_abi::{IDelegationManager as dm, IStrategyManager as sm};
use surety_scenario::{eip712::sign_digest, story::cast::keys};
use surety_tests::{json_files, root};

#[test]
fn no_function_takes_a_permit() -> Result<()> {
    let mut functions = 0;
    for file in json_files(&root().join("abi/json"))? {
        let abi: JsonAbi = serde_json::from_str(&fs::read_to_string(&file)?)?;
        for function in abi.functions() {
            functions += 1;
            let inputs: Vec<_> = function.inputs.iter().map(|input| input.ty.as_str()).collect();
            let permit = inputs.windows(3).any(|three| three == ["uint8", "bytes32", "bytes32"]);
            let named = function.name.to_lowercase().contains("permit");
            ensure!(!permit && !named, "{} of {}", function.signature(), file.display());
        }
    }
    ensure!(functions > 300, "only {functions} functions were looked at");
    Ok(())
}

/// Mallory takes a signed deposit out of the queue of transactions and sends it first: she pays for it,
/// the staker has the shares, and whoever was to pay keeps the tokens.
#[test]
fn front_runner_of_a_signed_deposit_pays_for_it() -> Result<()> {
    let mut scene = Scene::open()?;
    let (staker, strategy, token) = (scene.at("staker1")?, scene.at("strategyA")?, scene.at("tokenA")?);
    let (amount, expiry) = (U256::from(7 * ONE), U256::MAX);
    let call = sm::calculateStrategyDepositDigestHashCall {
        staker,
        strategy,
        token,
        amount,
        nonce: U256::ZERO,
        expiry,
    };
    let digest = scene.ask("sm", &call)?;
    let key = keys().get("$staker1").context("no key")?;
    let signature = sign_digest(*key, digest).context("cannot sign")?.into();
    let call =
        sm::depositIntoStrategyWithSignatureCall { strategy, token, amount, staker, expiry, signature };
    let less = sm::depositIntoStrategyWithSignatureCall { amount: U256::from(1), ..call.clone() };
    scene.refused("staker3", "sm", &less, "InvalidSignature()")?;
    let before = [scene.held("staker1")?, scene.held("staker2")?, scene.held("staker3")?];
    scene.must("staker3", "sm", &call)?;
    scene.refused("staker2", "sm", &call, "InvalidSignature()")?;
    let after = [scene.held("staker1")?, scene.held("staker2")?, scene.held("staker3")?];
    ensure!(after == [before[0], before[1], before[2] - amount], "{before:?} became {after:?}");
    ensure!(scene.shares("staker1")? == amount && scene.shares("staker3")?.is_zero());
    Ok(())
}

/// An approval names its staker: nobody else can use it, nor use it up.
#[test]
fn approval_cannot_be_spent_by_another() -> Result<()> {
    let mut scene = Scene::open()?;
    let approver = scene.at("approver1")?;
    scene.become_operator("operator1", approver)?;
    let (staker, operator, salt) = (scene.at("staker1")?, scene.at("operator1")?, B256::repeat_byte(3));
    let call = dm::calculateDelegationApprovalDigestHashCall {
        staker,
        operator,
        approver,
        approverSalt: salt,
        expiry: U256::MAX,
    };
    let digest = scene.ask("dm", &call)?;
    let key = keys().get("$approver1").context("no key")?;
    let signature = sign_digest(*key, digest).context("cannot sign")?.into();
    let call = dm::delegateToCall {
        operator,
        approverSignatureAndExpiry: dm::SignatureWithExpiry { signature, expiry: U256::MAX },
        approverSalt: salt,
    };
    scene.refused("staker3", "dm", &call, "InvalidSignature()")?;
    let spent = dm::delegationApproverSaltIsSpentCall { delegationApprover: approver, salt };
    ensure!(!scene.ask("dm", &spent)?, "a refusal spends nothing");
    scene.must("staker1", "dm", &call)?;
    ensure!(scene.ask("dm", &spent)?);
    Ok(())
}
