//! The peer's figures.
//!
//! `data/peer.json` holds what is compared, taken from the whole recording, which says how it was
//! measured.

use crate::GasError;
use serde::{Deserialize, Serialize};

/// The recording that this build carries.
const RECORDED: &str = include_str!("../data/peer.json");

/// All recorded operations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Peer {
    /// What was measured: project and commit.
    pub source: String,
    /// Where it ran.
    pub evm: String,
    /// The operations, in the order in which they ran.
    pub rows: Vec<PeerRow>,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PeerRow {
    /// What is done, e.g. `undelegate`.
    pub operation: String,
    /// In which situation, e.g. `1 strategy`; may be empty.
    pub variant: String,
    /// The function's selector, with `0x`.
    pub selector: String,
    /// What was the case before.
    pub preconditions: String,
    /// Length of the calldata, bytes.
    pub calldata_bytes: usize,
    /// Gas of the receipt, after refunds.
    pub gas_used: u64,
    /// Gas without the transaction's base price and calldata.
    pub execution_gas: u64,
    /// How many logs were emitted.
    pub logs: usize,
    /// What the logs cost, gas.
    pub log_gas: u64,
}

impl Peer {
    /// The recording that this build carries.
    ///
    /// # Errors
    /// [`GasError::Peer`] if the file is damaged.
    pub fn recorded() -> Result<Self, GasError> {
        Ok(serde_json::from_str(RECORDED)?)
    }
}

impl PeerRow {
    /// Operation and variant in one line.
    #[must_use]
    pub fn title(&self) -> String {
        title(&self.operation, &self.variant)
    }
}

/// Operation and variant in one line.
#[must_use]
pub fn title(operation: &str, variant: &str) -> String {
    if variant.is_empty() { operation.to_owned() } else { format!("{operation}: {variant}") }
}
