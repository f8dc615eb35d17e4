//! Deposits into strategies.

use crate::{
    GasError,
    stage::{Stage, tokens},
};
use alloy_primitives::U256;
use surety_abi::IStrategyManager as sm;

/// Into strategies of the factory, also by signature.
pub(super) fn ordinary(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin()?;
    stage.new_strategy("F", "staker1")?;
    for variant in ["first-ever deposit in the strategy", "second, same staker and strategy, undelegated"] {
        stage.measure(variant, "staker1", "sm", &stage.deposit_call("F", 100)?)?;
    }
    stage.measure("first by this staker, undelegated", "staker2", "sm", &stage.deposit_call("A", 100)?)?;
    let variant = "first into a second strategy, undelegated";
    stage.measure(variant, "staker2", "sm", &stage.deposit_call("B", 100)?)?;
    stage.delegate("staker2", "operator1")?;
    let into_third = stage.deposit_call("C", 10)?;
    stage.measure("first into a third strategy, delegated", "staker2", "sm", &into_third)?;
    let steady = stage.deposit_call("A", 100)?;
    stage.measure("second, delegated", "staker2", "sm", &steady)?;
    stage.measure("third, delegated (repeat)", "staker2", "sm", &steady)?;
    slash_once(stage)?;
    stage.measure("second, delegated, operator slashed before", "staker2", "sm", &steady)?;
    signed(stage)
}

/// Makes operator1 allocate everything in A to a set, which slashes a tenth.
fn slash_once(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.new_sets()?;
    stage.join("operator1", &[1])?;
    let call = stage.allocation("operator1", 1, "A", 100)?;
    stage.send("operator1", "am", &call)?;
    let call = stage.slash(1, "A")?;
    stage.send("avs1", "am", &call)?;
    Ok(())
}

fn signed(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    let (staker, expiry) = (stage.at("staker3")?, U256::from(u64::MAX));
    let sm::depositIntoStrategyCall { strategy, token, amount } = stage.deposit_call("A", 100)?;
    let nonce = U256::ZERO;
    let call = sm::calculateStrategyDepositDigestHashCall { staker, strategy, token, amount, nonce, expiry };
    let digest = stage.ask("sm", &call)?;
    let signature = stage.sign("staker3", digest)?;
    let call =
        sm::depositIntoStrategyWithSignatureCall { strategy, token, amount, staker, expiry, signature };
    stage.measure("first deposit of the staker, paid by another account", "staker2", "sm", &call)?;
    Ok(())
}

/// Into the strategy with limits.
pub(super) fn limited(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin()?;
    let (strategy, token) = (stage.at("strategyTVL")?, stage.at("tokenTVL")?);
    let call = sm::depositIntoStrategyCall { strategy, token, amount: tokens(100) };
    stage.measure("first-ever deposit", "staker1", "sm", &call)?;
    stage.measure("second", "staker1", "sm", &call)?;
    Ok(())
}
