//! What a token does that ERC-20 does not say, as far as it matters to what must hold.
//!
//! Balances in [`crate::State`] are always those of the token's own books, also while it lies about them.

use alloy_primitives::U256;

/// How much arrives of what a transfer sends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moves {
    /// All of it.
    #[default]
    Asked,
    /// Less: the token keeps a fee.
    Less,
    /// More: the token adds something.
    More,
    /// Nothing, and nothing is taken.
    Nothing,
}

/// What the token answers when it is asked for a balance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tells {
    /// What its books say.
    #[default]
    Truth,
    /// Zero.
    Zero,
    /// More than all there is, or no number.
    Nonsense,
}

/// How a token behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Temper {
    /// What transfers move.
    pub moves: Moves,
    /// What it says of balances.
    pub tells: Tells,
    /// How many percent of the units that it once gave out accounts have now.
    pub percent: u64,
}

impl Default for Temper {
    fn default() -> Self {
        Self { moves: Moves::Asked, tells: Tells::Truth, percent: 100 }
    }
}

impl Temper {
    /// Whether it does now what ERC-20 says, to the unit.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self == Self::default()
    }

    /// By how many units the sum of `holders` balances may change without anything being made or lost:
    /// where units are not balances, each balance is rounded down.
    #[must_use]
    pub fn rounding(self, holders: usize) -> U256 {
        if self.percent == 100 { U256::ZERO } else { U256::from(holders) }
    }
}
