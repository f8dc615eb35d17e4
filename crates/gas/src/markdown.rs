//! The table as a page.

use crate::{Cost, Row, Table};
use std::fmt::Write as _;

/// Where the page lies below the workspace's root.
pub const FILE: &str = "docs/gas.md";

const INTRODUCTION: &str = "\
# Gas

Every operation of the core beside EigenLayer's contracts: the same call in the same situation, each in
a block of its own. `surety gas` measures it on the compiled programs at Nitro's prices; this page is
its committed snapshot (`surety gas --update` writes both, `surety gas --check` compares). The peer's
figures are recorded ones, of its Solidity behind its proxies on an EVM.

*Cached* is a chain on which the programs were put into Stylus' cache, *uncached* one where each
program that a transaction enters pays for being read in again. *Execution* is gas without the base
price of 21,000 and the calldata. The second table says where our cached gas goes:
*unavoidable* is what the semantics force on any implementation that keeps its state as ours does, the
*rest* is what a better implementation could save at most.

Unavoidable are

- the base price and the calldata (*intrinsic*);
- for each distinct slot of the suite that is read or written, its first access: 2,100 (*reads*);
- for each of them that differs before and after: 20,000 from zero, else 2,900 (*writes*); what is
  written and taken back in between, such as guards, is not;
- the suite's logs: 375, 375 for each topic, 8 for each byte;
- *calls* to tokens, registrars and precompiles: all their gas, with 2,600 for the first call to each
  account and 100 for others; 2,600 for each strategy that moves tokens, because it has to be the one
  that holds them; 32,000 for each account created;
- less 4,800 for each slot that is cleared, as far as the *refund* is granted.
";

/// The page.
#[must_use]
pub fn page(table: &Table) -> String {
    let mut page = INTRODUCTION.to_owned();
    let summary = table.summary();
    let means = summary.geometric_mean;
    let _ = write!(
        page,
        "\n## Result\n\nGeometric mean of the execution ratios over {} rows: **{:.3}** cached (goal 0.50), \
         **{:.3}** uncached (goal 0.75).\n\n",
        table.rows.len(),
        means.cached,
        means.uncached
    );
    if summary.misses.is_empty() {
        page.push_str("No row misses its goal.\n");
    } else {
        page.push_str("These miss their goals:\n\n");
        for miss in &summary.misses {
            let _ = writeln!(page, "- {}: {}", miss.what, miss.how);
        }
    }
    let _ = write!(page, "\nPrograms made by {} and {}.\n", table.toolchain, table.optimiser);
    page.push_str("\n## Ours and the peer's\n\n");
    page.push_str("| operation | cached | uncached | peer | whole % | % | execution % | % |\n");
    page.push_str("|---|--:|--:|--:|--:|--:|--:|--:|\n");
    table.rows.iter().for_each(|row| page.push_str(&comparison(row)));
    page.push_str("\n## Where our gas goes, cached\n\n");
    page.push_str(
        "| operation | intrinsic | reads | writes | logs | calls | refund | unavoidable | rest |\n\
         |---|--:|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    table.rows.iter().for_each(|row| page.push_str(&parts(row)));
    page
}

fn comparison(row: &Row) -> String {
    let percent = |ratio: f64| format!("{:.0}", ratio * 100.0);
    let whole = |cost: &Cost| percent(row.whole_ratio(cost));
    let execution = |cost: &Cost| percent(row.execution_ratio(cost));
    let (cached, uncached) = (&row.cached, &row.uncached);
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} |\n",
        row.title(),
        cached.gas_used,
        uncached.gas_used,
        row.peer.gas_used,
        whole(cached),
        whole(uncached),
        execution(cached),
        execution(uncached)
    )
}

fn parts(row: &Row) -> String {
    let cost = &row.cached;
    let of = &cost.unavoidable;
    format!(
        "| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n",
        row.title(),
        of.intrinsic,
        of.reads,
        of.writes,
        of.logs,
        of.calls,
        of.refund,
        of.total(),
        cost.rest()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::tests::row;

    fn page_of(rows: Vec<Row>) -> String {
        page(&Table { toolchain: "rustc".to_owned(), optimiser: "binaryen".to_owned(), rows })
    }

    #[test]
    fn page_has_a_row_in_both_tables() {
        let page = page_of(vec![row("undelegate", 8_000, 20_000)]);
        assert!(page.contains("\n| undelegate | 30000 | 30000 | 42000 | 71 | 71 | 40 | 40 |\n"), "{page}");
        assert!(page.contains("\n| undelegate | 22000 | 0 | 0 | 0 | 0 | 0 | 22000 | 8000 |\n"), "{page}");
        assert!(page.contains("No row misses its goal."), "{page}");
    }

    #[test]
    fn page_lists_what_misses_its_goal() {
        let page = page_of(vec![row("undelegate", 20_001, 20_000)]);
        assert!(page.contains("\n- undelegate: 100.0 % > 100 % of the peer's execution\n"), "{page}");
    }
}
