//! Instrumentation: ink, stack words and memory growth are metered by code added to each function
//! (`stylus-vm.md`, section 5).
//!
//! The rules speak of four passes over each function: instructions, lengths of bulk operations,
//! stack depth, growth. None of the first three passes changes what a later one reads other than
//! through the simulated stack height, so one walk plans all of them ([`plan`]): prices of blocks,
//! size of the frame, operators added. A second walk copies the function's bytes and puts the
//! added code between them ([`emit`]). Indices stay as they are, because functions are not added
//! and globals are added at the end.

mod emit;
mod height;
mod module;
mod plan;
mod price;

pub(crate) use module::{export, instrument};
pub(crate) use plan::{FunctionPlan, plan_functions};

/// Globals that instrumentation adds: ink left, ink status, stack words left, a scratch.
pub(crate) const EXTRA_GLOBALS: usize = 4;
