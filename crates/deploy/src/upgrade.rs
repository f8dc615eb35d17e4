//! Replaces programs behind the routers.

use crate::{
    Action, Config, DeployError, Done, Plan, Remote, Step, TimelockKind, Value,
    arbitrum::{TimelockController, upgradeToCall},
    cost,
};
use alloy_primitives::{Address, B256, Bytes, U256, keccak256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;
use serde_json::json;
use surety_proxy::slots;

/// One router slot whose program is another one than the built one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Replacement {
    /// Whose router.
    pub contract: String,
    /// Its address.
    pub router: Address,
    /// The slot.
    pub index: u8,
    /// What is there.
    pub old: Address,
    /// What belongs there now.
    pub new: Address,
}

/// Compares every router's slots with the built programs; answers what differs, and the steps: new
/// programs and activations first, then what the admin sends. A timelock's is the scheduling of all
/// replacements as one batch or, after its delay, their execution; between the two there is none.
///
/// What stands in code stays: clones keep their program, and a contract that is a program itself (the
/// permission controller) is replaced by a new deployment only.
///
/// # Errors
/// [`DeployError::Rpc`]; [`DeployError::Invalid`] if the programs are final.
pub async fn upgrade(
    plan: &Plan,
    config: &Config,
    remote: &Remote,
) -> Result<(Vec<Replacement>, Vec<Step>), DeployError> {
    let mut replacements = Vec::new();
    for planned in &plan.contracts {
        for (index, new) in (0_u8..).zip(&planned.contract.programs) {
            let old = Address::from_word(remote.storage(planned.address, slot(index)).await?.into());
            if old.is_zero() {
                let reason = format!("{} is not deployed at {}", planned.name, planned.address);
                return Err(DeployError::Invalid(vec![reason]));
            }
            if old != *new {
                let contract = planned.name.clone();
                replacements.push(Replacement { contract, router: planned.address, index, old, new: *new });
            }
        }
    }
    if replacements.is_empty() {
        return Ok((replacements, Vec::new()));
    }
    let Some(admin) = config.upgrades.admin else {
        return Err(DeployError::Invalid(vec![
            "upgrades.admin is not set: the programs are final".to_owned(),
        ]));
    };
    let used = |address| replacements.iter().any(|replacement| replacement.new == address);
    let mut steps: Vec<_> = plan
        .programs
        .iter()
        .filter(|program| used(program.address))
        .flat_map(|program| program.steps(plan.deployer))
        .collect();
    match config.upgrades.kind {
        TimelockKind::Account => steps.extend(replacements.iter().map(|one| direct(one, admin))),
        TimelockKind::Timelock => steps.extend(batch(&replacements, config, admin, remote).await?),
    }
    Ok((replacements, steps))
}

fn slot(index: u8) -> U256 {
    U256::from_be_bytes(slots::IMPLEMENTATION).wrapping_add(U256::from(index))
}

fn call_of(replacement: &Replacement) -> Bytes {
    upgradeToCall { index: replacement.index, program: replacement.new }.abi_encode().into()
}

fn done(replacement: &Replacement) -> Done {
    Done::Program { router: replacement.router, slot: slot(replacement.index), program: replacement.new }
}

/// The admin's own call.
fn direct(replacement: &Replacement, admin: Address) -> Step {
    Step {
        id: format!("upgrade:{}:{}:{}", replacement.router, replacement.index, replacement.new),
        from: admin,
        gas: cost::CALL + 2 * cost::WORD,
        action: Action::Call {
            to: replacement.router,
            data: call_of(replacement),
            value: Value::Wei(U256::ZERO),
        },
        done: done(replacement),
        detail: json!({ "upgraded": replacement }),
    }
}

/// What is next for the batch of all replacements: its scheduling, or its execution once the delay is
/// over, or nothing meanwhile. The owner sends both.
async fn batch(
    replacements: &[Replacement],
    config: &Config,
    timelock: Address,
    remote: &Remote,
) -> Result<Option<Step>, DeployError> {
    let targets: Vec<_> = replacements.iter().map(|one| one.router).collect();
    let payloads: Vec<_> = replacements.iter().map(call_of).collect();
    let values = vec![U256::ZERO; replacements.len()];
    let (predecessor, salt) = (B256::ZERO, keccak256(payloads.concat()));
    let execute = TimelockController::executeBatchCall { targets, values, payloads, predecessor, salt };
    // The operation's name is the hash of these five arguments.
    let execution = execute.abi_encode();
    let id = keccak256(execution.get(4..).unwrap_or_default());
    let scheduled = Bytes::from(TimelockController::isOperationCall { id }.abi_encode());
    let ready = Bytes::from(TimelockController::isOperationReadyCall { id }.abi_encode());
    let step = |kind: &str, data: Vec<u8>, done| Step {
        id: format!("{kind}:{timelock}:{id}"),
        from: config.roles.owner,
        gas: cost::CALL + 2 * cost::WORD * replacements.len() as u64,
        action: Action::Call { to: timelock, data: data.into(), value: Value::Wei(U256::ZERO) },
        done,
        detail: json!({ (kind): replacements, "operation": id }),
    };
    if remote.word(timelock, &ready).await? == Some(U256::ONE) {
        // The batch runs as a whole, so its last call tells.
        return Ok(replacements.last().map(|last| step("upgrade-execute", execution, done(last))));
    }
    if remote.word(timelock, &scheduled).await? == Some(U256::ONE) {
        return Ok(None);
    }
    let TimelockController::executeBatchCall { targets, values, payloads, .. } = execute;
    let delay = U256::from(config.upgrades.delay_secs);
    let schedule =
        TimelockController::scheduleBatchCall { targets, values, payloads, predecessor, salt, delay };
    let done = Done::Word { to: timelock, data: scheduled, expected: Some(U256::ONE) };
    Ok(Some(step("upgrade-schedule", schedule.abi_encode(), done)))
}
