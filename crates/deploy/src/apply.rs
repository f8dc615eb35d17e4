//! Sends what the chain lacks of a plan.

use crate::{
    Action, Config, DeployError, Done, EntryKind, Fees, Journal, Plan, Remote, Signers, Step, Value,
    remote::Mined,
    sender::{self, Order, Witness},
};
use alloy_primitives::{B256, Bytes, U256};
use std::time::{Duration, Instant};

/// What happens meanwhile.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A step begins.
    Begins(&'a Step),
    /// Its transaction is signed and on record, but not sent.
    Signed(&'a Step, B256),
    /// Its transaction is with the node.
    Sent(&'a Step, B256),
    /// Its transaction is mined, but that is not on record.
    Mined(&'a Step, B256),
    /// It is done and on record.
    Recorded(&'a Step),
    /// The chain has it already.
    Found(&'a Step),
    /// There is no key for whoever has to send it.
    Waits(&'a Step),
}

/// Hears what happens, and may end it at any point.
pub trait Observer {
    /// False ends the run at once, as if the process were killed.
    fn event(&mut self, event: Event<'_>) -> bool;
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn event(&mut self, _: Event<'_>) -> bool {
        true
    }
}

/// How a run ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Steps that this run sent.
    pub sent: usize,
    /// Steps that the chain had.
    pub found: usize,
    /// Steps that wait for somebody whose key is not here.
    pub waiting: Vec<String>,
    /// True if the observer ended the run.
    pub stopped: bool,
}

/// Sends what the chain lacks, in order, and writes the record after each step. Run again it goes on
/// where the last run ended, however that ended.
///
/// # Errors
/// [`DeployError`]; what was done until then is on record.
pub async fn apply(
    plan: &Plan,
    config: &Config,
    remote: &Remote,
    signers: &Signers,
    journal: &mut Journal,
    commit: Option<&str>,
    observer: &mut dyn Observer,
) -> Result<Outcome, DeployError> {
    preflight(plan, config, remote, journal).await?;
    execute(&plan.steps, config, remote, signers, journal, commit, observer).await
}

/// Does steps in order: those of a plan, an upgrade, a renewal. Run again with the same steps it goes
/// on where the last run ended.
///
/// # Errors
/// [`DeployError`]; what was done until then is on record.
pub async fn execute(
    steps: &[Step],
    config: &Config,
    remote: &Remote,
    signers: &Signers,
    journal: &mut Journal,
    commit: Option<&str>,
    observer: &mut dyn Observer,
) -> Result<Outcome, DeployError> {
    let mut outcome = Outcome::default();
    let chain_id = journal.chain_id();
    let mut run = Run { chain_id, fees: &config.fees, remote, signers, journal, commit, observer };
    for step in steps {
        match run.step(step).await? {
            Ended::Found => outcome.found += 1,
            Ended::Sent => outcome.sent += 1,
            Ended::Waits => outcome.waiting.push(step.id.clone()),
            Ended::Stopped => return Ok(Outcome { stopped: true, ..outcome }),
        }
    }
    Ok(outcome)
}

/// What must hold before anything is sent.
async fn preflight(
    plan: &Plan,
    config: &Config,
    remote: &Remote,
    journal: &Journal,
) -> Result<(), DeployError> {
    let found = remote.chain_id().await?;
    if found != plan.chain_id {
        return Err(DeployError::WrongChain { expected: plan.chain_id, found });
    }
    let mut wrong = Vec::new();
    for strategy in &config.strategies {
        if remote.code(strategy.token).await?.is_empty() {
            wrong.push(format!("strategies: there is no token at {}", strategy.token));
        }
    }
    if !wrong.is_empty() {
        return Err(DeployError::Invalid(wrong));
    }
    for step in &plan.steps {
        let on_record = journal.of(&step.id).find(|entry| !matches!(entry.outcome, EntryKind::Sent { .. }));
        if on_record.is_some_and(|entry| entry.input != step.input()) {
            return Err(DeployError::Changed { step: step.id.clone() });
        }
    }
    let open =
        plan.steps.iter().filter(|step| step.from == plan.deployer && journal.of(&step.id).next().is_none());
    let price = U256::from(remote.gas_price().await?);
    let needed = open.fold(U256::ZERO, |sum, step| {
        sum.saturating_add(U256::from(step.gas).saturating_mul(price)).saturating_add(step.value())
    });
    let balance = remote.balance(plan.deployer).await?;
    // A record that was lost makes everything look open; then the chain knows better than this sum.
    if balance < needed && remote.code(plan.nursery).await?.is_empty() {
        let (balance, needed) = (balance.to_string(), needed.to_string());
        return Err(DeployError::Balance { account: plan.deployer, balance, needed });
    }
    Ok(())
}

/// How a step ended.
enum Ended {
    Found,
    Sent,
    Waits,
    Stopped,
}

/// One run.
struct Run<'a> {
    chain_id: u64,
    fees: &'a Fees,
    remote: &'a Remote,
    signers: &'a Signers,
    journal: &'a mut Journal,
    commit: Option<&'a str>,
    observer: &'a mut dyn Observer,
}

impl Run<'_> {
    /// Does one step, if it is not done.
    async fn step(&mut self, step: &Step) -> Result<Ended, DeployError> {
        if !self.observer.event(Event::Begins(step)) {
            return Ok(Ended::Stopped);
        }
        if self.remote.is_done(&step.done).await? {
            return self.found(step).await;
        }
        let on_record =
            self.journal.of(&step.id).any(|entry| !matches!(entry.outcome, EntryKind::Sent { .. }));
        if let Done::Code { at, .. } = step.done {
            if on_record {
                return Err(DeployError::Lost { step: step.id.clone() });
            }
            if !self.remote.code(at).await?.is_empty() {
                return Err(DeployError::Occupied { step: step.id.clone(), address: at });
            }
        }
        let mined = match &step.action {
            Action::Signed(raw) => self.send_signed(step, raw).await?,
            Action::Call { .. } if self.signers.of(step.from).is_none() => {
                return Ok(if self.observer.event(Event::Waits(step)) {
                    Ended::Waits
                } else {
                    Ended::Stopped
                });
            }
            Action::Call { .. } => self.send(step).await?,
        };
        let Some(mined) = mined else { return Ok(Ended::Stopped) };
        if mined.status.is_zero() || !self.remote.is_done(&step.done).await? {
            return Err(DeployError::Failed { step: step.id.clone(), transaction: mined.transaction_hash });
        }
        if !self.observer.event(Event::Mined(step, mined.transaction_hash)) {
            return Ok(Ended::Stopped);
        }
        self.record(step, &mined)?;
        Ok(if self.observer.event(Event::Recorded(step)) { Ended::Sent } else { Ended::Stopped })
    }

    /// A step that the chain has: it may be missing on record only.
    async fn found(&mut self, step: &Step) -> Result<Ended, DeployError> {
        let mut known = self.journal.of(&step.id).peekable();
        let newest_is_final =
            known.peek().is_some_and(|entry| !matches!(entry.outcome, EntryKind::Sent { .. }));
        let hashes: Vec<_> = known.filter_map(|entry| sent(&entry.outcome)).map(|(_, hash)| hash).collect();
        if !newest_is_final {
            match sender::mined(self.remote, &hashes).await? {
                Some(mined) if !mined.status.is_zero() => self.record(step, &mined)?,
                _ => self.journal.add(step, EntryKind::Found, self.commit)?,
            }
        }
        Ok(if self.observer.event(Event::Found(step)) { Ended::Found } else { Ended::Stopped })
    }

    fn record(&mut self, step: &Step, mined: &Mined) -> Result<(), DeployError> {
        let outcome = EntryKind::Done {
            transaction: mined.transaction_hash,
            block: mined.block_number.to(),
            gas_used: mined.gas_used.to(),
            gas_price: u64::try_from(mined.effective_gas_price.to::<u128>()).unwrap_or(u64::MAX),
        };
        self.journal.add(step, outcome, self.commit)
    }

    async fn send(&mut self, step: &Step) -> Result<Option<Mined>, DeployError> {
        let (Action::Call { to, data, value }, Some(signer)) = (&step.action, self.signers.of(step.from))
        else {
            return Ok(None);
        };
        // A transaction of an earlier run may still wait: it has the same nonce, so that only one of
        // the two can be mined.
        let mined_nonces = self.remote.nonce(step.from).await?;
        let earlier: Vec<_> = self.journal.of(&step.id).map_while(|entry| sent(&entry.outcome)).collect();
        let waiting: Vec<_> = earlier.iter().filter(|(nonce, _)| *nonce >= mined_nonces).copied().collect();
        let nonce = waiting.first().map_or(mined_nonces, |(nonce, _)| *nonce);

        let value = match value {
            Value::Wei(wei) => *wei,
            Value::DataFee(usual) => {
                let fee = self.remote.data_fee(step.from, *to, data.clone()).await?.unwrap_or(*usual);
                let percent = U256::from(100 + self.fees.data_fee_margin_percent);
                fee.saturating_mul(percent) / U256::from(100)
            }
        };
        let gas = self
            .remote
            .estimate(step.from, *to, data.clone(), value)
            .await?
            .map_err(|reason| DeployError::WouldFail { step: step.id.clone(), reason })?;
        let order = Order {
            step: &step.id,
            chain_id: self.chain_id,
            to: *to,
            data: data.clone(),
            value,
            // L1's part of the gas moves while a transaction waits.
            gas: gas.saturating_add(gas / 5),
            nonce,
            before: waiting.into_iter().map(|(_, hash)| hash).collect(),
        };
        let mut witness = Recorder { step, journal: self.journal, observer: self.observer, stopped: false };
        match sender::send(self.remote, signer, self.fees, order, &mut witness).await {
            Err(_) if witness.stopped => Ok(None),
            ended => ended,
        }
    }

    /// Sends what somebody else has signed, and waits.
    async fn send_signed(&mut self, step: &Step, raw: &Bytes) -> Result<Option<Mined>, DeployError> {
        let hash = alloy_primitives::keccak256(raw);
        let objection = self.remote.send(raw).await?;
        if !self.observer.event(Event::Sent(step, hash)) {
            return Ok(None);
        }
        let until = Instant::now() + Duration::from_secs(self.fees.bump_after_secs);
        loop {
            if let Some(mined) = sender::mined(self.remote, &[hash]).await? {
                return Ok(Some(mined));
            }
            if let (Some(reason), _) | (None, Some(reason)) =
                (objection.clone(), (Instant::now() >= until).then(|| "not mined in time".to_owned()))
            {
                return Err(DeployError::WouldFail { step: step.id.clone(), reason });
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }
}

fn sent(outcome: &EntryKind) -> Option<(u64, B256)> {
    match outcome {
        EntryKind::Sent { nonce, transaction, .. } => Some((*nonce, *transaction)),
        _ => None,
    }
}

/// Writes every transaction down before it is sent.
struct Recorder<'a> {
    step: &'a Step,
    journal: &'a mut Journal,
    observer: &'a mut dyn Observer,
    stopped: bool,
}

impl Witness for Recorder<'_> {
    fn signed(&mut self, nonce: u64, transaction: B256) -> Result<(), DeployError> {
        self.journal.add(self.step, EntryKind::Sent { from: self.step.from, nonce, transaction }, None)?;
        if self.observer.event(Event::Signed(self.step, transaction)) {
            return Ok(());
        }
        self.stopped = true;
        Err(DeployError::Stuck { step: self.step.id.clone(), attempts: 0 })
    }

    fn sent(&mut self, transaction: B256) -> bool {
        self.observer.event(Event::Sent(self.step, transaction))
    }
}
