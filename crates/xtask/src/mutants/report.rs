//! The score as a table, and the faults that nothing noticed.

use super::journal::{Journal, Outcome};
use super::mutant::Mutant;
use super::score::Score;
use super::statements;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The table by package with its totals, then the survivors.
pub(crate) fn markdown(candidates: &[Mutant], sample: &[Mutant], journal: &Journal) -> String {
    let mut faults: BTreeMap<&str, usize> = BTreeMap::new();
    candidates.iter().for_each(|mutant| *faults.entry(&mutant.package).or_default() += 1);
    let mut scores: BTreeMap<&str, Score> = BTreeMap::new();
    let mut kinds = [Score::default(); 2];
    let mut survivors = Vec::new();
    for mutant in sample {
        let Some(outcome) = journal.outcome(mutant) else { continue };
        let score = of(outcome);
        *scores.entry(&mutant.package).or_default() += score;
        kinds[usize::from(mutant.genre == statements::GENRE)] += score;
        if *outcome == Outcome::Survived {
            survivors.push(&mutant.name);
        }
    }
    let mut text = String::from(
        "| package | faults | tried | unviable | noticed | survived | score | 95 % interval |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n",
    );
    let mut line = |name: &str, faults: Option<usize>, score: Score| {
        let faults = faults.map(|count| count.to_string()).unwrap_or_default();
        let Score { noticed, survived, unviable } = score;
        let tried = score.viable() + unviable;
        let figures = format!("{faults} | {tried} | {unviable} | {noticed} | {survived}");
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {name} | {figures} | {} |", percent(score));
    };
    for (package, score) in &scores {
        line(package, faults.get(package).copied(), *score);
    }
    let [mut total, statements] = kinds;
    line("**faults of cargo-mutants**", None, total);
    line("**statements left out**", None, statements);
    total += statements;
    line("**all**", Some(scores.keys().filter_map(|name| faults.get(name)).sum()), total);
    for name in survivors {
        let _ = writeln!(text, "\n* `{name}`");
    }
    text
}

fn of(outcome: &Outcome) -> Score {
    let none = Score::default();
    match outcome {
        Outcome::Noticed { .. } | Outcome::TimedOut { .. } => Score { noticed: 1, ..none },
        Outcome::Survived => Score { survived: 1, ..none },
        Outcome::Unviable { .. } => Score { unviable: 1, ..none },
    }
}

fn percent(score: Score) -> String {
    match (score.part(), score.interval()) {
        (Some(part), Some((low, high))) => {
            format!("{:.1} % | {:.0}–{:.0} %", part * 100.0, low * 100.0, high * 100.0)
        }
        _ => "– | –".to_owned(),
    }
}
