//! The copy.

use anyhow::{Context, Result, ensure};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lists the files of the copy, so that the next one knows what to remove.
const LIST: &str = "tree.txt";

/// Text that is otherwise in the copy: the file, what is there, and what is put instead.
pub(crate) type Change<'a> = (&'a str, &'a str, &'a str);

/// How the programs are compiled.
pub(crate) const SETTINGS: &str = "contracts/.cargo/config.toml";
/// The same results in less time, in smaller programs.
pub(crate) const QUICKER: Change<'_> = (SETTINGS, "opt-level = 3", "opt-level = \"s\"");

/// The copy.
#[derive(Debug)]
pub(crate) struct Tree {
    root: PathBuf,
}

impl Tree {
    /// Copies the working tree of `root` to `place`, but for `changes`. What has not changed since the
    /// last copy is not touched, so that nothing of it is compiled again.
    ///
    /// # Errors
    /// If git fails, a file cannot be copied, or does not have what is to be changed.
    pub(crate) fn copy(root: &Path, place: &Path, changes: &[Change<'_>]) -> Result<Self> {
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
            let mut changes = changes.iter().filter(|(of, ..)| of == file);
            let content = changes.try_fold(content, |content, change| changed(&content, *change))?;
            tree.write(file, &content)?;
        }
        tree.link_recordings(root, place)?;
        Ok(tree)
    }

    /// Its folder.
    pub(crate) fn root(&self) -> &Path {
        &self.root
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

fn changed(content: &[u8], (file, ours, other): Change<'_>) -> Result<Vec<u8>> {
    let text = std::str::from_utf8(content).with_context(|| format!("{file} is no text"))?;
    ensure!(text.contains(ours), "{file} no longer says {ours}");
    Ok(text.replace(ours, other).into_bytes())
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
    fn changes_are_made_where_the_text_is_as_expected() -> Result<()> {
        let settings = include_bytes!("../../../../contracts/.cargo/config.toml");
        let quicker = changed(settings, QUICKER)?;
        assert!(changed(&quicker, QUICKER).is_err());
        Ok(())
    }
}
