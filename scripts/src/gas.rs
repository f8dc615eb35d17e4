//! `surety gas`: what every operation costs, beside the peer's recorded gas.

use crate::{
    common::Common,
    terminal::{grouped, has_colour, red, say, table, tell},
};
use anyhow::{Context as _, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use std::{fs, io::IsTerminal as _, path::Path, process::ExitCode};
use surety_gas::{
    Cost, Progress, Row, Table, markdown, measure,
    peer::{Peer, title},
    snapshot::{self, Findings},
};
use surety_scenario::report::write::atomically;
use surety_suite::Programs;
use surety_wasm_build::{Optimiser, find_root, toolchain::Toolchain};

/// Measure every operation on the compiled programs, beside EigenLayer's recorded gas
#[derive(Clone, Debug, clap::Args)]
#[command(after_help = "\
Examples:
  surety gas                       the whole table, and which rows miss their goal
  surety gas --filter undelegate   only some rows
  surety gas --json                for machines
  surety gas --check               fail if a row is more than 0.5 % dearer than the snapshot
  surety gas --update              write the snapshot and docs/gas.md")]
pub(crate) struct Args {
    /// Only rows whose operation or variant contains this
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Print the page docs/gas.md
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// Compare with the committed snapshot; end with 1 if a row got dearer by more than 0.5 %
    #[arg(long, conflicts_with_all = ["filter", "markdown"])]
    check: bool,
    /// Write the snapshot and docs/gas.md
    #[arg(long, conflicts_with_all = ["filter", "markdown", "check"])]
    update: bool,
}

/// Measures, then prints, compares or writes.
///
/// # Errors
/// If a program can't be built or measured, or a file not be read or written.
pub(crate) fn run(common: &Common, args: &Args) -> Result<ExitCode> {
    let root = find_root()?;
    // Before the work rather than after it.
    let kept = if args.check { Some(kept(&root)?) } else { None };
    let measured = measured(common, args)?;
    if let Some(kept) = kept {
        return report(common, &snapshot::compare(&kept, &measured));
    }
    if args.update {
        let files =
            [(snapshot::FILE, snapshot::render(&measured)?), (markdown::FILE, markdown::page(&measured))];
        for (file, text) in &files {
            atomically(&root.join(file), text.as_bytes()).with_context(|| format!("writing {file}"))?;
        }
        let files = files.map(|(file, _)| file);
        if common.json() {
            common.print(&json!({ "schema": "surety.gas-update/1", "files": files }))?;
        } else {
            files.iter().try_for_each(|file| say(&format!("wrote {file}")))?;
        }
    } else if common.json() {
        common.print(&measured.json())?;
    } else if args.markdown {
        say(markdown::page(&measured).trim_end())?;
    } else {
        lines(&measured, has_colour(&std::io::stdout())).iter().try_for_each(|line| say(line))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn kept(root: &Path) -> Result<Table> {
    let file = root.join(snapshot::FILE);
    let text = fs::read_to_string(&file).with_context(|| format!("reading {}", file.display()))?;
    Ok(snapshot::parse(&text)?)
}

fn measured(common: &Common, args: &Args) -> Result<Table> {
    let peer = Peer::recorded()?;
    let filter = args.filter.clone().unwrap_or_default().to_lowercase();
    let wanted = peer.rows.iter().filter(|row| row.title().to_lowercase().contains(&filter)).count();
    if wanted == 0 {
        bail!("no operation or variant contains `{filter}`");
    }
    let programs = Programs::from_built(common.programs()?);
    let toolchain = Toolchain::ensure(&common.selection()?, common.progress())?.id;
    let optimiser = Optimiser::ensure(common.progress())?.id;
    let mut bar = bar(wanted, common.is_quiet());
    let rows = surety_devnode::with_big_stack(|| measure(programs, &peer, &filter, &mut bar));
    bar.0.finish_and_clear();
    Ok(Table { toolchain, optimiser, rows: rows? })
}

/// Progress on stderr.
struct Bar(ProgressBar);

fn bar(rows: usize, quiet: bool) -> Bar {
    let bar = ProgressBar::new(rows as u64);
    if quiet || !std::io::stderr().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    if let Ok(look) = ProgressStyle::with_template("{bar:28.cyan/dim} {pos}/{len} rows  {msg}") {
        bar.set_style(look);
    }
    Bar(bar)
}

impl Progress for Bar {
    fn measured(&mut self, row: &Row) {
        self.0.set_message(title(&row.operation, &row.variant));
        self.0.inc(1);
    }
}

/// Tells what the comparison found.
fn report(common: &Common, findings: &Findings) -> Result<ExitCode> {
    let code = if findings.worse.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    if common.json() {
        common.print(&json!({
            "schema": "surety.gas-check/1",
            "ok": findings.worse.is_empty(),
            "dearer": findings.worse,
            "cheaper": findings.better,
            "note": findings.tools,
        }))?;
        return Ok(code);
    }
    for row in &findings.better {
        say(&format!("cheaper: {row}"))?;
    }
    let colour = has_colour(&std::io::stderr());
    for row in &findings.worse {
        tell(&red(&format!("dearer: {row}"), colour));
    }
    if let Some(tools) = &findings.tools {
        tell(&format!("note: {tools}"));
    }
    if findings.worse.is_empty() {
        say(&format!("no row is more than 0.5 % dearer than {}", snapshot::FILE))?;
    } else {
        tell("if that is meant to be, commit what `surety gas --update` writes");
    }
    Ok(code)
}

/// The table, and which goals it misses.
fn lines(table_of: &Table, colour: bool) -> Vec<String> {
    let header = [
        "operation",
        "cached",
        "uncached",
        "peer",
        "whole %",
        "%",
        "execution %",
        "%",
        "intrinsic",
        "reads",
        "writes",
        "logs",
        "calls",
        "refund",
        "unavoidable",
        "rest",
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    rows.extend(table_of.rows.iter().map(cells));
    let mut lines = table(&rows);
    lines.push(
        "gas; % of the peer's, cached and uncached; execution = without base price and calldata; from \
         `intrinsic` on: where our cached gas goes, unavoidable = the parts before it less the refund"
            .to_owned(),
    );
    let summary = table_of.summary();
    let means = summary.geometric_mean;
    lines.push(format!(
        "geometric mean of the execution ratios: {:.3} cached, {:.3} uncached",
        means.cached, means.uncached
    ));
    for miss in &summary.misses {
        lines.push(red(&format!("misses its goal: {}: {}", miss.what, miss.how), colour));
    }
    lines
}

fn cells(row: &Row) -> Vec<String> {
    let percent = |ratio: f64| format!("{:.1}", ratio * 100.0);
    let whole = |cost: &Cost| percent(row.whole_ratio(cost));
    let execution = |cost: &Cost| percent(row.execution_ratio(cost));
    let (cached, uncached) = (&row.cached, &row.uncached);
    let of = &cached.unavoidable;
    let mut cells = vec![row.title()];
    cells.extend([cached.gas_used, uncached.gas_used, row.peer.gas_used].map(grouped));
    cells.extend([whole(cached), whole(uncached), execution(cached), execution(uncached)]);
    let parts = [of.intrinsic, of.reads, of.writes, of.logs, of.calls, of.refund, of.total()];
    cells.extend(parts.map(grouped));
    let rest = cached.rest();
    cells.push(format!("{}{}", if rest < 0 { "-" } else { "" }, grouped(rest.unsigned_abs())));
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use surety_gas::{PeerCost, breakdown::Unavoidable};

    fn measured() -> Table {
        let unavoidable = Unavoidable { intrinsic: 21_432, reads: 4_200, ..Unavoidable::default() };
        let cost = Cost { gas_used: 71_432, execution_gas: 50_000, unavoidable };
        let row = Row {
            operation: "undelegate".to_owned(),
            variant: "1 strategy".to_owned(),
            cached: cost,
            uncached: cost,
            peer: PeerCost { gas_used: 71_433, execution_gas: 50_001 },
        };
        Table { toolchain: "rustc".to_owned(), optimiser: "binaryen".to_owned(), rows: vec![row] }
    }

    #[test]
    fn table_shows_ratios_and_where_gas_goes() {
        let lines = lines(&measured(), false);
        let words: Vec<_> = lines[1].split_whitespace().collect();
        assert_eq!(words[..6], ["undelegate:", "1", "strategy", "71,432", "71,432", "71,433"]);
        assert_eq!(words[words.len() - 2..], ["25,632", "45,800"]);
        let last = "geometric mean of the execution ratios: 1.000 cached, 1.000 uncached";
        assert_eq!(lines.last().unwrap(), last, "nothing is missed");
    }

    #[test]
    fn check_fails_for_dearer_rows_only() {
        let dearer = Findings { worse: vec!["a".to_owned()], ..Findings::default() };
        assert_eq!(report(&Common::default(), &dearer).unwrap(), ExitCode::FAILURE);
        let cheaper =
            Findings { better: vec!["a".to_owned()], tools: Some("t".to_owned()), ..Findings::default() };
        assert_eq!(report(&Common::default(), &cheaper).unwrap(), ExitCode::SUCCESS);
    }
}
