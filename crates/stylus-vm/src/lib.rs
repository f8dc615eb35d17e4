//! Runs one Stylus program exactly as Arbitrum Nitro does.
//!
//! Knows no chain: what a program asks of the world goes through [`host::Host`]. Prices and rules
//! are named by section of `stylus-vm.md`, the description of Nitro that this crate follows.
//!
//! # One guess
//! what a module must look like → [`activate`]; what instructions cost → `instrument`; what host
//! functions do and cost → `hostio`; how code is stored → [`code`]; compiling, caching, running →
//! [`engine`]; what an entry in the state means → [`program_info`].

// What unsafe code there is lends surroundings to the engine (`engine::world`) and loads native code
// (`engine`): each place says why it may.
#![deny(unsafe_code)]

pub mod activate;
pub mod arbos;
pub mod code;
#[cfg(any(test, feature = "coverage"))]
mod coverage;
pub mod data_fee;
pub mod engine;
pub mod host;
mod hostio;
mod instrument;
pub mod memory_model;
pub mod outcome;
pub mod params;
pub mod price;
pub mod program_info;

pub use activate::{Activation, ActivationError, ActivationRules, Refusal};
pub use arbos::ArbosVersion;
pub use engine::{Call, Engine, EngineConfig, EngineError, Program};
pub use outcome::{HostioTrace, InkProfile, Outcome, RunResult};
pub use params::StylusParams;
