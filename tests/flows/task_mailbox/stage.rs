//! A mailbox with a hook and verifiers that do what they are told, and a payer.

use alloy_primitives::{Address, B256, Bytes, U256, aliases::U96, keccak256};
use alloy_sol_types::{SolCall, SolError, SolValue as _, sol};
use anyhow::{Context as _, Result, ensure};
use surety_abi::{
    IAVSTaskHook as hook, IBN254CertificateVerifier as bn254, IECDSACertificateVerifier as ecdsa, IERC20,
    ITaskMailbox as tm,
};
use surety_scenario::world::Outcome;
use surety_tests::{small_world, twins::Twins};

sol! {
    #[derive(Debug)]
    /// What a puppet is told, and tells.
    interface IPuppet {
        event Told(bytes data);
        event Called(bool ok, bytes answer);
        function play(bytes4 selector, uint8 manner, bytes calldata words) external;
    }
}

/// How a puppet answers a function. The numbers are `Puppet.sol`'s.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Manner {
    Answers = 0,
    Reverts = 1,
    Echoes = 2,
    Tells = 3,
    BurnsGas = 4,
    AnswersBomb = 5,
    RevertsWithBomb = 6,
    Calls = 7,
}

pub(crate) const ECDSA: u8 = 1;
pub(crate) const BN254: u8 = 2;
/// The operator table that the verifiers know, seconds.
pub(crate) const TABLE: u32 = 1_800_000_000;
/// What the hook asks for a task, token units.
pub(crate) const FEE: u64 = 1_000_009;
/// How long operators have, seconds.
pub(crate) const SLA_SECS: u64 = 3_600;
pub(crate) const PAYLOAD: &[u8] = b"what is the answer, in more than twenty-eight bytes?";
pub(crate) const RESULT: &[u8] = b"forty-two";

/// What tells a puppet how to answer a function.
pub(crate) fn play<C: SolCall>(manner: Manner, words: Vec<u8>) -> IPuppet::playCall {
    IPuppet::playCall { selector: C::SELECTOR.into(), manner: manner as u8, words: words.into() }
}

/// What makes puppets the hook and the verifiers of an AVS's sets: by the symbol of the puppet.
pub(crate) fn ordinary_parts(avs: Address) -> Vec<(&'static str, IPuppet::playCall)> {
    use Manner::Answers;
    let mut parts = vec![
        ("$taskHook", play::<hook::calculateTaskFeeCall>(Answers, FEE.abi_encode())),
        ("$bn254Verifier", play::<bn254::verifyCertificateCall>(Answers, Vec::<U256>::new().abi_encode())),
        ("$bn254Verifier", play::<bn254::verifyCertificateProportionCall>(Answers, true.abi_encode())),
        (
            "$ecdsaVerifier",
            play::<ecdsa::verifyCertificateCall>(
                Answers,
                (vec![U256::from(7)], vec![avs]).abi_encode_params(),
            ),
        ),
        (
            "$ecdsaVerifier",
            play::<ecdsa::verifyCertificateProportionCall>(Answers, (true, vec![avs]).abi_encode_params()),
        ),
    ];
    for verifier in ["$bn254Verifier", "$ecdsaVerifier"] {
        parts.push((verifier, play::<bn254::getOperatorSetOwnerCall>(Answers, avs.abi_encode())));
        parts.push((verifier, play::<bn254::latestReferenceTimestampCall>(Answers, TABLE.abi_encode())));
        parts.push((verifier, play::<bn254::maxOperatorTableStalenessCall>(Answers, 0_u32.abi_encode())));
    }
    parts
}

/// A certificate over an answer, for a curve.
pub(crate) fn certificate(curve: u8, task: B256, result: &[u8]) -> Bytes {
    let message = keccak256((task, Bytes::copy_from_slice(result)).abi_encode_params());
    certificate_over(curve, TABLE, message, 1)
}

