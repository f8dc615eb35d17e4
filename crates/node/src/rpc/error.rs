//! Errors as clients get them: codes and sentences are geth's, which wallets and libraries know.

use crate::{
    ledger::LookUpError,
    producer::{ControlError, Stopped, SubmitError},
    views::{GivenUp, OverrideError},
};
use alloy_primitives::Bytes;
use alloy_sol_types::{Panic, Revert, SolError as _};
use surety_devnode::{HaltReason, TxError};

/// The request is not JSON.
pub(crate) const PARSE_ERROR: i64 = -32700;
/// The request is no JSON-RPC call.
pub(crate) const INVALID_REQUEST: i64 = -32600;
const METHOD_NOT_FOUND: i64 = -32601;
const INVALID_PARAMS: i64 = -32602;
/// geth's code for nearly everything that goes wrong.
const SERVER_ERROR: i64 = -32000;
/// A limit of the node (EIP-1474).
const LIMIT_EXCEEDED: i64 = -32005;
/// A call reverted; the data is what it reverted with.
const REVERTED: i64 = 3;

/// An error of a call.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, thiserror::Error)]
#[error("{message} ({code})")]
pub(crate) struct RpcError {
    pub(crate) code: i64,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) data: Option<Bytes>,
}

impl RpcError {
    pub(crate) fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    pub(crate) fn server(message: impl Into<String>) -> Self {
        Self::new(SERVER_ERROR, message)
    }

    pub(crate) fn invalid_params(message: impl Into<String>) -> Self {
        Self::new(INVALID_PARAMS, message)
    }

    pub(crate) fn limit(message: impl Into<String>) -> Self {
        Self::new(LIMIT_EXCEEDED, message)
    }

    pub(crate) fn no_method(method: &str) -> Self {
        let shown: String = method.chars().take(100).collect();
        Self::new(METHOD_NOT_FOUND, format!("the method {shown} does not exist/is not available"))
    }

    /// A call that reverted, with the reason in words if it gave one.
    pub(crate) fn revert(output: &Bytes) -> Self {
        let message = match reason(output) {
            Some(reason) => format!("execution reverted: {reason}"),
            None => "execution reverted".to_owned(),
        };
        Self { code: REVERTED, message, data: Some(output.clone()) }
    }

    /// A call that failed otherwise.
    pub(crate) fn halt(reason: HaltReason) -> Self {
        Self::server(match reason {
            HaltReason::CallTooDeep | HaltReason::StackExhausted => "max call depth exceeded".to_owned(),
            HaltReason::OutOfFunds => "insufficient balance for transfer".to_owned(),
            HaltReason::Evm(reason) => format!("EVM error: {reason:?}"),
            other => other.to_string(),
        })
    }
}

/// What a revert says, if it is text or a panic code.
pub(crate) fn reason(output: &[u8]) -> Option<String> {
    if let Ok(revert) = Revert::abi_decode(output) {
        return Some(revert.reason);
    }
    if let Ok(panic) = Panic::abi_decode(output) {
        return Some(match panic.kind() {
            Some(kind) => kind.as_str().to_owned(),
            None => format!("unknown panic code: {:#x}", panic.code),
        });
    }
    None
}

/// A transaction's error in geth's words.
pub(crate) fn describe(error: &TxError) -> String {
    match error {
        TxError::IntrinsicGas { limit, intrinsic } => {
            format!("intrinsic gas too low: have {limit}, want {intrinsic}")
        }
        TxError::Nonce { given, expected, .. } if given < expected => {
            format!("nonce too low: next nonce {expected}, tx nonce {given}")
        }
        TxError::Nonce { given, expected, .. } => {
            format!("nonce too high: next nonce {expected}, tx nonce {given}")
        }
        TxError::Funds { sender, balance, needed } => {
            format!(
                "insufficient funds for gas * price + value: address {sender} have {balance} want {needed}"
            )
        }
        TxError::InitCodeSize { len } => format!("max initcode size exceeded: code size {len} limit 49152"),
        other => other.to_string(),
    }
}

impl From<TxError> for RpcError {
    fn from(error: TxError) -> Self {
        Self::server(describe(&error))
    }
}

impl From<SubmitError> for RpcError {
    fn from(error: SubmitError) -> Self {
        Self::server(error.to_string())
    }
}

impl From<LookUpError> for RpcError {
    fn from(error: LookUpError) -> Self {
        Self::server(error.to_string())
    }
}

impl From<ControlError> for RpcError {
    fn from(error: ControlError) -> Self {
        Self::invalid_params(error.to_string())
    }
}

impl From<OverrideError> for RpcError {
    fn from(error: OverrideError) -> Self {
        Self::invalid_params(error.to_string())
    }
}

impl From<Stopped> for RpcError {
    fn from(error: Stopped) -> Self {
        Self::server(error.to_string())
    }
}

impl From<GivenUp> for RpcError {
    fn from(error: GivenUp) -> Self {
        Self::server(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloy_primitives::bytes;

    #[test]
    fn reverts_tell_their_reason_and_keep_their_data() {
        let text = Bytes::from(Revert::from("too late").abi_encode());
        let error = RpcError::revert(&text);
        assert_eq!((error.code, error.message.as_str()), (3, "execution reverted: too late"));
        assert_eq!(error.data, Some(text));
        let custom = RpcError::revert(&bytes!("11223344aa"));
        assert_eq!(custom.message, "execution reverted");
        assert_eq!(RpcError::revert(&Bytes::new()).message, "execution reverted");
    }
}
