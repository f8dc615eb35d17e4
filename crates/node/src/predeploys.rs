//! Contracts that tools expect on every Arbitrum chain, in the genesis state at the addresses where
//! they expect them.

use alloy_primitives::{Address, Bytes, U256, address, bytes};
use surety_devnode::Chain;

/// The factory that deployment scripts expect on every chain: calldata is a salt and init code.
const CREATE2_FACTORY: Address = address!("4e59b44847b379578588920cA78FbF26c0B4956C");
const CREATE2_FACTORY_CODE: Bytes = bytes!(
    "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe0"
    "3601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3"
);

/// Where cargo-stylus looks for the contract that deploys programs with constructors, on every chain.
const STYLUS_DEPLOYER: Address = address!("cEcba2F1DC234f70Dd89F2041029807F8D03A990");
/// Where Arbitrum's own development node has its cache manager. Tools ask ArbWasmCache for it.
const CACHE_MANAGER: Address = address!("0f1f89aaf1c6fdb7ff9d361e4388f5f3997f12a8");
/// Bytes of compiled programs that the cache holds, as on Arbitrum's chains.
const CACHE_BYTES: u64 = 512 << 20;
/// Wei that a bid loses each second, as on Arbitrum's chains.
const DECAY_WEI: u64 = 10_322_197_911;
/// First ArbOS version whose ArbWasmCache takes programs by address, as the cache manager gives them.
const CACHES_BY_ADDRESS: u64 = 31;

/// A contract of the genesis state can't be read: the build is broken.
#[derive(Debug, thiserror::Error)]
#[error("the bytecode of {name}: {source}")]
pub struct PredeployError {
    name: &'static str,
    source: serde_json::Error,
}

/// Puts the contracts into the state.
pub(crate) fn put(chain: &mut Chain) -> Result<(), PredeployError> {
    place(chain, CREATE2_FACTORY, CREATE2_FACTORY_CODE, "CREATE2 factory");
    let deployer = runtime("StylusDeployer", include_str!("../solidity/artifacts/StylusDeployer.json"))?;
    place(chain, STYLUS_DEPLOYER, deployer, "StylusDeployer");
    if chain.arbos() >= CACHES_BY_ADDRESS {
        let manager = runtime("CacheManager", include_str!("../solidity/artifacts/CacheManager.json"))?;
        place(chain, CACHE_MANAGER, manager, "CacheManager");
        // Slot 0 from the right: size of the cache, bytes in it, decay, whether bids are paused.
        chain.set_storage(CACHE_MANAGER, U256::ZERO, U256::from_limbs([CACHE_BYTES, 0, DECAY_WEI, 0]));
        chain.add_cache_manager(CACHE_MANAGER);
    }
    Ok(())
}

fn place(chain: &mut Chain, address: Address, code: Bytes, name: &str) {
    chain.set_code(address, code);
    chain.label(address, name);
}

/// The committed code of a contract in `crates/node/solidity`.
fn runtime(name: &'static str, artifact: &str) -> Result<Bytes, PredeployError> {
    #[derive(serde::Deserialize)]
    struct Compiled {
        runtime: Bytes,
    }
    let compiled: Compiled =
        serde_json::from_str(artifact).map_err(|source| PredeployError { name, source })?;
    Ok(compiled.runtime)
}
