//! A life written down: its world and its actions, one line each. Lives that failed are kept this
//! way, and played again by a test.

use crate::{Action, Kind};
use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};

/// The most actions that a file may have.
const MOST_ACTIONS: usize = 100_000;

/// A life, as it is kept in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Transcript {
    /// What went wrong, and how it was mended.
    pub about: String,
    /// Which of the worlds it begins in, see [`crate::Stage::params`].
    pub life: u64,
    /// `kind who other place odds amount`, one line each.
    pub actions: Vec<String>,
}

impl Transcript {
    /// Writes a life down.
    #[must_use]
    pub fn new(about: String, life: u64, actions: &[Action]) -> Self {
        Self { about, life, actions: actions.iter().map(line).collect() }
    }

    /// Reads one from JSON.
    ///
    /// # Errors
    /// If it is not one, or too long.
    pub fn parse(text: &str) -> Result<Self> {
        let transcript: Self = serde_json::from_str(text).context("not a life")?;
        ensure!(transcript.actions.len() <= MOST_ACTIONS, "a life has at most {MOST_ACTIONS} actions");
        Ok(transcript)
    }

    /// The actions.
    ///
    /// # Errors
    /// If a line is not an action; says which.
    pub fn actions(&self) -> Result<Vec<Action>> {
        let read = |(index, line): (usize, &String)| {
            read(line).with_context(|| format!("action {index} is not an action: `{line}`"))
        };
        self.actions.iter().enumerate().map(read).collect()
    }
}

/// The kind's name in files and reports.
#[must_use]
pub fn name(kind: Kind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => format!("{kind:?}"),
    }
}

fn line(action: &Action) -> String {
    let Action { kind, who, other, place, odds, amount } = *action;
    format!("{} {who} {other} {place} {odds} {amount}", name(kind))
}

fn read(line: &str) -> Result<Action> {
    let words: Vec<_> = line.split_whitespace().collect();
    let [kind, who, other, place, odds, amount] = words.as_slice() else {
        bail!("expected `kind who other place odds amount`");
    };
    let known = crate::action::all_kinds().find(|one| name(*one) == *kind);
    Ok(Action {
        kind: known.with_context(|| format!("no kind of action is called `{kind}`"))?,
        who: who.parse()?,
        other: other.parse()?,
        place: place.parse()?,
        odds: odds.parse()?,
        amount: amount.parse()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lives_come_back_from_their_files() -> Result<()> {
        let action = |kind| Action { kind, who: 1, other: 255, place: 3, odds: 4, amount: u64::MAX };
        let actions: Vec<_> = crate::action::all_kinds().map(action).collect();
        let written = serde_json::to_string(&Transcript::new("why".into(), 2, &actions))?;
        assert_eq!(Transcript::parse(&written)?.actions()?, actions);
        Ok(())
    }

    #[test]
    fn files_that_are_no_lives_are_refused() {
        for text in ["", "{}", "[]", r#"{"about":"","life":0,"actions":[],"more":1}"#] {
            assert!(Transcript::parse(text).is_err(), "{text}");
        }
        for line in
            ["", "deposit", "deposit 1 2 3 4", "deposit 1 2 3 4 5 6", "steal 1 2 3 4 5", "wait 256 0 0 0 0"]
        {
            assert!(read(line).is_err(), "{line}");
        }
    }
}
