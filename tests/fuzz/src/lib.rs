//! The bodies of the fuzz targets: each takes any bytes, and panics if something that must hold does
//! not.

pub mod calldata;
pub mod code;
pub mod corpus;
pub mod hostcalls;
pub mod module;
pub mod novelty;
pub mod request;
pub mod scenario;
pub mod websocket;

/// The body of a target.
pub type Feed = fn(&[u8]);

/// All targets by name, which is also the name of their corpus.
pub const TARGETS: [(&str, Feed); 7] = [
    ("calldata", calldata::feed),
    ("code", code::feed),
    ("hostcalls", hostcalls::feed),
    ("module", module::feed),
    ("request", request::feed),
    ("scenario", scenario::feed),
    ("websocket", websocket::feed),
];

/// The target of this name.
#[must_use]
pub fn target(name: &str) -> Option<Feed> {
    TARGETS.iter().find(|target| target.0 == name).map(|target| target.1)
}
