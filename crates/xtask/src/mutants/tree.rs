//! The scratch copy of the workspace into which faults are built.

use super::mutant::Mutant;
use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lists the files of the copy, so that the next one knows what to remove.
const LIST: &str = "tree.txt";

/// How the programs are compiled.
const SETTINGS: &str = "contracts/.cargo/config.toml";
/// What is set otherwise for faults: the same results in a fifth of the time, in smaller programs.
const QUICKER: [(&str, &str); 2] =
    [("opt-level = 3", "opt-level = \"s\""), ("lto = \"fat\"", "lto = \"thin\"")];

/// The copy.
#[derive(Debug)]
pub(crate) struct Tree {
    root: PathBuf,
}

/// Takes the fault out again when it goes.
#[derive(Debug)]
pub(crate) struct Restore {
    path: PathBuf,
    source: String,
}

impl Drop for Restore {
    fn drop(&mut self) {
        // A fault that stays is found by the next copy, which compares contents.
        if let Err(error) = fs::write(&self.path, &self.source) {
            eprintln!("cannot restore {}: {error}", self.path.display());
        }
    }
}

impl Tree {
    /// Copies the working tree of `root` to `place`. What has not changed since the last copy is
    /// not touched, so that nothing of it is compiled again.
    ///
    /// # Errors
    /// If git fails or a file cannot be copied.
    pub(crate) fn copy(root: &Path, place: &Path) -> Result<Self> {
        let tree = Self { root: place.join("tree") };
        let files = tracked(root)?;
        let list = place.join(LIST);
        for stale in fs::read_to_string(&list).unwrap_or_default().lines() {
            if !files.contains(stale) {
                // It may be gone already.
                let _ = fs::remove_file(tree.root.join(stale));
            }
        }
        fs::write(&list, files.iter().map(|file| format!("{file}\n")).collect::<String>())?;
        for file in &files {
            let content = fs::read(root.join(file)).with_context(|| format!("cannot read {file}"))?;
            let content =
                if file == SETTINGS { quicker(&String::from_utf8(content)?)?.into() } else { content };
            tree.write(file, &content)?;
        }
        tree.link_recordings(root, place)?;
        Ok(tree)
    }

    /// Its folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Puts a fault in its file, until what is returned is dropped.
    ///
    /// # Errors
    /// If the file is not the one the fault was listed for.
    pub(crate) fn put(&self, mutant: &Mutant) -> Result<Restore> {
        let path = self.root.join(&mutant.file);
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let faulty = mutant.applied_to(&source)?;
        let restore = Restore { path, source };
        fs::write(&restore.path, faulty)?;
        Ok(restore)
    }

    fn write(&self, file: &str, content: &[u8]) -> Result<()> {
        let path = self.root.join(file);
        if fs::read(&path).is_ok_and(|present| present == content) {
            return Ok(());
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Tests look for the shared recordings beside the workspace.
    fn link_recordings(&self, root: &Path, place: &Path) -> Result<()> {
        let (shared, link) = (root.join("../shared"), place.join("shared"));
        if !shared.is_dir() {
            println!("no shared recordings beside the repository: the tests that replay them are skipped");
            return Ok(());
        }
        if !link.exists() {
            #[cfg(unix)]
            std::os::unix::fs::symlink(shared.canonicalize()?, &link)?;
        }
        Ok(())
    }
}

fn quicker(settings: &str) -> Result<String> {
    let mut settings = settings.to_owned();
    for (ours, quicker) in QUICKER {
        ensure!(settings.contains(ours), "{SETTINGS} no longer says {ours}");
        settings = settings.replace(ours, quicker);
    }
    Ok(settings)
}

/// What git knows of the working tree.
fn tracked(root: &Path) -> Result<BTreeSet<String>> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("cannot run git")?;
    ensure!(output.status.success(), "git ls-files: {}", String::from_utf8_lossy(&output.stderr));
    let wanted = |file: &&str| root.join(file).is_file();
    Ok(String::from_utf8(output.stdout)?.lines().filter(wanted).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_quicker_where_they_are_as_expected() -> Result<()> {
        let ours = include_str!("../../../../contracts/.cargo/config.toml");
        let quicker = quicker(ours)?;
        assert_eq!(ours.lines().zip(quicker.lines()).filter(|(a, b)| a != b).count(), QUICKER.len());
        assert!(super::quicker(&quicker).is_err());
        Ok(())
    }
}
