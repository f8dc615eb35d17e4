//! What must always hold.
//!
//! [`spec`] is the one list: a name, a sentence, a formula and where it is enforced. Those that can
//! be seen from outside are checked on [`state::State`], which holds nothing but what the suite's
//! views answer, before and after each step of a random life ([`step::Step`]).

mod check;
pub mod history;
pub mod invariant;
pub mod spec;
pub mod state;
pub mod step;
pub mod temper;

#[cfg(test)]
mod bites;

pub use history::History;
pub use invariant::{Invariant, Where};
pub use spec::SPEC;
pub use state::State;
pub use step::{Deed, Step};
pub use temper::Temper;

/// The first invariant that a step breaks, and with which figures.
pub fn broken(step: &Step<'_>, history: &History) -> Option<(&'static Invariant, String)> {
    SPEC.iter().find_map(|invariant| {
        let check = invariant.check?;
        check(step, history).err().map(|figures| (invariant, figures))
    })
}
