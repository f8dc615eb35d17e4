//! Sums of what was run, by package.

use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// What llvm-cov exports.
#[derive(Debug, Deserialize)]
pub(crate) struct Export {
    data: Vec<Unit>,
}

#[derive(Debug, Deserialize)]
struct Unit {
    files: Vec<Source>,
}

#[derive(Debug, Deserialize)]
struct Source {
    filename: PathBuf,
    summary: Summary,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Summary {
    lines: Part,
    functions: Part,
    regions: Part,
    branches: Part,
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
struct Part {
    count: u64,
    covered: u64,
}

impl Part {
    fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.covered = self.covered.saturating_add(other.covered);
    }

    fn cell(self) -> String {
        if self.count == 0 {
            return "–".to_owned();
        }
        format!(
            "{} of {} ({:.1} %)",
            self.covered,
            self.count,
            self.covered as f64 * 100.0 / self.count as f64
        )
    }
}

impl Summary {
    fn add(&mut self, other: Self) {
        self.lines.add(other.lines);
        self.functions.add(other.functions);
        self.regions.add(other.regions);
        self.branches.add(other.branches);
    }

    fn row(self, name: &str) -> String {
        let [lines, functions, regions, branches] =
            [self.lines, self.functions, self.regions, self.branches].map(Part::cell);
        format!("| {name} | {lines} | {functions} | {regions} | {branches} |\n")
    }
}

/// Reads what llvm-cov exported.
///
/// # Errors
/// If it is not of the known form.
pub(crate) fn read(json: &str) -> Result<Export> {
    serde_json::from_str(json).context("llvm-cov's export has another form")
}

/// Names of packages and where their sources are, from `cargo metadata`. Sources are below `src`
/// of a package; where it has none, beside its manifest.
///
/// # Errors
/// If it is not of the known form.
pub(crate) fn packages(metadata: &str) -> Result<Vec<(String, PathBuf)>> {
    #[derive(Deserialize)]
    struct Metadata {
        packages: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        manifest_path: PathBuf,
    }
    let metadata: Metadata = serde_json::from_str(metadata).context("cargo metadata has another form")?;
    let folder = |package: Package| {
        let own = package.manifest_path.parent().unwrap_or(&package.manifest_path).to_path_buf();
        let sources = own.join("src");
        (package.name, if sources.is_dir() { sources } else { own })
    };
    Ok(metadata.packages.into_iter().map(folder).collect())
}

/// A row for each package of which a file was measured, and one for all.
pub(crate) fn markdown(export: &Export, packages: &[(String, PathBuf)]) -> String {
    let mut sums: BTreeMap<&str, Summary> = BTreeMap::new();
    let mut all = Summary::default();
    for file in export.data.iter().flat_map(|unit| &unit.files) {
        if let Some((name, _)) = packages.iter().find(|(_, sources)| file.filename.starts_with(sources)) {
            sums.entry(name).or_default().add(file.summary);
            all.add(file.summary);
        }
    }
    let mut table = String::from(
        "| crate | lines | functions | regions | branches |\n| --- | ---: | ---: | ---: | ---: |\n",
    );
    for (name, summary) in &sums {
        // Writing to a string cannot fail.
        let _ = write!(table, "{}", summary.row(&format!("`{name}`")));
    }
    table + &all.row("**all**")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_summed_by_package_and_others_left_out() -> Result<()> {
        let file = |name: &str, covered: u64| {
            let part = format!(r#"{{"count":4,"covered":{covered}}}"#);
            format!(
                r#"{{"filename":"{name}","summary":{{"lines":{part},"functions":{part},"regions":{part},"branches":{{"count":0,"covered":0}}}}}}"#
            )
        };
        let files = [file("/r/a/src/x.rs", 4), file("/r/a/src/y.rs", 1), file("/r/a/tests/z.rs", 0)];
        let export = read(&format!(r#"{{"data":[{{"files":[{}]}}]}}"#, files.join(",")))?;
        let table = markdown(&export, &[("a".into(), "/r/a/src".into())]);
        let row = "| 5 of 8 (62.5 %) | 5 of 8 (62.5 %) | 5 of 8 (62.5 %) | – |";
        assert_eq!(
            table.lines().skip(2).collect::<Vec<_>>(),
            [format!("| `a` {row}"), format!("| **all** {row}")]
        );
        Ok(())
    }
}
