//! Views, as transactions, after several slashes.

use crate::{GasError, stage::Stage};
use alloy_sol_types::SolCall as _;
use surety_abi::{IAllocationManager as am, IDelegationManager as dm, IPermissionController as pc};

/// Blocks ahead of the present for which stake is asked.
const AHEAD: u32 = 5;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    let (operator, strategy) = (stage.at("operator1")?, stage.at("strategyA")?);
    for (variant, staker, letters) in [("1 strategy", "staker1", "A"), ("3 strategies", "staker5", "ABC")] {
        let (staker, strategies) = (stage.at(staker)?, stage.strategies(letters)?);
        stage.measure(variant, "other", "dm", &dm::getWithdrawableSharesCall { staker, strategies })?;
    }
    let operators = vec![operator];
    for (variant, letters) in [("1 operator, 1 strategy", "A"), ("1 operator, 3 strategies", "ABC")] {
        let call = am::getMinimumSlashableStakeCall {
            operatorSet: stage.set("avs1", 1)?,
            operators: operators.clone(),
            strategies: stage.strategies(letters)?,
            futureBlock: stage.block().saturating_add(AHEAD),
        };
        stage.measure(variant, "other", "am", &call)?;
    }
    let (operatorSet, strategies) = (stage.set("avs1", 1)?, stage.strategies("ABC")?);
    let call = am::getAllocatedStakeCall { operatorSet: operatorSet.clone(), operators, strategies };
    stage.measure("1 operator, 3 strategies", "other", "am", &call)?;
    stage.measure("", "other", "am", &am::isOperatorSlashableCall { operator, operatorSet })?;
    stage.measure("", "other", "am", &am::getMaxMagnitudeCall { operator, strategy })?;
    stage.measure("", "other", "am", &am::getAllocatableMagnitudeCall { operator, strategy })?;
    stage.measure("", "other", "dm", &dm::getSlashableSharesInQueueCall { operator, strategy })?;
    let call = pc::canCallCall {
        account: operator,
        caller: operator,
        target: stage.at("am")?,
        selector: am::modifyAllocationsCall::SELECTOR.into(),
    };
    stage.measure("caller is the account itself, no admins set", "other", "pc", &call)?;
    Ok(())
}
