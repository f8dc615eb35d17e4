//! Faults that cargo-mutants does not make: a statement that is gone.
//!
//! In a contract the most dangerous omission is a check, and a check is a call that stands alone:
//! `require(…);`. Every call that is a statement of one line can be left out.

use super::mutant::{Mutant, Position, Span};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// The kind of these faults.
pub(crate) const GENRE: &str = "Statement";

/// The statements of a file that can be left out, up to its tests.
///
/// # Errors
/// If the file cannot be read.
pub(crate) fn list(root: &Path, package: &str, file: &str) -> Result<Vec<Mutant>> {
    let text = fs::read_to_string(root.join(file)).with_context(|| format!("cannot read {file}"))?;
    Ok(in_text(&text).map(|(line, call)| of(package, file, line, call)).collect())
}

fn in_text(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines: Vec<&str> = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).collect();
    let ends_before = |line: &str| {
        line.is_empty() || line.ends_with([';', '{', '}']) || line.trim_start().starts_with("//")
    };
    let alone: Vec<_> = (1..lines.len())
        .filter(|&at| is_call(lines[at]) && ends_before(lines[at - 1]))
        .map(|at| (at + 1, lines[at]))
        .collect();
    alone.into_iter()
}

/// Whether an indented line is a call of a path or method, with nothing done with its result.
fn is_call(line: &str) -> bool {
    let Some(call) = line.trim_start().strip_suffix(");") else { return false };
    let name = call.split('(').next().unwrap_or_default();
    line.starts_with(' ')
        && !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '.'))
        && name.starts_with(|first: char| first.is_lowercase() || first.is_uppercase())
        && balance(call) == 1
}

/// Parentheses opened and not closed.
fn balance(text: &str) -> i32 {
    text.chars().map(|c| i32::from(c == '(') - i32::from(c == ')')).sum()
}

fn of(package: &str, file: &str, line: usize, text: &str) -> Mutant {
    let start = text.len() - text.trim_start().len() + 1;
    let call = text.trim_start();
    Mutant {
        name: format!("{file}:{line}:{start}: leave out {call}"),
        package: package.to_owned(),
        file: file.to_owned(),
        genre: GENRE.to_owned(),
        span: Span {
            start: Position { line, column: start },
            end: Position { line, column: text.chars().count() + 1 },
        },
        replacement: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_calls_that_stand_alone_are_left_out() {
        let text = "fn f() {\n    require(a, B);\n    let x = g(1);\n    list.push((1, 2));\n    let y =\n        \
                    h(2);\n    return g(3);\n    emit!(X);\n}\n#[cfg(test)]\nmod tests {\n    check(1);\n}\n";
        let found: Vec<_> = in_text(text).collect();
        assert_eq!(found, [(2, "    require(a, B);"), (4, "    list.push((1, 2));")]);
    }

    #[test]
    fn a_statement_left_out_leaves_its_line_empty() -> Result<()> {
        let text = "fn f() {\n    require(a, B);\n}\n";
        let mutant = of("p", "f.rs", 2, "    require(a, B);");
        assert_eq!(mutant.applied_to(text)?, "fn f() {\n    \n}\n");
        Ok(())
    }
}
