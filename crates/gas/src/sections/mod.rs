//! The peer's sections: rows that run in order on the same state, each section on a fresh deployment.

mod allocations;
mod claims;
mod delegation;
mod deposits;
mod factory;
mod keys;
mod membership;
mod permissions;
mod rewards;
mod sets;
mod slashing;
mod vaults;
mod views;
mod withdrawals;
mod world;

use crate::{GasError, stage::Stage};

/// A section.
pub(crate) struct Section {
    /// What it is about.
    pub(crate) name: &'static str,
    /// How many rows it has.
    pub(crate) rows: usize,
    /// Plays its rows.
    pub(crate) play: fn(&mut Stage<'_, '_>) -> Result<(), GasError>,
}

/// All sections, in the order of the peer's rows.
pub(crate) const SECTIONS: &[Section] = &[
    Section { name: "deposits", rows: 9, play: deposits::ordinary },
    Section { name: "limited deposits", rows: 2, play: deposits::limited },
    Section { name: "delegation", rows: 10, play: delegation::undelegate },
    Section { name: "redelegation", rows: 2, play: delegation::redelegate },
    Section { name: "withdrawals", rows: 14, play: withdrawals::play },
    Section { name: "operator sets", rows: 13, play: sets::play },
    Section { name: "membership", rows: 8, play: membership::play },
    Section { name: "allocations", rows: 10, play: allocations::play },
    Section { name: "slashing", rows: 27, play: slashing::play },
    Section { name: "rewards", rows: 21, play: rewards::play },
    Section { name: "keys", rows: 5, play: keys::play },
    Section { name: "permissions", rows: 9, play: permissions::play },
    Section { name: "strategies", rows: 4, play: factory::play },
    Section { name: "duration vaults", rows: 7, play: vaults::play },
];
