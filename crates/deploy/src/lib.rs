//! Deploys the suite to any Arbitrum chain, and looks after it there.
//!
//! [`Config`] says who, how long and what; [`Plan::new`] makes of it and of the built programs one
//! ordered list of steps, with every address known beforehand; [`Run`] sends what the chain lacks
//! and keeps a [`Journal`]; [`verify`] reads everything back. `docs/deploying.md` is the guide.

mod arbitrum;
mod care;
mod config;
mod cost;
mod create2;
mod error;
mod event;
mod journal;
mod layout;
mod plan;
mod preflight;
mod program;
mod record;
mod recorded;
mod remote;
mod run;
mod safe;
mod sender;
mod signers;
mod step;
mod timelock;
mod upgrade;
mod validate;
mod verify;

pub use care::{Care, cache, keepalive, status};
pub use config::{Config, Delays, Domain, Fees, Mailbox, Rewards, Roles, Strategy, TimelockKind, Upgrading};
pub use cost::{Quote, quote};
pub use create2::{FACTORY, program_address};
pub use error::DeployError;
pub use event::{Event, Observer, Outcome, Silent};
pub use journal::{Entry, Journal, Outcome as EntryKind};
pub use plan::{Plan, PlannedContract};
pub use program::PlannedProgram;
pub use record::markdown;
pub use recorded::{Activation, Recorded, recorded};
pub use remote::Remote;
pub use run::Run;
pub use safe::batch;
pub use signers::{KEYS_VARIABLE, Signer, Signers};
pub use step::{Action, Done, Step, Value};
pub use timelock::{Operation, Stage};
pub use upgrade::{Replacement, Upgrade, upgrade};
pub use verify::{Finding, verify};
