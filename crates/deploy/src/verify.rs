//! Reads a deployment back and compares it with its plan.

use crate::{
    Config, DeployError, Done, Plan, Remote,
    arbitrum::{ARB_WASM_CACHE, ArbWasmCache},
    timelock,
};
use alloy_primitives::{Address, Bytes, U256, keccak256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;
use surety_abi::{IPauserRegistry, IStrategyManager};
use surety_proxy::{router, slots};

/// One comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was compared.
    pub what: String,
    /// True if the chain has what the plan says.
    pub ok: bool,
    /// What the plan says.
    pub expected: String,
    /// What the chain has.
    pub found: String,
}

impl Finding {
    pub(crate) fn new(what: String, expected: impl ToString, found: impl ToString) -> Self {
        let (expected, found) = (expected.to_string(), found.to_string());
        Self { what, ok: expected == found, expected, found }
    }

    /// Something that is told and judged by nobody.
    fn told(what: String, found: impl ToString) -> Self {
        Self { what, ok: true, expected: String::new(), found: found.to_string() }
    }
}

/// Compares code hashes, activation, the proxies' programs and parameters, roles, strategies, pausers, and the
/// timelock's delay and roles.
///
/// A proxy's parameters and its admin are part of its code, so equal code means equal wiring.
///
/// # Errors
/// [`DeployError::Rpc`], [`DeployError::WrongChain`]; differences are findings.
pub async fn verify(plan: &Plan, config: &Config, remote: &Remote) -> Result<Vec<Finding>, DeployError> {
    let found = remote.chain_id().await?;
    if found != plan.chain_id {
        return Err(DeployError::WrongChain { expected: plan.chain_id, found });
    }
    let mut findings = Vec::new();
    for program in &plan.programs {
        let code = remote.code(program.address).await?;
        findings.push(Finding::new(format!("{}: code", program.name), program.code_hash, keccak256(code)));
        for (index, (address, code)) in program.fragments.iter().enumerate() {
            let found = keccak256(remote.code(*address).await?);
            findings.push(Finding::new(
                format!("{}: fragment {index}", program.name),
                keccak256(code),
                found,
            ));
        }
        let left = remote.time_left(program.address).await?;
        findings.push(Finding::new(format!("{}: active", program.name), true, left.is_some()));
        let cached = ArbWasmCache::codehashIsCachedCall { codehash: program.code_hash };
        let cached = remote.view(ARB_WASM_CACHE, &cached).await?;
        findings.push(Finding::told(format!("{}: cached", program.name), cached));
    }
    for planned in &plan.contracts {
        let (name, contract) = (&planned.name, &planned.contract);
        let code = remote.code(planned.address).await?;
        findings.push(Finding::new(format!("{name}: code"), keccak256(&contract.runtime), keccak256(code)));
        let first = contract
            .programs
            .first()
            .map(|program| (U256::from_be_bytes(router::ERC1967_IMPLEMENTATION), *program));
        let slots = contract.programs.iter().enumerate().map(|(index, program)| {
            (U256::from_be_bytes(slots::IMPLEMENTATION).wrapping_add(U256::from(index)), *program)
        });
        for (index, (slot, program)) in slots.chain(first).enumerate() {
            // The pause bits share the word.
            let word = remote.storage(planned.address, slot).await?;
            let found = Address::from_word(word.into());
            let what = match contract.programs.get(index) {
                Some(_) => format!("{name}: program {index}"),
                None => format!("{name}: ERC-1967 implementation"),
            };
            findings.push(Finding::new(what, program, found));
        }
    }
    findings.extend(roles(plan, config, remote).await?);
    findings.extend(timelock::findings(config, remote).await?);
    for step in plan.steps.iter().filter(|step| matches!(step.done, Done::Word { .. })) {
        findings.push(Finding::new(step.id.clone(), true, remote.is_done(&step.done).await?));
    }
    Ok(findings)
}

/// Who is what.
async fn roles(plan: &Plan, config: &Config, remote: &Remote) -> Result<Vec<Finding>, DeployError> {
    let owner = Bytes::from(IStrategyManager::ownerCall {}.abi_encode());
    let unpauser = Bytes::from(IPauserRegistry::unpauserCall {}.abi_encode());
    let whitelister = Bytes::from(IStrategyManager::strategyWhitelisterCall {}.abi_encode());
    let mut expected = Vec::new();
    for planned in &plan.contracts {
        if OWNED.contains(&planned.name.as_str()) {
            expected.push((
                format!("{}: owner", planned.name),
                planned.address,
                owner.clone(),
                config.roles.owner,
            ));
        }
    }
    let pausers = plan.address_of("PauserRegistry")?;
    expected.push(("PauserRegistry: unpauser".to_owned(), pausers, unpauser, config.roles.unpauser));
    let manager = plan.address_of("StrategyManager")?;
    let factory = plan.address_of("StrategyFactory")?;
    expected.push(("StrategyManager: whitelister".to_owned(), manager, whitelister, factory));
    let mut findings = Vec::new();
    for (what, to, data, account) in expected {
        let found = remote.word(to, &data).await?.unwrap_or_default();
        findings.push(Finding::new(what, account, Address::from_word(found.into())));
    }
    Ok(findings)
}

/// Contracts that have an owner.
const OWNED: &[&str] =
    &["StrategyManager", "RewardsCoordinator", "StrategyFactory", "AVSDirectory", "TaskMailbox"];
