//! What ArbOS keeps: Stylus parameters, programs, the data pricer, cache managers, owners.
//!
//! All of it lives in slots of one account, so that reverts, views and snapshots treat it as they
//! treat any state. The layout is ours: nothing reads Nitro's, and contracts only see the
//! precompiles.

pub(crate) mod layout;
mod state;

pub(crate) use layout::ARBOS_ADDRESS;
pub(crate) use state::{AddressSet, ArbosState};
