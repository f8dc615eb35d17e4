//! What the programs of the strategy manager's address share: its storage, deposits, and the book of
//! slashed shares.
//!
//! A deposit is one flow over three addresses (strategy manager, strategy, delegation manager), a
//! slash one over three others: one program answers for all of them, so that it is loaded once
//! (ADR 0008). So what they store is declared here and not in a program.

use crate::interface;

pub mod deposit;
pub mod params;
pub mod slashed;
pub mod storage;

interface!(pub mod manager = "IStrategyManager.sol");
interface!(pub mod notice = "internal/IShareNotice.sol");

/// Bit of the pause map: deposits.
pub const DEPOSITS: u8 = 0;
