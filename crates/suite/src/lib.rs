//! Deploys the whole suite on an embedded chain and plays scenarios on it.
//!
//! [`Suite::deploy`] puts programs, proxies and clones on a [`surety_devnode::Chain`] in the order
//! of a real deployment, with its addresses known beforehand, because sister addresses stand in the
//! proxies' code. [`WasmWorld`] adds what scenarios expect around it (tokens, strategies,
//! registrars, funded actors) and speaks [`surety_scenario::world::World`].

mod artifacts;
mod contract;
mod contracts;
mod deploy;
mod error;
mod fixture;
mod hostile;
mod keys;
mod periphery;
mod programs;
mod rewards;
mod routes;
mod world;

pub use contract::Contract;
pub use deploy::{BURN_ADDRESS, Suite, SuiteParams, Upgrades};
pub use error::SuiteError;
pub use periphery::MailboxParams;
pub use programs::Programs;
pub use rewards::RewardsParams;
pub use world::{WasmWorld, Worlds};
