//! Where cargo-stylus runs: the folder of one of our programs, or of a project that it has made.

use super::tool::Tool;
use crate::{install, process, root};
use anyhow::{Context as _, Result, ensure};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};
use surety_wasm_build::toolchain::CHANNEL_FILE;

/// A project, until it is dropped.
pub(super) struct Project {
    pub(super) dir: PathBuf,
    /// Its package.
    pub(super) package: String,
    /// What goes when it does.
    ours: Vec<PathBuf>,
}

impl Project {
    /// One of our programs; `None`, with the reason printed, where rustup has no release that the file for
    /// cargo-stylus could name.
    pub(super) fn ours(package: &str) -> Result<Option<Self>> {
        let dir = root().join("contracts").join(package);
        let mut project = Self { dir, package: package.to_owned(), ours: Vec::new() };
        let channel = root().join(CHANNEL_FILE);
        if !channel.exists() {
            let mut surety = Command::new(env!("CARGO_BIN_EXE_surety"));
            let output = process::output(
                surety.args(["toolchain", "--cargo-stylus"]).current_dir(root()),
                process::INSTALLATION,
            )?;
            if !output.status.success() {
                return super::tool::skip(install::told(&output).trim());
            }
            project.ours.push(channel);
        }
        project.build_in(&root().join("target/wasm"))?;
        Ok(Some(project))
    }

    /// What `cargo stylus new` makes. Not below the workspace, of which cargo would make it a member.
    pub(super) fn fresh(tool: &Tool, name: &str) -> Result<Self> {
        let parent = env::temp_dir().join(format!("surety-cargo-stylus-{}", std::process::id()));
        fs::create_dir_all(&parent)?;
        let dir = parent.join(name);
        let mut project = Self { dir: dir.clone(), package: name.to_owned(), ours: vec![parent.clone()] };
        let output = process::output(tool.command(&parent)?.args(["new", name]), process::CLIENT)?;
        ensure!(output.status.success(), "cargo stylus new: {}", install::told(&output));
        ensure!(dir.join("Stylus.toml").is_file(), "no Stylus.toml: {}", install::told(&output));
        project.build_in(&tool.dir.join(name))?;
        Ok(project)
    }

    /// What is built goes to a folder that is kept. `replay` looks below the project and nowhere else.
    fn build_in(&mut self, target: &Path) -> Result<()> {
        fs::create_dir_all(target)?;
        let link = self.dir.join("target");
        match std::os::unix::fs::symlink(target, &link) {
            Ok(()) => self.ours.push(link),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).context(link.display().to_string()),
        }
        Ok(())
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        for path in self.ours.iter().rev() {
            // What can't be removed is ignored by git, or in the system's folder for such things.
            let _ = if path.is_dir() && !path.is_symlink() {
                fs::remove_dir_all(path)
            } else {
                fs::remove_file(path)
            };
        }
    }
}
