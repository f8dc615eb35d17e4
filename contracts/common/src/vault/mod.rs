//! What every strategy shares: a pool of one token, its price in shares, limits and pausing.
//!
//! A strategy is a clone whose tail begins with [`crate::tail::StrategyVaultTail`]'s fields; what a
//! kind of strategy adds to its tail, its [`state::State`] or its functions is its program's. A
//! program answers [`strategy::Strategy`]'s functions with `then = Strategy`.
//!
//! | tag | keys | word |
//! | --- | --- | --- |
//! | 0 | | [`state::State`] |
//! | 1 | | most tokens in one deposit and in all, wei ([`limits`]) |
//! | 2, 3 | | each of them, where it exceeds 128 bits |
//! | 0xfe | | the pause map ([`crate::pause`]) |

use crate::interface;

pub mod limits;
pub mod params;
pub mod pool;
pub mod state;
pub mod strategy;

interface!(pub mod api = "IStrategyVault.sol");
