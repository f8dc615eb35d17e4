//! The tree of frames of one transaction, with gas and ink.

mod frame;
mod render;
mod tracer;

pub use frame::{CallTrace, Entry, FrameKind, FrameStatus, HostioRecord, Run, StylusFrame};
pub(crate) use tracer::{NewFrame, Tracer};
