//! From a checkout to deployable programs: the WASM toolchain, the build, the optimiser, and the
//! figures that Arbitrum charges by.
//!
//! [`build_all`] is the whole of it for tests and tools. It never asks a question, works once at a
//! time however many processes call it, and returns within milliseconds if nothing has changed.

mod error;
mod exec;
mod files;
mod lock;
mod progress;
pub mod toolchain;
mod workspace;

pub use error::Error;
pub use progress::Progress;
pub use workspace::{cache_dir, find_root};
