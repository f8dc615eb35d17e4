//! The mathematics of shares, magnitudes, slashing and withdrawal, without a host.
//!
//! Everything here is a pure function of numbers: no storage, no clock, no addresses, no
//! allocation. Contracts and the reference model load values, call this crate and store what it
//! returns, so that a formula exists once.
//!
//! | symbol | type | meaning |
//! | --- | --- | --- |
//! | s | [`DepositShares`] | shares a strategy minted for a staker; slashing never lowers them |
//! | k | [`ScalingFactor`] | corrects s for slashing that happened before the deposit |
//! | m | [`Magnitude`] | fraction of an operator's stake left after all slashes, WAD-based |
//! | S | [`Shares`] | shares delegated to an operator |
//! | D | [`ScaledShares`] | running total of everything queued for withdrawal |
//!
//! The *slashing factor* f of a staker is the [`Magnitude`] of its operator, 1 when undelegated.
//!
//! Conventions: `_down` and `_up` name the rounding; products have 512 bits before they are
//! divided; blocks are `u32`; every failure is an [`AccountingError`].
//!
//! Division is done by [`wide`] alone, so that the WASM contracts do not also carry the division
//! of the big-integer library.

#![no_std]
#![forbid(unsafe_code)]
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects
)]
#![cfg_attr(test, expect(clippy::arithmetic_side_effects, reason = "a test may panic: that is how it fails"))]

#[cfg(test)]
extern crate std;

pub mod allocation;
pub mod delayed;
mod error;
pub mod history;
pub mod queue;
pub mod rewards;
pub mod scaling;
pub mod share_price;
pub mod slashing;
pub mod stake;
mod units;
pub mod wad;
pub mod wide;
pub mod withdrawal;

pub use error::AccountingError;
pub use units::{Assets, DepositShares, Magnitude, ScaledShares, ScalingFactor, Shares, WAD, WadToSlash};

/// What every function here that can fail returns.
pub type Result<T> = core::result::Result<T, AccountingError>;
