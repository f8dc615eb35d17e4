//! Lines and branches that no test runs, from llvm-cov's LCOV export.

use std::fmt;
use std::path::Path;

/// A place that no test reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing<'a> {
    file: &'a Path,
    line: usize,
    what: What,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Line,
    /// A condition that is always true.
    NeverFalse,
    /// A condition that is always false.
    NeverTrue,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Line => "never run  ",
            Self::NeverFalse => "never false",
            Self::NeverTrue => "never true ",
        })
    }
}

/// The places in the export, in its order, of files that are `wanted`. Records of another form are
/// passed over.
pub(crate) fn read<'a>(lcov: &'a str, wanted: impl Fn(&Path) -> bool) -> Vec<Missing<'a>> {
    let mut file = None;
    let mut missing = Vec::new();
    for record in lcov.lines() {
        let Some((kind, rest)) = record.split_once(':') else { continue };
        match kind {
            "SF" => file = Some(Path::new(rest)).filter(|path| wanted(path)),
            "DA" | "BRDA" => {
                let Some(file) = file else { continue };
                let fields: Vec<_> = rest.split(',').collect();
                let (line, what) = match fields[..] {
                    [line, "0", ..] if kind == "DA" => (line, What::Line),
                    // Line, block, branch, count: a branch is two conditions' outcomes in turn.
                    [line, _, branch, "0"] if kind == "BRDA" => {
                        (line, if even(branch) { What::NeverTrue } else { What::NeverFalse })
                    }
                    _ => continue,
                };
                if let Ok(line) = line.parse() {
                    missing.push(Missing { file, line, what });
                }
            }
            _ => {}
        }
    }
    missing
}

fn even(number: &str) -> bool {
    number.parse::<u64>().is_ok_and(|number| number % 2 == 0)
}

/// A line for each place, with its source; paths as seen from `root`.
pub(crate) fn listed(missing: &[Missing<'_>], root: &Path) -> String {
    let mut list = String::new();
    let mut read: Option<(&Path, String)> = None;
    for place in missing {
        if read.as_ref().is_none_or(|(file, _)| *file != place.file) {
            read = Some((place.file, std::fs::read_to_string(place.file).unwrap_or_default()));
        }
        let source = read.as_ref().and_then(|(_, text)| text.lines().nth(place.line.checked_sub(1)?));
        let path = place.file.strip_prefix(root).unwrap_or(place.file);
        let source = source.unwrap_or_default().trim();
        list += &format!("{} {}:{}: {source}\n", place.what, path.display(), place.line);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const LCOV: &str = "SF:/r/a.rs\nFN:1,x\nDA:3,0\nDA:4,7\nBRDA:4,0,0,0\nBRDA:4,0,1,5\nBRDA:9,0,0,2\n\
                        BRDA:9,0,1,0\nBRDA:10,0,0,-\nDA:no\nend_of_record\nSF:/other/b.rs\nDA:1,0\n";

    #[test]
    fn places_are_lines_and_outcomes_that_no_test_sees() {
        let file = Path::new("/r/a.rs");
        let place = |line, what| Missing { file, line, what };
        let missing = read(LCOV, |path| path.starts_with("/r"));
        assert_eq!(missing, [place(3, What::Line), place(4, What::NeverTrue), place(9, What::NeverFalse)]);
        assert_eq!(listed(&missing[..1], Path::new("/r")), "never run   a.rs:3: \n");
    }
}
