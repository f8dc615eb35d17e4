//! A report on the terminal.

use super::{Balance, Entry, Report, Row, Status};
use std::fmt::Write as _;

/// Colours, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether escape sequences are written.
    pub colours: bool,
}

/// The widest column of a table, in characters.
const MAX_COLUMN: usize = 84;

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        if self.colours { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Text in bold.
    pub fn bold(self, text: &str) -> String {
        self.paint("1", text)
    }

    fn dim(self, text: &str) -> String {
        self.paint("2", text)
    }

    fn status(self, status: Status) -> String {
        match status {
            Status::Passed => self.paint("32", "passed"),
            Status::Failed => self.paint("1;31", "failed"),
            Status::Skipped => self.paint("33", "skipped"),
        }
    }
}

/// A story with its steps and balances.
pub fn story(entry: &Entry, style: Style) -> String {
    let mut text = format!("\n{}  {}\n", style.bold(&entry.title), style.dim(&entry.name));
    if let Some(why) = &entry.why {
        for line in wrap(why, 92) {
            text.push_str(&format!("  {}\n", style.dim(&line)));
        }
    }
    let rows: Vec<Vec<String>> = entry.steps.iter().map(step_cells).collect();
    let headings = ["step", "block", "who", "what", "result", "gas"];
    let paint = |row: usize, column: usize, cell: &str| match entry.steps.get(row) {
        Some(step) if column == 4 && step.reverted => style.paint("33", cell),
        Some(step) if step.who.is_empty() => style.dim(cell),
        _ => cell.to_owned(),
    };
    text.push_str(&grid(&headings, &rows, &[0, 1, 5], style, paint));
    if !entry.balances.is_empty() {
        let rows: Vec<Vec<String>> = entry.balances.iter().map(balance_cells).collect();
        let headings = ["who", "what", "before", "after"];
        text.push('\n');
        text.push_str(&grid(&headings, &rows, &[2, 3], style, |_, _, cell| cell.to_owned()));
    }
    text.push_str(&verdict(entry, style));
    text
}

/// One line for a scenario, and why it failed or was skipped.
pub fn line(entry: &Entry, style: Style) -> String {
    let mut text = format!("{} {}", style.status(entry.status), entry.name);
    if entry.steps.is_empty() {
        text.push_str(&format!("  {} checks", entry.checks));
    } else {
        text.push_str(&format!("  {} steps, {} checks", entry.steps.len(), entry.checks));
    }
    text.push_str(&format!("  {}\n", style.dim(&format!("{} ms", entry.elapsed_ms))));
    text.push_str(&detail(entry));
    text
}

fn verdict(entry: &Entry, style: Style) -> String {
    let worlds = entry.worlds.join(" and ");
    let mut text = format!(
        "\n  {} on {worlds}, {} views compared, {} ms\n",
        style.status(entry.status),
        entry.checks,
        entry.elapsed_ms
    );
    text.push_str(&detail(entry));
    text
}

fn detail(entry: &Entry) -> String {
    let Some(detail) = &entry.detail else { return String::new() };
    detail.lines().map(|line| format!("    {line}\n")).collect()
}

/// The last lines of a replay.
pub fn summary(report: &Report, style: Style) -> String {
    let s = &report.summary;
    let mut text = String::from("\n");
    for entry in report.scenarios.iter().filter(|e| e.status == Status::Failed) {
        text.push_str(&format!("{} {}\n", style.status(Status::Failed), entry.file.display()));
    }
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{} scenarios: {} passed, {} failed, {} skipped; {} steps, {} results compared in {} ms",
        s.scenarios, s.passed, s.failed, s.skipped, s.steps, s.checks, s.elapsed_ms
    );
    text
}

fn step_cells(row: &Row) -> Vec<String> {
    vec![
        row.number.to_string(),
        row.block.to_string(),
        row.who.clone(),
        row.what.clone(),
        row.result.clone(),
        row.gas.map(|gas| thousands(gas.used)).unwrap_or_default(),
    ]
}

fn balance_cells(row: &Balance) -> Vec<String> {
    vec![row.who.clone(), row.what.clone(), row.before.clone(), row.after.clone()]
}

/// A number with its thousands apart.
pub fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && digits.len().saturating_sub(index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Columns as wide as their widest cell; `right` ones are flush right. Empty columns are left out.
fn grid(
    headings: &[&str],
    rows: &[Vec<String>],
    right: &[usize],
    style: Style,
    paint: impl Fn(usize, usize, &str) -> String,
) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|c| c.chars().count());
        cells.max().unwrap_or(0)
    };
    let heading_width = |column: usize| headings.get(column).map_or(0, |h| h.chars().count());
    let columns: Vec<(usize, usize)> = (0..headings.len())
        .filter(|column| width(*column) > 0)
        .map(|column| (column, width(column).max(heading_width(column)).min(MAX_COLUMN)))
        .collect();
    let mut text = String::new();
    let mut line = |cell: &dyn Fn(usize) -> String, colour: &dyn Fn(usize, &str) -> String| {
        let cells: Vec<String> = columns
            .iter()
            .map(|(column, width)| {
                let cut = shorten(&cell(*column), *width);
                let padded =
                    if right.contains(column) { format!("{cut:>width$}") } else { format!("{cut:<width$}") };
                colour(*column, &padded)
            })
            .collect();
        text.push_str(&format!("  {}\n", cells.join("  ").trim_end()));
    };
    line(&|column| headings.get(column).unwrap_or(&"").to_string(), &|_, cell| style.dim(cell));
    for (index, row) in rows.iter().enumerate() {
        line(&|column| row.get(column).cloned().unwrap_or_default(), &|column, cell| {
            paint(index, column, cell)
        });
    }
    text
}

fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}

fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_000), "1,000");
        assert_eq!(thousands(1_234_567), "1,234,567");
    }

    #[test]
    fn grid_leaves_out_empty_columns_and_aligns() {
        let rows =
            vec![vec!["a".into(), String::new(), "10".into()], vec!["bb".into(), String::new(), "9".into()]];
        let plain = Style { colours: false };
        let text = grid(&["x", "none", "n"], &rows, &[2], plain, |_, _, c| c.to_owned());
        assert_eq!(text, "  x    n\n  a   10\n  bb   9\n");
    }

    #[test]
    fn style_writes_no_escapes_without_colours() {
        assert_eq!(Style { colours: false }.bold("x"), "x");
        assert!(Style { colours: true }.bold("x").contains('\u{1b}'));
    }
}
