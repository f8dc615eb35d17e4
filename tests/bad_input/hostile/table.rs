//! What each kind of token comes to at each door: the table of `docs/hostile-tokens.md`.

use super::{
    doors::{
        DOORS,
        Verdict::{self, Arrived, Less, Nothing, Refused, Whole},
    },
    stage::Stage,
    token::{Habit, Token},
};
use alloy_primitives::U256;
use anyhow::Result;

/// A kind of token.
pub(crate) struct Kind {
    /// What the docs call it.
    pub(crate) name: &'static str,
    /// What happened to the token before.
    pub(crate) prepare: fn(&mut Stage) -> Result<()>,
    /// What it does during the call.
    pub(crate) habit: Habit,
    /// What comes of it, door by door.
    pub(crate) verdicts: [Verdict; DOORS.len()],
}

const fn habit(name: &'static str, habit: Habit, verdicts: [Verdict; DOORS.len()]) -> Kind {
    Kind { name, prepare: |_| Ok(()), habit, verdicts }
}

const fn state(
    name: &'static str,
    prepare: fn(&mut Stage) -> Result<()>,
    verdicts: [Verdict; DOORS.len()],
) -> Kind {
    Kind { name, prepare, habit: Habit::Ordinary, verdicts }
}

const ALL_WHOLE: [Verdict; DOORS.len()] = [Whole; DOORS.len()];
const ALL_REFUSED: [Verdict; DOORS.len()] = [Refused; DOORS.len()];
/// A balance that cannot be used: only claims never ask for one.
const BALANCE_IN_VAIN: [Verdict; DOORS.len()] = [Refused, Refused, Refused, Refused, Refused, Refused, Whole];

pub(crate) const TABLE: &[Kind] = &[
    habit("ordinary", Habit::Ordinary, ALL_WHOLE),
    state("0 decimals", |stage| stage.tell(&Token::shiftCall { places: 238 }), ALL_WHOLE),
    state("36 decimals", |stage| stage.tell(&Token::shiftCall { places: 18 }), ALL_WHOLE),
    state("rebased to half since", |stage| rebase(stage, 50), ALL_WHOLE),
    state("rebased to double since", |stage| rebase(stage, 200), ALL_WHOLE),
    habit("keeps a fee on transfer", Habit::TakesFee, [Arrived, Arrived, Arrived, Less, Less, Refused, Less]),
    habit("adds to a transfer", Habit::AddsBonus, ALL_WHOLE),
    habit("returns nothing", Habit::ReturnsNothing, ALL_WHOLE),
    habit("returns false", Habit::ReturnsFalse, ALL_REFUSED),
    habit("returns false, but moves", Habit::ReturnsFalseAndMoves, ALL_REFUSED),
    habit("returns neither true nor false", Habit::ReturnsGarbage, ALL_REFUSED),
    habit("returns true and a MiB more", Habit::ReturnsBomb, ALL_WHOLE),
    habit("reverts with a reason", Habit::RevertsWithReason, ALL_REFUSED),
    habit("reverts without", Habit::RevertsSilently, ALL_REFUSED),
    habit("reverts with a MiB", Habit::RevertsWithBomb, ALL_REFUSED),
    habit("burns all gas", Habit::BurnsGas, ALL_REFUSED),
    state("blocks the account", ban, ALL_REFUSED),
    habit(
        "moves nothing, returns true",
        Habit::MovesNothing,
        [Refused, Refused, Refused, Nothing, Nothing, Refused, Nothing],
    ),
    habit(
        "says that balances are zero",
        Habit::LiesLow,
        [Refused, Refused, Refused, Less, Less, Refused, Whole],
    ),
    habit("says that balances are huge", Habit::LiesHigh, BALANCE_IN_VAIN),
    habit("has no balances to tell", Habit::BalanceReverts, BALANCE_IN_VAIN),
    habit("burns all gas over a balance", Habit::BalanceBurnsGas, BALANCE_IN_VAIN),
    habit("tells balances and a MiB more", Habit::BalanceBomb, ALL_WHOLE),
];

fn rebase(stage: &mut Stage, percent: u64) -> Result<()> {
    stage.tell(&Token::rebaseCall { percent: U256::from(percent) })
}

fn ban(stage: &mut Stage) -> Result<()> {
    for account in stage.participants()? {
        stage.tell(&Token::banCall { account, banned: true })?;
    }
    Ok(())
}

/// The table as the docs show it.
pub(crate) fn markdown() -> String {
    let names: Vec<_> = DOORS.into_iter().map(|door| door.name()).collect();
    let mut text =
        format!("| the token | {} |\n| --- |{}\n", names.join(" | "), " --- |".repeat(names.len()));
    for kind in TABLE {
        let verdicts: Vec<_> = kind.verdicts.into_iter().map(Verdict::name).collect();
        text.push_str(&format!("| {} | {} |\n", kind.name, verdicts.join(" | ")));
    }
    text
}
