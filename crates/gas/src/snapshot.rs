//! The committed table: a change that makes a row dearer has to say so by changing it too.

use crate::{GasError, Row, Table};
use std::collections::BTreeMap;

/// Where the snapshot lies below the workspace's root.
pub const FILE: &str = "crates/gas/data/snapshot.json";
/// A row may be dearer by one part in so many: 0.5 %.
const TOLERANCE: u64 = 200;

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Rows that got dearer by more than 0.5 %, and rows that only one side has.
    pub worse: Vec<String>,
    /// Rows that got cheaper by more than 0.5 %.
    pub better: Vec<String>,
    /// Set if other tools made the snapshot's programs, which changes gas by itself.
    pub tools: Option<String>,
}

/// Reads a snapshot.
///
/// # Errors
/// [`GasError::Snapshot`] if it is none.
pub fn parse(text: &str) -> Result<Table, GasError> {
    serde_json::from_str(text).map_err(GasError::Snapshot)
}

/// Writes a snapshot: a line for each row, so that a change shows what it changed.
///
/// # Errors
/// [`GasError::Snapshot`], never in practice.
pub fn render(table: &Table) -> Result<String, GasError> {
    let line = |row| Ok(format!("    {}", serde_json::to_string(row)?));
    let rows: Result<Vec<String>, _> = table.rows.iter().map(line).collect();
    let head = |tool| serde_json::to_string(tool).map_err(GasError::Snapshot);
    Ok(format!(
        "{{\n  \"toolchain\": {},\n  \"optimiser\": {},\n  \"rows\": [\n{}\n  ]\n}}\n",
        head(&table.toolchain)?,
        head(&table.optimiser)?,
        rows.map_err(GasError::Snapshot)?.join(",\n")
    ))
}

/// Compares what was measured `now` with the snapshot, whole transactions row by row.
#[must_use]
pub fn compare(snapshot: &Table, now: &Table) -> Findings {
    let mut findings = Findings { tools: tools(snapshot, now), ..Findings::default() };
    let mut known: BTreeMap<_, _> = snapshot.rows.iter().map(|row| (row.title(), row)).collect();
    for row in &now.rows {
        match known.remove(&row.title()) {
            Some(before) => compare_row(before, row, &mut findings),
            None => findings.worse.push(format!("{}: not in the snapshot", row.title())),
        }
    }
    findings.worse.extend(known.into_keys().map(|title| format!("{title}: only in the snapshot")));
    findings
}

fn compare_row(before: &Row, now: &Row, findings: &mut Findings) {
    for (state, before, after) in
        [("cached", &before.cached, &now.cached), ("uncached", &before.uncached, &now.uncached)]
    {
        let (before, after) = (before.gas_used, after.gas_used);
        let change = 100.0 * (after as f64 - before as f64) / before as f64;
        let text = || format!("{}: {before} → {after} gas {state} ({change:+.2} %)", now.title());
        if exceeds(after, before) {
            findings.worse.push(text());
        } else if exceeds(before, after) {
            findings.better.push(text());
        }
    }
}

/// True if `more` is more than 0.5 % above `less`.
fn exceeds(more: u64, less: u64) -> bool {
    more.saturating_sub(less).saturating_mul(TOLERANCE) > less
}

fn tools(snapshot: &Table, now: &Table) -> Option<String> {
    let same = (&snapshot.toolchain, &snapshot.optimiser) == (&now.toolchain, &now.optimiser);
    (!same).then(|| {
        format!(
            "the snapshot's programs were made by {} and {}, these by {} and {}: other bytes, other gas",
            snapshot.toolchain, snapshot.optimiser, now.toolchain, now.optimiser
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::row;

    fn table(gas: &[u64]) -> Table {
        let rows = ["deposit", "undelegate"].into_iter().zip(gas).map(|(name, gas)| row(name, *gas, 500_000));
        Table { toolchain: "rustc".to_owned(), optimiser: "binaryen".to_owned(), rows: rows.collect() }
    }

    #[test]
    fn row_that_got_dearer_by_half_a_percent_passes_and_by_more_fails() {
        let snapshot = table(&[178_000, 78_000]);
        assert_eq!(compare(&snapshot, &table(&[179_000, 78_500])), Findings::default());
        let found = compare(&snapshot, &table(&[179_001, 78_501]));
        assert_eq!(found.better, [""; 0]);
        assert_eq!(
            found.worse,
            [
                "deposit: 200000 → 201001 gas cached (+0.50 %)",
                "deposit: 200000 → 201001 gas uncached (+0.50 %)",
                "undelegate: 100000 → 100501 gas cached (+0.50 %)",
                "undelegate: 100000 → 100501 gas uncached (+0.50 %)",
            ]
        );
    }

    #[test]
    fn one_state_of_the_programs_is_enough_to_fail() {
        let (snapshot, mut now) = (table(&[178_000, 78_000]), table(&[178_000, 78_000]));
        now.rows[1].uncached.gas_used += 501;
        assert_eq!(compare(&snapshot, &now).worse, ["undelegate: 100000 → 100501 gas uncached (+0.50 %)"]);
    }

    #[test]
    fn row_that_got_cheaper_is_mentioned() {
        let found = compare(&table(&[178_000, 78_000]), &table(&[178_000, 68_000]));
        assert_eq!((found.worse.len(), found.better.len()), (0, 2));
        assert!(found.better[0].starts_with("undelegate: 100000 → 90000 gas cached (-10.00 %)"));
    }

    #[test]
    fn row_that_one_side_lacks_fails() {
        let (both, one) = (table(&[178_000, 78_000]), table(&[178_000]));
        assert_eq!(compare(&both, &one).worse, ["undelegate: only in the snapshot"]);
        assert_eq!(compare(&one, &both).worse, ["undelegate: not in the snapshot"]);
    }

    #[test]
    fn other_tools_are_named() {
        let (snapshot, mut now) = (table(&[178_000]), table(&[178_000]));
        assert_eq!(compare(&snapshot, &now).tools, None);
        now.optimiser = "wasm-opt 120".to_owned();
        let text = compare(&snapshot, &now).tools.unwrap();
        assert!(text.contains("rustc and binaryen") && text.contains("wasm-opt 120"), "{text}");
    }

    #[test]
    fn snapshot_survives_writing_and_reading() {
        let table = table(&[178_000, 78_000]);
        assert_eq!(parse(&render(&table).unwrap()).unwrap(), table);
    }
}
