//! Recorded scenarios: the peer's own contracts, call by call, in symbolic JSON.
//!
//! [`file`] reads a scenario, [`fixture`] the deployment it starts from, [`symbols`] knows what
//! `$staker1`, `$B+3` or `$wd1.root` stand for in one world, [`value`] turns JSON into ABI values,
//! and [`run`] plays a scenario and compares everything. [`pure`] checks the recorded library
//! mathematics, which needs no world.

pub mod compare;
pub mod error;
pub mod file;
pub mod fixture;
pub mod math;
pub mod ordered;
pub mod pure;
pub mod run;
pub mod signature;
pub mod skip;
pub mod symbols;
pub mod trees;
pub mod value;
mod views;

pub use error::{Difference, Mismatch, RecordedError};
pub use file::Scenario;
pub use fixture::FixtureFile;
pub use run::{Played, Player};
pub use skip::SkipRule;
