//! Sends what the chain lacks, and writes it down.

use crate::{
    Action, Config, DeployError, Done, EntryKind, Event, Fees, Journal, Observer, Outcome, Plan, Remote,
    Signers, Step, Value,
    preflight::preflight,
    remote::Mined,
    sender::{self, Order, Witness},
};
use alloy_primitives::{B256, Bytes, U256};
use std::time::{Duration, Instant};

/// All that sending takes: one run of the tool.
pub struct Run<'a> {
    /// What transactions may cost.
    pub fees: &'a Fees,
    /// The chain.
    pub remote: &'a Remote,
    /// Who can sign.
    pub signers: &'a Signers,
    /// What is on record, and is written after each step.
    pub journal: &'a mut Journal,
    /// The commit that the programs were built from, if known.
    pub commit: Option<&'a str>,
    /// Hears what happens.
    pub observer: &'a mut dyn Observer,
}

impl std::fmt::Debug for Run<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Run").field("journal", &self.journal.path()).finish_non_exhaustive()
    }
}

/// How a step ended.
enum Ended {
    Found,
    Sent,
    Waits,
    Stopped,
}

impl Run<'_> {
    /// Sends what the chain lacks of a plan, in order, and writes the record after each step. Run again it
    /// goes on where the last run ended, however that ended.
    ///
    /// # Errors
    /// [`DeployError`]; what was done until then is on record.
    pub async fn apply(&mut self, plan: &Plan, config: &Config) -> Result<Outcome, DeployError> {
        preflight(plan, config, self.remote, self.journal).await?;
        self.execute(&plan.steps).await
    }

    /// Does steps in order: those of a plan, an upgrade, a renewal. Run again with the same steps it goes
    /// on where the last run ended.
    ///
    /// # Errors
    /// [`DeployError`]; what was done until then is on record.
    pub async fn execute(&mut self, steps: &[Step]) -> Result<Outcome, DeployError> {
        self.settle(steps).await?;
        let mut outcome = Outcome::default();
        for step in steps {
            match self.step(step).await? {
                Ended::Found => outcome.found += 1,
                Ended::Sent => outcome.sent += 1,
                Ended::Waits => outcome.waiting.push(step.id.clone()),
                Ended::Stopped => return Ok(Outcome { stopped: true, ..outcome }),
            }
        }
        Ok(outcome)
    }

    /// Steps that an interrupted run sent and nobody plans any more, because the chain has what they make:
    /// an upgrade that is done, a program that is renewed. What was mined of them is written down.
    async fn settle(&mut self, steps: &[Step]) -> Result<(), DeployError> {
        let open = self.journal.unfinished().into_iter().map(str::to_owned);
        let open: Vec<_> = open.filter(|id| steps.iter().all(|step| step.id != *id)).collect();
        for id in open {
            let sent: Vec<_> = self.hashes(&id);
            if let Some(mined) = sender::mined(self.remote, &sent).await?
                && !mined.status.is_zero()
            {
                self.journal.settle(&id, done(&mined))?;
            }
        }
        Ok(())
    }

    /// Transactions that were sent for a step, newest first.
    fn hashes(&self, id: &str) -> Vec<B256> {
        self.journal.of(id).filter_map(|entry| sent(&entry.outcome)).map(|(_, hash)| hash).collect()
    }

    /// Does one step, if it is not done.
    async fn step(&mut self, step: &Step) -> Result<Ended, DeployError> {
        if !self.observer.event(Event::Begins(step)) {
            return Ok(Ended::Stopped);
        }
        if self.remote.is_done(&step.done).await? {
            return self.found(step).await;
        }
        if let Done::Code { at, .. } = step.done {
            if self.journal.of(&step.id).any(|entry| entry.outcome.is_final()) {
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
        let newest = self.journal.of(&step.id).next();
        if !newest.is_some_and(|entry| entry.outcome.is_final()) {
            match sender::mined(self.remote, &self.hashes(&step.id)).await? {
                Some(mined) if !mined.status.is_zero() => self.record(step, &mined)?,
                _ => self.journal.add(step, EntryKind::Found, self.commit)?,
            }
        }
        Ok(if self.observer.event(Event::Found(step)) { Ended::Found } else { Ended::Stopped })
    }

    fn record(&mut self, step: &Step, mined: &Mined) -> Result<(), DeployError> {
        self.journal.add(step, done(mined), self.commit)
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
            chain_id: self.journal.chain_id(),
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

/// What the record says of a transaction that was mined.
fn done(mined: &Mined) -> EntryKind {
    EntryKind::Done {
        transaction: mined.transaction_hash,
        block: mined.block_number.to(),
        gas_used: mined.gas_used.to(),
        gas_price: u64::try_from(mined.effective_gas_price.to::<u128>()).unwrap_or(u64::MAX),
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
