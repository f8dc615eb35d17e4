//! Small print that no story and no recording comes to: coverage of the programs showed that nothing
//! did.

use super::twins;
use alloy_primitives::{Address, B256, Bytes, U256};
use alloy_sol_types::SolCall;
use anyhow::{Result, ensure};
use surety_abi::{
    IAllocationManager as am, IReleaseManager as rm, IStrategyFactory as sf, IStrategyManager as sm,
};
use surety_tests::twins::Twins;

/// Sends a transaction that has to succeed; answers how many events it had.
fn events(twins: &mut Twins, from: Address, to: Address, call: &impl SolCall) -> Result<usize> {
    let outcome = twins.act(from, to, call)?;
    ensure!(outcome.success, "refused with {}", outcome.output);
    Ok(outcome.logs.len())
}

#[test]
fn listing_twice_and_unlisting_twice_changes_and_says_nothing() -> Result<()> {
    let mut twins = twins()?;
    let [manager, whitelister] = [twins.at("$sm")?, twins.at("$owner")?];
    let appoint = sm::setStrategyWhitelisterCall { newStrategyWhitelister: whitelister };
    ensure!(twins.act(whitelister, manager, &appoint)?.success);
    let [first, second] = [twins.at("$strategyA")?, twins.at("$strategyB")?];
    let list = |strategies: &[Address]| sm::addStrategiesToDepositWhitelistCall {
        strategiesToWhitelist: strategies.to_vec(),
    };
    let unlist = |strategies: &[Address]| sm::removeStrategiesFromDepositWhitelistCall {
        strategiesToRemoveFromWhitelist: strategies.to_vec(),
    };
    ensure!(events(&mut twins, whitelister, manager, &unlist(&[first]))? == 1);
    // One of them is off the list already, or is named twice.
    ensure!(events(&mut twins, whitelister, manager, &unlist(&[first, second, second]))? == 1);
    ensure!(events(&mut twins, whitelister, manager, &unlist(&[first, second]))? == 0);
    ensure!(events(&mut twins, whitelister, manager, &list(&[first]))? == 1);
    ensure!(events(&mut twins, whitelister, manager, &list(&[first, second, second]))? == 1);
    ensure!(events(&mut twins, whitelister, manager, &list(&[first, second]))? == 0);
    for strategy in [first, second] {
        ensure!(twins.ask(manager, &sm::strategyIsWhitelistedForDepositCall { strategy })?);
    }
    Ok(())
}

#[test]
fn token_without_strategy_is_blacklisted_and_gets_none() -> Result<()> {
    let mut twins = twins()?;
    let [factory, owner] = [twins.at("$sf")?, twins.at("$owner")?];
    let token = Address::repeat_byte(0x70);
    let blacklist = sf::blacklistTokensCall { tokens: vec![token] };
    // Nothing is taken off the whitelist, so the factory's is the only event.
    ensure!(events(&mut twins, owner, factory, &blacklist)? == 1);
    ensure!(twins.ask(factory, &sf::isBlacklistedCall { token })?);
    ensure!(!twins.act(owner, factory, &blacklist)?.success, "blacklisted twice");
    ensure!(!twins.act(owner, factory, &sf::deployNewStrategyCall { token })?.success, "has a strategy");
    Ok(())
}

#[test]
fn releases_are_found_by_their_ids_and_no_others() -> Result<()> {
    let mut twins = twins()?;
    let [manager, avs, registry] = [twins.at("$rm")?, twins.at("$avs1")?, twins.at("$am")?];
    let publish = am::updateAVSMetadataURICall { avs, metadataURI: String::new() };
    ensure!(twins.act(avs, registry, &publish)?.success);
    let params = vec![am::CreateSetParams { operatorSetId: 1, strategies: Vec::new() }];
    ensure!(twins.act(avs, registry, &am::createOperatorSets_0Call { avs, params })?.success);
    let set = rm::OperatorSet { avs, id: 1 };
    let uri = rm::publishMetadataURICall { operatorSet: set.clone(), metadataURI: "ipfs://set".into() };
    ensure!(twins.act(avs, manager, &uri)?.success);
    for number in 1..=2_u8 {
        let artifact = rm::Artifact { digest: B256::repeat_byte(number), registry: "oci".into() };
        let release = rm::Release { artifacts: vec![artifact], upgradeByTime: 0 };
        let call = rm::publishReleaseCall { operatorSet: set.clone(), release };
        ensure!(twins.act(avs, manager, &call)?.success);
    }
    let get = |id: U256| rm::getReleaseCall { operatorSet: set.clone(), releaseId: id };
    for id in 0..2_u8 {
        let release = twins.ask(manager, &get(U256::from(id)))?;
        ensure!(release.artifacts.iter().map(|artifact| artifact.digest).eq([B256::repeat_byte(id + 1)]));
    }
    // Beyond the end, and beyond what an id is stored in.
    for id in [U256::from(2), U256::from(1_u64 << 32), U256::MAX] {
        let outcome = twins.view(manager, &get(id))?;
        ensure!(!outcome.success && outcome.output.ends_with(&[0x32]), "{id}: {}", outcome.output);
    }
    Ok(())
}

#[test]
fn unregistered_key_data_belongs_to_nobody() -> Result<()> {
    use surety_abi::IKeyRegistrar as kr;
    let mut twins = twins()?;
    let [registrar, avs] = [twins.at("$kr")?, twins.at("$avs1")?];
    for (id, curve) in [(1, 1), (2, 2)] {
        let operator_set = kr::OperatorSet { avs, id };
        let configure = kr::configureOperatorSetCall { operatorSet: operator_set.clone(), curveType: curve };
        ensure!(twins.act(avs, registrar, &configure)?.success);
        // No key, half a point, a point that nobody registered, a whole key that nobody registered.
        for len in [0, 63, 64, 192] {
            let of = kr::getOperatorFromSigningKeyCall {
                operatorSet: operator_set.clone(),
                keyData: Bytes::from(vec![1; len]),
            };
            let outcome = twins.view(registrar, &of)?;
            // A BN254 set reads a point of 64 bytes; an ECDSA set takes data of any length.
            let known = curve == 1 || len >= 64;
            ensure!(outcome.success == known, "curve {curve}, {len} bytes: {}", outcome.output);
            ensure!(outcome.output.iter().all(|byte| *byte == 0), "somebody's: {}", outcome.output);
        }
    }
    Ok(())
}
