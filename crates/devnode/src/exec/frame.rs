//! What goes into a frame and what comes out of it.

use alloy_primitives::{Address, Bytes, U256};
use revm::interpreter::InstructionResult;
use surety_stylus_vm::program_info::Inactive;

/// How a frame was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CallScheme {
    /// The callee acts as itself.
    Call,
    /// `CALLCODE`: the callee's code acts as the caller, who is also its sender.
    CallCode,
    /// The callee's code acts as the caller, with its sender and value.
    DelegateCall,
    /// The callee and everything below it may not change state.
    StaticCall,
    /// Init code of a new account.
    Create,
    /// The same with an address that follows from a salt.
    Create2,
}

impl CallScheme {
    /// True if the code acts as the account it belongs to.
    pub(crate) const fn acts_as_itself(self) -> bool {
        !matches!(self, Self::CallCode | Self::DelegateCall)
    }
}

/// One message call.
#[derive(Clone, Debug)]
pub(crate) struct CallFrame {
    pub(crate) scheme: CallScheme,
    /// What the callee sees as its sender.
    pub(crate) caller: Address,
    /// Whose storage the frame owns.
    pub(crate) acting: Address,
    /// Whose code runs.
    pub(crate) code_address: Address,
    /// What the callee sees as value, wei; moved unless the call is a delegate call.
    pub(crate) value: U256,
    pub(crate) input: Bytes,
    pub(crate) gas: u64,
    pub(crate) is_static: bool,
}

/// How a frame ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Success,
    /// State undone, rest of the gas handed back.
    Revert,
    /// State undone; gas is handed back only for calls that never began.
    Halt(HaltReason),
}

/// A frame's end: status, data, gas handed back, refund earned.
#[derive(Clone, Debug)]
pub(crate) struct FrameResult {
    pub(crate) status: Status,
    /// Return data or revert data.
    pub(crate) output: Bytes,
    pub(crate) gas_left: u64,
    /// Zero unless the frame succeeded.
    pub(crate) refund: i64,
    /// The account a creation made.
    pub(crate) created: Option<Address>,
}

impl FrameResult {
    /// A success.
    pub(crate) const fn success(output: Bytes, gas_left: u64) -> Self {
        Self { status: Status::Success, output, gas_left, refund: 0, created: None }
    }

    /// A revert with data.
    pub(crate) const fn revert(output: Bytes, gas_left: u64) -> Self {
        Self { status: Status::Revert, output, gas_left, refund: 0, created: None }
    }

    /// A failure that takes all gas.
    pub(crate) const fn halt(reason: HaltReason) -> Self {
        Self::refused(reason, 0)
    }

    /// A failure that hands `gas_left` back: the frame never began.
    pub(crate) const fn refused(reason: HaltReason, gas_left: u64) -> Self {
        Self { status: Status::Halt(reason), output: Bytes::new(), gas_left, refund: 0, created: None }
    }

    pub(crate) fn is_success(&self) -> bool {
        self.status == Status::Success
    }
}

/// Why a frame failed other than by reverting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HaltReason {
    /// Gas or ink is exhausted.
    #[error("out of gas")]
    OutOfGas,
    /// A Stylus program used up its stack words, which Nitro reports as a call-depth error.
    #[error("stack exhausted")]
    StackExhausted,
    /// A Stylus program can't be called.
    #[error("program not active: {0}")]
    NotActive(Inactivity),
    /// The code is a Stylus program whose module can't be had, e.g. for want of a dictionary.
    #[error("module not available")]
    ModuleNotAvailable,
    /// More than 1 024 frames.
    #[error("call too deep")]
    CallTooDeep,
    /// The sender has less than it would send.
    #[error("balance too low for the value sent")]
    OutOfFunds,
    /// A precompile refused its input, sender or context, or a module at activation.
    #[error("precompile failed")]
    Precompile,
    /// Any other failure of EVM code.
    #[error("{0:?}")]
    Evm(InstructionResult),
}

/// Why a Stylus program can't be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(transparent)]
pub struct Inactivity(#[from] pub Inactive);

impl From<InstructionResult> for HaltReason {
    fn from(result: InstructionResult) -> Self {
        use InstructionResult as R;
        match result {
            R::OutOfGas
            | R::MemoryOOG
            | R::MemoryLimitOOG
            | R::PrecompileOOG
            | R::InvalidOperandOOG
            | R::ReentrancySentryOOG => Self::OutOfGas,
            R::CallTooDeep => Self::CallTooDeep,
            R::OutOfFunds => Self::OutOfFunds,
            R::PrecompileError => Self::Precompile,
            other => Self::Evm(other),
        }
    }
}