/// A certificate with a signature that is all of one kind of byte.
pub(crate) fn certificate_over(curve: u8, table: u32, message: B256, signed: u8) -> Bytes {
    let cert = if curve == BN254 {
        bn254_certificate(table, message, signed).abi_encode()
    } else {
        tm::ECDSACertificate {
            referenceTimestamp: table,
            messageHash: message,
            sig: vec![signed; if signed == 0 { 0 } else { 65 }].into(),
        }
        .abi_encode()
    };
    cert.into()
}

pub(crate) fn bn254_certificate(table: u32, message: B256, signed: u8) -> tm::BN254Certificate {
    let word = |n: u8| U256::from(n);
    tm::BN254Certificate {
        referenceTimestamp: table,
        messageHash: message,
        signature: tm::G1Point { X: word(0), Y: word(signed) },
        apk: tm::G2Point { X: [word(1), word(2)], Y: [word(3), word(4)] },
        nonSignerWitnesses: vec![tm::BN254OperatorInfoWitness {
            operatorIndex: 5,
            operatorInfoProof: vec![6; 33].into(),
            operatorInfo: tm::BN254OperatorInfo {
                pubkey: tm::G1Point { X: word(7), Y: word(8) },
                weights: vec![word(9), word(10)],
            },
        }],
    }
}

pub(crate) struct Stage {
    pub(crate) twins: Twins,
    pub(crate) mailbox: Address,
    pub(crate) avs: Address,
    pub(crate) payer: Address,
    pub(crate) token: Address,
}

impl Stage {
    /// Nothing is configured yet; the payer's tokens may be taken.
    pub(crate) fn begin() -> Result<Self> {
        let mut twins = surety_tests::twins::deploy(&small_world())?;
        let [mailbox, avs, payer, token] =
            [twins.at("$tm")?, twins.at("$avs1")?, twins.at("$staker1")?, twins.at("$tokenA")?];
        for (puppet, part) in ordinary_parts(avs) {
            let puppet = twins.at(puppet)?;
            twins.must(payer, puppet, &part)?;
        }
        let approve = IERC20::approveCall { spender: mailbox, amount: U256::from(FEE * 1_000) };
        twins.must(payer, token, &approve)?;
        Ok(Self { twins, mailbox, avs, payer, token })
    }

    /// Set 1 takes tasks.
    pub(crate) fn open(curve: u8, threshold_bips: Option<u16>) -> Result<Self> {
        let mut stage = Self::begin()?;
        let config = stage.config(curve, threshold_bips)?;
        stage.configure(&config)?;
        Ok(stage)
    }

    /// Set 1.
    pub(crate) fn set(&self) -> tm::OperatorSet {
        tm::OperatorSet { avs: self.avs, id: 1 }
    }

    pub(crate) fn config(
        &self,
        curve: u8,
        threshold_bips: Option<u16>,
    ) -> Result<tm::ExecutorOperatorSetTaskConfig> {
        let consensus = match threshold_bips {
            None => tm::Consensus::default(),
            Some(bips) => tm::Consensus { consensusType: 1, value: bips.abi_encode().into() },
        };
        Ok(tm::ExecutorOperatorSetTaskConfig {
            taskHook: self.twins.at("$taskHook")?,
            taskSLA: U96::from(SLA_SECS),
            feeToken: self.token,
            curveType: curve,
            feeCollector: self.twins.at("$operator1")?,
            consensus,
            taskMetadata: vec![0x4d; 70].into(),
        })
    }

    pub(crate) fn configure(&mut self, config: &tm::ExecutorOperatorSetTaskConfig) -> Result<Outcome> {
        let call =
            tm::setExecutorOperatorSetTaskConfigCall { operatorSet: self.set(), config: config.clone() };
        self.twins.must(self.avs, self.mailbox, &call)
    }

    pub(crate) fn params(&self) -> tm::TaskParams {
        tm::TaskParams {
            refundCollector: self.payer,
            executorOperatorSet: self.set(),
            payload: Bytes::from_static(PAYLOAD),
        }
    }

