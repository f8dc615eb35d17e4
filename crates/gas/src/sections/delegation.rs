//! Operators, delegation and its end.

use super::world::{delegation, registration, unsigned};
use crate::{GasError, stage::Stage};
use alloy_primitives::{Address, B256, U256};
use surety_abi::IDelegationManager as dm;

/// One more account with tokens, as the five stakers have their parts.
const SIXTH: &str = "appointee1";

/// Operators register, stakers delegate and undelegate.
pub(super) fn undelegate(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin()?;
    stage.measure("no deposits", "operator3", "dm", &registration(Address::ZERO, 0))?;
    stage.deposit("operator4", "A", 100)?;
    stage.measure("with one deposit", "operator4", "dm", &registration(stage.at("approver1")?, 1))?;

    let to_first = delegation(stage.at("operator1")?);
    stage.measure("staker without deposits", "staker1", "dm", &to_first)?;
    stage.deposit("staker2", "A", 100)?;
    stage.measure("1 strategy", "staker2", "dm", &to_first)?;
    stage.deposit("staker3", "ABC", 100)?;
    stage.measure("3 strategies", "staker3", "dm", &to_first)?;
    for (variant, staker) in
        [("no deposits", "staker1"), ("1 strategy", "staker2"), ("3 strategies", "staker3")]
    {
        let call = dm::undelegateCall { staker: stage.at(staker)? };
        stage.measure(variant, staker, "dm", &call)?;
    }
    approved(stage)?;
    let call = dm::undelegateCall { staker: stage.at(SIXTH)? };
    stage.measure("forced by the operator, 1 strategy", "operator4", "dm", &call)?;
    Ok(())
}

/// A fresh staker delegates to the operator that has an approver.
fn approved(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.deposit(SIXTH, "A", 100)?;
    let [staker, operator, approver] = [stage.at(SIXTH)?, stage.at("operator4")?, stage.at("approver1")?];
    let (salt, expiry) = (B256::with_last_byte(1), U256::from(u64::MAX));
    let call = dm::calculateDelegationApprovalDigestHashCall {
        staker,
        operator,
        approver,
        approverSalt: salt,
        expiry,
    };
    let digest = stage.ask("dm", &call)?;
    let signature = stage.sign("approver1", digest)?;
    let call = dm::delegateToCall {
        operator,
        approverSignatureAndExpiry: dm::SignatureWithExpiry { signature, expiry },
        approverSalt: salt,
    };
    stage.measure("1 strategy, with approver signature", SIXTH, "dm", &call)?;
    Ok(())
}

/// Stakers go from one operator to the other. The first one's queue is empty before.
pub(super) fn redelegate(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin()?;
    for (variant, staker, letters) in [("1 strategy", "staker1", "A"), ("3 strategies", "staker2", "ABC")] {
        stage.deposit(staker, letters, 100)?;
        stage.delegate(staker, "operator1")?;
        let call = dm::redelegateCall {
            newOperator: stage.at("operator2")?,
            newOperatorApproverSig: unsigned(),
            approverSalt: B256::ZERO,
        };
        stage.measure(variant, staker, "dm", &call)?;
    }
    Ok(())
}
