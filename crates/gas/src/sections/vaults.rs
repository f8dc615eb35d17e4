//! The life of a vault with a term.

use super::{
    withdrawals::{complete, queue},
    world::DELAY,
};
use crate::{
    GasError,
    stage::{Stage, URI, tokens},
};
use alloy_primitives::{Address, Bytes};
use surety_abi::{IAllocationManager as am, IDurationVault as vault, IStrategyFactory as factory};

/// The vault's letter among the strategies.
const VAULT: &str = "V";
/// Its term: seconds, and blocks of 12 seconds.
const TERM: (u32, u64) = (86_400, 7_201);
/// Blocks until a new operator's allocation delay holds.
const CONFIGURATION: u64 = 16;

pub(super) fn play(stage: &mut Stage<'_, '_>) -> Result<(), GasError> {
    stage.begin()?;
    stage.new_sets()?;
    let config = config(stage)?;
    let address =
        stage.measure("", "operator3", "sf", &factory::deployDurationVaultStrategyCall { config })?;
    stage.name("strategyV", address);
    stage.name("tokenV", stage.at("tokenA")?);
    let (avs, strategies) = (stage.at("avs1")?, vec![address]);
    let call = am::addStrategiesToOperatorSetCall { avs, operatorSetId: 1, strategies };
    stage.send("avs1", "am", &call)?;
    stage.mine(CONFIGURATION);
    stage.delegate("staker1", "strategyV")?;
    let deposit = stage.deposit_call(VAULT, 100)?;
    stage.measure("first into the vault", "staker1", "sm", &deposit)?;
    stage.measure("second", "staker1", "sm", &deposit)?;
    stage.measure("", "operator3", "strategyV", &vault::lockCall {})?;
    stage.mine(TERM.1);
    stage.measure("", "other", "strategyV", &vault::markMaturedCall {})?;
    stage.mine(DELAY);
    let queued = queue(stage, "1 strategy, full", "staker1", VAULT, 200)?;
    stage.mine(DELAY);
    complete(stage, "as tokens", queued, VAULT, true)
}

/// A vault for token A, of set 1 of avs1.
fn config(stage: &Stage<'_, '_>) -> Result<factory::VaultConfig, GasError> {
    Ok(factory::VaultConfig {
        underlyingToken: stage.at("tokenA")?,
        vaultAdmin: stage.at("operator3")?,
        arbitrator: stage.at("operator4")?,
        duration: TERM.0,
        maxPerDeposit: tokens(1_000),
        stakeCap: tokens(10_000),
        metadataURI: URI.to_owned(),
        operatorSet: factory::OperatorSet { avs: stage.at("avs1")?, id: 1 },
        operatorSetRegistrationData: Bytes::new(),
        delegationApprover: Address::ZERO,
        operatorMetadataURI: URI.to_owned(),
    })
}
