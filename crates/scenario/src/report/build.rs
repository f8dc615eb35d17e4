//! From plays to report entries.

use super::table::thousands;
use super::{Balance, Chart, Entry, Kind, Row, Series, Status, Unit};
use crate::recorded::{Played, RecordedError, Scenario};
use crate::story::StoryRun;
use crate::story::amount::{show, show_fraction};
use crate::story::expect::Quantity;
use crate::story::format::{Asset, Story};
use crate::story::run::label;
use crate::story::snapshot::{Measured, Snapshot, is_operator, is_staker};
use alloy_primitives::U256;
use std::path::Path;

/// The entry of a story.
pub fn story(run: &StoryRun, elapsed_ms: u64) -> Entry {
    let snapshots: Vec<&Snapshot> =
        std::iter::once(&run.start).chain(run.steps.iter().map(|s| &s.after)).collect();
    let rows = run.steps.iter().enumerate().map(|(index, step)| Row {
        number: index.saturating_add(1),
        block: step.block,
        who: step.who.clone(),
        what: step.what.clone(),
        result: step.result.clone(),
        reverted: step.reverted,
        gas: step.gas,
    });
    Entry {
        name: stem(&run.story.file),
        file: run.story.file.clone(),
        kind: Kind::Story,
        title: run.story.title.clone(),
        why: Some(run.story.why.clone()),
        worlds: run.worlds.iter().map(|w| (*w).to_owned()).collect(),
        status: if run.failure.is_none() { Status::Passed } else { Status::Failed },
        detail: run.failure.as_ref().map(ToString::to_string),
        bad_input: run.failure.as_ref().is_some_and(crate::story::StoryError::is_bad_input),
        checks: snapshots.iter().map(|s| s.len()).sum(),
        elapsed_ms,
        steps: rows.collect(),
        charts: charts(&run.story, &snapshots),
        balances: balances(&run.story, &snapshots),
    }
}

/// The entry of a recorded scenario: the steps that went as recorded, and how it ended.
pub fn recorded(
    scenario: &Scenario,
    worlds: Vec<String>,
    played: &Played,
    ended: Result<(), RecordedError>,
    elapsed_ms: u64,
) -> Entry {
    let mut entry = bare(&scenario.file, Kind::Recorded, &scenario.title);
    entry.why.clone_from(&scenario.description);
    entry.worlds = worlds;
    entry.elapsed_ms = elapsed_ms;
    entry.checks = played.views;
    let steps = played.steps.iter().enumerate().map(|(number, step)| Row {
        number,
        block: step.block,
        who: step.who.trim_start_matches('$').to_owned(),
        what: step.what.clone(),
        result: step.result.clone(),
        reverted: step.result != "ok",
        gas: step.gas,
    });
    entry.steps = steps.collect();
    if let Err(e) = ended {
        fail(&mut entry, &e);
    }
    entry
}

/// The entry of a file of library mathematics.
pub fn mathematics(file: &Path, checked: &Result<usize, RecordedError>, elapsed_ms: u64) -> Entry {
    let mut entry = bare(file, Kind::Mathematics, "Library mathematics, signatures, trees and keys");
    entry.elapsed_ms = elapsed_ms;
    match checked {
        Ok(checks) => entry.checks = *checks,
        Err(e) => fail(&mut entry, e),
    }
    entry
}

/// The entry of a scenario that no world here can play.
pub fn skipped(scenario: &Scenario, unable: &[(&str, &str)]) -> Entry {
    let mut entry = bare(&scenario.file, Kind::Recorded, &scenario.title);
    note_skips(&mut entry, unable);
    entry
}

/// A scenario that some world could not play has not passed, however it went on the others.
pub fn note_skips(entry: &mut Entry, unable: &[(&str, &str)]) {
    if unable.is_empty() || entry.status == Status::Failed {
        return;
    }
    let mut reasons: Vec<String> =
        unable.iter().map(|(world, reason)| format!("not on {world}: {reason}")).collect();
    if !entry.worlds.is_empty() {
        reasons.push(format!("went as recorded on {}", entry.worlds.join(" and ")));
    }
    entry.status = Status::Skipped;
    entry.detail = Some(reasons.join("; "));
}

fn fail(entry: &mut Entry, e: &RecordedError) {
    let bad_input = !matches!(e, RecordedError::Mismatch(_) | RecordedError::Disagreement(_));
    entry.status = Status::Failed;
    entry.detail = Some(e.to_string());
    entry.bad_input = bad_input;
}

