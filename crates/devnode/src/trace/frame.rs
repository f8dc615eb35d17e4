//! What a trace tells about one frame.

use crate::exec::{CallScheme, HaltReason, Inactivity};
use alloy_primitives::{Address, Bytes, Log, U256};
use surety_stylus_vm::Outcome;

/// One frame and the frames it entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallTrace {
    /// How it was entered.
    pub scheme: CallScheme,
    /// What ran in it.
    pub kind: FrameKind,
    /// Its sender.
    pub caller: Address,
    /// Whose storage it owned; for a creation that made no account, zero.
    pub acting: Address,
    /// Whose code ran; for a creation the new account.
    pub code_address: Address,
    /// What it saw as value, wei.
    pub value: U256,
    /// Calldata, or init code.
    pub input: Bytes,
    /// Return data or revert data.
    pub output: Bytes,
    /// Gas it was given.
    pub gas: u64,
    /// Gas it handed back.
    pub gas_left: u64,
    /// Refund it earned with its sub-calls; zero unless it succeeded.
    pub refund: i64,
    /// True in a static call or below one.
    pub is_static: bool,
    /// Frames above it.
    pub depth: usize,
    /// How it ended.
    pub status: FrameStatus,
    /// Present for Stylus frames.
    pub stylus: Option<StylusFrame>,
    /// Logs it emitted, each with the number of frames it had entered before.
    pub logs: Vec<(Log, usize)>,
    /// Frames it entered, in order.
    pub children: Vec<CallTrace>,
}

impl CallTrace {
    /// Gas used by the frame and everything below it.
    #[must_use]
    pub const fn gas_used(&self) -> u64 {
        self.gas.saturating_sub(self.gas_left)
    }

    /// The frame and all below it, in order of entry.
    #[must_use]
    pub fn frames(&self) -> Vec<&Self> {
        let mut all = vec![self];
        // Not by recursion: a trace may be as deep as the call tree.
        let mut open: Vec<_> = self.children.iter().rev().collect();
        while let Some(frame) = open.pop() {
            all.push(frame);
            open.extend(frame.children.iter().rev());
        }
        all
    }

    /// The Stylus frames among [`Self::frames`].
    #[must_use]
    pub fn stylus_frames(&self) -> Vec<(&Self, &StylusFrame)> {
        self.frames().into_iter().filter_map(|frame| Some((frame, frame.stylus.as_ref()?))).collect()
    }
}

/// What ran in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameKind {
    /// Nothing: the account has no code, or the frame never began.
    Transfer,
    /// EVM code.
    Evm,
    /// A Stylus program.
    Stylus,
    /// A precompile, Ethereum's or Arbitrum's.
    Precompile,
}

/// How a frame ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameStatus {
    /// It returned.
    Success,
    /// It reverted.
    Revert,
    /// It failed otherwise.
    Halt(HaltReason),
}

/// What only Stylus frames have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StylusFrame {
    /// Set if the program could not be called.
    pub inactive: Option<Inactivity>,
    /// What entering it cost; absent if it could not be called.
    pub entry: Option<Entry>,
    /// Whether the acting account had another open frame; absent if the program never began.
    pub reentrant: Option<bool>,
    /// The run itself; absent if the program never began.
    pub run: Option<Run>,
    /// Completed host calls, if asked for.
    pub hostio: Option<Vec<HostioRecord>>,
}

/// What it cost to enter a program, gas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Pages open before.
    pub open_pages: u16,
    /// Most pages ever open in the transaction before.
    pub ever_pages: u16,
    /// Price of the program's initial pages.
    pub memory_cost: u64,
    /// The program was among the block's recent ones.
    pub recent_hit: bool,
    /// Pages and init or cached gas together.
    pub call_cost: u64,
}

/// One run of a program, ink.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Ink it began with.
    pub ink_start: u64,
    /// Ink it ended with.
    pub ink_left: u64,
    /// How it ended.
    pub outcome: Outcome,
    /// Refund earned by the frame and its sub-calls, whether or not it was kept.
    pub refund: i64,
}

/// One completed host call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostioRecord {
    /// Name of the host function.
    pub name: &'static str,
    /// Ink before it, after the charge of the block that ends with the call.
    pub ink_before: u64,
    /// Ink after it.
    pub ink_after: u64,
    /// What it was given, in the encoding of Nitro's tracers.
    pub given: Bytes,
    /// What it gave, likewise.
    pub gave: Bytes,
}
