//! How tasks of a set are done: one configuration, its checks and its words.

use crate::{
    bn254,
    mailbox::{Consensus, ExecutorOperatorSetTaskConfig, OperatorSet, error},
    params,
    storage::{self, Collector, Rules, Terms},
};
use surety_common::{
    abi::{Address, Bytes, Decode as _, Encode as _, Narrow, Writer},
    accounting::rewards::ONE_HUNDRED_IN_BIPS,
    blob::Blob,
    host,
    revert::{self, require},
    storage::Slot,
};

/// Operators have ECDSA keys.
pub(crate) const ECDSA: u8 = 1;
/// Operators have BN254 keys.
pub(crate) const BN254: u8 = 2;
/// The hook decides what a certificate is worth.
const NO_CONSENSUS: u8 = 0;
/// Signers need a share of all stake.
const STAKE_PROPORTION: u8 = 1;

/// A stored configuration. Its words are read when they are needed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Config(Slot);

impl Config {
    /// The set's configuration of a version.
    pub(crate) fn of(set: &OperatorSet, version: u32) -> Self {
        Self(storage::config(set, version))
    }

    /// Hook and time.
    pub(crate) fn terms(self) -> Terms {
        self.0.get()
    }

    /// Token, curve and consensus.
    pub(crate) fn rules(self) -> Rules {
        self.0.offset(1).get()
    }

    /// Who gets the AVS's part of fees.
    pub(crate) fn fee_collector(self) -> Address {
        self.0.offset(2).get::<Collector>().fee_collector
    }

    fn metadata(self) -> Blob {
        Blob(self.0.offset(3))
    }

    /// Stores a configuration that was checked, under a version that is new.
    pub(crate) fn store(self, config: &ExecutorOperatorSetTaskConfig, threshold_bips: u16) {
        self.0.set(&Terms { hook: config.task_hook, sla_secs: config.task_sla.0 });
        self.0.offset(1).set(&Rules {
            fee_token: config.fee_token,
            curve: config.curve_type,
            consensus: config.consensus.consensus_type,
            threshold_bips,
        });
        // Nothing was ever written here, so what is empty need not be.
        if !config.fee_collector.is_zero() {
            self.0.offset(2).set(&Collector { fee_collector: config.fee_collector });
        }
        if !config.task_metadata.0.is_empty() {
            self.metadata().store(config.task_metadata.0);
        }
    }

    /// The configuration as the ABI has it; empty if there is none.
    pub(crate) fn load(self) -> ExecutorOperatorSetTaskConfig {
        let (terms, rules) = (self.terms(), self.rules());
        ExecutorOperatorSetTaskConfig {
            task_hook: terms.hook,
            task_sla: Narrow(terms.sla_secs),
            fee_token: rules.fee_token,
            curve_type: rules.curve,
            fee_collector: self.fee_collector(),
            consensus: Consensus { consensus_type: rules.consensus, value: rules.value() },
            task_metadata: Bytes(self.metadata().load()),
        }
    }
}

impl Rules {
    /// Whether signers need a share of all stake.
    pub(crate) fn has_threshold(&self) -> bool {
        self.consensus == STAKE_PROPORTION
    }

    /// The consensus' value as it was given.
    fn value(&self) -> Bytes {
        if !self.has_threshold() {
            return Bytes(&[]);
        }
        let mut word = Writer::new();
        let at = word.reserve(32);
        self.threshold_bips.put(&mut word, at);
        Bytes(word.into_bytes().leak())
    }
}

/// Who checks certificates of a curve.
pub(crate) fn verifier(curve: u8) -> Address {
    if curve == BN254 { params::bn254_verifier() } else { params::ecdsa_verifier() }
}

/// Reverts with `InvalidOperatorSetOwner` unless the curve's verifier says that the caller owns the
/// set. Both verifiers answer the same function.
pub(crate) fn require_owner(curve: u8, set: &OperatorSet) {
    let owner = bn254::at::get_operator_set_owner(verifier(curve), &verifiers_set(set));
    require(owner == host::sender(), error::INVALID_OPERATOR_SET_OWNER);
}

/// A set as the verifiers' interface has it.
pub(crate) fn verifiers_set(set: &OperatorSet) -> bn254::OperatorSet {
    bn254::OperatorSet { avs: set.avs, id: set.id }
}

/// Reverts unless a configuration is whole; answers the share of stake that it wants, bips.
pub(crate) fn check(config: &ExecutorOperatorSetTaskConfig) -> u16 {
    let Consensus { consensus_type, value } = &config.consensus;
    // Not among the enums' values: the calldata is malformed, before anything is looked at.
    if config.curve_type > BN254 || *consensus_type > STAKE_PROPORTION {
        revert::empty();
    }
    let is_whole = config.curve_type >= ECDSA && !config.task_hook.is_zero() && config.task_sla.0 > 0;
    require(is_whole, error::EXECUTOR_OPERATOR_SET_TASK_CONFIG_NOT_SET);
    require(config.task_sla.0 <= params::max_task_sla_secs(), error::TASK_SLA_EXCEEDS_MAXIMUM);
    if *consensus_type == NO_CONSENSUS {
        require(value.0.is_empty(), error::INVALID_CONSENSUS_VALUE);
        return 0;
    }
    require(value.0.len() == 32, error::INVALID_CONSENSUS_VALUE);
    let threshold_bips = u16::read(value.0, 0);
    require(threshold_bips <= ONE_HUNDRED_IN_BIPS, error::INVALID_CONSENSUS_VALUE);
    threshold_bips
}