fn bare(file: &Path, kind: Kind, title: &str) -> Entry {
    Entry {
        name: stem(file),
        file: file.to_owned(),
        kind,
        title: title.to_owned(),
        why: None,
        worlds: Vec::new(),
        status: Status::Passed,
        detail: None,
        bad_input: false,
        checks: 0,
        elapsed_ms: 0,
        steps: Vec::new(),
        charts: Vec::new(),
        balances: Vec::new(),
    }
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

fn number(snapshot: &Snapshot, quantity: &Quantity) -> Option<U256> {
    snapshot.get(quantity).copied().and_then(Measured::number)
}

/// The charts of a story, per strategy; those in which nothing ever is are left out.
fn charts(story: &Story, snapshots: &[&Snapshot]) -> Vec<Chart> {
    type Pick = fn(&Quantity, Asset) -> bool;
    let kinds: [(&'static str, Unit, Pick); 4] = [
        ("Shares in the vault and with operators", Unit::Shares, |q, asset| match q {
            Quantity::TotalShares(a) => *a == asset,
            Quantity::OperatorShares(_, a) => *a == asset,
            _ => false,
        }),
        ("Withdrawable and queued shares", Unit::Shares, |q, asset| match q {
            Quantity::WithdrawableShares(p, a) => *a == asset && is_staker(p),
            Quantity::WithdrawalShares(_, a) => *a == asset,
            _ => false,
        }),
        ("Magnitudes", Unit::Fraction, |q, asset| match q {
            Quantity::MaxMagnitude(_, a) | Quantity::EncumberedMagnitude(_, a) => *a == asset,
            Quantity::AllocatedMagnitude(_, a, _) => *a == asset,
            _ => false,
        }),
        ("Slashed shares still to pay out, and what was paid", Unit::Shares, |q, asset| match q {
            Quantity::SlashedShares(_, _, a) => *a == asset,
            Quantity::TokenBalance(p, a) => *a == asset && (p.0 == "$burn" || p.0.starts_with("$redist")),
            _ => false,
        }),
    ];
    let Some(last) = snapshots.last() else { return Vec::new() };
    let operators = story.names.actors.values().any(is_operator);
    let mut charts = Vec::new();
    for (strategy, asset) in &story.names.strategies {
        for (title, unit, pick) in &kinds {
            if *unit == Unit::Fraction && !operators {
                continue;
            }
            let series: Vec<Series> = last
                .keys()
                .filter(|quantity| pick(quantity, *asset))
                .map(|quantity| line(story, snapshots, quantity))
                .filter(|s| s.values.iter().flatten().any(|v| v != "0"))
                .collect();
            if !series.is_empty() {
                charts.push(Chart { strategy: strategy.clone(), title, unit: *unit, series });
            }
        }
    }
    charts
}

fn line(story: &Story, snapshots: &[&Snapshot], quantity: &Quantity) -> Series {
    let name = label(story, quantity);
    let label = match quantity {
        Quantity::TotalShares(_) => "vault total".to_owned(),
        Quantity::OperatorShares(..) => format!("delegated to {name}"),
        Quantity::MaxMagnitude(..) => format!("{name}: maximum"),
        Quantity::EncumberedMagnitude(..) => format!("{name}: encumbered"),
        Quantity::WithdrawalShares(..) => format!("{name} queued"),
        Quantity::TokenBalance(p, _) if p.0 == "$burn" => "burned".to_owned(),
        Quantity::TokenBalance(..) => format!("paid to {name}"),
        _ => name,
    };
    let values = snapshots.iter().map(|s| number(s, quantity).map(decimal));
    Series { label, values: values.collect() }
}

/// An exact decimal number in whole units.
fn decimal(wei: U256) -> String {
    let text = format!("{wei:0>19}");
    let (whole, fraction) = text.split_at(text.len().saturating_sub(18));
    let fraction = fraction.trim_end_matches('0');
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// What everybody has before and after; rows of nothing are left out.
fn balances(story: &Story, snapshots: &[&Snapshot]) -> Vec<Balance> {
    let (Some(first), Some(last)) = (snapshots.first(), snapshots.last()) else {
        return Vec::new();
    };
    let mut rows = Vec::new();
    for quantity in last.keys() {
        let what = match quantity {
            Quantity::TokenBalance(..) => "tokens",
            Quantity::DepositShares(..) => "deposit shares",
            Quantity::WithdrawableShares(..) => "withdrawable shares",
            Quantity::OperatorShares(..) => "operator shares",
            Quantity::MaxMagnitude(..) => "maximum magnitude",
            Quantity::TotalShares(_) => "total shares",
            Quantity::VaultBalance(_) => "tokens in the vault",
            Quantity::SlashedShares(..) => "slashed shares to pay out",
            Quantity::WithdrawalShares(..) => "shares in the queue",
            _ => continue,
        };
        let (before, after) = (number(first, quantity), number(last, quantity));
        let (was, is) = (before.unwrap_or_default(), after.unwrap_or_default());
        if was == is && (was.is_zero() || !matters_unchanged(quantity)) {
            continue;
        }
        let (asset, who) = place(story, quantity);
        let show = |n| match quantity {
            Quantity::MaxMagnitude(..) => show_fraction(n),
            _ => show(n),
        };
        rows.push(Balance {
            who,
            what: format!("{asset} {what}"),
            before: grouped(&show(was)),
            after: grouped(&show(is)),
        });
    }
    rows.sort_by(|a, b| a.who.cmp(&b.who));
    rows
}

/// An amount with the thousands of its whole part set apart.
fn grouped(amount: &str) -> String {
    let end = amount.find(|c: char| !c.is_ascii_digit()).unwrap_or(amount.len());
    let (whole, rest) = amount.split_at(end);
    match whole.parse::<u64>() {
        Ok(n) => format!("{}{rest}", thousands(n)),
        // More than 64 bits: nobody's balance in a story.
        Err(_) => amount.to_owned(),
    }
}

/// Whether a quantity is worth a row although it is the same before and after.
fn matters_unchanged(quantity: &Quantity) -> bool {
    !matches!(quantity, Quantity::TokenBalance(..) | Quantity::MaxMagnitude(..))
}

fn place(story: &Story, quantity: &Quantity) -> (String, String) {
    let asset = |a: &Asset| story.names.name_of(&a.strategy());
    match quantity {
        Quantity::TotalShares(a) | Quantity::VaultBalance(a) => (asset(a), "(vault)".to_owned()),
        Quantity::TokenBalance(_, a)
        | Quantity::DepositShares(_, a)
        | Quantity::WithdrawableShares(_, a)
        | Quantity::OperatorShares(_, a)
        | Quantity::MaxMagnitude(_, a)
        | Quantity::SlashedShares(_, _, a)
        | Quantity::WithdrawalShares(_, a) => (asset(a), label(story, quantity)),
        _ => (String::new(), String::new()),
    }
}
