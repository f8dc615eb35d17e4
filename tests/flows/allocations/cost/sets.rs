//! AVSs and their sets.

use super::{at_most, strategies};
use crate::stage::{Stage, nth};
use anyhow::Result;
use surety_abi::IAllocationManager as api;

#[test]
fn creating_sets_costs_half() -> Result<()> {
    let mut stage = Stage::without_set()?;
    at_most(52, "first set, 1 strategy", stage.create(1, &strategies(1, 1))?, 212_717)?;
    at_most(32, "second set, 3 strategies", stage.create(2, &strategies(1, 3))?, 290_036)?;
    let avs = stage.avs;
    let params = |id, slasher| {
        vec![api::CreateSetParamsV2 { operatorSetId: id, strategies: strategies(1, 3), slasher }]
    };
    let call = api::createOperatorSets_1Call { avs, params: params(3, nth(0xaa)) };
    at_most(26, "3 strategies and a slasher", stage.twins.must(avs, stage.manager, &call)?, 287_864)?;
    at_most(32, "fourth set, 5 strategies", stage.create(4, &strategies(1, 5))?, 384_455)?;
    let recipients = vec![nth(0xbb)];
    let call = api::createRedistributingOperatorSets_0Call {
        avs,
        params: vec![api::CreateSetParams { operatorSetId: 7, strategies: strategies(1, 1) }],
        redistributionRecipients: recipients.clone(),
    };
    at_most(32, "redistributing, 1 strategy", stage.twins.must(avs, stage.manager, &call)?, 220_706)?;
    let call = api::createRedistributingOperatorSets_1Call {
        avs,
        params: params(5, avs),
        redistributionRecipients: recipients.clone(),
    };
    at_most(25, "redistributing, 3 strategies", stage.twins.must(avs, stage.manager, &call)?, 315_350)?;
    let call = api::createRedistributingOperatorSets_1Call {
        avs,
        params: params(6, nth(0xaa)),
        redistributionRecipients: recipients,
    };
    // A recipient and a slasher are two slots that hardly any set has together.
    at_most(32, "redistributing with a slasher", stage.twins.must(avs, stage.manager, &call)?, 313_130)
}

#[test]
fn changing_sets_costs_less() -> Result<()> {
    let mut stage = Stage::set_up(&[nth(1)])?;
    let (avs, manager, set) = (stage.avs, stage.manager, stage.set.clone());
    let strategies = vec![nth(2)];
    let add = api::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies: strategies.clone() };
    at_most(51, "adding a strategy", stage.twins.must(avs, manager, &add)?, 78_500)?;
    let remove = api::removeStrategiesFromOperatorSetCall { avs, operatorSetId: 1, strategies };
    at_most(62, "removing a strategy", stage.twins.must(avs, manager, &remove)?, 32_351)?;
    let change = api::updateSlasherCall { operatorSet: set, slasher: nth(0xaa) };
    at_most(65, "first change of slasher", stage.twins.must(avs, manager, &change)?, 35_587)
}

#[test]
fn becoming_an_avs_costs_less() -> Result<()> {
    let mut stage = Stage::without_set()?;
    let [avs, registrar, manager] =
        [stage.twins.at("avs2")?, stage.twins.at("acceptRegistrar")?, stage.manager];
    let publish =
        api::updateAVSMetadataURICall { avs, metadataURI: "https://example.org/avs.json".to_owned() };
    at_most(77, "first metadata", stage.twins.must(avs, manager, &publish)?, 45_901)?;
    at_most(59, "second metadata", stage.twins.must(avs, manager, &publish)?, 25_691)?;
    let call = api::setAVSRegistrarCall { avs, registrar };
    at_most(43, "registrar", stage.twins.must(avs, manager, &call)?, 48_099)
}
