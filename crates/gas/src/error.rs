//! Why the gas of an operation could not be measured.

use surety_devnode::{InstallError, TxError};
use surety_suite::SuiteError;

/// Why the gas of an operation could not be measured.
#[derive(Debug, thiserror::Error)]
pub enum GasError {
    /// The suite could not be deployed.
    #[error(transparent)]
    Suite(#[from] SuiteError),
    /// A program could not be taken out of the cache.
    #[error(transparent)]
    Cache(#[from] InstallError),
    /// A transaction could not run at all.
    #[error(transparent)]
    Tx(#[from] TxError),
    /// The peer's figures cannot be read.
    #[error("the peer's figures: {0}")]
    Peer(#[from] serde_json::Error),
    /// The committed table cannot be read.
    #[error("the snapshot: {0}")]
    Snapshot(#[source] serde_json::Error),
    /// The interfaces cannot be read.
    #[error("the suite's interfaces: {0}")]
    Interfaces(#[from] surety_scenario::interfaces::InterfaceError),
    /// An answer has another type than its function declares.
    #[error("the answer to {what}: {source}")]
    Answer {
        /// The function's signature.
        what: &'static str,
        /// What is wrong.
        source: alloy_sol_types::Error,
    },
    /// A section speaks of somebody who is not there.
    #[error("nobody is called `{0}`")]
    Nobody(String),
    /// A transaction did not succeed.
    #[error("{what} failed: {reason}")]
    Failed {
        /// Which operation, or the function of a preparation.
        what: String,
        /// The revert in words.
        reason: String,
    },
    /// A section does not do what the peer's row says.
    #[error("row {row}: {reason}")]
    Row {
        /// The peer's row, or the one that is missing there.
        row: String,
        /// What differs.
        reason: String,
    },
    /// A preparation cannot be made.
    #[error("{0}")]
    Preparation(&'static str),
}
