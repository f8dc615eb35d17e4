//! How the one token that can misbehave does so at present.

use alloy_primitives::Address;
use surety_invariants::temper::{Moves, Tells, Temper as Seen};
use surety_model::hostile_token::Habit;

/// How it behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Temper {
    /// What transfers and balances do.
    pub habit: Habit,
    /// How many percent of the units that were given out accounts have now.
    pub percent: u64,
    /// Who may neither send nor receive.
    pub banned: Option<Address>,
}

impl Default for Temper {
    fn default() -> Self {
        Self { habit: Habit::Ordinary, percent: 100, banned: None }
    }
}

impl Temper {
    /// Whether it may withhold what is due. A rebase takes or gives, but withholds nothing.
    #[must_use]
    pub fn withholds(&self) -> bool {
        self.habit != Habit::Ordinary || self.banned.is_some()
    }

    /// What reports call it; `None` while there is nothing to report.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match self {
            Self { habit: Habit::Ordinary, percent: 100, banned: None } => None,
            Self { habit: Habit::Ordinary, percent: 100, banned: Some(_) } => Some("Bans".to_owned()),
            Self { habit: Habit::Ordinary, banned: None, .. } => Some("Rebased".to_owned()),
            Self { habit: Habit::Ordinary, .. } => Some("RebasedAndBans".to_owned()),
            Self { habit, .. } => Some(format!("{habit:?}")),
        }
    }

    /// As the invariants see it: who is banned does not matter to them.
    #[must_use]
    pub fn seen(&self) -> Seen {
        let moves = match self.habit {
            Habit::TakesFee => Moves::Less,
            Habit::AddsBonus => Moves::More,
            Habit::MovesNothing => Moves::Nothing,
            _ => Moves::Asked,
        };
        let tells = match self.habit {
            Habit::LiesLow => Tells::Zero,
            Habit::LiesHigh | Habit::BalanceReverts => Tells::Nonsense,
            _ => Tells::Truth,
        };
        Seen { moves, tells, percent: self.percent }
    }
}
