//! The goals, and which rows miss them.

use crate::{Cost, Row};
use serde::Serialize;

/// Highest geometric mean of the execution ratios, programs cached and not.
const MEANS: (f64, f64) = (0.50, 0.75);
/// Highest execution ratio of any row, cached.
const ANY_ROW: f64 = 1.0;
/// Highest execution ratio, cached, of rows in which the peer spends as much execution gas as
/// [`LARGE`].
const LARGE_ROW: f64 = 0.85;
const LARGE: u64 = 60_000;
/// Operations that have a goal of their own: highest gas of the whole transaction, cached.
const WHOLE: [(&str, &str, u64); 5] = [
    ("queueWithdrawals", "1 strategy, partial, delegated, steady", 150_000),
    ("undelegate", "1 strategy", 170_000),
    ("slashOperator", "1 strategy, second slash", 140_000),
    ("depositIntoStrategy", "second, delegated", 80_000),
    ("modifyAllocations", "allocate 1 strategy, first ever", 130_000),
];

/// All rows together.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Geometric means of the execution ratios.
    pub geometric_mean: Means,
    /// What misses its goal, rows in their order, then the means.
    pub misses: Vec<Miss>,
}

/// One figure for each state of the programs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Means {
    /// All programs in the cache.
    pub cached: f64,
    /// None in the cache.
    pub uncached: f64,
}

/// A goal that is missed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The row, or which mean.
    pub what: String,
    /// By how much.
    pub how: String,
}

impl Summary {
    /// Compares rows with the goals. The means have goals only if these are all rows.
    #[must_use]
    pub fn of(rows: &[Row], all: bool) -> Self {
        let cached = geometric_mean(rows, |row| &row.cached);
        let uncached = geometric_mean(rows, |row| &row.uncached);
        let mut misses: Vec<Miss> = rows.iter().flat_map(missed).collect();
        for (what, mean, goal) in
            [("geometric mean, cached", cached, MEANS.0), ("geometric mean, uncached", uncached, MEANS.1)]
        {
            if all && mean > goal {
                misses.push(Miss { what: what.to_owned(), how: format!("{mean:.3} > {goal:.2}") });
            }
        }
        Self { geometric_mean: Means { cached, uncached }, misses }
    }
}

fn missed(row: &Row) -> Vec<Miss> {
    let mut misses = Vec::new();
    let mut miss = |how| misses.push(Miss { what: row.title(), how });
    let ratio = row.execution_ratio(&row.cached);
    let goal = if row.peer.execution_gas >= LARGE { LARGE_ROW } else { ANY_ROW };
    if ratio > goal {
        let percent = |part: f64| part * 100.0;
        miss(format!("{:.1} % > {:.0} % of the peer's execution", percent(ratio), percent(goal)));
    }
    for (operation, variant, goal) in WHOLE {
        if (operation, variant) == (&row.operation, &row.variant) && row.cached.gas_used > goal {
            miss(format!("{} > {goal} gas", row.cached.gas_used));
        }
    }
    misses
}

/// 1 of no rows.
fn geometric_mean(rows: &[Row], ours: impl Fn(&Row) -> &Cost) -> f64 {
    if rows.is_empty() {
        return 1.0;
    }
    let logarithms: f64 = rows.iter().map(|row| row.execution_ratio(ours(row)).ln()).sum();
    (logarithms / rows.len() as f64).exp()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::row;

    fn misses(rows: &[Row]) -> Vec<String> {
        Summary::of(rows, true)
            .misses
            .into_iter()
            .map(|miss| format!("{}: {}", miss.what, miss.how))
            .collect()
    }

    #[test]
    fn geometric_mean_is_of_ratios() {
        let rows = [row("a", 100, 1_000), row("b", 400, 1_000)];
        assert!((Summary::of(&rows, true).geometric_mean.cached - 0.2).abs() < 1e-12);
    }

    #[test]
    fn small_rows_may_cost_what_the_peers_do_and_large_ones_less() {
        let cheap = row("cheap", 10, 60_000);
        assert!(misses(&[row("small", 59_999, 59_999), cheap.clone()]).is_empty());
        assert!(misses(&[row("large", 51_000, 60_000), cheap.clone()]).is_empty());
        assert_eq!(
            misses(&[row("small", 60_000, 59_999), row("large", 51_001, 60_000), cheap]),
            [
                "small: 100.0 % > 100 % of the peer's execution",
                "large: 85.0 % > 85 % of the peer's execution"
            ]
        );
    }

    #[test]
    fn whole_transactions_have_goals_of_their_own() {
        let mut undelegate = row("undelegate", 148_001, 438_950);
        undelegate.variant = "1 strategy".to_owned();
        assert_eq!(misses(&[undelegate.clone()]), ["undelegate: 1 strategy: 170001 > 170000 gas"]);
        undelegate.cached.gas_used -= 1;
        assert!(misses(&[undelegate]).is_empty());
    }

    #[test]
    fn means_have_goals() {
        assert_eq!(misses(&[row("a", 501, 1_000)]), ["geometric mean, cached: 0.501 > 0.50"]);
        assert_eq!(misses(&[row("a", 760, 1_000)]).len(), 2);
        assert!(Summary::of(&[row("a", 760, 1_000)], false).misses.is_empty(), "of some rows");
    }

    #[test]
    fn every_operation_with_a_goal_is_recorded() {
        let peer = crate::peer::Peer::recorded().unwrap();
        for (operation, variant, _) in WHOLE {
            assert!(peer.rows.iter().any(|row| row.operation == operation && row.variant == variant));
        }
    }
}
