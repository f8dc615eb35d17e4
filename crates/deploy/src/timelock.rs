//! An upgrade as one batch of OpenZeppelin's `TimelockController`.

use crate::{
    Action, Config, DeployError, Done, Finding, Remote, Replacement, Step, TimelockKind, Value,
    arbitrum::TimelockController,
    cost,
    upgrade::{call_of, done},
};
use alloy_primitives::{Address, B256, U256, keccak256};
use alloy_sol_types::SolCall as _;
use serde::Serialize;
use serde_json::json;
use std::fmt;

/// What the timelock says of a batch that was executed, instead of a time.
const EXECUTED: U256 = U256::ONE;
/// How often the same calls may have been executed: there and back, again and again.
const ROUNDS: u64 = 256;

/// How a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "stage")]
pub enum Stage {
    /// The timelock does not know it.
    Unscheduled,
    /// Its delay runs.
    #[serde(rename_all = "camelCase")]
    Waiting {
        /// When it may be executed, seconds since 1970.
        ready_at: u64,
        /// Seconds until then, by the chain's clock.
        left_secs: u64,
    },
    /// It may be executed.
    Ready,
}

impl fmt::Display for Stage {
    /// The end of a sentence about the batch.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unscheduled => write!(f, "is not scheduled"),
            Self::Waiting { ready_at, left_secs } => write!(
                f,
                "is scheduled, and can be executed from {ready_at} on (seconds since 1970), in {} h {} min",
                left_secs / 3_600,
                left_secs % 3_600 / 60
            ),
            Self::Ready => write!(f, "can be executed"),
        }
    }
}

/// The batch of all replacements.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    /// The timelock.
    pub timelock: Address,
    /// The timelock's name for it: a hash of the calls, the predecessor (none) and the salt.
    pub id: B256,
    /// Tells it from batches of the same calls that were executed before.
    pub salt: B256,
    /// How it stands.
    #[serde(flatten)]
    pub stage: Stage,
    /// What puts it on the timelock's list.
    #[serde(skip)]
    pub schedule: Step,
    /// What executes it after the delay.
    #[serde(skip)]
    pub execute: Step,
}

impl Operation {
    /// The first batch of these replacements that was not executed; none if there are no replacements. The
    /// same calls come again when an upgrade is taken back and repeated, and the timelock executes a batch
    /// once, so that each round has a salt of its own.
    pub(crate) async fn find(
        replacements: &[Replacement],
        config: &Config,
        timelock: Address,
        remote: &Remote,
    ) -> Result<Option<Self>, DeployError> {
        let Some(last) = replacements.last() else { return Ok(None) };
        if remote.code(timelock).await?.is_empty() {
            return Err(wrong(format!("upgrades.admin {timelock} has no code: it is no timelock")));
        }
        for round in 0..ROUNDS {
            let batch = Batch::new(replacements, round);
            let at = remote.view(timelock, &TimelockController::getTimestampCall { id: batch.id }).await?;
            if at == EXECUTED {
                continue;
            }
            let stage = stage(at, batch.id, timelock, remote).await?;
            let least = remote.view(timelock, &TimelockController::getMinDelayCall {}).await?;
            let delay = least.max(U256::from(config.upgrades.delay_secs));
            let step = |kind: &str, data: Vec<u8>, done| Step {
                id: format!("{kind}:{timelock}:{}", batch.id),
                from: config.roles.owner,
                gas: cost::CALL + 2 * cost::WORD * replacements.len() as u64,
                action: Action::Call { to: timelock, data: data.into(), value: Value::Wei(U256::ZERO) },
                done,
                detail: json!({ (kind): replacements, "operation": batch.id }),
            };
            let listed = TimelockController::isOperationCall { id: batch.id }.abi_encode().into();
            let listed = Done::Word { to: timelock, data: listed, expected: Some(U256::ONE) };
            let schedule = step("upgrade-schedule", batch.schedule(delay), listed);
            // The batch runs as a whole, so its last call tells.
            let execute = step("upgrade-execute", batch.execute.abi_encode(), done(last));
            let salt = batch.execute.salt;
            return Ok(Some(Self { timelock, id: batch.id, salt, stage, schedule, execute }));
        }
        Err(wrong(format!("upgrades.admin {timelock} executed this batch {ROUNDS} times, or is no timelock")))
    }

