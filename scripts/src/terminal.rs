//! What a person sees: aligned columns, grouped digits, colour only on a terminal.

use anyhow::{Context as _, Result};
use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal, Write as _},
};

/// True if the stream shows colours: a terminal, and `NO_COLOR` is not set.
pub(crate) fn has_colour(stream: &impl IsTerminal) -> bool {
    wants_colour(stream.is_terminal(), env::var_os("NO_COLOR"))
}

/// The rule of <https://no-color.org>: any text forbids colour, an empty one does not.
fn wants_colour(is_terminal: bool, no_color: Option<OsString>) -> bool {
    is_terminal && no_color.is_none_or(|value| value.is_empty())
}

/// A colour of the terminal's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    /// Something is wrong.
    Red = 31,
    /// All is well.
    Green = 32,
    /// Something may become wrong.
    Yellow = 33,
}

/// The text in a colour, if the stream shows colours.
pub(crate) fn coloured(text: &str, colour: Colour, shown: bool) -> String {
    if shown { format!("\u{1b}[{}m{text}\u{1b}[0m", colour as u8) } else { text.to_owned() }
}

/// The text in red, if colours are shown.
pub(crate) fn red(text: &str, shown: bool) -> String {
    coloured(text, Colour::Red, shown)
}

/// Prints a line; a reader who has gone away ends the output, not the program.
///
/// # Errors
/// If stdout can't be written to, a full disk say.
pub(crate) fn say(text: &str) -> Result<()> {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("printing"),
        _ => Ok(()),
    }
}

/// Prints a line on stderr, for people; a run does not end because nobody reads any more.
pub(crate) fn tell(text: &str) {
    drop(writeln!(io::stderr().lock(), "{text}"));
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Rows as lines of aligned columns: the first to the left, all others to the right.
pub(crate) fn table(rows: &[Vec<String>]) -> Vec<String> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, &width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_for_terminals_whose_owner_has_not_refused_them() {
        let set = |text: &str| Some(OsString::from(text));
        assert!(wants_colour(true, None) && wants_colour(true, set("")));
        assert!(!wants_colour(true, set("1")) && !wants_colour(true, set("0")));
        assert!(!wants_colour(false, None) && !wants_colour(false, set("")));
        assert_eq!(coloured("ok", Colour::Green, true), "\u{1b}[32mok\u{1b}[0m");
        assert_eq!(red("no", false), "no");
    }

    #[test]
    fn grouped_sets_a_comma_every_three_digits() {
        let cases = [(0, "0"), (999, "999"), (1_000, "1,000"), (24_576, "24,576"), (1_234_567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn table_aligns_names_left_and_figures_right() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(table(&[row(["a", "1"]), row(["long", "1,000"])]), ["a         1", "long  1,000"]);
    }
}
