//! Why a suite could not be deployed.

use surety_devnode::{CallError, InstallError, Receipt, TxError};
use surety_proxy::router::RouterError;

/// Why a suite could not be deployed.
#[derive(Debug, thiserror::Error)]
pub enum SuiteError {
    /// A program is not among those that were built.
    #[error("no program `{0}` among the built ones: run `surety build`")]
    MissingProgram(String),
    /// A parameter does not fit.
    #[error("{0}")]
    Parameter(String),
    /// A proxy cannot be assembled.
    #[error("proxy of {contract}: {reason}")]
    Proxy {
        /// Whose proxy.
        contract: &'static str,
        /// What is wrong.
        reason: RouterError,
    },
    /// A program was refused.
    #[error("program {name}: {source}")]
    Install {
        /// Which one.
        name: String,
        /// Why.
        source: InstallError,
    },
    /// A deployment or set-up transaction did not succeed.
    #[error("{what} failed: {:?}, output {}", .receipt.status, .receipt.output)]
    Failed {
        /// What it was to do.
        what: String,
        /// How it ended.
        receipt: Box<Receipt>,
    },
    /// A transaction could not run at all.
    #[error(transparent)]
    Tx(#[from] TxError),
    /// A typed call did not succeed.
    #[error("{what}: {source}")]
    Call {
        /// What it was to do.
        what: String,
        /// How it ended.
        source: Box<CallError>,
    },
    /// A committed artifact of a test contract is unreadable.
    #[error("artifact of {name}: {reason}")]
    Artifact {
        /// Which contract.
        name: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// The chain could not be built.
    #[error(transparent)]
    Chain(#[from] surety_devnode::BuildError),
    /// The model could not be built beside the WASM.
    #[error(transparent)]
    Model(#[from] surety_model::ModelError),
    /// The programs could not be built.
    #[error(transparent)]
    Build(#[from] surety_wasm_build::Error),
}
