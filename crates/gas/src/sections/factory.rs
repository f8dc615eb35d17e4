//! New strategies and the whitelist.

use crate::{GasError, stage::Stage};
use alloy_primitives::Address;
use surety_abi::{IStrategyFactory, IStrategyManager as sm};

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin()?;
    stage.token("tokenF", "staker1")?;
    let call = IStrategyFactory::deployNewStrategyCall { token: stage.at("tokenF")? };
    stage.measure("", "other", "sf", &call)?;

    let call = sm::setStrategyWhitelisterCall { newStrategyWhitelister: stage.at("other")? };
    stage.send("owner", "sm", &call)?;
    let strategies = |from: u8, to: u8| (from..=to).map(Address::repeat_byte).collect::<Vec<_>>();
    for (variant, strategiesToWhitelist) in
        [("1 strategy", strategies(0xa1, 0xa1)), ("3 strategies", strategies(0xa2, 0xa4))]
    {
        let call = sm::addStrategiesToDepositWhitelistCall { strategiesToWhitelist };
        stage.measure(variant, "other", "sm", &call)?;
    }
    let call = sm::removeStrategiesFromDepositWhitelistCall {
        strategiesToRemoveFromWhitelist: strategies(0xa1, 0xa1),
    };
    stage.measure("1 strategy", "other", "sm", &call)?;
    Ok(())
}
