//! What can go wrong with a deployment.

use crate::Stage;
use alloy_primitives::{Address, B256};
use std::path::PathBuf;

/// What can go wrong with a deployment.
#[derive(Debug, thiserror::Error)]
pub enum DeployError {
    /// The configuration can't be read.
    #[error("{path}: {reason}")]
    Config {
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The configuration makes no sense; everything that is wrong with it.
    #[error("the configuration has {} error(s):\n  {}", .0.len(), .0.join("\n  "))]
    Invalid(Vec<String>),
    /// A program is not among those that were built, or does not fit one account.
    #[error("program `{name}`: {reason}")]
    Program {
        /// Which one.
        name: String,
        /// What is wrong.
        reason: String,
    },
    /// A contract can't be put together.
    #[error(transparent)]
    Suite(#[from] surety_suite::SuiteError),
    /// The node does not answer, or not as expected.
    #[error("{what}: {reason}")]
    Rpc {
        /// What was asked.
        what: String,
        /// What came back.
        reason: String,
    },
    /// The node is one of another chain.
    #[error("the configuration is for chain {expected}, the node's chain is {found}")]
    WrongChain {
        /// The configuration's.
        expected: u64,
        /// The node's.
        found: u64,
    },
    /// The deployer can't pay for what is left to do.
    #[error("{account} has {balance} wei; what is left to send costs about {needed} wei")]
    Balance {
        /// Who pays.
        account: Address,
        /// What it has.
        balance: String,
        /// What it needs.
        needed: String,
    },
    /// A key can't be read.
    #[error("key: {0}")]
    Key(String),
    /// A step that is on record was made from something else.
    #[error(
        "`{step}` is on record with other inputs (the configuration or a program changed): use \
         `surety deploy upgrade`, or another salt for a new deployment"
    )]
    Changed {
        /// Which step.
        step: String,
    },
    /// Something else is where a contract belongs.
    #[error("`{step}`: {address} has other code than it should")]
    Occupied {
        /// Which step.
        step: String,
        /// Where.
        address: Address,
    },
    /// The record says that a step is done, and the chain does not.
    #[error(
        "`{step}` is on record as done, but the chain does not have it: another chain, or one that was reset"
    )]
    Lost {
        /// Which step.
        step: String,
    },
    /// A transaction would fail.
    #[error("`{step}` would fail: {reason}")]
    WouldFail {
        /// Which step.
        step: String,
        /// Why.
        reason: String,
    },
    /// A transaction failed.
    #[error("`{step}` failed in transaction {transaction}")]
    Failed {
        /// Which step.
        step: String,
        /// Where to look.
        transaction: B256,
    },
    /// The timelock does not execute a batch: it does not know it, or its delay is not over.
    #[error("the timelock does not execute operation {operation} now: it {stage}")]
    NotReady {
        /// The timelock's name for the batch.
        operation: B256,
        /// How it stands.
        stage: Stage,
    },
    /// A transaction is not mined, however high its fee.
    #[error("`{step}` is not mined after {attempts} attempts; run the command again to go on")]
    Stuck {
        /// Which step.
        step: String,
        /// Transactions sent for it.
        attempts: usize,
    },
    /// The record can't be read or written.
    #[error("{path}: {reason}")]
    Journal {
        /// Its file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}
