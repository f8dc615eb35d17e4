//! The tree of frames of one transaction, with gas and ink.

mod frame;
mod render;
mod slots;
mod tracer;

pub use frame::{CallTrace, Entry, FrameKind, FrameStatus, HostioRecord, Run, StylusFrame};
pub use slots::SlotUse;
pub(crate) use slots::touched;
pub(crate) use tracer::{NewFrame, Tracer};