    /// The payer creates a task.
    pub(crate) fn create(&mut self) -> Result<(B256, Outcome)> {
        let call = tm::createTaskCall { taskParams: self.params() };
        let outcome = self.twins.must(self.payer, self.mailbox, &call)?;
        let task = tm::createTaskCall::abi_decode_returns(&outcome.output)?;
        self.look(task)?;
        Ok((task, outcome))
    }

    /// Somebody answers.
    pub(crate) fn answer(&mut self, task: B256, executor_cert: Bytes) -> Result<Outcome> {
        let call = tm::submitResultCall {
            taskHash: task,
            executorCert: executor_cert,
            result: Bytes::from_static(RESULT),
        };
        let outcome = self.twins.act(self.avs, self.mailbox, &call)?;
        self.look(task)?;
        Ok(outcome)
    }

    /// A call of somebody that has to revert with an error.
    pub(crate) fn refused<E: SolError>(
        &mut self,
        from: Address,
        call: &impl SolCall,
        error: E,
    ) -> Result<()> {
        let outcome = self.twins.act(from, self.mailbox, call)?;
        must_fail(&outcome, &error.abi_encode())
    }

    /// Tells a puppet how to answer a function.
    pub(crate) fn play<C: SolCall>(&mut self, puppet: &str, manner: Manner, words: Vec<u8>) -> Result<()> {
        let puppet = self.twins.at(puppet)?;
        self.twins.must(self.payer, puppet, &play::<C>(manner, words))?;
        Ok(())
    }

    /// Compares everything that shows a task and its set.
    pub(crate) fn look(&mut self, task: B256) -> Result<()> {
        let mailbox = self.mailbox;
        self.twins.view(mailbox, &tm::getTaskInfoCall { taskHash: task })?;
        self.twins.view(mailbox, &tm::getTaskStatusCall { taskHash: task })?;
        self.twins.view(mailbox, &tm::getTaskResultCall { taskHash: task })?;
        let operator_set = self.set();
        self.twins.view(mailbox, &tm::getExecutorOperatorSetTaskConfigCall { operatorSet: operator_set })?;
        let key = self.key();
        self.twins.view(mailbox, &tm::isExecutorOperatorSetRegisteredCall { operatorSetKey: key })?;
        Ok(())
    }

    /// The key of set 1.
    pub(crate) fn key(&self) -> B256 {
        let mut key = B256::ZERO;
        key[..20].copy_from_slice(self.avs.as_slice());
        key[31] = 1;
        key
    }

    pub(crate) fn info(&mut self, task: B256) -> Result<tm::Task> {
        let outcome = self.twins.view(self.mailbox, &tm::getTaskInfoCall { taskHash: task })?;
        Ok(tm::getTaskInfoCall::abi_decode_returns(&outcome.output)?)
    }

    pub(crate) fn balance(&mut self, who: &str) -> Result<U256> {
        let call = IERC20::balanceOfCall { account: self.twins.at(who)? };
        let outcome = self.twins.view(self.token, &call)?;
        Ok(IERC20::balanceOfCall::abi_decode_returns(&outcome.output)?)
    }

    /// Lets a task's time pass.
    pub(crate) fn expire(&mut self) {
        self.twins.mine(SLA_SECS / 12 + 1);
    }
}

/// Fails unless a call has reverted with exactly this.
pub(crate) fn must_fail(outcome: &Outcome, expected: &[u8]) -> Result<()> {
    ensure!(
        !outcome.success && outcome.output == *expected,
        "{} {} instead of a revert with {}",
        outcome.success,
        outcome.output,
        Bytes::copy_from_slice(expected)
    );
    Ok(())
}

/// The only event of a type in an outcome.
pub(crate) fn the_event<E: alloy_sol_types::SolEvent>(outcome: &Outcome) -> Result<E> {
    let mut found = surety_tests::twins::events::<E>(outcome);
    ensure!(found.len() == 1, "{} events {}", found.len(), E::SIGNATURE);
    found.pop().context("no event")
}
