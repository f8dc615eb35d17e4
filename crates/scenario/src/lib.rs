//! Stories and recorded scenarios: formats, runner, reports.
//!
//! Two kinds of scenario are played on any [`world::World`]: recordings of the peer's contracts
//! ([`recorded`]: JSON, every call, log and view is given) and stories of our own ([`story`]:
//! TOML, readable aloud). Neither knows how a world is built; the caller brings it.
//!
//! [`catalogue`] finds what there is to play, [`session`] plays it, [`report`] tells about it.

pub mod catalogue;
pub mod eip712;
pub mod fuzz;
pub mod interfaces;
pub mod merkle;
pub mod recorded;
pub mod report;
pub mod session;
pub mod story;
mod void;
pub mod world;
