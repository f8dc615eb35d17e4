//! What every operation of the core costs, beside the recorded gas of the peer's contracts.
//!
//! [`measure`] plays the operations of [`peer::Peer`] in their order on the compiled programs, each
//! transaction in a block of its own, and answers [`Row`]s: gas with all programs in the chain's
//! cache, gas with none in it, the peer's, and of ours what no implementation could save
//! ([`breakdown`]). [`Summary`] holds them against the goals, [`snapshot`] against what was committed,
//! [`markdown`] writes them down.

pub mod breakdown;
mod error;
pub mod markdown;
pub mod peer;
mod run;
#[expect(non_snake_case, reason = "what goes into a call's struct is called as in the ABI")]
mod sections;
pub mod snapshot;
mod stage;
mod summary;
mod table;

pub use error::GasError;
pub use run::{Progress, measure};
pub use summary::{Miss, Summary};
pub use table::{Cost, PeerCost, Row, Table};