    /// What is to be done by now. The scheduling stays among it when it is done, so that it is on record
    /// whoever sent it.
    pub(crate) fn due(&self) -> impl Iterator<Item = Step> {
        let execute = (self.stage == Stage::Ready).then(|| self.execute.clone());
        std::iter::once(self.schedule.clone()).chain(execute)
    }
}

async fn stage(at: U256, id: B256, timelock: Address, remote: &Remote) -> Result<Stage, DeployError> {
    if at.is_zero() {
        return Ok(Stage::Unscheduled);
    }
    if remote.view(timelock, &TimelockController::isOperationReadyCall { id }).await? {
        return Ok(Stage::Ready);
    }
    let ready_at = u64::try_from(at).unwrap_or(u64::MAX);
    Ok(Stage::Waiting { ready_at, left_secs: ready_at.saturating_sub(remote.time().await?) })
}

/// The calls of a batch, as the timelock takes them.
struct Batch {
    id: B256,
    execute: TimelockController::executeBatchCall,
}

impl Batch {
    fn new(replacements: &[Replacement], round: u64) -> Self {
        let targets: Vec<_> = replacements.iter().map(|one| one.router).collect();
        let payloads: Vec<_> = replacements.iter().map(call_of).collect();
        let values = vec![U256::ZERO; replacements.len()];
        let salt = keccak256([payloads.concat(), round.to_be_bytes().to_vec()].concat());
        let execute =
            TimelockController::executeBatchCall { targets, values, payloads, predecessor: B256::ZERO, salt };
        // The name is the hash of these five arguments.
        let id = keccak256(execute.abi_encode().get(4..).unwrap_or_default());
        Self { id, execute }
    }

    fn schedule(&self, delay: U256) -> Vec<u8> {
        let TimelockController::executeBatchCall { targets, values, payloads, predecessor, salt } =
            self.execute.clone();
        TimelockController::scheduleBatchCall { targets, values, payloads, predecessor, salt, delay }
            .abi_encode()
    }
}

/// Compares a timelock's least delay and roles with the configuration; nothing if the admin is none.
pub(crate) async fn findings(config: &Config, remote: &Remote) -> Result<Vec<Finding>, DeployError> {
    let (Some(timelock), TimelockKind::Timelock) = (config.upgrades.admin, config.upgrades.kind) else {
        return Ok(Vec::new());
    };
    let ask = async |data: Vec<u8>| remote.word(timelock, &data.into()).await;
    let has = async |role: &str, account: Address| {
        let call = TimelockController::hasRoleCall { role: keccak256(role), account };
        Ok::<_, DeployError>(ask(call.abi_encode()).await? == Some(U256::ONE))
    };
    let owner = config.roles.owner;
    let least = ask(TimelockController::getMinDelayCall {}.abi_encode()).await?.unwrap_or_default();
    let wanted = U256::from(config.upgrades.delay_secs);
    // Without an executor named anybody is one: the zero address has the role.
    let executes = has("EXECUTOR_ROLE", owner).await? || has("EXECUTOR_ROLE", Address::ZERO).await?;
    // A longer delay than was asked for is none that differs.
    let delay = Finding::new("timelock: least delay".to_owned(), wanted, least.min(wanted));
    Ok(vec![
        delay,
        Finding::new("timelock: the owner schedules".to_owned(), true, has("PROPOSER_ROLE", owner).await?),
        Finding::new("timelock: the owner executes".to_owned(), true, executes),
    ])
}

fn wrong(what: String) -> DeployError {
    DeployError::Invalid(vec![what])
}
