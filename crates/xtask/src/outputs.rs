//! Generated files: written, or compared with what is committed.

use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Lines shown of each difference.
const SHOWN_LINES: usize = 8;

/// Files that a chore makes, by path below the root, and the folders that hold nothing else.
#[derive(Debug)]
pub(crate) struct Outputs {
    root: PathBuf,
    folders: Vec<&'static str>,
    files: BTreeMap<String, String>,
}

impl Outputs {
    /// No files yet; `folders` (below `root`) will hold generated files only.
    pub(crate) fn new(root: &Path, folders: Vec<&'static str>) -> Self {
        Self { root: root.to_path_buf(), folders, files: BTreeMap::new() }
    }

    /// Adds a file; `path` is below the root, with forward slashes.
    pub(crate) fn add(&mut self, path: String, content: String) {
        self.files.insert(path, content);
    }

    /// Writes the files, or with `check` compares them.
    ///
    /// # Errors
    /// Input and output; with `check` also any difference, shown in the message.
    pub(crate) fn apply(&self, check: bool) -> Result<()> {
        if check { self.check() } else { self.write() }
    }

    fn write(&self) -> Result<()> {
        for path in self.stale()? {
            fs::remove_file(self.root.join(&path)).with_context(|| format!("cannot remove {path}"))?;
        }
        for (path, content) in &self.files {
            let target = self.root.join(path);
            if let Some(folder) = target.parent() {
                fs::create_dir_all(folder).with_context(|| format!("cannot make the folder of {path}"))?;
            }
            fs::write(&target, content).with_context(|| format!("cannot write {path}"))?;
        }
        println!("{} files written", self.files.len());
        Ok(())
    }

    /// Fails with every difference between the files and what is committed.
    pub(crate) fn check(&self) -> Result<()> {
        let mut report = String::new();
        for path in self.stale()? {
            writeln!(report, "{path}: nothing makes this file any more")?;
        }
        for (path, made) in &self.files {
            match fs::read_to_string(self.root.join(path)) {
                Ok(committed) => report.push_str(&difference(path, &committed, made)),
                Err(error) => writeln!(report, "{path}: {error}")?,
            }
        }
        if !report.is_empty() {
            bail!("generated files differ from their sources; run the chore without --check\n{report}");
        }
        println!("{} files are up to date", self.files.len());
        Ok(())
    }

    /// Files in the generated folders that no source makes.
    fn stale(&self) -> Result<Vec<String>> {
        let mut stale = Vec::new();
        for folder in &self.folders {
            let Ok(entries) = fs::read_dir(self.root.join(folder)) else { continue };
            for entry in entries {
                let path = format!("{folder}/{}", entry?.file_name().to_string_lossy());
                if !self.files.contains_key(&path) {
                    stale.push(path);
                }
            }
        }
        stale.sort();
        Ok(stale)
    }
}

/// The first lines in which two texts differ, empty if they don't.
fn difference(path: &str, committed: &str, made: &str) -> String {
    if committed == made {
        return String::new();
    }
    let (old, new): (Vec<_>, Vec<_>) = (committed.lines().collect(), made.lines().collect());
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let tail = old
        .iter()
        .skip(start)
        .rev()
        .zip(new.iter().skip(start).rev())
        .take_while(|(old, new)| old == new)
        .count();
    let mut text = format!("{path}:{}\n", start + 1);
    for (sign, lines) in [('-', &old), ('+', &new)] {
        let changed = lines.len().saturating_sub(start + tail);
        for line in lines.iter().skip(start).take(changed.min(SHOWN_LINES)) {
            text.push_str(&format!("  {sign} {line}\n"));
        }
        if changed > SHOWN_LINES {
            text.push_str(&format!("  {sign} … {} more lines\n", changed - SHOWN_LINES));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn difference_is_empty_when_texts_are_equal() {
        assert_eq!(difference("a.md", "x\ny\n", "x\ny\n"), "");
    }

    #[test]
    fn difference_shows_only_the_lines_that_changed() {
        assert_eq!(
            difference("a.md", "x\nold\ny\n", "x\nnew\nnewer\ny\n"),
            "a.md:2\n  - old\n  + new\n  + newer\n"
        );
    }

    #[test]
    fn check_names_a_file_that_nothing_makes() -> Result<()> {
        let root = std::env::temp_dir().join(format!("xtask-stale-{}", std::process::id()));
        fs::create_dir_all(root.join("made"))?;
        fs::write(root.join("made/left.md"), "")?;
        let outcome = Outputs::new(&root, vec!["made"]).check();
        fs::remove_dir_all(&root)?;
        let message = outcome.err().context("the stale file went unnoticed")?.to_string();
        assert!(message.contains("made/left.md: nothing makes this file any more"), "{message}");
        Ok(())
    }
}
