//! Random lives of the suite: stakers, operators, services and strangers act on the compiled programs
//! and on the model, which must answer alike, and after every step the invariants must hold.
//!
//! A life is a list of [`Action`]s that `proptest` draws from a seed; each is resolved against what
//! can be seen when its turn comes ([`stage`]), sent to both worlds ([`Twins`]), and followed by a
//! look at everything it may have touched ([`look`]). A life that fails is shrunk ([`shrink`]) and
//! written down as a [`transcript`], which can be played again without the generator.

pub mod action;
mod deeds;
mod dice;
pub mod life;
mod look;
pub mod run;
pub mod shrink;
pub mod stage;
pub mod temper;
pub mod transcript;
mod twins;
mod ways_out;

pub use action::{Action, Kind};
pub use dice::Dice;
pub use life::{Failure, Life};
pub use stage::Stage;
pub use twins::{Twins, events};
