//! Execution: one call tree of EVM frames, Stylus frames and precompiles over one journal.
//!
//! The driver is recursive: whoever makes a call, an EVM interpreter or a Stylus program, comes
//! through [`Machine::call`] or [`Machine::create`], so value transfer, reverts, depth, static
//! contexts and reentrancy counts are the same for both. `docs/adr/0004-chain-on-revm.md` says why.

mod call;
mod create;
mod delegation;
mod evm;
mod frame;
mod gas;
mod interpreter_host;
mod machine;
mod native_stack;
mod program;
mod program_host;
mod recent;
mod rules;
mod transaction;

pub(crate) use create::CreateFrame;
pub(crate) use frame::{CallFrame, FrameResult, Status};
pub use frame::{CallScheme, HaltReason, Inactivity};
pub use gas::GasBreakdown;
pub(crate) use gas::{GasKind, GasMeter};
pub(crate) use machine::{Block, Machine};
pub use native_stack::with_big_stack;
pub use program::ProgramError;
pub(crate) use recent::RecentPrograms;
pub(crate) use rules::{MAX_CODE_SIZE, Rules, arbitrum_precompiles};
pub use transaction::TxError;
pub(crate) use transaction::{Execution, Mode, RawTransaction};
