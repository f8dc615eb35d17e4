//! Our own stories: TOML that can be read aloud, played on worlds in lock-step.
//!
//! [`format`] reads a story (with [`verb`] and [`expect`] for its steps), [`call`] turns a verb
//! into calldata, [`stage`] keeps several worlds in step and notices when they disagree,
//! [`snapshot`] is the list of views taken after every step, [`invariants`] what must hold of it,
//! and [`run`] plays a story.

pub mod amount;
pub mod call;
pub mod cast;
pub mod check;
pub mod error;
pub mod expect;
pub mod format;
pub mod invariants;
mod probe;
pub mod reader;
pub mod run;
pub mod snapshot;
pub mod stage;
pub mod verb;

pub use error::StoryError;
pub use format::Story;
pub use run::{StepRun, StoryRun, Teller};
