//! From a checkout to deployable programs: the WASM toolchain, the build, the optimiser, and the
//! figures that Arbitrum charges by.
//!
//! [`build_all`] is the whole of it for tests and tools. It never asks a question, works once at a
//! time however many processes call it, and returns within milliseconds if nothing has changed.

mod build;
mod compile;
mod error;
mod exec;
mod files;
mod fingerprint;
mod lock;
mod manifest;
mod measure;
mod module;
mod optimise;
mod progress;
pub mod toolchain;
mod workspace;

pub use build::{BuildOptions, Built, Program, build_all, built};
pub use error::Error;
pub use measure::{CODE_LIMIT, Excess, FRAGMENT_LIMIT, MODULE_LIMIT, PAGE_LIMIT, Size};
pub use optimise::{OPTIMISER_VARIABLE, Optimiser};
pub use progress::Progress;
pub use workspace::{cache_dir, find_root};
