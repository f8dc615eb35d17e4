//! Which stage of its life a vault is in.

use crate::params;
use surety_common::{host, revert::OrRevert, vault::state::State};

/// A vault's stage of life. The numbers are the ABI's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Shares come and go.
    Deposits = 1,
    /// Locked: the stake is allocated.
    Allocations = 2,
    /// The term is over: shares only leave.
    Withdrawals = 3,
}

/// When the stages began, seconds; zero if they did not. Kept in the strategy's word, so that
/// hooks read one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Term {
    /// When the vault was locked.
    pub(crate) locked_at: u32,
    /// When the term ended.
    pub(crate) matured_at: u32,
}

impl Term {
    /// Of the vault as it is stored.
    pub(crate) fn load() -> Self {
        Self::of(&State::load())
    }

    /// Of a word that was read already.
    pub(crate) fn of(state: &State) -> Self {
        Self { locked_at: (state.extra >> 32) as u32, matured_at: state.extra as u32 }
    }

    /// Stores it.
    pub(crate) fn store(self) {
        let mut state = State::load();
        state.extra = u128::from(self.locked_at) << 32 | u128::from(self.matured_at);
        state.store();
    }

    /// The stage. No block has the timestamp zero.
    pub(crate) fn stage(self) -> Stage {
        match self {
            Self { locked_at: 0, .. } => Stage::Deposits,
            Self { matured_at: 0, .. } => Stage::Allocations,
            _ => Stage::Withdrawals,
        }
    }

    /// When the term ends, zero before the lock. Reverts with panic 0x11 past 2^32 seconds, which
    /// keeps a vault from being locked.
    pub(crate) fn unlock_at(self) -> u32 {
        match self.locked_at {
            0 => 0,
            at => at.checked_add(params::duration_secs()).or_revert(),
        }
    }
}

/// The block's timestamp, cut to 32 bits as the original cuts it.
pub(crate) fn now() -> u32 {
    host::timestamp() as u32
}
