//! AVSs and their operator sets.

use crate::{
    GasError,
    stage::{Stage, URI},
};
use surety_abi::IAllocationManager as am;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin()?;
    let avs = stage.at("avs1")?;
    let publish = am::updateAVSMetadataURICall { avs, metadataURI: URI.to_owned() };
    stage.measure("first", "avs1", "am", &publish)?;
    stage.measure("second", "avs1", "am", &publish)?;
    let registrar = stage.at("acceptRegistrar")?;
    stage.measure("first", "avs1", "am", &am::setAVSRegistrarCall { avs, registrar })?;
    let create = |stage: &mut Stage<'_, '_>, variant, id, letters| {
        let params = vec![stage.new_set(id, letters)?];
        stage.measure(variant, "avs1", "am", &am::createOperatorSets_0Call { avs, params })
    };
    create(stage, "first set, 1 strategy", 1, "A")?;
    create(stage, "second set, 3 strategies", 2, "ABC")?;
    let params = vec![with_slasher(stage, 3)?];
    stage.measure("third set, 3 strategies", "avs1", "am", &am::createOperatorSets_1Call { avs, params })?;
    create(stage, "fourth set, 5 strategies", 4, "ABCDE")?;
    redistributing(stage)?;

    let strategies = stage.strategies("B")?;
    let call = am::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: strategies.clone() };
    stage.measure("1 strategy", "avs1", "am", &call)?;
    let call = am::removeStrategiesFromOperatorSetCall { avs, operatorSetId: 1, strategies };
    stage.measure("1 strategy", "avs1", "am", &call)?;
    let call = am::updateSlasherCall { operatorSet: stage.set("avs1", 1)?, slasher: stage.at("other")? };
    stage.measure("first change", "avs1", "am", &call)?;
    Ok(())
}

fn redistributing(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    let avs = stage.at("avs1")?;
    let redistributionRecipients = vec![stage.at("redist1")?];
    for (variant, id, letters) in [("1 set, 1 strategy", 5, "A"), ("1 set, 3 strategies", 6, "ABC")] {
        let params = vec![stage.new_set(id, letters)?];
        let redistributionRecipients = redistributionRecipients.clone();
        let call = am::createRedistributingOperatorSets_0Call { avs, params, redistributionRecipients };
        stage.measure(variant, "avs1", "am", &call)?;
    }
    let params = vec![with_slasher(stage, 7)?];
    let call = am::createRedistributingOperatorSets_1Call { avs, params, redistributionRecipients };
    stage.measure("1 set, 3 strategies", "avs1", "am", &call)?;
    Ok(())
}

/// A set of three strategies that somebody else slashes.
fn with_slasher(stage: &Stage<'_, '_>, id: u32) -> Result<am::CreateSetParamsV2, GasError> {
    let (strategies, slasher) = (stage.strategies("ABC")?, stage.at("other")?);
    Ok(am::CreateSetParamsV2 { operatorSetId: id, strategies, slasher })
}
