//! ArbOwnerPublic: what anyone may know of the chain's owners and settings.

use super::{
    abi::ArbOwnerPublic::*,
    context::{Context, Fail},
    method::{Method, Run},
};
use crate::arbos::AddressSet;
use alloy_primitives::Address;

/// Level at which batches are compressed.
const BROTLI_LEVEL: u64 = 1;

pub(super) const METHODS: &[Method] = &[
    Method::view::<isChainOwnerCall>(),
    Method::view::<getAllChainOwnersCall>(),
    Method::view::<getNetworkFeeAccountCall>(),
    Method::view::<getInfraFeeAccountCall>(),
    Method::view::<getBrotliCompressionLevelCall>(),
    Method::view::<getScheduledUpgradeCall>(),
    Method::view::<isCalldataPriceIncreaseEnabledCall>().since(40),
    Method::view::<getMaxStylusContractFragmentsCall>().since(60),
];

impl Run for isChainOwnerCall {
    fn run(self, context: &mut Context<'_>) -> Result<bool, Fail> {
        context.burn_reads(1)?;
        Ok(context.state().contains(AddressSet::ChainOwners, self.account))
    }
}

impl Run for getAllChainOwnersCall {
    fn run(self, context: &mut Context<'_>) -> Result<Vec<Address>, Fail> {
        let owners = context.state().members(AddressSet::ChainOwners);
        context.burn_reads(1 + owners.len() as u64)?;
        Ok(owners)
    }
}

impl Run for getNetworkFeeAccountCall {
    fn run(self, context: &mut Context<'_>) -> Result<Address, Fail> {
        context.burn_reads(1)?;
        Ok(context.state().network_fee_account())
    }
}

impl Run for getInfraFeeAccountCall {
    /// All fees go to the network here.
    fn run(self, context: &mut Context<'_>) -> Result<Address, Fail> {
        context.burn_reads(1)?;
        Ok(context.state().network_fee_account())
    }
}

impl Run for getBrotliCompressionLevelCall {
    fn run(self, context: &mut Context<'_>) -> Result<u64, Fail> {
        context.burn_reads(1)?;
        Ok(BROTLI_LEVEL)
    }
}

impl Run for getScheduledUpgradeCall {
    /// None is ever scheduled: a chain keeps its ArbOS version.
    fn run(self, context: &mut Context<'_>) -> Result<getScheduledUpgradeReturn, Fail> {
        context.burn_reads(2)?;
        Ok(getScheduledUpgradeReturn { arbosVersion: 0, scheduledForTimestamp: 0 })
    }
}

impl Run for isCalldataPriceIncreaseEnabledCall {
    fn run(self, context: &mut Context<'_>) -> Result<bool, Fail> {
        context.burn_reads(1)?;
        Ok(false)
    }
}

impl Run for getMaxStylusContractFragmentsCall {
    fn run(self, context: &mut Context<'_>) -> Result<u8, Fail> {
        Ok(context.params()?.max_fragment_count)
    }
}
