//! A contract that is entered again while it waits for a call must not go on with what it read
//! before: the host's storage cache of a frame does not see what other frames write.
//!
//! The case: in EigenLayer's duration vaults the AVS's registrar is called while a vault is being
//! initialised, and reads it half made (Certora's audit in 2026). No loss is public.

use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use anyhow::{Context as _, Result, ensure};
use surety_abi::{IAllocationManager, IStrategyFactory as factory};
use surety_devnode::with_big_stack;
use surety_scenario::{story::cast::default_params, world::World as _};
use surety_tests::worlds;

/// Calls `to` with `data` the first time that it is called, and does nothing afterwards.
fn calls_once(to: Address, data: &[u8]) -> Result<Vec<u8>> {
    let len = u16::try_from(data.len())?.to_be_bytes();
    // The prologue has 50 bytes: "if slot 0 is set, stop at 48", set it, copy the data behind the
    // code to memory, call.
    let mut code = vec![0x5f, 0x54, 0x60, 48, 0x57, 0x60, 0x01, 0x5f, 0x55];
    code.extend([0x61, len[0], len[1], 0x61, 0, 50, 0x5f, 0x39]);
    code.extend([0x5f, 0x5f, 0x61, len[0], len[1], 0x5f, 0x5f, 0x73]);
    code.extend(to);
    code.extend([0x5a, 0xf1, 0x50, 0x5b, 0x00]);
    ensure!(code.len() == 50, "the prologue has {} bytes", code.len());
    code.extend(data);
    Ok(code)
}

/// An AVS's registrar makes another vault while the factory waits for the first one's
/// initialisation, which asks the registrar: both must be listed.
#[test]
fn factory_lists_vaults_that_a_registrar_makes_meanwhile() -> Result<()> {
    with_big_stack(|| {
        let mut world = worlds()?.wasm(&default_params())?;
        let directory = world.directory().clone();
        let at = |symbol: &str| directory.get(symbol).copied().with_context(|| format!("no {symbol}"));
        let (avs, am, sf, registrar) = (at("$avs1")?, at("$am")?, at("$sf")?, at("$acceptRegistrar")?);
        let (token, anybody) = (at("$tokenA")?, at("$staker1")?);
        let chain = world.chain();
        let uri = IAllocationManager::updateAVSMetadataURICall { avs, metadataURI: String::new() };
        chain.send(avs, am, &uri)?;
        chain.send(avs, am, &IAllocationManager::setAVSRegistrarCall { avs, registrar })?;
        let params = vec![IAllocationManager::CreateSetParams { operatorSetId: 1, strategies: vec![] }];
        chain.send(avs, am, &IAllocationManager::createOperatorSets_0Call { avs, params })?;
        let config = factory::VaultConfig {
            underlyingToken: token,
            vaultAdmin: at("$operator1")?,
            arbitrator: at("$operator2")?,
            duration: 600,
            maxPerDeposit: U256::from(1),
            stakeCap: U256::from(1),
            operatorSet: factory::OperatorSet { avs, id: 1 },
            ..Default::default()
        };
        let deploy = factory::deployDurationVaultStrategyCall { config };
        chain.set_code(registrar, calls_once(sf, &deploy.abi_encode())?.into());
        chain.send(anybody, sf, &deploy)?;
        let vaults = chain.view(sf, &factory::getDurationVaultsCall { token })?;
        ensure!(vaults.len() == 2 && vaults[0] != vaults[1], "listed: {vaults:?}");
        Ok(())
    })
}
