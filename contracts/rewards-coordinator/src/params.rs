//! What the proxy appends from its code.

use core::mem::offset_of;
use surety_common::{abi::Address, entry::Tail, tail::RewardsCoordinatorTail};

macro_rules! addresses {
    ($($(#[$doc:meta])* $field:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $field() -> Address {
            Tail::address(offset_of!(RewardsCoordinatorTail, $field))
        }
    )*};
}

addresses! {
    /// Knows who is an operator.
    delegation_manager;
    /// Knows which strategies take deposits.
    strategy_manager;
    /// Knows operator sets.
    allocation_manager;
    /// Says who may act for whom.
    permission_controller;
    /// Who may pause.
    pauser_registry;
    /// May submit on behalf of AVSs.
    emissions_controller;
    /// Stands for native stake; accepted though never whitelisted.
    beacon_chain_strategy;
}

macro_rules! seconds {
    ($($(#[$doc:meta])* $field:ident;)*) => {$(
        $(#[$doc])*
        pub(crate) fn $field() -> u32 {
            Tail::u32(offset_of!(RewardsCoordinatorTail, $field))
        }
    )*};
}

seconds! {
    /// `CALCULATION_INTERVAL_SECONDS`: starts and durations are multiples of it.
    calculation_interval_secs;
    /// `MAX_REWARDS_DURATION`: the longest span.
    max_duration_secs;
    /// `MAX_RETROACTIVE_LENGTH`: how far back a span may start.
    max_retroactive_secs;
    /// `MAX_FUTURE_LENGTH`: how far ahead a span may start.
    max_future_secs;
    /// `GENESIS_REWARDS_TIMESTAMP`: no span starts earlier.
    genesis_timestamp;
}
