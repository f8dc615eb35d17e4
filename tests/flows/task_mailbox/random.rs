//! Random lives of a mailbox: whatever happens, WASM and model agree on it and on all that they show,
//! and the mailbox holds exactly the fees of the tasks that are neither answered nor paid back.

use crate::stage::{BN254, ECDSA, FEE, Manner, RESULT, SLA_SECS, Stage, certificate};
use alloy_primitives::{Address, B256, Bytes, U256, aliases::U96};
use alloy_sol_types::{SolCall as _, SolValue as _};
use anyhow::{Result, ensure};
use surety_abi::{IAVSTaskHook as hook, ITaskMailbox as tm};
use surety_tests::twins::Dice;

const STEPS: usize = 250;

struct Life {
    stage: Stage,
    dice: Dice,
    /// Curves with the tasks: nothing else tells which certificate fits.
    tasks: Vec<(B256, u8)>,
    curve: u8,
}

#[test]
fn wasm_and_model_agree_on_random_lives() -> Result<()> {
    for seed in [1, 2, 3] {
        let mut life =
            Life { stage: Stage::open(ECDSA, None)?, dice: Dice(seed), tasks: Vec::new(), curve: ECDSA };
        for step in 0..STEPS {
            life.step().map_err(|error| error.context(format!("seed {seed}, step {step}")))?;
        }
        for met in ["createTask", "submitResult", "refundFee", "setExecutorOperatorSetTaskConfig"] {
            ensure!(
                life.stage.twins.met.contains_key(met),
                "seed {seed} has no {met}: {:?}",
                life.stage.twins.met
            );
        }
    }
    Ok(())
}

impl Life {
    fn step(&mut self) -> Result<()> {
        match self.dice.below(9) {
            0..3 => self.create()?,
            3..5 => self.answer()?,
            5 => self.refund()?,
            6 => self.configure()?,
            7 => self.settle()?,
            _ => {
                let blocks = *self.dice.one(&[1, 7, SLA_SECS / 24, SLA_SECS / 12])?;
                self.stage.twins.mine(blocks);
            }
        }
        if let Some((task, _)) = self.any_task()? {
            self.stage.look(task)?;
        }
        self.check_solvent()
    }

    fn any_task(&mut self) -> Result<Option<(B256, u8)>> {
        if self.tasks.is_empty() {
            return Ok(None);
        }
        // Mostly a recent one.
        let recent = self.tasks.len().saturating_sub(4);
        let from = if self.dice.once_in(4) { 0 } else { recent };
        let among = self.tasks.get(from..).unwrap_or_default();
        Ok(Some(*self.dice.one(among)?))
    }

    fn create(&mut self) -> Result<()> {
        let mut params = self.stage.params();
        if self.dice.once_in(12) {
            params.refundCollector = Address::ZERO;
        }
        let len = *self.dice.one(&[0, 1, 27, 28, 29, 60, 61, 200, 31, 92])?;
        params.payload = vec![0x50; len].into();
        let payer = *self.dice.one(&[self.stage.payer, self.stage.payer, self.stage.avs])?;
        let call = tm::createTaskCall { taskParams: params };
        let outcome = self.stage.twins.act(payer, self.stage.mailbox, &call)?;
        if outcome.success {
            self.tasks.push((tm::createTaskCall::abi_decode_returns(&outcome.output)?, self.curve));
        }
        Ok(())
    }

    fn answer(&mut self) -> Result<()> {
        let Some((task, curve)) = self.any_task()? else { return Ok(()) };
        let curve = if self.dice.once_in(10) { ECDSA + BN254 - curve } else { curve };
        let result = *self.dice.one(&[RESULT, &[], &[1; 28], &[2; 29], &[3; 100]])?;
        let cert = certificate(curve, task, result);
        let result = Bytes::copy_from_slice(if self.dice.once_in(12) { b"another" } else { result });
        let call = tm::submitResultCall { taskHash: task, executorCert: cert, result };
        self.stage.twins.act(self.stage.payer, self.stage.mailbox, &call)?;
        Ok(())
    }

    fn refund(&mut self) -> Result<()> {
        let Some((task, _)) = self.any_task()? else { return Ok(()) };
        let from = *self.dice.one(&[self.stage.payer, self.stage.payer, self.stage.payer, self.stage.avs])?;
        self.stage.twins.act(from, self.stage.mailbox, &tm::refundFeeCall { taskHash: task })?;
        Ok(())
    }

    fn configure(&mut self) -> Result<()> {
        if self.dice.once_in(3) {
            let is_registered = !self.dice.once_in(3);
            let call = tm::registerExecutorOperatorSetCall {
                operatorSet: self.stage.set(),
                isRegistered: is_registered,
            };
            self.stage.twins.act(self.stage.avs, self.stage.mailbox, &call)?;
            return Ok(());
        }
        let curve = *self.dice.one(&[ECDSA, BN254])?;
        let threshold_bips = *self.dice.one(&[None, Some(1), Some(10_000), Some(10_001)])?;
        let mut config = self.stage.config(curve, threshold_bips)?;
        config.taskSLA = U96::from(*self.dice.one(&[1, SLA_SECS, 604_800, 604_801])?);
        config.taskMetadata = vec![0x4d; *self.dice.one(&[0, 28, 33])?].into();
        if self.dice.once_in(6) {
            config.feeToken = Address::ZERO;
        }
        if self.dice.once_in(8) {
            config.feeCollector = Address::ZERO;
        }
        let call = tm::setExecutorOperatorSetTaskConfigCall { operatorSet: self.stage.set(), config };
        if self.stage.twins.act(self.stage.avs, self.stage.mailbox, &call)?.success {
            self.curve = curve;
        }
        Ok(())
    }

    /// The hook's price, the protocol's part.
    fn settle(&mut self) -> Result<()> {
        if self.dice.once_in(2) {
            let fee = *self.dice.one(&[0, 1, 9, FEE])?;
            let words = fee.abi_encode();
            return self.stage.play::<hook::calculateTaskFeeCall>("$taskHook", Manner::Answers, words);
        }
        let bips = *self.dice.one(&[0, 1, 5_000, 10_000, 10_001])?;
        let from = self.stage.twins.at("$owner")?;
        self.stage.twins.act(from, self.stage.mailbox, &tm::setFeeSplitCall { feeSplit: bips })?;
        Ok(())
    }

    /// It takes a view per task, so it is done now and then.
    fn check_solvent(&mut self) -> Result<()> {
        if !self.dice.once_in(10) {
            return Ok(());
        }
        let mut owed = U256::ZERO;
        for (task, _) in self.tasks.clone() {
            let info = self.stage.info(task)?;
            let is_paid = !info.executorOperatorSetTaskConfig.feeToken.is_zero();
            if is_paid && info.status != 2 && !info.isFeeRefunded {
                owed += U256::from(info.avsFee);
            }
        }
        let held = self.stage.balance("$tm")?;
        ensure!(held == owed, "holds {held}, owes {owed}");
        Ok(())
    }
}
