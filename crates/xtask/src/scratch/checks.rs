//! What runs the programs and says whether they do what they should.

use std::path::PathBuf;
use std::time::Duration;

/// Something that runs the programs and fails if they do other than they should.
#[derive(Clone, Debug)]
pub(crate) struct Check {
    /// The name of its test, or [`STORIES`].
    pub(crate) name: &'static str,
    /// Its executable.
    pub(crate) program: PathBuf,
    /// How long it may take.
    pub(crate) limit: Duration,
    /// How often it noticed a fault.
    pub(crate) noticed: u32,
}

/// The replay of the stories in `tests/scenarios` and `tests/attacks`, on the programs and on the
/// model, which must agree.
pub(crate) const STORIES: &str = "stories";

/// The checks with the arguments of each. Cost and figures of gas are those of the programs as they
/// are shipped, and here they are compiled otherwise: tests of those are left out.
pub(crate) const CHECKS: [(&str, &[&str]); 19] = [
    ("everywhere", &[]),
    ("protocol_registry", &[]),
    ("task_mailbox", &[]),
    ("permissions", &["--skip", "cost"]),
    ("keys", &[]),
    ("vaults", &[]),
    ("allocations", &["--skip", "cost"]),
    ("rewards", &["--skip", "cost"]),
    ("delegation_ledger", &[]),
    ("reentry", &[]),
    (STORIES, &["replay", "--quiet"]),
    ("recorded", &[]),
    ("views", &[]),
    ("bad_input", &[]),
    ("example_avs", &[]),
    ("differential_delegation", &[]),
    ("differential_slashed", &[]),
    ("attacks", &["--skip", "cost"]),
    ("permutations", &[]),
];
