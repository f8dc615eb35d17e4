//! Replaces programs behind the routers.

use crate::{
    Action, Config, DeployError, Done, Operation, Plan, Remote, Stage, Step, TimelockKind, Value,
    arbitrum::upgradeToCall, cost,
};
use alloy_primitives::{Address, Bytes, U256};
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

/// What differs, and what is to be done about it.
#[derive(Clone, Debug, Default)]
pub struct Upgrade {
    /// What differs; nothing if the chain has what is built.
    pub replacements: Vec<Replacement>,
    /// What is to be done by now, in order: new programs and activations first, then what the admin sends. A
    /// timelock's is the scheduling of all replacements as one batch and, once its delay is over, their
    /// execution.
    pub steps: Vec<Step>,
    /// The batch, if there is one and the admin is a timelock.
    pub operation: Option<Operation>,
}

impl Upgrade {
    /// The steps if the batch can be executed now, or if nothing is left to replace.
    ///
    /// # Errors
    /// [`DeployError::NotReady`]; [`DeployError::Invalid`] if the admin is no timelock.
    pub fn executable(&self) -> Result<&[Step], DeployError> {
        let Some(operation) = &self.operation else {
            return match self.replacements.is_empty() {
                true => Ok(&self.steps),
                false => Err(DeployError::Invalid(vec![
                    "upgrades.kind is \"account\": nothing is scheduled, so there is nothing to execute"
                        .to_owned(),
                ])),
            };
        };
        match operation.stage {
            Stage::Ready => Ok(&self.steps),
            stage => Err(DeployError::NotReady { operation: operation.id, stage }),
        }
    }
}

/// Compares every router's slots with the built programs.
///
/// What stands in code stays: clones keep their program, and a contract that is a program itself (the
/// permission controller) is replaced by a new deployment only.
///
/// # Errors
/// [`DeployError::Rpc`]; [`DeployError::Invalid`] if the programs are final.
pub async fn upgrade(plan: &Plan, config: &Config, remote: &Remote) -> Result<Upgrade, DeployError> {
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
        return Ok(Upgrade::default());
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
    let operation = match config.upgrades.kind {
        TimelockKind::Account => {
            steps.extend(replacements.iter().map(|one| direct(one, admin)));
            None
        }
        TimelockKind::Timelock => {
            let operation = Operation::find(&replacements, config, admin, remote).await?;
            steps.extend(operation.iter().flat_map(Operation::due));
            operation
        }
    };
    Ok(Upgrade { replacements, steps, operation })
}

fn slot(index: u8) -> U256 {
    U256::from_be_bytes(slots::IMPLEMENTATION).wrapping_add(U256::from(index))
}

pub(crate) fn call_of(replacement: &Replacement) -> Bytes {
    upgradeToCall { index: replacement.index, program: replacement.new }.abi_encode().into()
}

pub(crate) fn done(replacement: &Replacement) -> Done {
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
