//! What deployed programs need from year to year: Arbitrum forgets them 365 days after activation, and
//! keeps the busiest ones in a cache.

use crate::{
    Action, DeployError, Done, Plan, PlannedProgram, Remote, Step, Value,
    arbitrum::{ARB_WASM, ARB_WASM_CACHE, ArbWasm, ArbWasmCache, CacheManager},
    cost,
};
use alloy_primitives::{Address, U256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;
use serde_json::json;

/// Seconds of a day.
const DAY_SECS: u64 = 86_400;

/// How a program stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Care {
    /// Its package.
    pub program: String,
    /// Its account.
    pub address: Address,
    /// Whole days until it expires; `None` if it is not active.
    pub days_left: Option<u64>,
    /// True if it is in the program cache.
    pub cached: bool,
}

/// How the programs stand.
///
/// # Errors
/// [`DeployError::Rpc`].
pub async fn status(plan: &Plan, remote: &Remote) -> Result<Vec<Care>, DeployError> {
    let mut all = Vec::with_capacity(plan.programs.len());
    for program in &plan.programs {
        let left = remote.time_left(program.address).await?;
        all.push(Care {
            program: program.name.clone(),
            address: program.address,
            days_left: left.map(|secs| secs / DAY_SECS),
            cached: is_cached(program, remote).await?,
        });
    }
    Ok(all)
}

/// Steps that give programs another year, for those with fewer than `days` left. The chain refuses it
/// in the first 31 days after an activation; expired programs are activated anew.
///
/// # Errors
/// [`DeployError::Rpc`].
pub async fn keepalive(plan: &Plan, remote: &Remote, days: u64) -> Result<Vec<Step>, DeployError> {
    let mut steps = Vec::new();
    for program in &plan.programs {
        let left = remote.time_left(program.address).await?;
        let Some(left) = left else {
            steps.push(program.activation(plan.deployer));
            continue;
        };
        if left >= days.saturating_mul(DAY_SECS) {
            continue;
        }
        let call = ArbWasm::codehashKeepaliveCall { codehash: program.code_hash };
        let view = ArbWasm::programTimeLeftCall { program: program.address };
        steps.push(Step {
            // With the time that is left each renewal is a step of its own.
            id: format!("keepalive:{}:{}:{left}", program.name, program.code_hash),
            from: plan.deployer,
            gas: cost::CALL + cost::INITIALISATION,
            action: Action::Call {
                to: ARB_WASM,
                data: call.abi_encode().into(),
                value: Value::DataFee(U256::from(program.size.data_fee_wei)),
            },
            done: Done::MoreThan { to: ARB_WASM, data: view.abi_encode().into(), word: U256::from(left) },
            detail: json!({ "renewed": program.name, "codeHash": program.code_hash }),
        });
    }
    Ok(steps)
}

/// Steps that bid for a place in the cache for each program that has none, at the least price.
///
/// # Errors
/// [`DeployError::Rpc`], also if the chain has no cache manager to bid at.
pub async fn cache(plan: &Plan, remote: &Remote) -> Result<Vec<Step>, DeployError> {
    let managers = remote.view(ARB_WASM_CACHE, &ArbWasmCache::allCacheManagersCall {}).await?;
    let mut steps = Vec::new();
    for program in &plan.programs {
        if is_cached(program, remote).await? {
            continue;
        }
        let Some(manager) = managers.last().copied() else {
            let reason = "this chain has no cache manager".to_owned();
            return Err(DeployError::Rpc { what: "allCacheManagers".to_owned(), reason });
        };
        let bid = remote.view(manager, &CacheManager::getMinBidCall { program: program.address }).await?;
        let call = CacheManager::placeBidCall { program: program.address };
        let view = ArbWasmCache::codehashIsCachedCall { codehash: program.code_hash };
        steps.push(Step {
            id: format!("cache:{}:{}", program.name, program.code_hash),
            from: plan.deployer,
            gas: cost::CALL + cost::INITIALISATION,
            action: Action::Call {
                to: manager,
                data: call.abi_encode().into(),
                value: Value::Wei(U256::from(bid)),
            },
            done: Done::Word {
                to: ARB_WASM_CACHE,
                data: view.abi_encode().into(),
                expected: Some(U256::ONE),
            },
            detail: json!({ "cached": program.name, "codeHash": program.code_hash }),
        });
    }
    Ok(steps)
}

async fn is_cached(program: &PlannedProgram, remote: &Remote) -> Result<bool, DeployError> {
    remote.view(ARB_WASM_CACHE, &ArbWasmCache::codehashIsCachedCall { codehash: program.code_hash }).await
}
