//! Stories and recorded scenarios: formats, runner, reports.
//!
//! Two kinds of scenario are played on any [`world::World`]: recordings of the peer's contracts
//! ([`recorded`]: JSON, every call, log and view is given) and stories of our own ([`story`]:
//! TOML, readable aloud). Neither knows how a world is built; the caller brings it.

pub mod eip712;
pub mod interfaces;
pub mod merkle;
pub mod recorded;
pub mod story;
pub mod world;
