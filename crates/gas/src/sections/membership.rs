//! Operators join and leave sets.

use super::world::DELAY;
use crate::{GasError, stage::Stage};
use surety_abi::IAllocationManager as am;

/// Blocks until a changed allocation delay takes effect.
const CONFIGURATION: u64 = 16;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin_with_sets()?;
    let operator = stage.at("operator1")?;
    let first = am::setAllocationDelayCall { operator, delay: 5 };
    stage.measure("first change after registration", "operator1", "am", &first)?;
    stage.mine(CONFIGURATION);
    let later = am::setAllocationDelayCall { operator, delay: 7 };
    stage.measure("later change", "operator1", "am", &later)?;

    let first = stage.joining("operator1", &[1])?;
    stage.measure("first set of the operator, first member", "operator1", "am", &first)?;
    let second = stage.joining("operator2", &[1])?;
    stage.measure("second operator joins, its first set", "operator2", "am", &second)?;
    let further = stage.joining("operator1", &[2, 3])?;
    stage.measure("2 further sets in one call", "operator1", "am", &further)?;
    for (variant, operator, by) in
        [("by the operator, 1 set", "operator1", "operator1"), ("by the AVS, 1 set", "operator2", "avs1")]
    {
        let (operator, avs) = (stage.at(operator)?, stage.at("avs1")?);
        let params = am::DeregisterParams { operator, avs, operatorSetIds: vec![1] };
        stage.measure(variant, by, "am", &am::deregisterFromOperatorSetsCall { params })?;
    }
    stage.mine(DELAY);
    stage.measure("re-registration after deregistration delay", "operator1", "am", &first)?;
    Ok(())
}
